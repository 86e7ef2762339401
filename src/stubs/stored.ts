import type { CallingConvention } from '../abi/convention.js';
import { type AddressForm, putAddress } from './addresses.js';
import { functionEntries } from './function-entries.js';
import {
  type FrameUse,
  frameForm,
  type ProcessAddresses,
  type ProcessStubs,
  type StartStubs,
  type StubGenerator,
  type ThreadStubs,
} from './layout.js';
import { entrySteps, hostCallSteps, keyOfStep, type Step } from './steps.js';

/** What stored code refers to, by the number that its addresses have for it. */
export const SYMBOLS = [
  'thread',
  'leave',
  'ranges',
  'sigaction',
  'raise',
  'timerDelete',
  'sigmask',
  'mmap',
  'munmap',
  'mprotect',
] as const satisfies readonly ('thread' | 'leave' | keyof ProcessAddresses)[];

type Symbols = { readonly [name in (typeof SYMBOLS)[number]]?: number };

/**
 * A piece of stored code: where it starts and ends in all of it, and for each address in it the offset from the start, the
 * number of the symbol, and what is added to that.
 */
export type StoredPiece = readonly number[];

/** The stubs of a machine as data: what the generator makes, without the assembler that it takes. */
export interface StoredStubs {
  readonly code: Uint8Array;
  readonly addressForm: AddressForm;
  readonly gapByte: number;
  readonly sync: StoredPiece | undefined;
  readonly thread: StoredPiece;
  readonly threadPlaces: Omit<ThreadStubs, 'code'>;
  readonly process: StoredPiece;
  readonly processPlaces: Omit<ProcessStubs, 'code'>;
  readonly start: StoredPiece;
  readonly startPlaces: Omit<StartStubs, 'code'>;
  /** By `keyOfStep`. */
  readonly steps: Readonly<Record<string, StoredPiece>>;
}

/**
 * Stubs out of what was stored. What is rare comes from the generator: C functions on both sides, and more stack arguments than
 * there are pieces for.
 *
 * @param generator of the same machine
 */
export function storedStubs(
  convention: CallingConvention,
  stored: StoredStubs,
  generator: () => StubGenerator,
): StubGenerator {
  const { addressForm, code, gapByte, sync, threadPlaces, processPlaces, startPlaces } = stored;

  const place = (pieces: readonly StoredPiece[], symbols: Symbols): Uint8Array => {
    const bytes = new Uint8Array(pieces.reduce((sum, [start, end]) => sum + end! - start!, 0));
    let at = 0;
    for (const piece of pieces) {
      const start = piece[0]!;
      const end = piece[1]!;
      bytes.set(code.subarray(start, end), at);
      for (let i = 2; i < piece.length; i += 3) {
        const value = symbols[SYMBOLS[piece[i + 1]!]!]! + piece[i + 2]!;
        putAddress(addressForm, bytes, at + piece[i]!, value);
      }
      at += end - start;
    }
    return bytes;
  };

  /** Undefined where there is no piece for a step. */
  const inSteps = (steps: readonly Step[], symbols: Symbols): Uint8Array | undefined => {
    const pieces: StoredPiece[] = [];
    for (const step of steps) {
      const piece = stored.steps[keyOfStep(step)];
      if (piece === undefined) return undefined;
      pieces.push(piece);
    }
    return place(pieces, symbols);
  };

  return {
    ...frameForm(convention),
    gapByte,
    syncCode: sync === undefined ? undefined : () => place([sync], {}),
    threadStubs: (thread) => ({ ...threadPlaces, code: place([stored.thread], { thread }) }),
    entry: (use: FrameUse, thread, leave) =>
      inSteps(entrySteps(use), { thread, leave }) ?? generator().entry(use, thread, leave),
    hostCall: (use: FrameUse, leave) =>
      inSteps(hostCallSteps(use), { leave }) ?? generator().hostCall(use, leave),
    nativeCall: (target, stackBytes) => generator().nativeCall(target, stackBytes),
    nativeEntry: (entry) => generator().nativeEntry(entry),
    tellThread: (thread) => generator().tellThread(thread),
    functionEntries: (count, firstIndex, stub) =>
      functionEntries(addressForm, count, firstIndex, stub),
    processStubs: (addresses) => ({
      ...processPlaces,
      code: place([stored.process], addresses),
    }),
    startStubs: () => ({ ...startPlaces, code: place([stored.start], {}) }),
  };
}
