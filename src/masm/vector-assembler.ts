import type { Reg } from '../abi/places.js';
import type { u32 } from '../wasm/numbers.js';
import type {
  Lanes,
  VectorBinary,
  VectorShift,
  VectorTernary,
  VectorTest,
  VectorUnary,
} from './vector-operators.js';

/**
 * Emits machine code for operations on vectors: what a {@link MacroAssembler} has besides, if it has
 * {@link MacroAssembler.vectors}. Registers `dst`, `src`, `lhs`, `rhs`, `a`, `b`, `c` are vector registers unless a
 * comment says otherwise. The rules of the macro assembler hold: `dst` may be any of the sources, all of which
 * may be the same; sources other than `dst` keep their values. Flags and scratch registers are not kept.
 *
 * Vectors that are constants are named by their number among those of the function: see
 * {@link ConstantPool.vector}.
 */
export interface VectorAssembler {
  /**
   * Bit mask of allocatable floating-point registers that hold no values in functions that use vectors, because these
   * operations destroy them.
   */
  readonly scratch: number;
  /** Whether a `dst` that is no source costs nothing. */
  readonly hasThreeOperands: boolean;
  unary(op: VectorUnary, lanes: Lanes, dst: Reg, src: Reg): void;
  binary(op: VectorBinary, lanes: Lanes, dst: Reg, lhs: Reg, rhs: Reg): void;
  /** Whether an operator takes a constant for its right side: see {@link binaryConstant}. */
  hasConstant(op: VectorBinary, lanes: Lanes): boolean;
  /** As {@link binary}, with the constant of a number for `rhs`; for operators that have {@link hasConstant}. */
  binaryConstant(op: VectorBinary, lanes: Lanes, dst: Reg, lhs: Reg, number: number): void;
  ternary(op: VectorTernary, lanes: Lanes, dst: Reg, a: Reg, b: Reg, c: Reg): void;
  /**
   * @param count a general register, of which the lowest bits count and which keeps its value, or IMM: then
   *   `immLo` is the count
   */
  shift(op: VectorShift, lanes: Lanes, dst: Reg, src: Reg, count: Reg): void;
  /** Whether compares have vectors, of kind V128: with zero, as equal or not. */
  readonly comparesWithZero: boolean;
  /** @param dst a general register; the result is an I32 */
  test(op: VectorTest, lanes: Lanes, dst: Reg, src: Reg): void;
  /**
   * All lanes the same value.
   * @param src a general register for integers, whose lowest bits count; else a floating-point one
   */
  splat(lanes: Lanes, dst: Reg, src: Reg): void;
  /**
   * @param signed whether I8x16 and I16x8 are sign-extended to an I32, or zero-extended
   * @param dst of the class of the lanes
   */
  extractLane(lanes: Lanes, signed: boolean, dst: Reg, src: Reg, lane: number): void;
  /**
   * `dst = src`, with a lane replaced.
   * @param value of the class of the lanes; of integers the lowest bits count
   */
  replaceLane(lanes: Lanes, dst: Reg, src: Reg, value: Reg, lane: number): void;
  /**
   * Byte i of `dst` is byte p of lhs (p < 16) or p - 16 of rhs.
   * @param pattern number of the constant with the bytes p, all below 32
   */
  shuffle(dst: Reg, lhs: Reg, rhs: Reg, pattern: number): void;

  // ---- linear memory ----
  // Addresses, and that each is a trap site, as of the macro assembler's load and store, which have the loads and
  // stores of whole vectors, of splats, extensions and zero-extended lanes as words of LoadOp and StoreOp.

  /** `dst = src` with a lane, of integers, loaded from memory. */
  loadLane(
    lanes: Lanes,
    dst: Reg,
    src: Reg,
    lane: number,
    base: Reg,
    index: Reg,
    offset: u32,
  ): void;
  storeLane(lanes: Lanes, src: Reg, lane: number, base: Reg, index: Reg, offset: u32): void;
}
