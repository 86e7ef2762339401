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
import type { X64Machine } from './machine.js';
import { SECOND_SCRATCH_FP } from './registers.js';
import { shuffle } from './shuffles.js';
import {
  binaryHasConstant,
  binaryVector,
  binaryVectorConstant,
  ternaryVector,
} from './vector-binary.js';
import { extractLane, replaceLane, shiftVector, splat, testVector } from './vector-lanes.js';
import { loadLane, storeLane } from './vector-memory.js';
import { unaryVector } from './vector-unary.js';

/** Operations on vectors: what a method does is a function of the file of its concept. */
export class X64VectorAssembler implements VectorAssembler {
  readonly scratch = 1 << (SECOND_SCRATCH_FP & 31);
  readonly comparesWithZero = true;

  readonly hasThreeOperands: boolean;

  constructor(private readonly masm: X64Machine) {
    this.hasThreeOperands = masm.features.avx;
  }

  unary(op: VectorUnary, lanes: Lanes, dst: Reg, src: Reg): void {
    unaryVector(this.masm, op, lanes, dst, src);
  }

  binary(op: VectorBinary, lanes: Lanes, dst: Reg, lhs: Reg, rhs: Reg): void {
    binaryVector(this.masm, op, lanes, dst, lhs, rhs);
  }

  hasConstant(op: VectorBinary, lanes: Lanes): boolean {
    return binaryHasConstant(op, lanes);
  }

  binaryConstant(op: VectorBinary, lanes: Lanes, dst: Reg, lhs: Reg, number: number): void {
    binaryVectorConstant(this.masm, op, lanes, dst, lhs, number);
  }

  ternary(op: VectorTernary, lanes: Lanes, dst: Reg, a: Reg, b: Reg, c: Reg): void {
    ternaryVector(this.masm, op, lanes, dst, a, b, c);
  }

  shift(op: VectorShift, lanes: Lanes, dst: Reg, src: Reg, count: Reg): void {
    shiftVector(this.masm, op, lanes, dst, src, count);
  }

  test(op: VectorTest, lanes: Lanes, dst: Reg, src: Reg): void {
    testVector(this.masm, op, lanes, dst, src);
  }

  splat(lanes: Lanes, dst: Reg, src: Reg): void {
    splat(this.masm, lanes, dst, src);
  }

  extractLane(lanes: Lanes, signed: boolean, dst: Reg, src: Reg, lane: number): void {
    extractLane(this.masm, lanes, signed, dst, src, lane);
  }

  replaceLane(lanes: Lanes, dst: Reg, src: Reg, value: Reg, lane: number): void {
    replaceLane(this.masm, lanes, dst, src, value, lane);
  }

  shuffle(dst: Reg, lhs: Reg, rhs: Reg, pattern: number): void {
    shuffle(this.masm, dst, lhs, rhs, pattern);
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
    loadLane(this.masm, lanes, dst, src, lane, base, index, offset);
  }

  storeLane(lanes: Lanes, src: Reg, lane: number, base: Reg, index: Reg, offset: u32): void {
    storeLane(this.masm, lanes, src, lane, base, index, offset);
  }
}
