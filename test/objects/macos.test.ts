import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileModule } from '../../src/compiler/module-compiler.js';
import { cInterface, makeObject } from '../../src/objects/index.js';
import type { NativeTargetName } from '../../src/targets/index.js';
import { watToWasm } from '../../src/text/wat.js';
import { missingTool } from '../support/tools.js';

// Nothing here runs them: readers and a linker of LLVM's say whether they are what Apple's tools expect.
const noReader = missingTool('llvm-objdump', 'llvm');

describe.skipIf(noReader !== undefined)(
  `objects for macOS${noReader ? `: ${noReader}` : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'winch-ts-macos-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    async function objectOf(wat: string, target: NativeTargetName, name: string): Promise<string> {
      const artifact = compileModule(await watToWasm(wat), { target });
      const c = cInterface(artifact.info, 'm', 'native');
      const path = join(folder, name);
      writeFileSync(path, makeObject(artifact, c, undefined, 'macos'));
      return path;
    }

    function ask(program: string, ...args: string[]): string {
      const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' });
      expect({ program, stderr, status }).toEqual({ program, stderr: '', status: 0 });
      return stdout;
    }

    it.each(['x64', 'aarch64'] as const)(
      'have what objects for Linux have, on %s',
      async (target) => {
        const wat = readFileSync(new URL('./calls.wat', import.meta.url), 'utf8');
        const path = await objectOf(wat, target, `${target}.o`);
        const symbols = ask('llvm-nm', path);
        for (const name of ['m__instantiate', 'm__free', 'm_add', 'm_memory']) {
          expect(symbols).toMatch(new RegExp(`^[0-9a-f]+ T _${name}$`, 'm'));
        }
        expect(symbols).toMatch(/^ +U _winch_instantiate$/m);
        const headers = ask('llvm-readobj', '--sections', path);
        for (const name of ['__text', '__const', '__bss', '__eh_frame']) {
          expect(headers).toMatch(new RegExp(`Name: ${name} `));
        }
      },
    );

    it('pack stack arguments on arm64, as Apple has them', async () => {
      const wat = `(module
      (func (export "f") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i64 f32 f32 f32 f32 f32 f32 f32 f32 f32)
        (result i32) (local.get 8)))`;
      const code = ask('llvm-objdump', '-d', await objectOf(wat, 'aarch64', 'packed.o'));
      const entry = code.slice(code.indexOf('<_m_f>:'));
      // Seven are in registers, behind the vmctx: the eighth and ninth share a word of C's, and so the float, behind the long.
      const loads = [...entry.matchAll(/ldr\t([wx])19, \[sp(?:, #(?:0x)?([0-9a-f]+))?\]/g)].slice(
        0,
        4,
      );
      const stores = [...entry.matchAll(/str\tx19, \[sp(?:, #(?:0x)?([0-9a-f]+))?\]/g)].slice(0, 4);
      const first = Number(loads[0]![2]);
      expect(loads.map(([, size, at]) => [size, Number(at) - first])).toEqual([
        ['w', 0],
        ['w', 4],
        ['x', 8],
        ['w', 16],
      ]);
      expect(stores.map(([, at]) => Number(at ?? 0))).toEqual([0, 8, 16, 24]);
    });
  },
);
