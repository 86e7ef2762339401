import type { Reg } from '../../abi/places.js';
import type { u32 } from '../../wasm/numbers.js';
import { Kind } from '../../wasm/value-types.js';
import { type Lanes, laneLog2 } from '../vector-operators.js';
import { Mem } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { accessMemory, LANE_LOADS } from './memory.js';
import { move } from './moves.js';
import { SCRATCH_FP } from './registers.js';
import type { Lane } from './vector-assembler.js';

// Loads and stores of parts of vectors. They go through the lowest lane of a vector register, whose loads and stores have
// all ways to form an address; those of other lanes have one.

/** Stores of the lowest lane by {@link Lane}. */
const STORES = Int32Array.of(Mem.StrVB, Mem.StrVH, Mem.StrS, Mem.StrD);

export const loadLane = (
  masm: Aarch64Machine,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  index: number,
  base: Reg,
  address: Reg,
  offset: u32,
): void => {
  const lane = laneLog2(lanes) as Lane;
  accessMemory(masm, LANE_LOADS[lane]!, SCRATCH_FP, base, address, offset);
  move(masm, Kind.V128, dst, src);
  masm.insLane(lane, dst, index, SCRATCH_FP, 0);
};

export const storeLane = (
  masm: Aarch64Machine,
  lanes: Lanes,
  src: Reg,
  index: number,
  base: Reg,
  address: Reg,
  offset: u32,
): void => {
  const lane = laneLog2(lanes) as Lane;
  let from = src;
  if (index !== 0) {
    from = SCRATCH_FP;
    masm.dupScalar(lane, from, src, index);
  }
  accessMemory(masm, STORES[lane]!, from, base, address, offset);
};
