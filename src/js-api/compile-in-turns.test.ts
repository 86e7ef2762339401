import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useLazy } from './module.js';
import { WebAssembly } from './webassembly.js';

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

const FUNCTIONS = 4000;
const ADDITIONS = 200;

/**
 * A module of 3 MB, all of whose functions add ADDITIONS and a small number to their parameter; the first is `f`.
 * @param last operator of the last body
 */
function moduleOf(small: number, last = 0x0b): Uint8Array<ArrayBuffer> {
  const additions = Array.from({ length: ADDITIONS }, () => [0x41, 1, 0x6a]).flat();
  const body = [0, 0x20, 0, ...additions, 0x41, small, 0x6a, 0x0b];
  const sized = [...leb(body.length), ...body];
  const bodies = new Uint8Array(sized.length * FUNCTIONS);
  for (let i = 0; i < FUNCTIONS; i++) bodies.set(sized, i * sized.length);
  bodies[bodies.length - 1] = last;
  const count = leb(FUNCTIONS);
  const types = new Uint8Array(FUNCTIONS);
  return Uint8Array.from(
    Buffer.concat([
      Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f),
      Uint8Array.of(3, ...leb(count.length + types.length), ...count),
      types,
      Uint8Array.of(7, 5, 1, 1, 0x66, 0, 0),
      Uint8Array.of(10, ...leb(count.length + bodies.length), ...count),
      bodies,
    ]),
  );
}

describe('compiling a large module', () => {
  // What is validated now and compiled later is done in as many turns as the host takes for its part.
  beforeAll(() => useLazy(false));
  afterAll(() => useLazy(true));

  /** How often the event loop turned until a promise was settled. */
  async function turnsUntil(promise: Promise<unknown>): Promise<number> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    let turns = 0;
    for (; !settled; turns++) await turn();
    return turns;
  }

  it.each([
    ['compile', 1, (bytes: Uint8Array<ArrayBuffer>) => WebAssembly.compile(bytes)],
    [
      'instantiate',
      2,
      async (bytes: Uint8Array<ArrayBuffer>) => (await WebAssembly.instantiate(bytes)).module,
    ],
  ])('%s lets others have their turns', async (_, small, compile) => {
    const bytes = moduleOf(small);
    const promise = compile(bytes);
    // What happens to the bytes now is of no interest any more.
    bytes.fill(0);
    // One turn is what it takes where all is compiled at once.
    expect(await turnsUntil(promise)).toBeGreaterThan(2);
    const { f } = new WebAssembly.Instance(await promise).exports as { f(x: number): number };
    expect(f(40)).toBe(40 + ADDITIONS + small);
  });

  it('ends in the error that it ends in at once', async () => {
    const bytes = moduleOf(3, 0x05);
    let error: unknown;
    try {
      new WebAssembly.Module(bytes);
    } catch (found) {
      error = found;
    }
    expect(error).toBeInstanceOf(WebAssembly.CompileError);
    const text = (error as Error).message.replace('Module()', 'compile()');
    await expect(WebAssembly.compile(bytes)).rejects.toThrow(text);
  });

  it('may be done for several at once', async () => {
    const numbers = [4, 5, 6];
    const modules = await Promise.all(numbers.map((small) => WebAssembly.compile(moduleOf(small))));
    modules.forEach((module, i) => {
      const { f } = new WebAssembly.Instance(module).exports as { f(x: number): number };
      expect(f(1)).toBe(1 + ADDITIONS + numbers[i]!);
    });
  });
});
