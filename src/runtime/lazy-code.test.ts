import { describe, expect, it } from 'vitest';
import type { FunctionSource } from '../artifact/function-source.js';
import type { ModuleInfo } from '../module/module-info.js';
import type { CodeRange } from './code-ranges.js';
import { LazyCode } from './lazy-code.js';
import type { Machine } from './platform.js';

/** Where code of a room begins. */
const FIRST = 64;

/** Rooms of `most` bytes, the addresses of which are never used, and what is put into them. */
function rooms(most: number) {
  const made: { room: CodeRange; puts: [offset: number, length: number][] }[] = [];
  const aims: [number: number, address: number][] = [];
  const makeRoom: NonNullable<Machine['functionRoom']> = (_count, _first, bytes, tables) => {
    const range = { address: (made.length + 1) * 2 ** 32, length: Math.min(most, bytes), tables };
    const puts: [number, number][] = [];
    made.push({ room: range, puts });
    return {
      range,
      first: FIRST,
      entryAt: (number) => number,
      put: (offset, code) => puts.push([offset, code.length]),
      aim: (number, address) => aims.push([number, address]),
    };
  };
  return { made, aims, makeRoom };
}

/** Functions whose code has these sizes. */
function lazyCode(
  sizes: number[],
  bodyBytes: number,
  makeRoom: NonNullable<Machine['functionRoom']>,
) {
  const source: FunctionSource = {
    bytes: new Uint8Array(0),
    bodyBytes,
    madeBytes: 0,
    checksum: 0,
    bodyOffset: () => 0,
    compile: (index) => ({
      code: new Uint8Array(sizes[index]!),
      trapSites: new Int32Array(0),
      trapKinds: new Int32Array(0),
      callSites: new Int32Array(0),
      handlers: new Int32Array(0),
      handlerSpans: new Int32Array(0),
    }),
  };
  const info = { funcTypes: new Uint32Array(sizes.length), importedFuncs: 0 };
  return new LazyCode(makeRoom, source, info as unknown as ModuleInfo, []);
}

describe('code of functions that are compiled when they are called', () => {
  it('is put into another room where it does not fit', () => {
    const { made, aims, makeRoom } = rooms(1000);
    const code = lazyCode([400, 400, 400], 1000, makeRoom);
    expect(code.compile(0)).toBe(2 ** 32 + FIRST);
    expect(code.compile(1)).toBe(2 ** 32 + FIRST + 400);
    expect(code.compile(2)).toBe(2 * 2 ** 32 + FIRST);
    expect(made.map(({ puts }) => puts)).toEqual([
      [
        [FIRST, 400],
        [FIRST + 400, 400],
      ],
      [[FIRST, 400]],
    ]);
    // Those of the first room lead to it as well.
    expect(aims.filter(([number]) => number === 2)).toHaveLength(2);
  });

  it('is refused where no room is large enough, and written nowhere', () => {
    const { made, aims, makeRoom } = rooms(1000);
    const code = lazyCode([100, 1001, 100], 200, makeRoom);
    const before = code.addressOf(1);
    expect(() => code.compile(1)).toThrow(
      new RangeError('out of memory: machine code of function 1'),
    );
    expect(code.addressOf(1)).toBe(before);
    expect(aims).toEqual([]);
    expect(made.flatMap(({ puts }) => puts)).toEqual([]);
    expect(code.compile(0)).toBeGreaterThan(2 ** 32);
    for (const { room, puts } of made) {
      for (const [offset, length] of puts) expect(offset + length).toBeLessThanOrEqual(room.length);
    }
  });
});
