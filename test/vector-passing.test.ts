import { afterAll, describe, expect, it } from 'vitest';
import { useLazy } from '../src/js-api/module.js';
import { WebAssembly } from '../src/js-api/webassembly.js';
import { watToWasm } from '../src/text/wat.js';
import { Random } from './support/mutator.js';
import {
  INPUT_WORDS,
  type PassingModule,
  passingModule,
  RESULT,
  TURNED_WORDS,
  turningModule,
} from './support/vector-passing.js';

afterAll(() => useLazy(true));

const random = new Random(11);
const words = (count: number) => Int32Array.from({ length: count }, () => random.next() | 0);

// biome-ignore lint/suspicious/noExplicitAny: exports of a test's own module
type Exports = Record<string, any>;

/** Runs a chain and compares; `host` is called on the way. */
function runChain({ expected }: PassingModule, exports: Exports): void {
  const memory = new Int32Array(exports.memory.buffer);
  for (let round = 0; round < 3; round++) {
    const input = words(INPUT_WORDS);
    memory.set(input);
    exports.run();
    const at = RESULT / 4;
    expect([...memory.subarray(at, at + 4)]).toEqual([...expected(input)]);
  }
}

/** Takes all registers of floats for itself. */
function busy(n: number): number {
  const floats = Float64Array.from({ length: 64 }, (_, i) => n + i / 3);
  return floats.reduce((sum, x) => sum + Math.sqrt(x), 0) > 0 ? n + 1 : 0;
}

describe('vectors as arguments, in all registers and on the stack', () => {
  it.each([
    ['as a whole', false],
    ['when they are called', 0],
  ] as const)('of functions that are compiled %s', async (_, lazy) => {
    useLazy(lazy);
    for (let seed = 0; seed < 12; seed++) {
      const chain = passingModule(seed, 12);
      const module = new WebAssembly.Module((await watToWasm(chain.text)) as never);
      const { exports } = new WebAssembly.Instance(module, { host: { call: busy } } as never);
      runChain(chain, exports);
    }
  });

  it('hold while other vectors pass inside of a host function', async () => {
    useLazy(0);
    const chain = passingModule(100, 16);
    const inner = passingModule(101, 16);
    const bytes = await watToWasm(chain.text);
    const module = new WebAssembly.Module(bytes as never);
    const innerBytes = await watToWasm(inner.text);
    let nested = 0;
    const call = (n: number): number => {
      // Each time functions that were not compiled before.
      const innerModule = new WebAssembly.Module(innerBytes as never);
      const imports = { host: { call: busy } } as never;
      runChain(inner, new WebAssembly.Instance(innerModule, imports).exports);
      nested++;
      return n + 1;
    };
    const { exports } = new WebAssembly.Instance(module, { host: { call } } as never);
    runChain(chain, exports);
    expect(nested).toBeGreaterThan(0);
  });

  it('and in locals of which some are in registers', async () => {
    const { text, expected } = turningModule();
    const module = new WebAssembly.Module((await watToWasm(text)) as never);
    const exports: Exports = new WebAssembly.Instance(module).exports;
    const memory = new Int32Array(exports.memory.buffer);
    const input = words(TURNED_WORDS);
    memory.set(input);
    exports.run(1000);
    const at = RESULT / 4;
    expect([...memory.subarray(at, at + TURNED_WORDS)]).toEqual([...expected(input, 1000)]);
  });
});
