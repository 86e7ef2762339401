import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../src/compiler/module-compiler.js';
import { cInterface } from '../../src/objects/c-interface.js';
import { watToWasm } from '../../src/text/wat.js';
import { MACHINES, runProgram } from '../support/c-programs.js';

for (const machine of MACHINES) {
  const { missing, missingCxx, target } = machine;
  describe.skipIf(missing !== undefined)(
    `objects for C on ${target}${missing === undefined ? '' : `: ${missing}`}`,
    () => {
      it.each(['guard', 'explicit'] as const)('calls of all shapes, bounds %s', async (bounds) => {
        const modules = [{ name: 'calls', source: 'calls.wat', bounds }];
        expect(await runProgram(machine, 'calls.c', modules)).toBe('0 failures\n');
      });

      it('two modules and many instances in several threads', async () => {
        // An emulator takes long for 400 reservations of 8 GiB.
        const bounds = machine.emulator === undefined ? 'guard' : 'explicit';
        const modules = [
          { name: 'threads', source: 'threads.wat', bounds } as const,
          { name: 'adder', source: 'adder.wat', bounds } as const,
        ];
        expect(await runProgram(machine, 'threads.c', modules)).toBe('0 failures\n');
      });

      it.each(['guard', 'explicit'] as const)('atomic operators, bounds %s', async (bounds) => {
        const modules = [{ name: 'atomics', source: 'atomics.wat', bounds }];
        expect(await runProgram(machine, 'atomics.c', modules)).toBe('0 failures\n');
      });

      it('no shared memories', async () => {
        const source = await watToWasm('(module (memory (export "m") 1 2 shared))');
        const artifact = compileModule(source, { target });
        for (const abi of ['native', 'wasm2c'] as const) {
          expect(() => cInterface(artifact.info, 'shared', abi)).toThrow(
            'the module has a shared memory, which objects do not',
          );
        }
      });

      const why = missingCxx === undefined ? '' : `: ${missingCxx}`;
      it.skipIf(missingCxx !== undefined)(`a C++ exception through frames${why}`, async () => {
        const modules = [{ name: 'throws', source: 'throws.wat' }];
        const output = await runProgram(machine, 'throws.cpp', modules);
        expect(output).toMatch(/^0 failures, \d+ destroyed\n$/);
      });
    },
  );
}

describe.skipIf(MACHINES[0]!.missing !== undefined)('docs/native.md', () => {
  it('has an example that works as it says', async () => {
    const text = readFileSync(new URL('../../docs/native.md', import.meta.url), 'utf8');
    const block = (language: string): string =>
      new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(text)![1]!;
    const folder = mkdtempSync(join(tmpdir(), 'winch-ts-example-'));
    try {
      const program = join(folder, 'main.c');
      writeFileSync(program, block('c'));
      const modules = [{ name: 'calc', source: await watToWasm(block('wat')) }];
      expect(await runProgram(MACHINES[0]!, program, modules)).toBe(block('text'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
