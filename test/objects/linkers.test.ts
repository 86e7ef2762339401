import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileModule } from '../../src/compiler/module-compiler.js';
import { cInterface, makeObject } from '../../src/objects/index.js';
import { watToWasm } from '../../src/text/wat.js';
import { MACHINES } from '../support/c-programs.js';
import { missingTool } from '../support/tools.js';

const SOURCE = new URL('./calls.wat', import.meta.url);
const noLld = missingTool('ld.lld', 'lld');

for (const { cc, missing, target } of MACHINES) {
  const skip = missing ?? noLld;
  describe.skipIf(skip !== undefined)(`linkers on ${target}${skip ? `: ${skip}` : ''}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'winch-ts-linkers-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    beforeAll(async () => {
      const artifact = compileModule(await watToWasm(readFileSync(SOURCE, 'utf8')), { target });
      writeFileSync(
        join(folder, 'calls.o'),
        makeObject(artifact, cInterface(artifact.info, 'calls', 'native')),
      );
    });

    const gnu = cc.replace(/g?cc$/, 'ld');
    const emulation = target === 'x64' ? 'elf_x86_64' : 'aarch64linux';
    // What others define may be missing in a shared object; a warning is an error.
    it.each([
      [gnu, '-shared'],
      [gnu, '-r'],
      ['ld.lld', '-shared'],
      ['ld.lld', '-r'],
    ])('%s takes an object with %s', (linker, how) => {
      const args = ['-m', emulation, how, '--fatal-warnings', 'calls.o', '-o', 'linked'];
      const { status, stderr } = spawnSync(linker, args, { cwd: folder, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  });
}
