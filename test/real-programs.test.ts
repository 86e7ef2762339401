import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROGRAMS, runProgram } from './support/programs.js';

const BUILT = new URL('../dist/index.js', import.meta.url);

describe('real programs give the same output as on the engine of Node', () => {
  it('runs the built library', () => {
    expect(existsSync(BUILT), 'run npm run build first').toBe(true);
  });

  for (const [name, module] of PROGRAMS) {
    it(name, () => {
      const size = statSync(module).size;
      const expected = runProgram(name, 'v8');
      expect(expected.compiled).toContain(size);
      expect(expected.output).toMatch(/^sha256 [0-9a-f]{64}$/m);
      for (const engine of ['winch', 'portable'] as const) {
        const actual = runProgram(name, engine);
        expect(actual.engine).toBe(engine);
        expect(actual.compiled).toContain(size);
        expect(actual.output).toBe(expected.output);
      }
    });
  }
});
