import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOPS } from '../support/border-loops.js';
import { type BorderPrograms, borderPrograms } from '../support/border-programs.js';

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms({ loops: LOOPS });
}, 300_000);
afterAll(() => programs.remove());

/** Whatever the host has beyond the language throws from here on when it is looked up. */
const FORGET = `
  const ours = new Set(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'));
  const { log } = console;
  const forgotten = [];
  // Some are loaded when they are replaced, and need others.
  for (const name of Object.getOwnPropertyNames(globalThis)) caught(() => globalThis[name]);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (ours.has(name) || ['process', 'global', 'globalThis'].includes(name)) continue;
    forgotten.push(name);
    Object.defineProperty(globalThis, name, {
      get() { throw new Error('looks up ' + name); }, set() {}, configurable: true,
    });
  }
`;

describe("globals of the host's", () => {
  // The host loads many of them when they are first looked up. Where a timeout ends that, they are
  // undefined from then on.
  it.each(['bridge', 'koffi'])('are not looked up after loading, with %s', (way) => {
    const script = `
      const bytes = decode(MODULES.loops);
      // A custom section with a name beyond ASCII.
      const named = new Uint8Array([...bytes, 0, 5, 2, 0xc3, 0xa4, 1, 2]);
      const tell = (value) => log(JSON.stringify(value));
      ${FORGET}
      const module = new W.Module(named);
      const { length } = W.Module.customSections(module, 'ä');
      const { quiet, unreachable } = new W.Instance(module, { host: { call: (n) => n } }).exports;
      const trap = caught(unreachable) instanceof W.RuntimeError;
      tell([forgotten.includes('performance'), W.validate(bytes), length, quiet(1), trap]);
    `;
    const env = { WINCH_TS_NATIVE: way };
    const right = [true, true, 1, 101, true];
    expect(programs.run(`globals-${way}`, script, { env })).toEqual({ value: right });
  });
});
