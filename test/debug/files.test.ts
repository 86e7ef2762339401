import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, winchTs } from '../support/command-line.js';
import { missingTool } from '../support/tools.js';

const MODULES = [
  '@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm',
  'sql.js/dist/sql-wasm.wasm',
  '@bytecodealliance/jco-transpile/vendor/wasm-tools.core.wasm',
];

/** Readers that say whether anything is wrong with a file. */
const READERS: readonly [program: string, debian: string, args: readonly string[], good: RegExp][] =
  [
    ['llvm-dwarfdump', 'llvm', ['--verify'], /No errors\./],
    ['eu-elflint', 'elfutils', ['--gnu-ld'], /^No errors$/m],
    ['readelf', 'binutils', ['-a', '--debug-dump=decodedline,info,loc,frames'], /^/],
  ];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-debug-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(MODULES)('debug information of %s', (name) => {
  const input = join(ROOT, 'node_modules', name);

  it.each(['x64', 'aarch64'])('is read by everybody: %s', async (target) => {
    const output = join(folder, `${target}.winch`);
    const { code, stderr } = await winchTs([
      'compile',
      input,
      '-g',
      '-o',
      output,
      '--target',
      target,
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(readFileSync(`${output}.wat`, 'latin1')).toMatch(/^\(module\n/);
    for (const [program, debian, args, good] of READERS) {
      if (missingTool(program, debian) !== undefined) continue;
      const found = spawnSync(program, [...args, output], { encoding: 'utf8', maxBuffer: 1 << 30 });
      expect(found.stderr, program).toBe('');
      expect(found.stdout, program).toMatch(good);
      expect(found.stdout, program).not.toMatch(/\bwarning\b/i);
    }
  });
});
