/** The machine's words (see `masm/operators.ts`) for the operators of WebAssembly. */

import {
  AtomicOp,
  Condition,
  Conversion,
  FloatOp,
  FloatUnary,
  IntOp,
  IntUnary,
  LoadOp,
  StoreOp,
  WideOp,
} from '../masm/operators.js';
import {
  ALL_OPS,
  OP_COUNT,
  OP_OPERAND,
  OP_SHAPE,
  type Op,
  opName,
  Shape,
} from '../wasm/opcodes.js';
import { isFloatKind, kindOf } from '../wasm/value-types.js';
import { VECTOR_LOADS, VECTOR_STORES } from './vector-words.js';

type Words = Readonly<Record<string, number>>;

// By the name of an operator, without its type where the kind of its operands tells that.

const INT_OPS: Words = {
  add: IntOp.Add,
  sub: IntOp.Sub,
  mul: IntOp.Mul,
  and: IntOp.And,
  or: IntOp.Or,
  xor: IntOp.Xor,
  shl: IntOp.Shl,
  shr_s: IntOp.ShrS,
  shr_u: IntOp.ShrU,
  rotl: IntOp.Rotl,
  rotr: IntOp.Rotr,
  div_s: IntOp.DivS,
  div_u: IntOp.DivU,
  rem_s: IntOp.RemS,
  rem_u: IntOp.RemU,
};

const FLOAT_OPS: Words = {
  add: FloatOp.Add,
  sub: FloatOp.Sub,
  mul: FloatOp.Mul,
  div: FloatOp.Div,
  min: FloatOp.Min,
  max: FloatOp.Max,
  copysign: FloatOp.Copysign,
};

const INT_UNARIES: Words = {
  clz: IntUnary.Clz,
  ctz: IntUnary.Ctz,
  popcnt: IntUnary.Popcnt,
  extend8_s: IntUnary.Extend8S,
  extend16_s: IntUnary.Extend16S,
  extend32_s: IntUnary.Extend32S,
};

const FLOAT_UNARIES: Words = {
  abs: FloatUnary.Abs,
  neg: FloatUnary.Neg,
  ceil: FloatUnary.Ceil,
  floor: FloatUnary.Floor,
  trunc: FloatUnary.Trunc,
  nearest: FloatUnary.Nearest,
  sqrt: FloatUnary.Sqrt,
};

const CONDITIONS: Words = {
  eqz: Condition.Eq,
  eq: Condition.Eq,
  ne: Condition.Ne,
  lt_s: Condition.LtS,
  lt_u: Condition.LtU,
  gt_s: Condition.GtS,
  gt_u: Condition.GtU,
  le_s: Condition.LeS,
  le_u: Condition.LeU,
  ge_s: Condition.GeS,
  ge_u: Condition.GeU,
  lt: Condition.Lt,
  gt: Condition.Gt,
  le: Condition.Le,
  ge: Condition.Ge,
};

/** Without the type behind, too. */
const CONVERSIONS: Words = {
  wrap: Conversion.Wrap,
  extend_s: Conversion.ExtendS,
  extend_u: Conversion.ExtendU,
  trunc_s: Conversion.TruncS,
  trunc_u: Conversion.TruncU,
  trunc_sat_s: Conversion.TruncSatS,
  trunc_sat_u: Conversion.TruncSatU,
  convert_s: Conversion.ConvertS,
  convert_u: Conversion.ConvertU,
  demote: Conversion.Demote,
  promote: Conversion.Promote,
  reinterpret: Conversion.Reinterpret,
};

const LOADS: Words = {
  ...VECTOR_LOADS,
  'i32.load': LoadOp.U32,
  'i64.load': LoadOp.I64,
  'f32.load': LoadOp.F32,
  'f64.load': LoadOp.F64,
  'i32.load8_s': LoadOp.S8To32,
  'i32.load8_u': LoadOp.U8,
  'i32.load16_s': LoadOp.S16To32,
  'i32.load16_u': LoadOp.U16,
  'i64.load8_s': LoadOp.S8To64,
  'i64.load8_u': LoadOp.U8,
  'i64.load16_s': LoadOp.S16To64,
  'i64.load16_u': LoadOp.U16,
  'i64.load32_s': LoadOp.S32To64,
  'i64.load32_u': LoadOp.U32,
};

const STORES: Words = {
  ...VECTOR_STORES,
  'i32.store': StoreOp.I32,
  'i64.store': StoreOp.I64,
  'f32.store': StoreOp.F32,
  'f64.store': StoreOp.F64,
  'i32.store8': StoreOp.I8,
  'i32.store16': StoreOp.I16,
  'i64.store8': StoreOp.I8,
  'i64.store16': StoreOp.I16,
  'i64.store32': StoreOp.I32,
};

const WIDE_OPS: Words = {
  'i64.add128': WideOp.Add,
  'i64.sub128': WideOp.Sub,
  'i64.mul_wide_s': WideOp.MulS,
  'i64.mul_wide_u': WideOp.MulU,
};

const ATOMIC_OPS: Words = {
  add: AtomicOp.Add,
  sub: AtomicOp.Sub,
  xchg: AtomicOp.Xchg,
  and: AtomicOp.And,
  or: AtomicOp.Or,
  xor: AtomicOp.Xor,
};

/** The word of each operator; its {@link Shape} and the kind of its operands say of which enum. */
export const WORD = new Uint8Array(OP_COUNT);

/** 1 where the operands may change places. */
const COMMUTATIVE = new Uint8Array(OP_COUNT);
/** IEEE addition and multiplication commute but for which NaN payload survives, which is free. */
const COMMUTATIVE_NAMES = ['add', 'mul', 'and', 'or', 'xor'];

/** The words of an operator's family, or undefined where it has none, and its name there. */
function familyOf(op: Op): [Words | undefined, string] {
  const full = opName(op);
  const name = full.slice(full.indexOf('.') + 1);
  const float = isFloatKind(kindOf(OP_OPERAND[op]!));
  switch (OP_SHAPE[op]) {
    case Shape.Binary:
    case Shape.Shift:
    case Shape.Divide:
      return [float ? FLOAT_OPS : INT_OPS, name];
    case Shape.Unary:
      return [float ? FLOAT_UNARIES : INT_UNARIES, name];
    case Shape.Compare:
    case Shape.Test:
      return [CONDITIONS, name];
    case Shape.Convert:
      return [CONVERSIONS, name.replace(/_[if]\d\d/, '')];
    case Shape.Load:
      return [LOADS, full];
    case Shape.Store:
      return [STORES, full];
    case Shape.AtomicRmw:
      return [ATOMIC_OPS, full.replace(/.*rmw\d*\.|_u$/g, '')];
    default:
      return [full in WIDE_OPS ? WIDE_OPS : undefined, full];
  }
}

for (const op of ALL_OPS) {
  const [words, name] = familyOf(op);
  if (words === undefined) continue;
  const word = words[name];
  if (word === undefined) throw new Error(`the machine has no word for ${opName(op)}`);
  WORD[op] = word;
  if (OP_SHAPE[op] === Shape.Binary && COMMUTATIVE_NAMES.includes(name)) COMMUTATIVE[op] = 1;
}

/** True if the operands of a Binary operator may change places. */
export const isCommutative = (op: Op): boolean => COMMUTATIVE[op] !== 0;
