import { describe, expect, it } from 'vitest';
import { HEADER, leb } from '../../test/support/module-fixtures.js';
import { Random } from '../../test/support/random-program.js';
import { SectionStore } from './section-store.js';

describe('SectionStore', () => {
  it('is an empty module at first', () => {
    expect([...new SectionStore().bytes()]).toEqual(HEADER);
  });

  it('is the sections in their order, each found at its position', () => {
    const random = new Random(3);
    const sizes = [0, 1, 5, 63, 64, 65, 127, 128, 500, 511, 512, 16_383, 16_384, 70_000];
    for (let round = 0; round < 30; round++) {
      const store = new SectionStore();
      const expected = [...HEADER];
      const places: { at: number; contents: Uint8Array }[] = [];
      for (let n = random.below(40); n >= 0; n--) {
        const contents = new Uint8Array(sizes[random.below(sizes.length)]!);
        for (let i = 0; i < contents.length; i++) contents[i] = random.below(256);
        const id = random.below(13);
        let at: number;
        if (random.below(2) === 0) at = store.addOwned(id, contents.slice());
        else {
          const around = new Uint8Array(contents.length + 7);
          around.set(contents, 3);
          at = store.add(id, around, 3, contents.length);
          around.fill(0xee);
        }
        expected.push(id, ...leb(contents.length));
        expect(at).toBe(expected.length);
        for (const byte of contents) expected.push(byte);
        places.push({ at, contents });
        // Asking in between changes nothing.
        if (random.below(8) === 0) expect(store.bytes().length).toBe(expected.length);
      }
      const bytes = store.bytes();
      expect(store.bytes()).toBe(bytes);
      expect(bytes.buffer.byteLength).toBe(bytes.length);
      expect(Buffer.compare(bytes, Uint8Array.from(expected))).toBe(0);
      for (const { at, contents } of places) {
        expect(Buffer.compare(bytes.subarray(at, at + contents.length), contents)).toBe(0);
      }
    }
  });
});
