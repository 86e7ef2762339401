import { Immediate } from './immediates.js';
import { Op } from './op.js';
import { type OperatorRow, OWN_RULE, type Proposal, Shape } from './operator-row.js';
import { vectorOperators } from './vector-opcodes.js';

export { Immediate, Op, type Proposal, Shape };

/** Operators are below this number. */
export const OP_COUNT = 0x340;
/** The last number, which no operator has. */
const NO_OPERATOR = OP_COUNT - 1;
/** The prefix byte of operators with longer opcodes, and the number of the first of them. */
export const MISC_PREFIX = 0xfc;
export const MISC_BASE = 0x100;
/** The same of atomic accesses. */
export const ATOMIC_PREFIX = 0xfe;
export const ATOMIC_BASE = 0x180;
/** The same of operators on vectors. */
export const VECTOR_PREFIX = 0xfd;
export const VECTOR_BASE = 0x200;
/** Bytes from this one on are no opcodes, but prefixes of such or unused. */
export const FIRST_PREFIX = MISC_PREFIX;

/** By prefix byte: the number of its first operator, and how many numbers it has. */
const PREFIX_BASE = new Int32Array(256);
const PREFIX_ROOM = new Int32Array(256);
PREFIX_BASE[MISC_PREFIX] = MISC_BASE;
PREFIX_ROOM[MISC_PREFIX] = 0x80;
PREFIX_BASE[ATOMIC_PREFIX] = ATOMIC_BASE;
PREFIX_ROOM[ATOMIC_PREFIX] = 0x80;
PREFIX_BASE[VECTOR_PREFIX] = VECTOR_BASE;
PREFIX_ROOM[VECTOR_PREFIX] = OP_COUNT - VECTOR_BASE;

/** True for bytes that a sub-opcode follows, which makes an operator with them. */
export function isPrefix(byte: number): boolean {
  return PREFIX_BASE[byte] !== 0;
}

/**
 * The number of the operator with a sub-opcode behind its prefix; that of a number that no operator has, where it is
 * none's.
 */
export function prefixedOp(prefix: number, sub: number): number {
  return sub < PREFIX_ROOM[prefix]! ? PREFIX_BASE[prefix]! + sub : NO_OPERATOR;
}

/**
 * The one table of operators: all else about them is derived from it. The enum {@link Op} is written to
 * `op.ts` by the test of `opcodes.ts`, which also finds out when that file is out of date. Not made before it is asked
 * for: what runs compiled code needs none of it, and it is a tenth of the time that the library takes to load.
 */
// biome-ignore format: one operator a line
const makeRows = (): readonly OperatorRow[] => [
  ['unreachable', 0x00, OWN_RULE, Immediate.None, Shape.Special, 'mvp'],
  ['nop', 0x01, ':', Immediate.None, Shape.Special, 'mvp'],
  ['block', 0x02, OWN_RULE, Immediate.BlockType, Shape.Special, 'mvp'],
  ['loop', 0x03, OWN_RULE, Immediate.BlockType, Shape.Special, 'mvp'],
  ['if', 0x04, OWN_RULE, Immediate.BlockType, Shape.Special, 'mvp'],
  ['else', 0x05, OWN_RULE, Immediate.None, Shape.Special, 'mvp'],
  ['try', 0x06, OWN_RULE, Immediate.BlockType, Shape.Special, 'legacy-exceptions'],
  ['catch', 0x07, OWN_RULE, Immediate.Tag, Shape.Special, 'legacy-exceptions'],
  ['throw', 0x08, OWN_RULE, Immediate.Tag, Shape.Special, 'exception-handling'],
  ['rethrow', 0x09, OWN_RULE, Immediate.Label, Shape.Special, 'legacy-exceptions'],
  ['throw_ref', 0x0a, OWN_RULE, Immediate.None, Shape.Special, 'exception-handling'],
  ['end', 0x0b, OWN_RULE, Immediate.None, Shape.End, 'mvp'],
  ['br', 0x0c, OWN_RULE, Immediate.Label, Shape.Special, 'mvp'],
  ['br_if', 0x0d, OWN_RULE, Immediate.Label, Shape.BrIf, 'mvp'],
  ['br_table', 0x0e, OWN_RULE, Immediate.BrTable, Shape.Special, 'mvp'],
  ['return', 0x0f, OWN_RULE, Immediate.None, Shape.Special, 'mvp'],
  ['call', 0x10, OWN_RULE, Immediate.Func, Shape.Call, 'mvp'],
  ['call_indirect', 0x11, OWN_RULE, Immediate.CallIndirect, Shape.Special, 'mvp'],
  ['return_call', 0x12, OWN_RULE, Immediate.Func, Shape.Special, 'tail-call'],
  ['return_call_indirect', 0x13, OWN_RULE, Immediate.CallIndirect, Shape.Special, 'tail-call'],
  ['delegate', 0x18, OWN_RULE, Immediate.Label, Shape.Special, 'legacy-exceptions'],
  ['catch_all', 0x19, OWN_RULE, Immediate.None, Shape.Special, 'legacy-exceptions'],
  ['drop', 0x1a, OWN_RULE, Immediate.None, Shape.Special, 'mvp'],
  ['select', 0x1b, OWN_RULE, Immediate.None, Shape.Special, 'mvp'],
  ['select', 0x1c, '**i:*', Immediate.SelectT, Shape.Special, 'reference-types', 'SelectT'],
  ['try_table', 0x1f, OWN_RULE, Immediate.TryTable, Shape.Special, 'exception-handling'],
  ['local.get', 0x20, ':*', Immediate.Local, Shape.LocalGet, 'mvp'],
  ['local.set', 0x21, '*:', Immediate.Local, Shape.LocalSet, 'mvp'],
  ['local.tee', 0x22, '*:*', Immediate.Local, Shape.LocalTee, 'mvp'],
  ['global.get', 0x23, ':*', Immediate.Global, Shape.Special, 'mvp'],
  ['global.set', 0x24, '*:', Immediate.Global, Shape.Special, 'mvp'],
  ['table.get', 0x25, 'i:*', Immediate.Table, Shape.Special, 'reference-types'],
  ['table.set', 0x26, 'i*:', Immediate.Table, Shape.Special, 'reference-types'],
  ['i32.load', 0x28, 'i:i', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i64.load', 0x29, 'i:j', Immediate.MemArg, Shape.Load, 'mvp'],
  ['f32.load', 0x2a, 'i:f', Immediate.MemArg, Shape.Load, 'mvp'],
  ['f64.load', 0x2b, 'i:d', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i32.load8_s', 0x2c, 'i:i', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i32.load8_u', 0x2d, 'i:i', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i32.load16_s', 0x2e, 'i:i', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i32.load16_u', 0x2f, 'i:i', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i64.load8_s', 0x30, 'i:j', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i64.load8_u', 0x31, 'i:j', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i64.load16_s', 0x32, 'i:j', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i64.load16_u', 0x33, 'i:j', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i64.load32_s', 0x34, 'i:j', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i64.load32_u', 0x35, 'i:j', Immediate.MemArg, Shape.Load, 'mvp'],
  ['i32.store', 0x36, 'ii:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['i64.store', 0x37, 'ij:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['f32.store', 0x38, 'if:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['f64.store', 0x39, 'id:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['i32.store8', 0x3a, 'ii:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['i32.store16', 0x3b, 'ii:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['i64.store8', 0x3c, 'ij:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['i64.store16', 0x3d, 'ij:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['i64.store32', 0x3e, 'ij:', Immediate.MemArg, Shape.Store, 'mvp'],
  ['memory.size', 0x3f, ':i', Immediate.Memory, Shape.Special, 'mvp'],
  ['memory.grow', 0x40, 'i:i', Immediate.Memory, Shape.Special, 'mvp'],
  ['i32.const', 0x41, ':i', Immediate.I32, Shape.Const, 'mvp'],
  ['i64.const', 0x42, ':j', Immediate.I64, Shape.Const, 'mvp'],
  ['f32.const', 0x43, ':f', Immediate.F32, Shape.Const, 'mvp'],
  ['f64.const', 0x44, ':d', Immediate.F64, Shape.Const, 'mvp'],
  ['i32.eqz', 0x45, 'i:i', Immediate.None, Shape.Test, 'mvp'],
  ['i32.eq', 0x46, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.ne', 0x47, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.lt_s', 0x48, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.lt_u', 0x49, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.gt_s', 0x4a, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.gt_u', 0x4b, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.le_s', 0x4c, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.le_u', 0x4d, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.ge_s', 0x4e, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.ge_u', 0x4f, 'ii:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.eqz', 0x50, 'j:i', Immediate.None, Shape.Test, 'mvp'],
  ['i64.eq', 0x51, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.ne', 0x52, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.lt_s', 0x53, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.lt_u', 0x54, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.gt_s', 0x55, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.gt_u', 0x56, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.le_s', 0x57, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.le_u', 0x58, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.ge_s', 0x59, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i64.ge_u', 0x5a, 'jj:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f32.eq', 0x5b, 'ff:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f32.ne', 0x5c, 'ff:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f32.lt', 0x5d, 'ff:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f32.gt', 0x5e, 'ff:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f32.le', 0x5f, 'ff:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f32.ge', 0x60, 'ff:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f64.eq', 0x61, 'dd:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f64.ne', 0x62, 'dd:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f64.lt', 0x63, 'dd:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f64.gt', 0x64, 'dd:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f64.le', 0x65, 'dd:i', Immediate.None, Shape.Compare, 'mvp'],
  ['f64.ge', 0x66, 'dd:i', Immediate.None, Shape.Compare, 'mvp'],
  ['i32.clz', 0x67, 'i:i', Immediate.None, Shape.Unary, 'mvp'],
  ['i32.ctz', 0x68, 'i:i', Immediate.None, Shape.Unary, 'mvp'],
  ['i32.popcnt', 0x69, 'i:i', Immediate.None, Shape.Unary, 'mvp'],
  ['i32.add', 0x6a, 'ii:i', Immediate.None, Shape.Binary, 'mvp'],
  ['i32.sub', 0x6b, 'ii:i', Immediate.None, Shape.Binary, 'mvp'],
  ['i32.mul', 0x6c, 'ii:i', Immediate.None, Shape.Binary, 'mvp'],
  ['i32.div_s', 0x6d, 'ii:i', Immediate.None, Shape.Divide, 'mvp'],
  ['i32.div_u', 0x6e, 'ii:i', Immediate.None, Shape.Divide, 'mvp'],
  ['i32.rem_s', 0x6f, 'ii:i', Immediate.None, Shape.Divide, 'mvp'],
  ['i32.rem_u', 0x70, 'ii:i', Immediate.None, Shape.Divide, 'mvp'],
  ['i32.and', 0x71, 'ii:i', Immediate.None, Shape.Binary, 'mvp'],
  ['i32.or', 0x72, 'ii:i', Immediate.None, Shape.Binary, 'mvp'],
  ['i32.xor', 0x73, 'ii:i', Immediate.None, Shape.Binary, 'mvp'],
  ['i32.shl', 0x74, 'ii:i', Immediate.None, Shape.Shift, 'mvp'],
  ['i32.shr_s', 0x75, 'ii:i', Immediate.None, Shape.Shift, 'mvp'],
  ['i32.shr_u', 0x76, 'ii:i', Immediate.None, Shape.Shift, 'mvp'],
  ['i32.rotl', 0x77, 'ii:i', Immediate.None, Shape.Shift, 'mvp'],
  ['i32.rotr', 0x78, 'ii:i', Immediate.None, Shape.Shift, 'mvp'],
  ['i64.clz', 0x79, 'j:j', Immediate.None, Shape.Unary, 'mvp'],
  ['i64.ctz', 0x7a, 'j:j', Immediate.None, Shape.Unary, 'mvp'],
  ['i64.popcnt', 0x7b, 'j:j', Immediate.None, Shape.Unary, 'mvp'],
  ['i64.add', 0x7c, 'jj:j', Immediate.None, Shape.Binary, 'mvp'],
  ['i64.sub', 0x7d, 'jj:j', Immediate.None, Shape.Binary, 'mvp'],
  ['i64.mul', 0x7e, 'jj:j', Immediate.None, Shape.Binary, 'mvp'],
  ['i64.div_s', 0x7f, 'jj:j', Immediate.None, Shape.Divide, 'mvp'],
  ['i64.div_u', 0x80, 'jj:j', Immediate.None, Shape.Divide, 'mvp'],
  ['i64.rem_s', 0x81, 'jj:j', Immediate.None, Shape.Divide, 'mvp'],
  ['i64.rem_u', 0x82, 'jj:j', Immediate.None, Shape.Divide, 'mvp'],
  ['i64.and', 0x83, 'jj:j', Immediate.None, Shape.Binary, 'mvp'],
  ['i64.or', 0x84, 'jj:j', Immediate.None, Shape.Binary, 'mvp'],
  ['i64.xor', 0x85, 'jj:j', Immediate.None, Shape.Binary, 'mvp'],
  ['i64.shl', 0x86, 'jj:j', Immediate.None, Shape.Shift, 'mvp'],
  ['i64.shr_s', 0x87, 'jj:j', Immediate.None, Shape.Shift, 'mvp'],
  ['i64.shr_u', 0x88, 'jj:j', Immediate.None, Shape.Shift, 'mvp'],
  ['i64.rotl', 0x89, 'jj:j', Immediate.None, Shape.Shift, 'mvp'],
  ['i64.rotr', 0x8a, 'jj:j', Immediate.None, Shape.Shift, 'mvp'],
  ['f32.abs', 0x8b, 'f:f', Immediate.None, Shape.Unary, 'mvp'],
  ['f32.neg', 0x8c, 'f:f', Immediate.None, Shape.Unary, 'mvp'],
  ['f32.ceil', 0x8d, 'f:f', Immediate.None, Shape.Unary, 'mvp'],
  ['f32.floor', 0x8e, 'f:f', Immediate.None, Shape.Unary, 'mvp'],
  ['f32.trunc', 0x8f, 'f:f', Immediate.None, Shape.Unary, 'mvp'],
  ['f32.nearest', 0x90, 'f:f', Immediate.None, Shape.Unary, 'mvp'],
  ['f32.sqrt', 0x91, 'f:f', Immediate.None, Shape.Unary, 'mvp'],
  ['f32.add', 0x92, 'ff:f', Immediate.None, Shape.Binary, 'mvp'],
  ['f32.sub', 0x93, 'ff:f', Immediate.None, Shape.Binary, 'mvp'],
  ['f32.mul', 0x94, 'ff:f', Immediate.None, Shape.Binary, 'mvp'],
  ['f32.div', 0x95, 'ff:f', Immediate.None, Shape.Binary, 'mvp'],
  ['f32.min', 0x96, 'ff:f', Immediate.None, Shape.Binary, 'mvp'],
  ['f32.max', 0x97, 'ff:f', Immediate.None, Shape.Binary, 'mvp'],
  ['f32.copysign', 0x98, 'ff:f', Immediate.None, Shape.Binary, 'mvp'],
  ['f64.abs', 0x99, 'd:d', Immediate.None, Shape.Unary, 'mvp'],
  ['f64.neg', 0x9a, 'd:d', Immediate.None, Shape.Unary, 'mvp'],
  ['f64.ceil', 0x9b, 'd:d', Immediate.None, Shape.Unary, 'mvp'],
  ['f64.floor', 0x9c, 'd:d', Immediate.None, Shape.Unary, 'mvp'],
  ['f64.trunc', 0x9d, 'd:d', Immediate.None, Shape.Unary, 'mvp'],
  ['f64.nearest', 0x9e, 'd:d', Immediate.None, Shape.Unary, 'mvp'],
  ['f64.sqrt', 0x9f, 'd:d', Immediate.None, Shape.Unary, 'mvp'],
  ['f64.add', 0xa0, 'dd:d', Immediate.None, Shape.Binary, 'mvp'],
  ['f64.sub', 0xa1, 'dd:d', Immediate.None, Shape.Binary, 'mvp'],
  ['f64.mul', 0xa2, 'dd:d', Immediate.None, Shape.Binary, 'mvp'],
  ['f64.div', 0xa3, 'dd:d', Immediate.None, Shape.Binary, 'mvp'],
  ['f64.min', 0xa4, 'dd:d', Immediate.None, Shape.Binary, 'mvp'],
  ['f64.max', 0xa5, 'dd:d', Immediate.None, Shape.Binary, 'mvp'],
  ['f64.copysign', 0xa6, 'dd:d', Immediate.None, Shape.Binary, 'mvp'],
  ['i32.wrap_i64', 0xa7, 'j:i', Immediate.None, Shape.Convert, 'mvp'],
  ['i32.trunc_f32_s', 0xa8, 'f:i', Immediate.None, Shape.Convert, 'mvp'],
  ['i32.trunc_f32_u', 0xa9, 'f:i', Immediate.None, Shape.Convert, 'mvp'],
  ['i32.trunc_f64_s', 0xaa, 'd:i', Immediate.None, Shape.Convert, 'mvp'],
  ['i32.trunc_f64_u', 0xab, 'd:i', Immediate.None, Shape.Convert, 'mvp'],
  ['i64.extend_i32_s', 0xac, 'i:j', Immediate.None, Shape.Convert, 'mvp'],
  ['i64.extend_i32_u', 0xad, 'i:j', Immediate.None, Shape.Convert, 'mvp'],
  ['i64.trunc_f32_s', 0xae, 'f:j', Immediate.None, Shape.Convert, 'mvp'],
  ['i64.trunc_f32_u', 0xaf, 'f:j', Immediate.None, Shape.Convert, 'mvp'],
  ['i64.trunc_f64_s', 0xb0, 'd:j', Immediate.None, Shape.Convert, 'mvp'],
  ['i64.trunc_f64_u', 0xb1, 'd:j', Immediate.None, Shape.Convert, 'mvp'],
  ['f32.convert_i32_s', 0xb2, 'i:f', Immediate.None, Shape.Convert, 'mvp'],
  ['f32.convert_i32_u', 0xb3, 'i:f', Immediate.None, Shape.Convert, 'mvp'],
  ['f32.convert_i64_s', 0xb4, 'j:f', Immediate.None, Shape.Convert, 'mvp'],
  ['f32.convert_i64_u', 0xb5, 'j:f', Immediate.None, Shape.Convert, 'mvp'],
  ['f32.demote_f64', 0xb6, 'd:f', Immediate.None, Shape.Convert, 'mvp'],
  ['f64.convert_i32_s', 0xb7, 'i:d', Immediate.None, Shape.Convert, 'mvp'],
  ['f64.convert_i32_u', 0xb8, 'i:d', Immediate.None, Shape.Convert, 'mvp'],
  ['f64.convert_i64_s', 0xb9, 'j:d', Immediate.None, Shape.Convert, 'mvp'],
  ['f64.convert_i64_u', 0xba, 'j:d', Immediate.None, Shape.Convert, 'mvp'],
  ['f64.promote_f32', 0xbb, 'f:d', Immediate.None, Shape.Convert, 'mvp'],
  ['i32.reinterpret_f32', 0xbc, 'f:i', Immediate.None, Shape.Convert, 'mvp'],
  ['i64.reinterpret_f64', 0xbd, 'd:j', Immediate.None, Shape.Convert, 'mvp'],
  ['f32.reinterpret_i32', 0xbe, 'i:f', Immediate.None, Shape.Convert, 'mvp'],
  ['f64.reinterpret_i64', 0xbf, 'j:d', Immediate.None, Shape.Convert, 'mvp'],
  ['i32.extend8_s', 0xc0, 'i:i', Immediate.None, Shape.Unary, 'sign-extension'],
  ['i32.extend16_s', 0xc1, 'i:i', Immediate.None, Shape.Unary, 'sign-extension'],
  ['i64.extend8_s', 0xc2, 'j:j', Immediate.None, Shape.Unary, 'sign-extension'],
  ['i64.extend16_s', 0xc3, 'j:j', Immediate.None, Shape.Unary, 'sign-extension'],
  ['i64.extend32_s', 0xc4, 'j:j', Immediate.None, Shape.Unary, 'sign-extension'],
  ['ref.null', 0xd0, ':*', Immediate.HeapType, Shape.Special, 'reference-types'],
  ['ref.is_null', 0xd1, OWN_RULE, Immediate.None, Shape.Special, 'reference-types'],
  ['ref.func', 0xd2, ':r', Immediate.Func, Shape.Special, 'reference-types'],
  ['i32.trunc_sat_f32_s', 0xfc00, 'f:i', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['i32.trunc_sat_f32_u', 0xfc01, 'f:i', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['i32.trunc_sat_f64_s', 0xfc02, 'd:i', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['i32.trunc_sat_f64_u', 0xfc03, 'd:i', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['i64.trunc_sat_f32_s', 0xfc04, 'f:j', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['i64.trunc_sat_f32_u', 0xfc05, 'f:j', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['i64.trunc_sat_f64_s', 0xfc06, 'd:j', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['i64.trunc_sat_f64_u', 0xfc07, 'd:j', Immediate.None, Shape.Convert, 'saturating-float-to-int'],
  ['memory.init', 0xfc08, 'iii:', Immediate.MemoryInit, Shape.Special, 'bulk-memory'],
  ['data.drop', 0xfc09, ':', Immediate.Data, Shape.Special, 'bulk-memory'],
  ['memory.copy', 0xfc0a, 'iii:', Immediate.MemoryCopy, Shape.Special, 'bulk-memory'],
  ['memory.fill', 0xfc0b, 'iii:', Immediate.Memory, Shape.Special, 'bulk-memory'],
  ['table.init', 0xfc0c, 'iii:', Immediate.TableInit, Shape.Special, 'bulk-memory'],
  ['elem.drop', 0xfc0d, ':', Immediate.Elem, Shape.Special, 'bulk-memory'],
  ['table.copy', 0xfc0e, 'iii:', Immediate.TableCopy, Shape.Special, 'bulk-memory'],
  ['table.grow', 0xfc0f, '*i:i', Immediate.Table, Shape.Special, 'reference-types'],
  ['table.size', 0xfc10, ':i', Immediate.Table, Shape.Special, 'reference-types'],
  ['table.fill', 0xfc11, 'i*i:', Immediate.Table, Shape.Special, 'reference-types'],
  ['i64.add128', 0xfc13, 'jjjj:jj', Immediate.None, Shape.Special, 'wide-arithmetic'],
  ['i64.sub128', 0xfc14, 'jjjj:jj', Immediate.None, Shape.Special, 'wide-arithmetic'],
  ['i64.mul_wide_s', 0xfc15, 'jj:jj', Immediate.None, Shape.Special, 'wide-arithmetic'],
  ['i64.mul_wide_u', 0xfc16, 'jj:jj', Immediate.None, Shape.Special, 'wide-arithmetic'],
  ['memory.atomic.notify', 0xfe00, 'ii:i', Immediate.AtomicMemArg, Shape.Special, 'threads'],
  ['memory.atomic.wait32', 0xfe01, 'iij:i', Immediate.AtomicMemArg, Shape.Special, 'threads'],
  ['memory.atomic.wait64', 0xfe02, 'ijj:i', Immediate.AtomicMemArg, Shape.Special, 'threads'],
  ['atomic.fence', 0xfe03, ':', Immediate.Zero, Shape.Special, 'threads'],
  ['i32.atomic.load', 0xfe10, 'i:i', Immediate.AtomicMemArg, Shape.AtomicLoad, 'threads'],
  ['i64.atomic.load', 0xfe11, 'i:j', Immediate.AtomicMemArg, Shape.AtomicLoad, 'threads'],
  ['i32.atomic.load8_u', 0xfe12, 'i:i', Immediate.AtomicMemArg, Shape.AtomicLoad, 'threads'],
  ['i32.atomic.load16_u', 0xfe13, 'i:i', Immediate.AtomicMemArg, Shape.AtomicLoad, 'threads'],
  ['i64.atomic.load8_u', 0xfe14, 'i:j', Immediate.AtomicMemArg, Shape.AtomicLoad, 'threads'],
  ['i64.atomic.load16_u', 0xfe15, 'i:j', Immediate.AtomicMemArg, Shape.AtomicLoad, 'threads'],
  ['i64.atomic.load32_u', 0xfe16, 'i:j', Immediate.AtomicMemArg, Shape.AtomicLoad, 'threads'],
  ['i32.atomic.store', 0xfe17, 'ii:', Immediate.AtomicMemArg, Shape.AtomicStore, 'threads'],
  ['i64.atomic.store', 0xfe18, 'ij:', Immediate.AtomicMemArg, Shape.AtomicStore, 'threads'],
  ['i32.atomic.store8', 0xfe19, 'ii:', Immediate.AtomicMemArg, Shape.AtomicStore, 'threads'],
  ['i32.atomic.store16', 0xfe1a, 'ii:', Immediate.AtomicMemArg, Shape.AtomicStore, 'threads'],
  ['i64.atomic.store8', 0xfe1b, 'ij:', Immediate.AtomicMemArg, Shape.AtomicStore, 'threads'],
  ['i64.atomic.store16', 0xfe1c, 'ij:', Immediate.AtomicMemArg, Shape.AtomicStore, 'threads'],
  ['i64.atomic.store32', 0xfe1d, 'ij:', Immediate.AtomicMemArg, Shape.AtomicStore, 'threads'],
  ['i32.atomic.rmw.add', 0xfe1e, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw.add', 0xfe1f, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw8.add_u', 0xfe20, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw16.add_u', 0xfe21, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw8.add_u', 0xfe22, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw16.add_u', 0xfe23, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw32.add_u', 0xfe24, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw.sub', 0xfe25, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw.sub', 0xfe26, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw8.sub_u', 0xfe27, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw16.sub_u', 0xfe28, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw8.sub_u', 0xfe29, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw16.sub_u', 0xfe2a, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw32.sub_u', 0xfe2b, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw.and', 0xfe2c, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw.and', 0xfe2d, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw8.and_u', 0xfe2e, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw16.and_u', 0xfe2f, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw8.and_u', 0xfe30, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw16.and_u', 0xfe31, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw32.and_u', 0xfe32, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw.or', 0xfe33, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw.or', 0xfe34, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw8.or_u', 0xfe35, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw16.or_u', 0xfe36, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw8.or_u', 0xfe37, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw16.or_u', 0xfe38, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw32.or_u', 0xfe39, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw.xor', 0xfe3a, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw.xor', 0xfe3b, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw8.xor_u', 0xfe3c, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw16.xor_u', 0xfe3d, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw8.xor_u', 0xfe3e, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw16.xor_u', 0xfe3f, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw32.xor_u', 0xfe40, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw.xchg', 0xfe41, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw.xchg', 0xfe42, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw8.xchg_u', 0xfe43, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw16.xchg_u', 0xfe44, 'ii:i', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw8.xchg_u', 0xfe45, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw16.xchg_u', 0xfe46, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i64.atomic.rmw32.xchg_u', 0xfe47, 'ij:j', Immediate.AtomicMemArg, Shape.AtomicRmw, 'threads'],
  ['i32.atomic.rmw.cmpxchg', 0xfe48, 'iii:i', Immediate.AtomicMemArg, Shape.AtomicCompareExchange, 'threads'],
  ['i64.atomic.rmw.cmpxchg', 0xfe49, 'ijj:j', Immediate.AtomicMemArg, Shape.AtomicCompareExchange, 'threads'],
  ['i32.atomic.rmw8.cmpxchg_u', 0xfe4a, 'iii:i', Immediate.AtomicMemArg, Shape.AtomicCompareExchange, 'threads'],
  ['i32.atomic.rmw16.cmpxchg_u', 0xfe4b, 'iii:i', Immediate.AtomicMemArg, Shape.AtomicCompareExchange, 'threads'],
  ['i64.atomic.rmw8.cmpxchg_u', 0xfe4c, 'ijj:j', Immediate.AtomicMemArg, Shape.AtomicCompareExchange, 'threads'],
  ['i64.atomic.rmw16.cmpxchg_u', 0xfe4d, 'ijj:j', Immediate.AtomicMemArg, Shape.AtomicCompareExchange, 'threads'],
  ['i64.atomic.rmw32.cmpxchg_u', 0xfe4e, 'ijj:j', Immediate.AtomicMemArg, Shape.AtomicCompareExchange, 'threads'],
  ...vectorOperators(),
];

let rows: readonly OperatorRow[] | undefined;

/** All operators. */
export function operatorRows(): readonly OperatorRow[] {
  rows ??= makeRows();
  return rows;
}

/** The dense number of an operator with the code of a row. */
export function opNumber(code: number): Op {
  if (code < 0x100) return code;
  const short = code < 0x10000;
  const prefix = short ? code >> 8 : code >> 12;
  const sub = short ? code & 0xff : code & 0xfff;
  if (!isPrefix(prefix)) throw new RangeError(`no operators have prefix ${prefix}`);
  return prefixedOp(prefix, sub);
}

/** Prefix of an operator that has a prefix. */
export function prefixOf(op: Op): number {
  if (op >= VECTOR_BASE) return VECTOR_PREFIX;
  return op >= ATOMIC_BASE ? ATOMIC_PREFIX : MISC_PREFIX;
}

let names: string[] | undefined;

function operatorNames(): readonly string[] {
  if (names === undefined) {
    names = [];
    for (const [name, code] of operatorRows()) names[opNumber(code)] = name;
  }
  return names;
}

/** The operator's name in the text format; a number for what is not in the table. */
export function opName(op: number): string {
  return operatorNames()[op] ?? `opcode 0x${op.toString(16)}`;
}

/** Whether there is an operator of this number. */
export function isOperator(op: number): boolean {
  return operatorNames()[op] !== undefined;
}
