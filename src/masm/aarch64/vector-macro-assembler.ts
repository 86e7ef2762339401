import type { Reg } from '../../abi/places.js';
import type { u32 } from '../../wasm/numbers.js';
import type { VectorAssembler } from '../vector-assembler.js';
import type {
  Lanes,
  VectorBinary,
  VectorShift,
  VectorTernary,
  VectorTest,
  VectorUnary,
} from '../vector-operators.js';
import type { Aarch64Machine } from './machine.js';
import * as vectorLanes from './vector-lanes.js';
import * as vectorMemory from './vector-memory.js';
import * as vectors from './vectors.js';

/** Operations on vectors of aarch64: Advanced SIMD of Armv8.0-A. */
export class Aarch64VectorMacroAssembler implements VectorAssembler {
  /** All scratch registers are the machine's own. */
  readonly scratch = 0;
  readonly comparesWithZero = false;
  readonly hasThreeOperands = false;

  constructor(private readonly masm: Aarch64Machine) {}

  unary(op: VectorUnary, lanes: Lanes, dst: Reg, src: Reg): void {
    vectors.unary(this.masm, op, lanes, dst, src);
  }

  binary(op: VectorBinary, lanes: Lanes, dst: Reg, lhs: Reg, rhs: Reg): void {
    vectors.binary(this.masm, op, lanes, dst, lhs, rhs);
  }

  hasConstant(): boolean {
    return false;
  }

  binaryConstant(): void {
    throw new Error('no operator has a constant');
  }

  ternary(op: VectorTernary, lanes: Lanes, dst: Reg, a: Reg, b: Reg, c: Reg): void {
    vectors.ternary(this.masm, op, lanes, dst, a, b, c);
  }

  shift(op: VectorShift, lanes: Lanes, dst: Reg, src: Reg, count: Reg): void {
    vectors.shift(this.masm, op, lanes, dst, src, count);
  }

  test(op: VectorTest, lanes: Lanes, dst: Reg, src: Reg): void {
    vectors.test(this.masm, op, lanes, dst, src);
  }

  splat(lanes: Lanes, dst: Reg, src: Reg): void {
    vectorLanes.splat(this.masm, lanes, dst, src);
  }

  extractLane(lanes: Lanes, signed: boolean, dst: Reg, src: Reg, lane: number): void {
    vectorLanes.extractLane(this.masm, lanes, signed, dst, src, lane);
  }

  replaceLane(lanes: Lanes, dst: Reg, src: Reg, value: Reg, lane: number): void {
    vectorLanes.replaceLane(this.masm, lanes, dst, src, value, lane);
  }

  shuffle(dst: Reg, lhs: Reg, rhs: Reg, pattern: number): void {
    vectorLanes.shuffle(this.masm, dst, lhs, rhs, pattern);
  }

  loadLane(
    lanes: Lanes,
    dst: Reg,
    src: Reg,
    lane: number,
    base: Reg,
    index: Reg,
    offset: u32,
  ): void {
    vectorMemory.loadLane(this.masm, lanes, dst, src, lane, base, index, offset);
  }

  storeLane(lanes: Lanes, src: Reg, lane: number, base: Reg, index: Reg, offset: u32): void {
    vectorMemory.storeLane(this.masm, lanes, src, lane, base, index, offset);
  }
}
