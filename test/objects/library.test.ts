import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { md5, sha256, sha512 } from 'hash-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildObjects,
  MACHINES,
  must,
  RUN_TIME,
  runProgram,
  SOURCES,
  STRICT,
} from '../support/c-programs.js';

const HASHES = { md5, sha256, sha512 };
const LENGTHS = [0, 1, 63, 64, 1000, 1000000];

/** A module that the package `hash-wasm` has inside of its JavaScript. */
function moduleOf(name: string): Uint8Array {
  const folder = dirname(createRequire(import.meta.url).resolve('hash-wasm'));
  const text = readFileSync(join(folder, 'index.esm.js'), 'utf8');
  const found = new RegExp(`name\\S* = "${name}";\\s*var data\\S* = "([^"]+)"`).exec(text);
  return Buffer.from(found![1]!, 'base64');
}

/** What the library answers on the JavaScript engine's own WebAssembly. */
async function digests(): Promise<string> {
  let text = '';
  for (const length of LENGTHS) {
    const bytes = Uint8Array.from({ length }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    for (const [name, hash] of Object.entries(HASHES)) {
      text += `${name} ${length} ${await hash(bytes)}\n`;
    }
  }
  return text;
}

const modules = Object.keys(HASHES).map((name) => ({ name, source: moduleOf(name) }));

for (const machine of MACHINES) {
  const { cc, emulator, missing, target } = machine;
  const why = missing === undefined ? '' : `: ${missing}`;
  describe.skipIf(missing !== undefined)(`a library of hash functions on ${target}${why}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'winch-ts-library-'));
    let expected: string;
    beforeAll(async () => {
      expected = await digests();
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('in a program', async () => {
      expect(await runProgram(machine, 'hashes.c', modules)).toBe(expected);
    });

    it('in a shared object', async () => {
      const objects = await buildObjects(machine, folder, modules, ['-fPIC']);
      const library = join(folder, 'libhashes.so');
      must(cc, ['-shared', ...objects, '-o', library, '-pthread', '-Wl,--fatal-warnings,-z,defs']);
      const program = join(folder, 'program');
      const includes = [`-I${folder}`, `-I${RUN_TIME}`];
      must(cc, [
        ...[...STRICT, ...includes, join(SOURCES, 'hashes.c'), '-o', program],
        ...[`-L${folder}`, '-lhashes', `-Wl,-rpath,${folder}`],
      ]);
      // An emulator has to be told where the other machine's libraries are.
      const printed =
        emulator === undefined
          ? must(program, [])
          : must(emulator, ['-L', `/usr/${cc.replace(/-gcc$/, '')}`, program]);
      expect(printed).toBe(expected);
    });
  });
}
