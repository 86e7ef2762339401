import type { RelocationKind } from '../../targets/index.js';
import type { ByteView } from './bytes.js';

/**
 * Puts an address where a relocation says, as a linker does.
 *
 * @param at the place in the file
 * @param place its address
 * @param value the symbol's address and the addend
 * @throws RangeError when it does not fit there
 */
export function applyRelocation(
  view: ByteView,
  kind: RelocationKind,
  isX64: boolean,
  at: number,
  place: number,
  value: number,
): void {
  const distance = value - place;
  switch (kind) {
    case 'abs64':
      view.u64(at, value);
      return;
    case 'abs32':
      if (value < 0 || value > 0xffff_ffff) tooFar(kind);
      view.u32(at, value);
      return;
    case 'pc64':
      view.u64(at, distance);
      return;
    case 'pc32':
      view.u32(at, signed(kind, distance, 32));
      return;
    case 'call':
    case 'jump':
      if (isX64) view.u32(at, signed(kind, distance, 32));
      else patch(view, at, 0x03ff_ffff, signed(kind, distance, 28) >> 2);
      return;
    case 'page': {
      const pages = signed(kind, Math.floor(value / 4096) - Math.floor(place / 4096), 21);
      patch(view, at, 0x60ff_ffe0, ((pages & 3) << 29) | (((pages >> 2) & 0x7_ffff) << 5));
      return;
    }
    case 'pageOffset':
      patch(view, at, 0xfff << 10, (value % 4096) << 10);
      return;
    case 'pageOffset64':
      patch(view, at, 0xfff << 10, ((value % 4096) >> 3) << 10);
      return;
    default:
      throw new RangeError(`internal error: a shared object is made without ${kind}`);
  }
}

function patch(view: ByteView, at: number, mask: number, bits: number): void {
  view.u32(at, ((view.readU32(at) & ~mask) | (bits & mask)) >>> 0);
}

function signed(kind: RelocationKind, value: number, bits: number): number {
  const limit = 2 ** (bits - 1);
  if (value < -limit || value >= limit) tooFar(kind);
  return value;
}

function tooFar(kind: RelocationKind): never {
  throw new RangeError(`a shared object is too large: an address is too far away (${kind})`);
}
