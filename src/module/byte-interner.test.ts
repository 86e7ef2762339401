import { describe, expect, it } from 'vitest';
import {
  module,
  ONE_BODY,
  ONE_FUNC,
  ONE_TYPE,
  section,
} from '../../test/support/module-fixtures.js';
import { Random } from '../../test/support/random-program.js';
import { decodeModuleInfo } from '../frontend/module-decoder.js';
import { ByteInterner } from './byte-interner.js';

/** Numbers of the pieces, in order, and whether the Map had to take over. */
function internAll(pieces: readonly (readonly number[])[]): {
  numbers: number[];
  collided: boolean;
} {
  const interner = new ByteInterner(Uint8Array.from(pieces.flat()));
  const numbers: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    numbers.push(interner.intern(at, at + piece.length));
    at += piece.length;
  }
  expect(interner.count).toBe(new Set(numbers).size);
  return { numbers, collided: interner.collided };
}

/** The same by a Map of strings. */
function expected(pieces: readonly (readonly number[])[]): number[] {
  const known = new Map<string, number>();
  return pieces.map((piece) => {
    const key = piece.join();
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
}

/** FNV-1a, the hash at its core. */
function step(hash: number, piece: readonly number[]): number {
  let next = hash;
  for (const byte of piece) next = Math.imul(next ^ byte, 0x01000193);
  return next;
}

/**
 * 2^`blocks` different texts of one hash: for each block there are two of eight letters that lead from
 * one state to the same next one, found among some 100,000 (A. Joux, "Multicollisions in iterated hash
 * functions").
 */
function colliding(blocks: number): number[][] {
  const random = new Random(17);
  let texts: number[][] = [[]];
  let state = 0x811c9dc5 | 0;
  for (let block = 0; block < blocks; block++) {
    const seen = new Map<number, number[]>();
    for (;;) {
      const piece = Array.from({ length: 8 }, () => 97 + random.below(26));
      const next = step(state, piece);
      const other = seen.get(next);
      seen.set(next, piece);
      if (other === undefined || other.join() === piece.join()) continue;
      texts = texts.flatMap((text) => [
        [...text, ...other],
        [...text, ...piece],
      ]);
      state = next;
      break;
    }
  }
  return texts;
}

const COLLIDING = colliding(7);

describe('ByteInterner', () => {
  it('agrees with a Map of strings over random pieces', () => {
    const random = new Random(11);
    const pieces = Array.from({ length: 20_000 }, () =>
      Array.from({ length: random.below(4) }, () => random.below(12)),
    );
    const { numbers, collided } = internAll(pieces);
    expect(numbers).toEqual(expected(pieces));
    expect(collided).toBe(false);
  });

  it('keeps apart pieces that were chosen to have one hash, by another way', () => {
    const texts = COLLIDING;
    expect(new Set(texts.map((text) => step(0x811c9dc5, text))).size).toBe(1);
    const pieces = [[1], ...texts, ...texts, [2], [1]];
    const { numbers, collided } = internAll(pieces);
    expect(collided).toBe(true);
    expect(numbers).toEqual(expected(pieces));
  });

  it('finds duplicates among exports whose names have one hash', () => {
    const texts = COLLIDING;
    const exporting = (names: readonly (readonly number[])[]) =>
      module(
        ...[ONE_TYPE, ONE_FUNC],
        section(
          7,
          [0x80 | (names.length & 0x7f), names.length >> 7],
          ...names.flatMap((name) => [name.length, ...name, 0, 0]),
        ),
        ONE_BODY,
      );
    expect(decodeModuleInfo(exporting(texts)).exports.length).toBe(128);
    expect(() => decodeModuleInfo(exporting([...texts, texts[3]!]))).toThrow(
      /^duplicate export name/,
    );
  });
});
