import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './support/command-line.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-types-'));
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/winch-ts'));
  symlinkSync(join(ROOT, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the compiler says of a program that uses the declarations of the built library. */
function problems(text: string): string[] {
  const path = join(folder, 'program.mts');
  writeFileSync(path, text);
  const program = ts.createProgram([path], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
}

describe('the declarations', () => {
  it('fit those of the standard namespace, which the library stands for', () => {
    const found = problems(`
      import { CompileError, artifactOf, compileModule, moduleOf, WebAssembly as W } from 'winch-ts';
      globalThis.WebAssembly = W;
      const own: W.Module = new W.Module(new Uint8Array());
      export const module: WebAssembly.Module = own;
      const imports: WebAssembly.Imports = { a: { b: () => 1 } };
      export const instance: WebAssembly.Instance = new W.Instance(module, imports);
      export const f = instance.exports.f as Function;
      export const memory: WebAssembly.Memory = new W.Memory({ initial: 1 });
      export const table: WebAssembly.Table = new W.Table({ element: 'anyfunc', initial: 1 });
      const global: W.Global<'i64'> = new W.Global({ value: 'i64', mutable: true }, 1n);
      export const value: bigint = global.value;
      export const standard: WebAssembly.Global = new W.Global({ value: 'f64' }, 1);
      export const same: typeof CompileError = W.CompileError;
      export const again: W.Module = moduleOf(artifactOf(module));
      export const bytes: W.ModuleExportDescriptor[] = W.Module.exports(module);
      export const kind: W.ImportExportKind = bytes[0]!.kind;
      export const map: W.ValueTypeMap[W.ValueType] = 1;
      export async function load(bytes: ArrayBuffer): Promise<W.Instance[]> {
        const { instance } = await W.instantiate(bytes, imports);
        return [instance, await W.instantiate(own)];
      }
      try {
        compileModule(new Uint8Array());
      } catch (error) {
        if (error instanceof CompileError) console.log(error.offset, error.reason);
      }
    `);
    expect(found).toEqual([]);
  });

  it('find what is wrong in a program', () => {
    const found = problems(`
      import { WebAssembly } from 'winch-ts';
      new WebAssembly.Global({ value: 'i32' }, 'text');
      new WebAssembly.Memory({});
      WebAssembly.compile(1);
    `);
    expect(found).toHaveLength(3);
  });

  it('have no type parameters of typed arrays, which compilers before 5.7 do not know', () => {
    const dist = join(ROOT, 'dist');
    const names = readdirSync(dist, { recursive: true, encoding: 'utf8' });
    const declarations = names.filter((name) => name.endsWith('.d.ts'));
    expect(declarations.length).toBeGreaterThan(100);
    for (const name of declarations) {
      expect
        .soft(readFileSync(join(dist, name), 'utf8'), name)
        .not.toMatch(/(?:Int|Uint|Float)\d+(?:Clamped)?Array</);
    }
  });
});
