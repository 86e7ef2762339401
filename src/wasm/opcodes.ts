import { ValType } from './value-types.js';

/**
 * Operators. The value is the opcode byte; operators behind the 0xFC prefix are 0x100 + their
 * sub-opcode, so that one dense number, below {@link OP_COUNT}, names an operator everywhere.
 */
export const enum Op {
  Unreachable = 0x00,
  Nop = 0x01,
  Block = 0x02,
  Loop = 0x03,
  If = 0x04,
  Else = 0x05,
  End = 0x0b,
  Br = 0x0c,
  BrIf = 0x0d,
  BrTable = 0x0e,
  Return = 0x0f,
  Call = 0x10,
  CallIndirect = 0x11,
  ReturnCall = 0x12,
  ReturnCallIndirect = 0x13,
  Drop = 0x1a,
  Select = 0x1b,
  SelectT = 0x1c,
  LocalGet = 0x20,
  LocalSet = 0x21,
  LocalTee = 0x22,
  GlobalGet = 0x23,
  GlobalSet = 0x24,
  TableGet = 0x25,
  TableSet = 0x26,
  I32Load = 0x28,
  I64Load = 0x29,
  F32Load = 0x2a,
  F64Load = 0x2b,
  I32Load8S = 0x2c,
  I32Load8U = 0x2d,
  I32Load16S = 0x2e,
  I32Load16U = 0x2f,
  I64Load8S = 0x30,
  I64Load8U = 0x31,
  I64Load16S = 0x32,
  I64Load16U = 0x33,
  I64Load32S = 0x34,
  I64Load32U = 0x35,
  I32Store = 0x36,
  I64Store = 0x37,
  F32Store = 0x38,
  F64Store = 0x39,
  I32Store8 = 0x3a,
  I32Store16 = 0x3b,
  I64Store8 = 0x3c,
  I64Store16 = 0x3d,
  I64Store32 = 0x3e,
  MemorySize = 0x3f,
  MemoryGrow = 0x40,
  I32Const = 0x41,
  I64Const = 0x42,
  F32Const = 0x43,
  F64Const = 0x44,
  I32Eqz = 0x45,
  I32Eq = 0x46,
  I32Ne = 0x47,
  I32LtS = 0x48,
  I32LtU = 0x49,
  I32GtS = 0x4a,
  I32GtU = 0x4b,
  I32LeS = 0x4c,
  I32LeU = 0x4d,
  I32GeS = 0x4e,
  I32GeU = 0x4f,
  I64Eqz = 0x50,
  I64Eq = 0x51,
  I64Ne = 0x52,
  I64LtS = 0x53,
  I64LtU = 0x54,
  I64GtS = 0x55,
  I64GtU = 0x56,
  I64LeS = 0x57,
  I64LeU = 0x58,
  I64GeS = 0x59,
  I64GeU = 0x5a,
  F32Eq = 0x5b,
  F32Ne = 0x5c,
  F32Lt = 0x5d,
  F32Gt = 0x5e,
  F32Le = 0x5f,
  F32Ge = 0x60,
  F64Eq = 0x61,
  F64Ne = 0x62,
  F64Lt = 0x63,
  F64Gt = 0x64,
  F64Le = 0x65,
  F64Ge = 0x66,
  I32Clz = 0x67,
  I32Ctz = 0x68,
  I32Popcnt = 0x69,
  I32Add = 0x6a,
  I32Sub = 0x6b,
  I32Mul = 0x6c,
  I32DivS = 0x6d,
  I32DivU = 0x6e,
  I32RemS = 0x6f,
  I32RemU = 0x70,
  I32And = 0x71,
  I32Or = 0x72,
  I32Xor = 0x73,
  I32Shl = 0x74,
  I32ShrS = 0x75,
  I32ShrU = 0x76,
  I32Rotl = 0x77,
  I32Rotr = 0x78,
  I64Clz = 0x79,
  I64Ctz = 0x7a,
  I64Popcnt = 0x7b,
  I64Add = 0x7c,
  I64Sub = 0x7d,
  I64Mul = 0x7e,
  I64DivS = 0x7f,
  I64DivU = 0x80,
  I64RemS = 0x81,
  I64RemU = 0x82,
  I64And = 0x83,
  I64Or = 0x84,
  I64Xor = 0x85,
  I64Shl = 0x86,
  I64ShrS = 0x87,
  I64ShrU = 0x88,
  I64Rotl = 0x89,
  I64Rotr = 0x8a,
  F32Abs = 0x8b,
  F32Neg = 0x8c,
  F32Ceil = 0x8d,
  F32Floor = 0x8e,
  F32Trunc = 0x8f,
  F32Nearest = 0x90,
  F32Sqrt = 0x91,
  F32Add = 0x92,
  F32Sub = 0x93,
  F32Mul = 0x94,
  F32Div = 0x95,
  F32Min = 0x96,
  F32Max = 0x97,
  F32Copysign = 0x98,
  F64Abs = 0x99,
  F64Neg = 0x9a,
  F64Ceil = 0x9b,
  F64Floor = 0x9c,
  F64Trunc = 0x9d,
  F64Nearest = 0x9e,
  F64Sqrt = 0x9f,
  F64Add = 0xa0,
  F64Sub = 0xa1,
  F64Mul = 0xa2,
  F64Div = 0xa3,
  F64Min = 0xa4,
  F64Max = 0xa5,
  F64Copysign = 0xa6,
  I32WrapI64 = 0xa7,
  I32TruncF32S = 0xa8,
  I32TruncF32U = 0xa9,
  I32TruncF64S = 0xaa,
  I32TruncF64U = 0xab,
  I64ExtendI32S = 0xac,
  I64ExtendI32U = 0xad,
  I64TruncF32S = 0xae,
  I64TruncF32U = 0xaf,
  I64TruncF64S = 0xb0,
  I64TruncF64U = 0xb1,
  F32ConvertI32S = 0xb2,
  F32ConvertI32U = 0xb3,
  F32ConvertI64S = 0xb4,
  F32ConvertI64U = 0xb5,
  F32DemoteF64 = 0xb6,
  F64ConvertI32S = 0xb7,
  F64ConvertI32U = 0xb8,
  F64ConvertI64S = 0xb9,
  F64ConvertI64U = 0xba,
  F64PromoteF32 = 0xbb,
  I32ReinterpretF32 = 0xbc,
  I64ReinterpretF64 = 0xbd,
  F32ReinterpretI32 = 0xbe,
  F64ReinterpretI64 = 0xbf,
  I32Extend8S = 0xc0,
  I32Extend16S = 0xc1,
  I64Extend8S = 0xc2,
  I64Extend16S = 0xc3,
  I64Extend32S = 0xc4,
  RefNull = 0xd0,
  RefIsNull = 0xd1,
  RefFunc = 0xd2,
  I32TruncSatF32S = 0x100,
  I32TruncSatF32U = 0x101,
  I32TruncSatF64S = 0x102,
  I32TruncSatF64U = 0x103,
  I64TruncSatF32S = 0x104,
  I64TruncSatF32U = 0x105,
  I64TruncSatF64S = 0x106,
  I64TruncSatF64U = 0x107,
  MemoryInit = 0x108,
  DataDrop = 0x109,
  MemoryCopy = 0x10a,
  MemoryFill = 0x10b,
  TableInit = 0x10c,
  ElemDrop = 0x10d,
  TableCopy = 0x10e,
  TableGrow = 0x10f,
  TableSize = 0x110,
  TableFill = 0x111,
}

/** Operators are below this number. */
export const OP_COUNT = 0x180;

/** What an operator does to the stack, as far as decoding and validation are concerned. */
export const enum Shape {
  /** Not an operator that is known here. */
  Illegal = 0,
  /** Has a rule of its own. */
  Special = 1,
  /** `[] -> [result]`, from the immediate. */
  Const = 2,
  /** `[operand] -> [result]`, of one type. */
  Unary = 3,
  /** `[operand operand] -> [result]`. */
  Binary = 4,
  /** Binary; the right side is a shift count. */
  Shift = 5,
  /** Binary; may trap. */
  Divide = 6,
  /** `[operand operand] -> [i32]`, a condition. */
  Compare = 7,
  /** `[operand] -> [i32]`, a comparison with zero. */
  Test = 8,
  /** `[operand] -> [result]`, between types. */
  Convert = 9,
  /** `[i32] -> [result]`. */
  Load = 10,
  /** `[i32 operand] -> []`. */
  Store = 11,
  // The most frequent ones with rules of their own, so that the decoder's first switch finds them:
  LocalGet = 12,
  LocalSet = 13,
  LocalTee = 14,
  End = 15,
  BrIf = 16,
  Call = 17,
}

/** The immediates that follow the opcode (spec 3.0, section 5.4). */
export const enum Immediate {
  None = 0,
  BlockType,
  Label,
  BrTable,
  Func,
  /** Type index, then table index. */
  CallIndirect,
  /** Vector of value types. */
  SelectT,
  Local,
  Global,
  Table,
  /** Alignment exponent, then offset. */
  MemArg,
  Memory,
  I32,
  I64,
  F32,
  F64,
  HeapType,
  /** Data index, then memory index. */
  MemoryInit,
  Data,
  MemoryCopy,
  /** Element index, then table index. */
  TableInit,
  Elem,
  TableCopy,
}

/** The proposal an operator came with, by the name used in the proposals repository. */
export type Proposal =
  | 'mvp'
  | 'sign-extension'
  | 'saturating-float-to-int'
  | 'bulk-memory'
  | 'reference-types'
  | 'tail-call';

type Row = readonly [
  op: Op,
  name: string,
  shape: Shape,
  immediate: Immediate,
  operand: ValType | -1,
  result: ValType | -1,
  proposal: Proposal,
];

/** The one table of operators: everything else about operators is derived from it. */
// biome-ignore format: one operator a line
const ROWS: readonly Row[] = [
  [Op.Unreachable, 'unreachable', Shape.Special, Immediate.None, -1, -1, 'mvp'],
  [Op.Nop, 'nop', Shape.Special, Immediate.None, -1, -1, 'mvp'],
  [Op.Block, 'block', Shape.Special, Immediate.BlockType, -1, -1, 'mvp'],
  [Op.Loop, 'loop', Shape.Special, Immediate.BlockType, -1, -1, 'mvp'],
  [Op.If, 'if', Shape.Special, Immediate.BlockType, -1, -1, 'mvp'],
  [Op.Else, 'else', Shape.Special, Immediate.None, -1, -1, 'mvp'],
  [Op.End, 'end', Shape.End, Immediate.None, -1, -1, 'mvp'],
  [Op.Br, 'br', Shape.Special, Immediate.Label, -1, -1, 'mvp'],
  [Op.BrIf, 'br_if', Shape.BrIf, Immediate.Label, -1, -1, 'mvp'],
  [Op.BrTable, 'br_table', Shape.Special, Immediate.BrTable, -1, -1, 'mvp'],
  [Op.Return, 'return', Shape.Special, Immediate.None, -1, -1, 'mvp'],
  [Op.Call, 'call', Shape.Call, Immediate.Func, -1, -1, 'mvp'],
  [Op.CallIndirect, 'call_indirect', Shape.Special, Immediate.CallIndirect, -1, -1, 'mvp'],
  [Op.ReturnCall, 'return_call', Shape.Special, Immediate.Func, -1, -1, 'tail-call'],
  [Op.ReturnCallIndirect, 'return_call_indirect', Shape.Special, Immediate.CallIndirect, -1, -1, 'tail-call'],
  [Op.Drop, 'drop', Shape.Special, Immediate.None, -1, -1, 'mvp'],
  [Op.Select, 'select', Shape.Special, Immediate.None, -1, -1, 'mvp'],
  [Op.SelectT, 'select', Shape.Special, Immediate.SelectT, -1, -1, 'reference-types'],
  [Op.LocalGet, 'local.get', Shape.LocalGet, Immediate.Local, -1, -1, 'mvp'],
  [Op.LocalSet, 'local.set', Shape.LocalSet, Immediate.Local, -1, -1, 'mvp'],
  [Op.LocalTee, 'local.tee', Shape.LocalTee, Immediate.Local, -1, -1, 'mvp'],
  [Op.GlobalGet, 'global.get', Shape.Special, Immediate.Global, -1, -1, 'mvp'],
  [Op.GlobalSet, 'global.set', Shape.Special, Immediate.Global, -1, -1, 'mvp'],
  [Op.TableGet, 'table.get', Shape.Special, Immediate.Table, -1, -1, 'reference-types'],
  [Op.TableSet, 'table.set', Shape.Special, Immediate.Table, -1, -1, 'reference-types'],
  [Op.I32Load, 'i32.load', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I32, 'mvp'],
  [Op.I64Load, 'i64.load', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I64, 'mvp'],
  [Op.F32Load, 'f32.load', Shape.Load, Immediate.MemArg, ValType.I32, ValType.F32, 'mvp'],
  [Op.F64Load, 'f64.load', Shape.Load, Immediate.MemArg, ValType.I32, ValType.F64, 'mvp'],
  [Op.I32Load8S, 'i32.load8_s', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Load8U, 'i32.load8_u', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Load16S, 'i32.load16_s', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Load16U, 'i32.load16_u', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I32, 'mvp'],
  [Op.I64Load8S, 'i64.load8_s', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I64, 'mvp'],
  [Op.I64Load8U, 'i64.load8_u', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I64, 'mvp'],
  [Op.I64Load16S, 'i64.load16_s', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I64, 'mvp'],
  [Op.I64Load16U, 'i64.load16_u', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I64, 'mvp'],
  [Op.I64Load32S, 'i64.load32_s', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I64, 'mvp'],
  [Op.I64Load32U, 'i64.load32_u', Shape.Load, Immediate.MemArg, ValType.I32, ValType.I64, 'mvp'],
  [Op.I32Store, 'i32.store', Shape.Store, Immediate.MemArg, ValType.I32, -1, 'mvp'],
  [Op.I64Store, 'i64.store', Shape.Store, Immediate.MemArg, ValType.I64, -1, 'mvp'],
  [Op.F32Store, 'f32.store', Shape.Store, Immediate.MemArg, ValType.F32, -1, 'mvp'],
  [Op.F64Store, 'f64.store', Shape.Store, Immediate.MemArg, ValType.F64, -1, 'mvp'],
  [Op.I32Store8, 'i32.store8', Shape.Store, Immediate.MemArg, ValType.I32, -1, 'mvp'],
  [Op.I32Store16, 'i32.store16', Shape.Store, Immediate.MemArg, ValType.I32, -1, 'mvp'],
  [Op.I64Store8, 'i64.store8', Shape.Store, Immediate.MemArg, ValType.I64, -1, 'mvp'],
  [Op.I64Store16, 'i64.store16', Shape.Store, Immediate.MemArg, ValType.I64, -1, 'mvp'],
  [Op.I64Store32, 'i64.store32', Shape.Store, Immediate.MemArg, ValType.I64, -1, 'mvp'],
  [Op.MemorySize, 'memory.size', Shape.Special, Immediate.Memory, -1, ValType.I32, 'mvp'],
  [Op.MemoryGrow, 'memory.grow', Shape.Special, Immediate.Memory, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Const, 'i32.const', Shape.Const, Immediate.I32, -1, ValType.I32, 'mvp'],
  [Op.I64Const, 'i64.const', Shape.Const, Immediate.I64, -1, ValType.I64, 'mvp'],
  [Op.F32Const, 'f32.const', Shape.Const, Immediate.F32, -1, ValType.F32, 'mvp'],
  [Op.F64Const, 'f64.const', Shape.Const, Immediate.F64, -1, ValType.F64, 'mvp'],
  [Op.I32Eqz, 'i32.eqz', Shape.Test, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Eq, 'i32.eq', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Ne, 'i32.ne', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32LtS, 'i32.lt_s', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32LtU, 'i32.lt_u', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32GtS, 'i32.gt_s', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32GtU, 'i32.gt_u', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32LeS, 'i32.le_s', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32LeU, 'i32.le_u', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32GeS, 'i32.ge_s', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32GeU, 'i32.ge_u', Shape.Compare, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I64Eqz, 'i64.eqz', Shape.Test, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64Eq, 'i64.eq', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64Ne, 'i64.ne', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64LtS, 'i64.lt_s', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64LtU, 'i64.lt_u', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64GtS, 'i64.gt_s', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64GtU, 'i64.gt_u', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64LeS, 'i64.le_s', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64LeU, 'i64.le_u', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64GeS, 'i64.ge_s', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I64GeU, 'i64.ge_u', Shape.Compare, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.F32Eq, 'f32.eq', Shape.Compare, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.F32Ne, 'f32.ne', Shape.Compare, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.F32Lt, 'f32.lt', Shape.Compare, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.F32Gt, 'f32.gt', Shape.Compare, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.F32Le, 'f32.le', Shape.Compare, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.F32Ge, 'f32.ge', Shape.Compare, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.F64Eq, 'f64.eq', Shape.Compare, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.F64Ne, 'f64.ne', Shape.Compare, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.F64Lt, 'f64.lt', Shape.Compare, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.F64Gt, 'f64.gt', Shape.Compare, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.F64Le, 'f64.le', Shape.Compare, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.F64Ge, 'f64.ge', Shape.Compare, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.I32Clz, 'i32.clz', Shape.Unary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Ctz, 'i32.ctz', Shape.Unary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Popcnt, 'i32.popcnt', Shape.Unary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Add, 'i32.add', Shape.Binary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Sub, 'i32.sub', Shape.Binary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Mul, 'i32.mul', Shape.Binary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32DivS, 'i32.div_s', Shape.Divide, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32DivU, 'i32.div_u', Shape.Divide, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32RemS, 'i32.rem_s', Shape.Divide, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32RemU, 'i32.rem_u', Shape.Divide, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32And, 'i32.and', Shape.Binary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Or, 'i32.or', Shape.Binary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Xor, 'i32.xor', Shape.Binary, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Shl, 'i32.shl', Shape.Shift, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32ShrS, 'i32.shr_s', Shape.Shift, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32ShrU, 'i32.shr_u', Shape.Shift, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Rotl, 'i32.rotl', Shape.Shift, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I32Rotr, 'i32.rotr', Shape.Shift, Immediate.None, ValType.I32, ValType.I32, 'mvp'],
  [Op.I64Clz, 'i64.clz', Shape.Unary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Ctz, 'i64.ctz', Shape.Unary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Popcnt, 'i64.popcnt', Shape.Unary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Add, 'i64.add', Shape.Binary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Sub, 'i64.sub', Shape.Binary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Mul, 'i64.mul', Shape.Binary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64DivS, 'i64.div_s', Shape.Divide, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64DivU, 'i64.div_u', Shape.Divide, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64RemS, 'i64.rem_s', Shape.Divide, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64RemU, 'i64.rem_u', Shape.Divide, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64And, 'i64.and', Shape.Binary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Or, 'i64.or', Shape.Binary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Xor, 'i64.xor', Shape.Binary, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Shl, 'i64.shl', Shape.Shift, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64ShrS, 'i64.shr_s', Shape.Shift, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64ShrU, 'i64.shr_u', Shape.Shift, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Rotl, 'i64.rotl', Shape.Shift, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.I64Rotr, 'i64.rotr', Shape.Shift, Immediate.None, ValType.I64, ValType.I64, 'mvp'],
  [Op.F32Abs, 'f32.abs', Shape.Unary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Neg, 'f32.neg', Shape.Unary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Ceil, 'f32.ceil', Shape.Unary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Floor, 'f32.floor', Shape.Unary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Trunc, 'f32.trunc', Shape.Unary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Nearest, 'f32.nearest', Shape.Unary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Sqrt, 'f32.sqrt', Shape.Unary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Add, 'f32.add', Shape.Binary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Sub, 'f32.sub', Shape.Binary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Mul, 'f32.mul', Shape.Binary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Div, 'f32.div', Shape.Binary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Min, 'f32.min', Shape.Binary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Max, 'f32.max', Shape.Binary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F32Copysign, 'f32.copysign', Shape.Binary, Immediate.None, ValType.F32, ValType.F32, 'mvp'],
  [Op.F64Abs, 'f64.abs', Shape.Unary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Neg, 'f64.neg', Shape.Unary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Ceil, 'f64.ceil', Shape.Unary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Floor, 'f64.floor', Shape.Unary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Trunc, 'f64.trunc', Shape.Unary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Nearest, 'f64.nearest', Shape.Unary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Sqrt, 'f64.sqrt', Shape.Unary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Add, 'f64.add', Shape.Binary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Sub, 'f64.sub', Shape.Binary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Mul, 'f64.mul', Shape.Binary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Div, 'f64.div', Shape.Binary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Min, 'f64.min', Shape.Binary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Max, 'f64.max', Shape.Binary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.F64Copysign, 'f64.copysign', Shape.Binary, Immediate.None, ValType.F64, ValType.F64, 'mvp'],
  [Op.I32WrapI64, 'i32.wrap_i64', Shape.Convert, Immediate.None, ValType.I64, ValType.I32, 'mvp'],
  [Op.I32TruncF32S, 'i32.trunc_f32_s', Shape.Convert, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.I32TruncF32U, 'i32.trunc_f32_u', Shape.Convert, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.I32TruncF64S, 'i32.trunc_f64_s', Shape.Convert, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.I32TruncF64U, 'i32.trunc_f64_u', Shape.Convert, Immediate.None, ValType.F64, ValType.I32, 'mvp'],
  [Op.I64ExtendI32S, 'i64.extend_i32_s', Shape.Convert, Immediate.None, ValType.I32, ValType.I64, 'mvp'],
  [Op.I64ExtendI32U, 'i64.extend_i32_u', Shape.Convert, Immediate.None, ValType.I32, ValType.I64, 'mvp'],
  [Op.I64TruncF32S, 'i64.trunc_f32_s', Shape.Convert, Immediate.None, ValType.F32, ValType.I64, 'mvp'],
  [Op.I64TruncF32U, 'i64.trunc_f32_u', Shape.Convert, Immediate.None, ValType.F32, ValType.I64, 'mvp'],
  [Op.I64TruncF64S, 'i64.trunc_f64_s', Shape.Convert, Immediate.None, ValType.F64, ValType.I64, 'mvp'],
  [Op.I64TruncF64U, 'i64.trunc_f64_u', Shape.Convert, Immediate.None, ValType.F64, ValType.I64, 'mvp'],
  [Op.F32ConvertI32S, 'f32.convert_i32_s', Shape.Convert, Immediate.None, ValType.I32, ValType.F32, 'mvp'],
  [Op.F32ConvertI32U, 'f32.convert_i32_u', Shape.Convert, Immediate.None, ValType.I32, ValType.F32, 'mvp'],
  [Op.F32ConvertI64S, 'f32.convert_i64_s', Shape.Convert, Immediate.None, ValType.I64, ValType.F32, 'mvp'],
  [Op.F32ConvertI64U, 'f32.convert_i64_u', Shape.Convert, Immediate.None, ValType.I64, ValType.F32, 'mvp'],
  [Op.F32DemoteF64, 'f32.demote_f64', Shape.Convert, Immediate.None, ValType.F64, ValType.F32, 'mvp'],
  [Op.F64ConvertI32S, 'f64.convert_i32_s', Shape.Convert, Immediate.None, ValType.I32, ValType.F64, 'mvp'],
  [Op.F64ConvertI32U, 'f64.convert_i32_u', Shape.Convert, Immediate.None, ValType.I32, ValType.F64, 'mvp'],
  [Op.F64ConvertI64S, 'f64.convert_i64_s', Shape.Convert, Immediate.None, ValType.I64, ValType.F64, 'mvp'],
  [Op.F64ConvertI64U, 'f64.convert_i64_u', Shape.Convert, Immediate.None, ValType.I64, ValType.F64, 'mvp'],
  [Op.F64PromoteF32, 'f64.promote_f32', Shape.Convert, Immediate.None, ValType.F32, ValType.F64, 'mvp'],
  [Op.I32ReinterpretF32, 'i32.reinterpret_f32', Shape.Convert, Immediate.None, ValType.F32, ValType.I32, 'mvp'],
  [Op.I64ReinterpretF64, 'i64.reinterpret_f64', Shape.Convert, Immediate.None, ValType.F64, ValType.I64, 'mvp'],
  [Op.F32ReinterpretI32, 'f32.reinterpret_i32', Shape.Convert, Immediate.None, ValType.I32, ValType.F32, 'mvp'],
  [Op.F64ReinterpretI64, 'f64.reinterpret_i64', Shape.Convert, Immediate.None, ValType.I64, ValType.F64, 'mvp'],
  [Op.I32Extend8S, 'i32.extend8_s', Shape.Unary, Immediate.None, ValType.I32, ValType.I32, 'sign-extension'],
  [Op.I32Extend16S, 'i32.extend16_s', Shape.Unary, Immediate.None, ValType.I32, ValType.I32, 'sign-extension'],
  [Op.I64Extend8S, 'i64.extend8_s', Shape.Unary, Immediate.None, ValType.I64, ValType.I64, 'sign-extension'],
  [Op.I64Extend16S, 'i64.extend16_s', Shape.Unary, Immediate.None, ValType.I64, ValType.I64, 'sign-extension'],
  [Op.I64Extend32S, 'i64.extend32_s', Shape.Unary, Immediate.None, ValType.I64, ValType.I64, 'sign-extension'],
  [Op.RefNull, 'ref.null', Shape.Special, Immediate.HeapType, -1, -1, 'reference-types'],
  [Op.RefIsNull, 'ref.is_null', Shape.Special, Immediate.None, -1, ValType.I32, 'reference-types'],
  [Op.RefFunc, 'ref.func', Shape.Special, Immediate.Func, -1, ValType.FuncRef, 'reference-types'],
  [Op.I32TruncSatF32S, 'i32.trunc_sat_f32_s', Shape.Convert, Immediate.None, ValType.F32, ValType.I32, 'saturating-float-to-int'],
  [Op.I32TruncSatF32U, 'i32.trunc_sat_f32_u', Shape.Convert, Immediate.None, ValType.F32, ValType.I32, 'saturating-float-to-int'],
  [Op.I32TruncSatF64S, 'i32.trunc_sat_f64_s', Shape.Convert, Immediate.None, ValType.F64, ValType.I32, 'saturating-float-to-int'],
  [Op.I32TruncSatF64U, 'i32.trunc_sat_f64_u', Shape.Convert, Immediate.None, ValType.F64, ValType.I32, 'saturating-float-to-int'],
  [Op.I64TruncSatF32S, 'i64.trunc_sat_f32_s', Shape.Convert, Immediate.None, ValType.F32, ValType.I64, 'saturating-float-to-int'],
  [Op.I64TruncSatF32U, 'i64.trunc_sat_f32_u', Shape.Convert, Immediate.None, ValType.F32, ValType.I64, 'saturating-float-to-int'],
  [Op.I64TruncSatF64S, 'i64.trunc_sat_f64_s', Shape.Convert, Immediate.None, ValType.F64, ValType.I64, 'saturating-float-to-int'],
  [Op.I64TruncSatF64U, 'i64.trunc_sat_f64_u', Shape.Convert, Immediate.None, ValType.F64, ValType.I64, 'saturating-float-to-int'],
  [Op.MemoryInit, 'memory.init', Shape.Special, Immediate.MemoryInit, -1, -1, 'bulk-memory'],
  [Op.DataDrop, 'data.drop', Shape.Special, Immediate.Data, -1, -1, 'bulk-memory'],
  [Op.MemoryCopy, 'memory.copy', Shape.Special, Immediate.MemoryCopy, -1, -1, 'bulk-memory'],
  [Op.MemoryFill, 'memory.fill', Shape.Special, Immediate.Memory, -1, -1, 'bulk-memory'],
  [Op.TableInit, 'table.init', Shape.Special, Immediate.TableInit, -1, -1, 'bulk-memory'],
  [Op.ElemDrop, 'elem.drop', Shape.Special, Immediate.Elem, -1, -1, 'bulk-memory'],
  [Op.TableCopy, 'table.copy', Shape.Special, Immediate.TableCopy, -1, -1, 'bulk-memory'],
  [Op.TableGrow, 'table.grow', Shape.Special, Immediate.Table, -1, -1, 'reference-types'],
  [Op.TableSize, 'table.size', Shape.Special, Immediate.Table, -1, -1, 'reference-types'],
  [Op.TableFill, 'table.fill', Shape.Special, Immediate.Table, -1, -1, 'reference-types'],
];

/** {@link Shape} of each operator. */
export const OP_SHAPE = new Uint8Array(OP_COUNT);
/** Type of the operands (of the stored value for stores), for operators whose shape has one. */
export const OP_OPERAND = new Uint8Array(OP_COUNT).fill(ValType.Bottom);
/** Type of the result, for operators whose shape has one. */
export const OP_RESULT = new Uint8Array(OP_COUNT).fill(ValType.Bottom);
/** {@link Immediate} of each operator. */
export const OP_IMMEDIATE = new Uint8Array(OP_COUNT);
/** Base-2 logarithm of the bytes that a load or store touches. */
export const OP_ACCESS_LOG2 = new Uint8Array(OP_COUNT);

const OP_NAMES: string[] = [];
const OP_PROPOSALS: Proposal[] = [];

for (const [op, name, shape, immediate, operand, result, proposal] of ROWS) {
  OP_SHAPE[op] = shape;
  OP_IMMEDIATE[op] = immediate;
  if (operand >= 0) OP_OPERAND[op] = operand;
  if (result >= 0) OP_RESULT[op] = result;
  if (shape === Shape.Load || shape === Shape.Store) OP_ACCESS_LOG2[op] = accessLog2(name);
  OP_NAMES[op] = name;
  OP_PROPOSALS[op] = proposal;
}

/** `i64.load32_s` touches 4 bytes, `f64.store` 8: the number after the verb, else the type's. */
function accessLog2(name: string): number {
  const bits = /(?:load|store)(\d+)/.exec(name)?.[1] ?? name.slice(1, 3);
  return Math.log2(Number(bits) / 8);
}

/** All operators of the table, in its order. */
export const ALL_OPS: readonly Op[] = ROWS.map((row) => row[0]);

/** The operator's name in the text format; a number for what is not in the table. */
export function opName(op: number): string {
  return OP_NAMES[op] ?? (op < 0x100 ? `opcode 0x${op.toString(16)}` : `opcode 0xfc ${op - 0x100}`);
}

export function opProposal(op: number): Proposal {
  return OP_PROPOSALS[op] ?? 'mvp';
}

/**
 * The proposal that an opcode outside of the table belongs to, or undefined if no proposal known
 * here has it. `prefix` is 0 for one-byte opcodes.
 */
export function foreignProposal(prefix: number, code: number): string | undefined {
  if (prefix === 0) {
    if (code === 0x06 || code === 0x07 || code === 0x09 || code === 0x18 || code === 0x19) {
      return 'legacy exception handling';
    }
    if (code === 0x08 || code === 0x0a || code === 0x1f) return 'exception handling';
    if (code === 0x14 || code === 0x15 || (code >= 0xd4 && code <= 0xd6)) {
      return 'typed function references';
    }
    if (code === 0xd3) return 'garbage collection';
    if (code >= 0xe0 && code <= 0xe6) return 'stack switching';
    return undefined;
  }
  if (prefix === 0xfb) return 'garbage collection';
  if (prefix === 0xfd) return code >= 0x100 ? 'relaxed SIMD' : 'SIMD';
  if (prefix === 0xfe) return 'threads';
  if (prefix === 0xfc && code === 18) return 'memory control';
  if (prefix === 0xfc && code >= 19 && code <= 22) return 'wide arithmetic';
  return undefined;
}
