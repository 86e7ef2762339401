import type { Immediate } from './immediates.js';

/** Operators that the decoder treats alike: the most frequent ones, and those of one method of the sink. */
export const enum Shape {
  /** Not an operator that is known here. */
  Illegal = 0,
  /** Alone in its family. */
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
  // The most frequent ones that are alone, so that the decoder's first switch finds them:
  LocalGet = 12,
  LocalSet = 13,
  LocalTee = 14,
  End = 15,
  BrIf = 16,
  Call = 17,
  // Of shared memory, as one step: with the shapes of loads and stores, and
  /** `[i32] -> [result]`. */
  AtomicLoad = 18,
  /** `[i32 operand] -> []`. */
  AtomicStore = 19,
  /** `[i32 operand] -> [result]`. */
  AtomicRmw = 20,
  /** `[i32 operand operand] -> [result]`. */
  AtomicCompareExchange = 21,
  // Of vectors, from here on.
  /** `[v128] -> [v128]` */
  VectorUnary = 22,
  /** `[v128 v128] -> [v128]` */
  VectorBinary = 23,
  /** `[v128 v128 v128] -> [v128]` */
  VectorTernary = 24,
  /** `[v128 i32] -> [v128]` */
  VectorShift = 25,
  /** `[v128] -> [i32]` */
  VectorTest = 26,
  /** `[operand] -> [v128]` */
  Splat = 27,
  /** `[v128] -> [result]` */
  ExtractLane = 28,
  /** `[v128 operand] -> [v128]` */
  ReplaceLane = 29,
  /** `[i32 v128] -> [v128]` */
  LoadLane = 30,
  /** `[i32 v128] -> []` */
  StoreLane = 31,
}

/** The proposal an operator came with, by the name used in the proposals repository. */
export type Proposal =
  | 'mvp'
  | 'sign-extension'
  | 'saturating-float-to-int'
  | 'bulk-memory'
  | 'reference-types'
  | 'tail-call'
  | 'legacy-exceptions'
  | 'exception-handling'
  | 'wide-arithmetic'
  | 'threads'
  | 'simd'
  | 'relaxed-simd';

/** The signature of an operator whose types depend on more than one immediate, or on the stack. */
export const OWN_RULE = undefined;

/** An operator, as the table has it. */
export type OperatorRow = readonly [
  name: string,
  /** As the bytes are written: 0xfc0a is prefix 0xfc and sub-opcode 10; 0xfd10a is prefix 0xfd and sub-opcode 0x10a. */
  code: number,
  /** Parameters and results, a letter each (see `opcodes.ts`): `'ii:i'`. */
  signature: string | undefined,
  immediate: Immediate,
  shape: Shape,
  proposal: Proposal,
  /** Member of `Op`, where the name does not give it. */
  member?: string,
];
