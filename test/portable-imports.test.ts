import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { watToWasm } from '../src/text/wat.js';
import { ROOT } from './support/command-line.js';

const IMPORTS =
  /^(?:import |(?:import|export)\b[^;']*\bfrom )'([^'\n]+)';|\bimport\('([^'\n]+)'\)/gm;

/** Every file that `src/portable.ts` leads to, with what it imports that is no file of ours; types are not counted. */
function outside(): { files: Set<string>; found: string[] } {
  const files = new Set<string>();
  const found: string[] = [];
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    const text = readFileSync(path, 'utf8').replaceAll(/^(?:import|export) type [^;]*;/gm, '');
    for (const [, from, late] of text.matchAll(IMPORTS)) {
      const specifier = from ?? late!;
      if (specifier.startsWith('.')) {
        visit(normalize(join(dirname(path), specifier)).replace(/\.js$/, '.ts'));
      } else found.push(`${path}: ${specifier}`);
    }
  };
  visit(join(ROOT, 'src/portable.ts'));
  return { files, found };
}

describe('winch-ts/portable', () => {
  it('imports nothing but its own files, and none that is for Node', () => {
    const { files, found } = outside();
    expect(found).toEqual([]);
    expect(files.size).toBeGreaterThan(100);
    expect([...files].filter((path) => path.includes('/runtime/native/'))).toEqual([]);
  });

  it('runs where there is nothing of Node, nor what only some browsers have', async () => {
    const bytes = await watToWasm(`(module (func (export "f") (result i32) (i32.const 42))
      (func (export "trap") unreachable))`);
    const source = `
      const { console } = globalThis;
      for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate', 'WebAssembly']) {
        delete globalThis[name];
      }
      delete Error.captureStackTrace;
      delete Error.stackTraceLimit;
      const { WebAssembly } = await import('${pathToFileURL(join(ROOT, 'dist/portable/index.js'))}');
      const { instance } = await WebAssembly.instantiate(Uint8Array.of(${bytes}));
      console.log(instance.exports.f());
      try {
        instance.exports.trap();
      } catch (error) {
        console.log(error instanceof WebAssembly.RuntimeError, error.message, new WebAssembly.LinkError('mine').message);
      }
    `;
    const args = ['--input-type=module', '--eval', source];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stdout, stderr).toBe('42\ntrue unreachable mine\n');
  });

  it('is one file without imports once it is built', () => {
    const text = readFileSync(join(ROOT, 'dist/portable/index.js'), 'utf8');
    expect(text).not.toMatch(/^\s*import\b|\bimport\(|\brequire\(/m);
  });
});
