import {
  Immediate,
  OP_COUNT,
  type Op,
  operatorRows,
  opNumber,
  type Proposal,
} from './operators.js';
import { ValType } from './value-types.js';

// Facts about operators for what reads and compiles bodies, in tables.
export {
  ATOMIC_BASE,
  ATOMIC_PREFIX,
  FIRST_PREFIX,
  Immediate,
  isPrefix,
  MISC_BASE,
  MISC_PREFIX,
  OP_COUNT,
  Op,
  opName,
  opNumber,
  type Proposal,
  prefixedOp,
  prefixOf,
  Shape,
  VECTOR_BASE,
  VECTOR_PREFIX,
} from './operators.js';

/** The table of operators. */
export const OPERATORS = operatorRows();

/** Stands for the type that the immediate names: of a local, a global or a table, or a type itself. */
export const NAMED_TYPE = -1;

/** Value types in signatures; the letters of the numbers are those of Emscripten. */
const TYPE_OF_LETTER: Readonly<Record<string, ValType | typeof NAMED_TYPE>> = {
  i: ValType.I32,
  j: ValType.I64,
  f: ValType.F32,
  d: ValType.F64,
  v: ValType.V128,
  r: ValType.FuncRef,
  '*': NAMED_TYPE,
};

/** Parameters of one operator are at most this many. */
export const MAX_OP_PARAMS = 4;
/** Results of one operator are at most this many. */
export const MAX_OP_RESULTS = 2;
/** The number of parameters of an operator that has a rule of its own. */
export const NO_SIGNATURE = 0xff;

/** {@link Shape} of each operator. */
export const OP_SHAPE = new Uint8Array(OP_COUNT);
/** {@link Immediate} of each operator. */
export const OP_IMMEDIATE = new Uint8Array(OP_COUNT);
/** Number of parameters, or {@link NO_SIGNATURE}. */
export const OP_PARAM_COUNT = new Uint8Array(OP_COUNT).fill(NO_SIGNATURE);
/** Types of the parameters, {@link MAX_OP_PARAMS} words for each operator; may be {@link NAMED_TYPE}. */
export const OP_PARAMS = new Int32Array(OP_COUNT * MAX_OP_PARAMS);
/** Type of the last parameter: of both operands, of the stored value; Bottom when there is none. */
export const OP_OPERAND = new Int32Array(OP_COUNT).fill(ValType.Bottom);
/** Number of results; 0 for an operator that has a rule of its own. */
export const OP_RESULT_COUNT = new Uint8Array(OP_COUNT);
/** Types of the results, {@link MAX_OP_RESULTS} words for each operator; may be {@link NAMED_TYPE}. */
export const OP_RESULTS = new Int32Array(OP_COUNT * MAX_OP_RESULTS);
/** Type of the first result; Bottom when there is none. */
export const OP_RESULT = new Int32Array(OP_COUNT).fill(ValType.Bottom);
/** Base-2 logarithm of the bytes that a load or store touches. */
export const OP_ACCESS_LOG2 = new Uint8Array(OP_COUNT);
/** How many lanes there are for an immediate that is the number of one. */
export const OP_LANE_COUNT = new Uint8Array(OP_COUNT);

/** All operators of the table, in its order. */
export const ALL_OPS: readonly Op[] = OPERATORS.map((row) => opNumber(row[1]));

const OP_PROPOSALS: Proposal[] = [];

for (const [name, code, signature, immediate, shape, proposal] of OPERATORS) {
  const op = opNumber(code);
  OP_SHAPE[op] = shape;
  OP_IMMEDIATE[op] = immediate;
  if (signature !== undefined) setSignature(op, signature);
  if (/(?:load|store)/.test(name) || immediate === Immediate.AtomicMemArg) {
    OP_ACCESS_LOG2[op] = accessLog2(name);
  }
  if (immediate === Immediate.MemArgLane) OP_LANE_COUNT[op] = 16 >> OP_ACCESS_LOG2[op]!;
  else if (immediate === Immediate.Lane) OP_LANE_COUNT[op] = Number(/x(\d+)/.exec(name)![1]);
  OP_PROPOSALS[op] = proposal;
}

function setSignature(op: Op, signature: string): void {
  const [params, results] = signature.split(':') as [string, string];
  OP_PARAM_COUNT[op] = params.length;
  for (let i = 0; i < params.length; i++) {
    OP_PARAMS[op * MAX_OP_PARAMS + i] = TYPE_OF_LETTER[params[i]!]!;
  }
  if (params !== '') OP_OPERAND[op] = TYPE_OF_LETTER[params.at(-1)!]!;
  OP_RESULT_COUNT[op] = results.length;
  for (let i = 0; i < results.length; i++) {
    OP_RESULTS[op * MAX_OP_RESULTS + i] = TYPE_OF_LETTER[results[i]!]!;
  }
  if (results !== '') OP_RESULT[op] = TYPE_OF_LETTER[results[0]!]!;
}

/**
 * `i64.load32_s` touches 4 bytes, `v128.load8x8_s` 8, `f64.store` 8: the numbers after the verb, else the type's.
 */
function accessLog2(name: string): number {
  if (name === 'memory.atomic.notify') return 2;
  const [, bits, lanes] =
    /(?:load|store|rmw|wait)(\d+)(?:x(\d+))?/.exec(name) ?? /(\d+)/.exec(name)!;
  return Math.log2((Number(bits) * Number(lanes ?? 1)) / 8);
}

/** The proposal that an operator came with. */
export function opProposal(op: Op): Proposal {
  return OP_PROPOSALS[op]!;
}
