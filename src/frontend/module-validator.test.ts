import { describe, expect, it } from 'vitest';
import { leb, module, section, vector } from '../../test/support/module-fixtures.js';
import { mutate, Random } from '../../test/support/mutator.js';
import { randomModule } from '../../test/support/random-module.js';
import { compileModule } from '../compiler/module-compiler.js';
import { CompileError } from '../wasm/compile-error.js';
import { validateModule } from './module-validator.js';

const MODULES = 20;
const MUTATIONS = 1_500;

/** `valid`, or what is wrong, with its place. */
function verdict(check: (bytes: Uint8Array) => unknown, bytes: Uint8Array): string {
  try {
    check(bytes);
    return 'valid';
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return error.message;
  }
}

/** A module with one function that takes nothing and returns nothing, of which this is the code. */
function withBody(...code: number[]): Uint8Array {
  const body = [0, ...code, 0x0b];
  return module(
    vector(1, [0x60, 0, 0], [0x60, 1, 0x7f, 2, 0x7f, 0x7e]),
    vector(3, [0]),
    vector(5, [0, 1]),
    section(10, 1, leb(body.length), body),
  );
}

describe('validateModule', () => {
  it('says of mutated modules what compiling them says', () => {
    const random = new Random(7);
    const modules = Array.from({ length: MODULES }, () => randomModule(random).bytes);
    for (const bytes of modules) expect(verdict(validateModule, bytes)).toBe('valid');
    let valid = 0;
    for (let i = 0; i < MUTATIONS; i++) {
      const bytes = mutate(random.pick(modules), modules, random);
      const expected = verdict(compileModule, bytes);
      expect(verdict(validateModule, bytes), `mutation ${i}`).toBe(expected);
      if (expected === 'valid') valid++;
    }
    // Both verdicts must come up, or the test shows nothing.
    expect(valid).toBeGreaterThan(MUTATIONS / 50);
    expect(valid).toBeLessThan(MUTATIONS / 2);
  });

  it.each([
    ['a block of the type [i32] -> [i32 i64]', [0x41, 1, 0x02, 1, 0x42, 2, 0x0b, 0x1a, 0x1a]],
    ['the same without its parameter', [0x02, 1, 0x42, 2, 0x0b, 0x1a, 0x1a]],
    ['an if with such a type and no else', [0x41, 1, 0x41, 1, 0x04, 1, 0x42, 2, 0x0b, 0x1a, 0x1a]],
    ['an else', [0x41, 1, 0x41, 1, 0x04, 1, 0x42, 2, 0x05, 0x42, 3, 0x0b, 0x1a, 0x1a]],
    ['what unreachable leaves', [0x00, 0x6a, 0x1a]],
    ['what the end of a block with unreachable code leaves', [0x02, 0x7f, 0x00, 0x0b, 0x7a, 0x1a]],
    ['an empty stack behind such a block', [0x02, 0x40, 0x00, 0x0b, 0x1a]],
    ['a loop that branches back', [0x41, 1, 0x03, 1, 0x0c, 0, 0x0b, 0x1a, 0x1a]],
    ['a branch out with one value', [0x02, 0x7f, 0x41, 1, 0x0d, 0, 0x0b, 0x1a]],
    ['a store below an i64', [0x41, 0, 0x42, 0, 0x36, 2, 0]],
    ['a load of 2^3 bytes alignment', [0x41, 0, 0x28, 3, 0, 0x1a]],
    ['a table that is not there', [0x41, 0, 0x25, 0, 0x1a]],
    ['values that are left', [0x41, 0]],
  ])('agrees on %s', (_, code) => {
    const bytes = withBody(...code);
    expect(verdict(validateModule, bytes)).toBe(verdict(compileModule, bytes));
  });

  it('refuses as many values as compiling does', () => {
    const results = new Array<number>(1000).fill(0x7f);
    const calls = new Array<number[]>(4300).fill([0x10, 0]).flat();
    // Not reached: else there would be too much code first.
    const body = [0, 0x00, ...calls, 0x0b];
    const bytes = module(
      vector(1, [0x60, 0, ...leb(1000), ...results]),
      vector(3, [0]),
      section(10, 1, leb(body.length), body),
    );
    expect(verdict(validateModule, bytes)).toMatch(/^too many values on the stack/);
    expect(verdict(compileModule, bytes)).toBe(verdict(validateModule, bytes));
  });

  it('accepts a module whose code is over the budget of the compiler', () => {
    // Calls of a thousand parameters in code that is reached: two bytes that become twenty thousand.
    const params = new Array<number>(1000).fill(0x7e);
    const calls = new Array<number[]>(3000).fill([0x10, 1]).flat();
    const body = [0, ...pushParams(), ...calls, 0x0b];
    const type = [0x60, ...leb(1000), ...params, ...leb(1000), ...params];
    const bytes = module(
      vector(1, type),
      vector(2, [1, 0x6d, 1, 0x66, 0, 0]),
      vector(3, [0]),
      section(10, 1, leb(body.length), body),
    );
    expect(verdict(validateModule, bytes)).toBe('valid');
    expect(verdict(compileModule, bytes)).toMatch(/^generated code too large/);
  });
});

/** Pushes the thousand parameters. */
function pushParams(): number[] {
  return Array.from({ length: 1000 }, (_, i) => [0x20, ...leb(i)]).flat();
}
