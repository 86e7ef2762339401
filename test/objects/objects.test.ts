import { describe, expect, it } from 'vitest';
import { MACHINES, runProgram } from '../support/c-programs.js';

for (const machine of MACHINES) {
  const { missing, target } = machine;
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

      it('a C++ exception through frames of WebAssembly', async () => {
        const modules = [{ name: 'throws', source: 'throws.wat' }];
        // Those of the thrower and of the catcher, and of the five passages in between for 3 to 7.
        const output = await runProgram(machine, 'throws.cpp', modules);
        expect(output).toMatch(/^0 failures, \d+ destroyed\n$/);
      });
    },
  );
}
