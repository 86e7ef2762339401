import type { BinaryReader } from '../module/binary-reader.js';
import { readConstant } from '../module/const-instrs.js';
import type { ModuleInfo } from '../module/module-info.js';
import { hexByte, readHeapType } from '../module/value-type-reader.js';
import { constResult } from '../wasm/const-operators.js';
import { MAX_CONST_INSTRUCTIONS } from '../wasm/limits.js';
import { isOperator, isPrefix, Op, opName, prefixedOp } from '../wasm/operators.js';
import { foreignProposal, needs } from '../wasm/proposals.js';
import { isSubtype, typeName, type ValType } from '../wasm/value-types.js';

/** Types of the values on the stack of the expression that is checked. */
const TYPES = new Int32Array(MAX_CONST_INSTRUCTIONS);
/** How many they are. */
let depth = 0;

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
 * @param expected the type that its value must have
 */
export function readConstExpr(
  r: BinaryReader,
  info: ModuleInfo,
  expected: ValType,
  features: ConstExprFeatures,
): void {
  const start = r.pos;
  depth = 0;
  for (let count = 0; ; count++) {
    const at = r.pos;
    const op = r.u8('instruction or end of a constant expression');
    if (op === Op.End) break;
    if (count === MAX_CONST_INSTRUCTIONS) {
      throw r.error(
        `constant expression exceeds the limit of ${MAX_CONST_INSTRUCTIONS} instructions`,
        start,
      );
    }
    readInstr(r, info, op, at, features);
  }
  if (depth !== 1 || !isSubtype(TYPES[0]!, expected)) {
    const types = Array.from(TYPES.subarray(0, depth), typeName);
    const found = depth === 0 ? 'nothing' : types.join(', ');
    const shown = found.length > 60 ? `${depth} values` : found;
    throw r.error(
      `type mismatch: constant expression of type ${typeName(expected)} expected, found ${shown}`,
      start,
    );
  }
}

function push(type: ValType): void {
  TYPES[depth++] = type;
}

function readInstr(
  r: BinaryReader,
  info: ModuleInfo,
  byte: number,
  at: number,
  features: ConstExprFeatures,
): void {
  const sub = byte >= 0xfb && byte <= 0xfe ? r.u32('opcode behind its prefix') : 0;
  const op: Op = isPrefix(byte) ? prefixedOp(byte, sub) : byte;
  switch (op) {
    case Op.I32Const:
    case Op.I64Const:
    case Op.F32Const:
    case Op.F64Const:
      readConstant(r, op);
      push(constResult(op));
      break;
    case Op.V128Const:
      r.skip(16, 'vector');
      push(constResult(op));
      break;
    case Op.RefNull:
      push(readHeapType(r));
      break;
    case Op.RefFunc:
      info.declareRef(readFuncIndex(r, info));
      push(constResult(op));
      break;
    case Op.GlobalGet:
      push(info.globals[readConstGlobal(r, info, features)]!.type);
      break;
    case Op.I32Add:
    case Op.I32Sub:
    case Op.I32Mul:
    case Op.I64Add:
    case Op.I64Sub:
    case Op.I64Mul:
      features.extendedConst = true;
      applyBinary(r, op, at);
      break;
    default:
      refuseInstr(r, byte, sub, op, at);
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

/** An operator that takes two operands of the type of its result. */
function applyBinary(r: BinaryReader, op: Op, at: number): void {
  const type = constResult(op);
  if (depth < 2 || TYPES[depth - 1] !== type || TYPES[depth - 2] !== type) {
    throw r.error(
      `type mismatch: ${opName(op)} in a constant expression needs two operands of type ${typeName(type)}`,
      at,
    );
  }
  depth--;
}

/**
 * @param prefix the first byte
 * @param code what follows it, where it is a prefix
 */
function refuseInstr(r: BinaryReader, prefix: number, code: number, op: Op, at: number): never {
  if (isOperator(op)) {
    throw r.error(`constant expression required: ${opName(op)} is not constant`, at);
  }
  const isPrefixed = prefix >= 0xfb && prefix <= 0xfe;
  const opcode = isPrefixed ? `${hexByte(prefix)} ${code}` : hexByte(prefix);
  const proposal = isPrefixed ? foreignProposal(prefix, code) : foreignProposal(0, prefix);
  if (proposal !== undefined) {
    throw r.error(needs(`opcode ${opcode} in a constant expression`, proposal), at);
  }
  throw r.error(`illegal opcode ${opcode}: a constant instruction expected`, at);
}
