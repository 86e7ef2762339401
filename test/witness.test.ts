import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTextReader } from '../src/text/wat.js';
import { CompileError } from '../src/wasm/compile-error.js';
import { ROOT } from './support/command-line.js';
import {
  I32,
  module,
  ONE_BODY,
  ONE_FUNC,
  ONE_TYPE,
  text,
  vector,
} from './support/module-fixtures.js';
import { HAVE_OFFICIAL_SUITE, OFFICIAL_SUITE } from './support/official-suite.js';
import { compareWithWitness } from './witness.js';

const MODULES = [
  'sql.js/dist/sql-wasm.wasm',
  'sql.js/dist/sql-wasm-debug.wasm',
  '@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm',
  'esbuild-wasm/esbuild.wasm',
  '@swc/wasm/wasm_bg.wasm',
];

describe('an independent decoder reads the same', () => {
  for (const path of MODULES) {
    it(`in ${path}`, () => {
      const bytes = new Uint8Array(
        readFileSync(new URL(`../node_modules/${path}`, import.meta.url)),
      );
      expect(compareWithWitness(bytes)).toBe('equal');
    });
  }

  it('in a module by hand', () => {
    const bytes = module(
      ONE_TYPE,
      vector(2, [...text('m'), ...text('g'), 3, I32, 0]),
      ONE_FUNC,
      vector(7, [...text('run'), 0, 0]),
      ONE_BODY,
    );
    expect(compareWithWitness(bytes)).toBe('equal');
  });

  for (const [title, folder] of [
    ['spec-tests', join(ROOT, 'spec-tests')],
    [`the official suite${HAVE_OFFICIAL_SUITE ? '' : ' (it is not there)'}`, OFFICIAL_SUITE],
  ] as const) {
    it.skipIf(!existsSync(folder))(`in the modules of the scripts in ${title}`, async () => {
      const reader = await loadTextReader();
      const counts = { equal: 0, unreadable: 0, refused: 0, noText: 0 };
      const differences: string[] = [];
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.wast'))) {
        const script = readFileSync(join(folder, name), 'utf8');
        for (const form of modulesOf(script)) {
          let bytes: Uint8Array;
          try {
            bytes = await reader.parse(form);
          } catch {
            counts.noText++;
            continue;
          }
          try {
            const result = compareWithWitness(bytes);
            if (result === 'equal' || result === 'unreadable') counts[result]++;
            else differences.push(`${name}: ${result}`);
          } catch (error) {
            if (!(error instanceof CompileError)) throw error;
            // Valid modules are refused here for features only.
            expect(`${name}: ${error.message}`).toMatch(/ needs /);
            counts.refused++;
          }
        }
      }
      expect(differences).toEqual([]);
      expect(counts.noText).toBe(0);
      expect(counts.equal).toBeGreaterThan(10 * counts.unreadable);
    });
  }
});

/** The text of the modules that stand at the top of a script, `(module ...)`. */
function* modulesOf(script: string): Generator<string> {
  const token = /"(?:[^"\\]|\\.)*"|;;[^\n]*|\(;|;\)|[()]/g;
  let depth = 0;
  let comment = 0;
  let start = 0;
  for (let match = token.exec(script); match !== null; match = token.exec(script)) {
    const [found] = match;
    if (found === '(;') comment++;
    else if (found === ';)') comment--;
    else if (comment > 0) continue;
    else if (found === '(' && depth++ === 0) start = match.index;
    else if (found === ')' && --depth === 0) {
      const form = script.slice(start, token.lastIndex);
      const kind = /^\(module\s+(?:\$\S+\s+)?(\w*)/.exec(form)?.[1];
      if (form.startsWith('(module') && kind !== 'quote' && kind !== 'instance') {
        yield form.replace(/^\(module\s+definition/, '(module');
      }
    }
  }
}
