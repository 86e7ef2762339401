import { FIRST_FP, REG_COUNT, type Reg } from '../abi/places.js';
import type { MacroAssembler } from '../masm/macro-assembler.js';
import type { Kind } from '../wasm/value-types.js';

/**
 * Register moves that happen at once: every source is read before any destination is written.
 *
 * Filled with {@link add}, emitted and emptied by {@link emit}. A destination may be added once, a
 * source any number of times.
 */
export class ParallelMoves {
  private readonly sources = new Int8Array(REG_COUNT);
  private readonly kinds = new Uint8Array(REG_COUNT);
  /** How many pending moves read each register. */
  private readonly reads = new Uint8Array(REG_COUNT);
  /** Moves and swaps of registers emitted since {@link reset}. */
  count = 0;
  private pendingGp = 0;
  private pendingFp = 0;

  get isEmpty(): boolean {
    return (this.pendingGp | this.pendingFp) === 0;
  }

  add(kind: Kind, dst: Reg, src: Reg): void {
    this.sources[dst] = src;
    this.kinds[dst] = kind;
    this.reads[src]!++;
    if (dst < FIRST_FP) this.pendingGp |= 1 << dst;
    else this.pendingFp |= 1 << (dst - FIRST_FP);
  }

  emit(masm: MacroAssembler): void {
    if (this.pendingGp !== 0) {
      this.emitClass(masm, this.pendingGp, 0);
      this.pendingGp = 0;
    }
    if (this.pendingFp !== 0) {
      this.emitClass(masm, this.pendingFp, FIRST_FP);
      this.pendingFp = 0;
    }
  }

  /** Forgets what was added. */
  clear(): void {
    if (this.isEmpty) return;
    this.reads.fill(0);
    this.pendingGp = 0;
    this.pendingFp = 0;
  }

  /** Forgets what was added, and counts anew. */
  reset(): void {
    this.clear();
    this.count = 0;
  }

  private emitClass(masm: MacroAssembler, mask: number, first: Reg): void {
    const sources = this.sources;
    const kinds = this.kinds;
    const reads = this.reads;
    let pending = mask;
    while (pending !== 0) {
      // Whatever no pending move reads any more can be written.
      let progress = false;
      for (let rest = pending; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const dst = first + bit;
        if (reads[dst] !== 0) continue;
        const src = sources[dst]!;
        if (dst !== src) this.count++;
        masm.move(kinds[dst]!, dst, src);
        reads[src]!--;
        pending &= ~(1 << bit);
        progress = true;
      }
      if (progress || pending === 0) continue;
      // Only cycles are left, where every register is read just once. After the swap one move is
      // done; moves that read its old register now read the other one.
      const dst = first + 31 - Math.clz32(pending & -pending);
      const src = sources[dst]!;
      pending &= ~(1 << (dst - first));
      reads[src] = 0;
      if (src === dst) continue;
      this.count++;
      masm.swap(kinds[dst]!, dst, src);
      for (let rest = pending; rest !== 0; rest &= rest - 1) {
        const other = first + 31 - Math.clz32(rest & -rest);
        if (sources[other] === dst) {
          sources[other] = src;
          reads[dst]!--;
          reads[src]!++;
        }
      }
    }
  }
}

/** The moves of the function being compiled: of a merge, or of a call's arguments. */
export const moves = new ParallelMoves();
