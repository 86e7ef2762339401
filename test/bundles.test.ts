import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild-wasm';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './support/command-line.js';

const LIBRARY = join(ROOT, 'dist/bundler/index.js');

/** Compiles a module and says so, then runs it; says why it cannot. */
const PROGRAM = `import { compileModule, WebAssembly } from ${JSON.stringify(LIBRARY)};
const bytes = Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0,
  7, 5, 1, 1, 0x66, 0, 0, 10, 6, 1, 4, 0, 0x41, 42, 0x0b);
console.log(compileModule(bytes).stats.functions);
try {
  console.log(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f());
} catch (error) {
  console.log(error.message);
}
`;

type Format = 'cjs' | 'esm';

const BUNDLERS: Record<
  string,
  (input: string, output: string, format: Format) => Promise<unknown>
> = {
  esbuild: (input, output, format) =>
    build({
      entryPoints: [input],
      outfile: output,
      bundle: true,
      platform: 'node',
      format,
      // The one warning is that import.meta is empty in CommonJS.
      logLevel: 'error',
    }),
  'esbuild, minified, with koffi external': (input, output, format) =>
    build({
      entryPoints: [input],
      outfile: output,
      bundle: true,
      platform: 'node',
      format,
      minify: true,
      external: ['koffi'],
      logLevel: 'error',
    }),
  rolldown: async (input, output, format) => {
    const bundle = await rolldown({ input, platform: 'node' });
    await bundle.write({ file: output, format });
    await bundle.close();
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-bundles-'));
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  mkdirSync(join(folder, 'alone'));
  mkdirSync(join(folder, 'beside/node_modules'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/koffi'), join(folder, 'beside/node_modules/koffi'));
  mkdirSync(join(folder, 'broken/node_modules/koffi'), { recursive: true });
  writeFileSync(
    join(folder, 'broken/node_modules/koffi/index.js'),
    'throw new Error("no build for this machine");',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(BUNDLERS))('a bundle of %s', (name, bundle) => {
  it.each(['esm', 'cjs'] as const)(
    'as %s runs by itself; asked to use koffi, with koffi beside it',
    async (format) => {
      const file = `${name.replaceAll(/\W+/g, '-')}.${format === 'esm' ? 'mjs' : 'cjs'}`;
      const run = async (place: string, native: string): Promise<string[]> => {
        const path = join(folder, place, file);
        await bundle(join(folder, 'program.mjs'), path, format);
        const { stdout } = await promisify(execFile)(process.execPath, [path], {
          env: { ...process.env, WINCH_TS_NATIVE: native },
        });
        return stdout.trimEnd().split('\n');
      };
      expect(await run('alone', 'auto')).toEqual(['1', '42']);
      expect(await run('beside', 'koffi')).toEqual(['1', '42']);
      expect(await run('alone', 'koffi')).toEqual([
        '1',
        expect.stringMatching(/needs the package koffi, which is not found; .*npm install koffi/),
      ]);
      expect(await run('broken', 'koffi')).toEqual([
        '1',
        expect.stringMatching(/the package koffi, which does not load: no build for this machine$/),
      ]);
    },
  );
});
