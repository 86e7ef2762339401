import type { Reg } from '../../abi/places.js';
import type { u32 } from '../../wasm/numbers.js';
import { IMM } from '../macro-assembler.js';
import type { VectorAssembler } from '../vector-assembler.js';
import {
  Lanes,
  type VectorBinary,
  type VectorShift,
  type VectorTernary,
  type VectorTest,
  type VectorUnary,
} from '../vector-operators.js';
import { Code } from './encoding.js';
import type { PortableMachine } from './machine.js';
import { loadLane, storeLane } from './memory.js';
import { vectorNumber } from './vector-encoding.js';

/** Operations on vectors of the portable machine: each is one instruction. */
export class PortableVectorMacroAssembler implements VectorAssembler {
  /** All scratch registers are the machine's own. */
  readonly scratch = 0;
  readonly comparesWithZero = false;
  readonly hasThreeOperands = false;

  constructor(private readonly masm: PortableMachine) {}

  unary(op: VectorUnary, lanes: Lanes, dst: Reg, src: Reg): void {
    this.masm.emit4(Code.VectorUnary, vectorNumber(op, lanes), 2 * dst, 2 * src);
  }

  binary(op: VectorBinary, lanes: Lanes, dst: Reg, lhs: Reg, rhs: Reg): void {
    this.masm.emit4(Code.VectorBinary, vectorNumber(op, lanes), 2 * dst, 2 * lhs);
    this.masm.emit32(2 * rhs);
  }

  hasConstant(): boolean {
    return false;
  }

  binaryConstant(): void {
    throw new Error('no operator has a constant');
  }

  ternary(op: VectorTernary, lanes: Lanes, dst: Reg, a: Reg, b: Reg, c: Reg): void {
    this.masm.emit4(Code.VectorTernary, vectorNumber(op, lanes), 2 * dst, 2 * a);
    this.masm.emit32(2 * b);
    this.masm.emit32(2 * c);
  }

  shift(op: VectorShift, lanes: Lanes, dst: Reg, src: Reg, count: Reg): void {
    const { masm } = this;
    const code = count === IMM ? Code.VectorShiftC : Code.VectorShift;
    masm.emit4(code, vectorNumber(op, lanes), 2 * dst, 2 * src);
    masm.emit32(count === IMM ? masm.immLo : 2 * count);
  }

  test(op: VectorTest, lanes: Lanes, dst: Reg, src: Reg): void {
    this.masm.emit4(Code.VectorTest, vectorNumber(op, lanes), 2 * dst, 2 * src);
  }

  splat(lanes: Lanes, dst: Reg, src: Reg): void {
    this.masm.emit4(Code.VectorSplat, vectorNumber(0, lanes), 2 * dst, 2 * src);
  }

  extractLane(lanes: Lanes, signed: boolean, dst: Reg, src: Reg, lane: number): void {
    const isNarrow = lanes <= Lanes.I16x8;
    const number = vectorNumber(signed && isNarrow ? 1 : 0, lanes);
    this.masm.emit4(Code.VectorExtract, number, 2 * dst, 2 * src);
    this.masm.emit32(lane);
  }

  replaceLane(lanes: Lanes, dst: Reg, src: Reg, value: Reg, lane: number): void {
    this.masm.emit4(Code.VectorReplace, vectorNumber(0, lanes), 2 * dst, 2 * src);
    this.masm.emit32(2 * value);
    this.masm.emit32(lane);
  }

  shuffle(dst: Reg, lhs: Reg, rhs: Reg, pattern: number): void {
    const { masm } = this;
    masm.emit4(Code.VectorShuffle, 2 * dst, 2 * lhs, 2 * rhs);
    for (let i = 0; i < 4; i++) masm.emit32(masm.constants.vectorWord(pattern, i));
  }

  loadLane(
    lanes: Lanes,
    dst: Reg,
    src: Reg,
    lane: number,
    _base: Reg,
    index: Reg,
    offset: u32,
  ): void {
    loadLane(this.masm, lanes, dst, src, lane, index, offset);
  }

  storeLane(lanes: Lanes, src: Reg, lane: number, _base: Reg, index: Reg, offset: u32): void {
    storeLane(this.masm, lanes, src, lane, index, offset);
  }
}
