import { isFarBranch } from './integer-assembler.js';
import { AARCH64_MAX_CODE_SIZE, type Aarch64Machine } from './machine.js';

/** Conditional branches and literal loads reach 1 MB forward; this leaves room for what is emitted between checks. */
const ISLAND_REACH = (1 << 20) - (1 << 16);

// Conditional branches reach 1 MB, but a function can be larger. Forward branches are emitted in the short
// form all the same. When one could get out of reach, an island is emitted, which running code jumps over:
// it holds the trap stubs and float constants so far, and a B (128 MB) for every label that short branches
// still wait for; these go there instead. `reserveOperator` looks after that.

/** Makes room for one operator, and keeps branches that wait in reach. */
export const reserveOperator = (masm: Aarch64Machine): void => {
  masm.reserve(1024);
  if (masm.pos + 4 * masm.islandWords > masm.islandDeadline) emitIsland(masm);
};

/** Emits an island, if anything waits for one. */
export const emitIsland = (masm: Aarch64Machine): void => {
  if (masm.islandWords > 0) {
    // The words, the jump over them and up to three words that align constants.
    masm.reserve(4 * masm.islandWords + 16);
    const over = masm.pos;
    masm.b(0);
    masm.emitStubs();
    masm.emitConstants();
    const { data } = masm.labelReferences;
    for (let label = 0; label < masm.labelCount; label++) {
      let head = -1;
      let veneer = -1;
      let next: number;
      for (let ref = masm.labelChains[label]!; ref >= 0; ref = next) {
        next = data[ref + 1]!;
        const at = data[ref]!;
        if (!isFarBranch(masm.read32(at))) {
          if (veneer >= 0) {
            masm.patchBranch19(at, veneer);
            continue;
          }
          // The label's one far branch in this island; it waits in place of the short ones.
          veneer = masm.pos;
          masm.patchBranch19(at, veneer);
          data[ref] = veneer;
          masm.b(0);
        }
        data[ref + 1] = head;
        head = ref;
      }
      masm.labelChains[label] = head;
    }
    masm.patchBranch26(over, masm.pos);
    masm.straightAt = -1;
    masm.reserve(1024);
  }
  masm.islandWords = 0;
  masm.islandDeadline = masm.pos + ISLAND_REACH;
};

/** Forgets the labels of the function before. */
export const beginLabels = (masm: Aarch64Machine): void => {
  masm.islandWords = 0;
  masm.islandDeadline = masm.pos + ISLAND_REACH;
};

/** Emits what lies behind the body. All labels that are used must be bound. */
export const endLabels = (masm: Aarch64Machine): void => {
  masm.emitStubs();
  masm.emitConstants();
  masm.fillTables();
  masm.islandWords = 0;
  masm.islandDeadline = AARCH64_MAX_CODE_SIZE;
};
