import type { Reg } from '../../abi/places.js';
import type { u32 } from '../../wasm/numbers.js';
import type { Lanes } from '../vector-operators.js';
import type { X64Machine } from './machine.js';
import { access } from './memory.js';
import { copy } from './packed.js';
import { Lane } from './vector-encodings.js';

// Single lanes from and to linear memory.

/** By {@link Lanes}. */
const INSERTS = [Lane.Pinsrb, Lane.Pinsrw, Lane.Pinsrd, Lane.Pinsrq];
const EXTRACTS = [Lane.Pextrb, Lane.Pextrw, Lane.Pextrd, Lane.Pextrq];

/** See {@link VectorAssembler.loadLane}. */
export const loadLane = (
  masm: X64Machine,
  lanes: Lanes,
  dst: Reg,
  src: Reg,
  lane: number,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  copy(masm, dst, src);
  access(masm, INSERTS[lanes]!, dst, base, index, offset);
  masm.emit8(lane);
};

/** See {@link VectorAssembler.storeLane}. */
export const storeLane = (
  masm: X64Machine,
  lanes: Lanes,
  src: Reg,
  lane: number,
  base: Reg,
  index: Reg,
  offset: u32,
): void => {
  access(masm, EXTRACTS[lanes]!, src, base, index, offset);
  masm.emit8(lane);
};
