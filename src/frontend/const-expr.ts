import type { BinaryReader } from './binary-reader.js';
import type { ConstExpr, ConstInstr, ModuleInfo } from './module-info.js';
import { foreignProposal, OP_SHAPE, Op, opName, Shape } from './opcodes.js';
import { hexByte } from './type-reader.js';
import { Needs, needs, proposalOfTypeByte } from './unsupported.js';
import { typeName, ValType } from './value-types.js';

/** Most instructions of a constant expression; what no tool writes, and keeps memory in bounds. */
export const MAX_CONST_INSTRUCTIONS = 65_536;

const REF_NULL_FUNC: ConstInstr = { op: Op.RefNull, lo: ValType.FuncRef, hi: 0 };
const REF_NULL_EXTERN: ConstInstr = { op: Op.RefNull, lo: ValType.ExternRef, hi: 0 };
/** Shared by all element segments: null items are many and take 3 bytes in a module. */
const NULL_FUNC_EXPR: ConstExpr = [REF_NULL_FUNC];
const NULL_EXTERN_EXPR: ConstExpr = [REF_NULL_EXTERN];

/** What constant expressions of a module used beyond WebAssembly 2.0. */
export interface ConstExprFeatures {
  /** Integer arithmetic (proposal extended-const). */
  extendedConst: boolean;
  /** `global.get` of a global that is defined in the module (came with garbage collection). */
  definedGlobalGet: boolean;
}

/**
 * Reads and validates a constant expression up to and with its `end` (spec 3.0, section 3.4.14):
 * constants, `ref.null`, `ref.func`, `global.get` of an immutable global that precedes, and integer
 * addition, subtraction and multiplication. A function whose reference it takes is declared.
 *
 * For `ref.null` the instruction's `lo` is the {@link ValType} of the null.
 *
 * @param expected the type that its value must have
 */
export function readConstExpr(
  r: BinaryReader,
  info: ModuleInfo,
  expected: ValType,
  features: ConstExprFeatures,
): ConstExpr {
  const start = r.pos;
  const instrs: ConstInstr[] = [];
  const stack: ValType[] = [];
  for (;;) {
    const at = r.pos;
    const op = r.u8('instruction or end of a constant expression') as Op;
    if (op === Op.End) break;
    if (instrs.length === MAX_CONST_INSTRUCTIONS) {
      throw r.error(
        `constant expression exceeds the limit of ${MAX_CONST_INSTRUCTIONS} instructions`,
        start,
      );
    }
    const instr = readInstr(r, info, op, at, stack, features);
    instrs.push(instr);
  }
  if (stack.length !== 1 || stack[0] !== expected) {
    const found = stack.length === 0 ? 'nothing' : stack.map(typeName).join(', ');
    const shown = found.length > 60 ? `${stack.length} values` : found;
    throw r.error(
      `type mismatch: constant expression of type ${typeName(expected)} expected, found ${shown}`,
      start,
    );
  }
  if (instrs.length === 1) {
    if (instrs[0] === REF_NULL_FUNC) return NULL_FUNC_EXPR;
    if (instrs[0] === REF_NULL_EXTERN) return NULL_EXTERN_EXPR;
  }
  return instrs;
}

/**
 * True when `i32.const` and `end` alone come next, as nearly all offsets of data segments are; they
 * are then read with {@link readShortOffset}.
 */
export function isShortOffset(r: BinaryReader): boolean {
  const { bytes, pos, end } = r;
  if (pos >= end || bytes[pos] !== Op.I32Const) return false;
  let last = pos + 1;
  const most = Math.min(end - 1, pos + 6);
  while (last < most && bytes[last]! >= 0x80) last++;
  return last < most && bytes[last + 1] === Op.End;
}

export function readShortOffset(r: BinaryReader): number {
  r.pos++;
  const value = r.s32('i32 constant');
  r.pos++;
  return value;
}

function readInstr(
  r: BinaryReader,
  info: ModuleInfo,
  op: Op,
  at: number,
  stack: ValType[],
  features: ConstExprFeatures,
): ConstInstr {
  switch (op) {
    case Op.I32Const: {
      const lo = r.s32('i32 constant');
      stack.push(ValType.I32);
      return { op, lo, hi: 0 };
    }
    case Op.I64Const: {
      const lo = r.s64('i64 constant');
      stack.push(ValType.I64);
      return { op, lo, hi: r.hi };
    }
    case Op.F32Const: {
      const lo = r.word('f32 constant');
      stack.push(ValType.F32);
      return { op, lo, hi: 0 };
    }
    case Op.F64Const: {
      const lo = r.word('f64 constant');
      const hi = r.word('f64 constant');
      stack.push(ValType.F64);
      return { op, lo, hi };
    }
    case Op.RefNull: {
      const type = readHeapType(r);
      stack.push(type);
      return type === ValType.FuncRef ? REF_NULL_FUNC : REF_NULL_EXTERN;
    }
    case Op.RefFunc: {
      const lo = readFuncIndex(r, info);
      stack.push(ValType.FuncRef);
      info.declareRef(lo);
      return { op, lo, hi: 0 };
    }
    case Op.GlobalGet: {
      const lo = readConstGlobal(r, info, features);
      stack.push(info.globals[lo]!.type);
      return { op, lo, hi: 0 };
    }
    case Op.I32Add:
    case Op.I32Sub:
    case Op.I32Mul:
      features.extendedConst = true;
      applyBinary(r, op, at, stack, ValType.I32);
      return { op, lo: 0, hi: 0 };
    case Op.I64Add:
    case Op.I64Sub:
    case Op.I64Mul:
      features.extendedConst = true;
      applyBinary(r, op, at, stack, ValType.I64);
      return { op, lo: 0, hi: 0 };
    default:
      return refuseInstr(r, op, at);
  }
}

/** A function index, in bounds. */
export function readFuncIndex(r: BinaryReader, info: ModuleInfo): number {
  const at = r.pos;
  const index = r.u32('function index');
  if (index >= info.funcTypes.length) {
    throw r.error(
      `unknown function ${index}: the module has ${info.funcTypes.length} functions`,
      at,
    );
  }
  return index;
}

function readConstGlobal(r: BinaryReader, info: ModuleInfo, features: ConstExprFeatures): number {
  const at = r.pos;
  const index = r.u32('global index');
  if (index >= info.globals.length) {
    throw r.error(`unknown global ${index}: ${info.globals.length} globals precede`, at);
  }
  if (info.globals[index]!.mutable) {
    throw r.error(
      `constant expression required: global ${index} is mutable, an immutable one expected`,
      at,
    );
  }
  if (index >= info.importedGlobals) features.definedGlobalGet = true;
  return index;
}

function applyBinary(
  r: BinaryReader,
  op: Op,
  at: number,
  stack: ValType[],
  type: ValType.I32 | ValType.I64,
): void {
  const right = stack.pop();
  const left = stack.pop();
  if (left !== type || right !== type) {
    throw r.error(
      `type mismatch: ${opName(op)} in a constant expression needs two operands of type ${typeName(type)}`,
      at,
    );
  }
  stack.push(type);
}

/** The heap type of `ref.null`, as the reference type of the null. */
function readHeapType(r: BinaryReader): ValType.FuncRef | ValType.ExternRef {
  const at = r.pos;
  const byte = r.u8('heap type');
  if (byte === 0x70) return ValType.FuncRef;
  if (byte === 0x6f) return ValType.ExternRef;
  // What is no negative one-byte number is a type index (or the start of one).
  const proposal =
    byte < 0x40 || byte >= 0x80 ? Needs.TypedFunctionReferences : proposalOfTypeByte(byte);
  if (proposal === undefined || proposal === Needs.Simd) {
    throw r.error(`malformed heap type ${hexByte(byte)}: func or extern expected`, at);
  }
  throw r.error(needs(`heap type ${hexByte(byte)}`, proposal), at);
}

function refuseInstr(r: BinaryReader, op: number, at: number): never {
  let proposal: string | undefined;
  if (op >= 0xfb && op <= 0xfe) {
    const sub = r.u32('opcode behind its prefix');
    if (op === 0xfc && OP_SHAPE[0x100 + sub]) {
      throw r.error(`constant expression required: ${opName(0x100 + sub)} is not constant`, at);
    }
    proposal = foreignProposal(op, sub);
    if (proposal !== undefined) {
      throw r.error(needs(`opcode ${hexByte(op)} ${sub} in a constant expression`, proposal), at);
    }
    throw r.error(`illegal opcode ${hexByte(op)} ${sub}: a constant instruction expected`, at);
  }
  if (OP_SHAPE[op] !== Shape.Illegal) {
    throw r.error(`constant expression required: ${opName(op)} is not constant`, at);
  }
  proposal = foreignProposal(0, op);
  if (proposal !== undefined) {
    throw r.error(needs(`opcode ${hexByte(op)} in a constant expression`, proposal), at);
  }
  throw r.error(`illegal opcode ${hexByte(op)}: a constant instruction expected`, at);
}
