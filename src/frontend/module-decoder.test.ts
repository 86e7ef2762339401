import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CompileError } from './compile-error.js';
import { decodeModuleInfo, ModuleDecoder, type ModuleSink } from './module-decoder.js';
import type { ModuleInfo } from './module-info.js';

const MODULES = [
  'sql.js/dist/sql-wasm.wasm',
  '@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm',
  'esbuild-wasm/esbuild.wasm',
];

function read(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../node_modules/${path}`, import.meta.url)));
}

/** Writes down the calls, with a checksum of each body. */
class Recorder implements ModuleSink {
  readonly calls: string[] = [];

  beginCode(info: ModuleInfo): void {
    this.calls.push(`begin ${info.funcTypes.length} ${info.refFuncs.size}`);
  }

  functionBody(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void {
    let sum = 0;
    for (let i = start; i < end; i++) sum = (Math.imul(sum, 31) + bytes[i]!) | 0;
    this.calls.push(`${funcIndex} ${moduleOffset} ${end - start} ${sum}`);
  }
}

interface Outcome {
  readonly calls: string[];
  readonly info: ModuleInfo | undefined;
  readonly error: string;
}

function decodeIn(bytes: Uint8Array, sizes: () => number): Outcome {
  const recorder = new Recorder();
  const decoder = new ModuleDecoder(recorder);
  try {
    for (let pos = 0; pos < bytes.length; ) {
      const size = sizes();
      // A chunk of its own that is overwritten afterwards: nothing may refer to it.
      const chunk = bytes.slice(pos, pos + size);
      decoder.push(chunk);
      chunk.fill(0xee);
      pos += size;
    }
    return { calls: recorder.calls, info: decoder.finish(), error: '' };
  } catch (error) {
    expect(error).toBeInstanceOf(CompileError);
    expect(() => decoder.push(bytes)).toThrow(error as Error);
    expect(() => decoder.finish()).toThrow(error as Error);
    return { calls: recorder.calls, info: undefined, error: (error as Error).message };
  }
}

describe('real modules', () => {
  for (const path of MODULES) {
    it(`decodes ${path} the same in any chunks`, () => {
      const bytes = read(path);
      const whole = decodeIn(bytes, () => bytes.length);
      expect(whole.error).toBe('');
      expect(whole.calls.length).toBeGreaterThan(100);
      let seed = 1;
      const random = (): number => {
        seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
        return seed % 5 === 0 ? (seed >> 8) % 70_000 : 1 + ((seed >> 8) % 12);
      };
      const cuts: (() => number)[] = [random, () => 4096];
      if (bytes.length < 1_000_000) cuts.push(() => 1);
      for (const cut of cuts) {
        const other = decodeIn(bytes, cut);
        expect(other.error).toBe('');
        expect(other.calls).toEqual(whole.calls);
        expect(other.info).toEqual(whole.info);
      }
    });

    it(`makes the info of ${path} again from its bytes without code`, () => {
      const bytes = read(path);
      const decoder = new ModuleDecoder(new Recorder());
      decoder.push(bytes);
      const info = decoder.finish();
      const rest = decoder.moduleBytes();
      expect(decoder.moduleBytes()).toBe(rest);
      expect(rest.length).toBeLessThan(bytes.length);
      for (const segment of info.data) expect(segment.bytes.buffer).toBe(rest.buffer);
      expect(decodeModuleInfo(rest, { withoutCode: true })).toEqual(info);
      expect(() => decodeModuleInfo(rest)).toThrow(
        /^function and code section have inconsistent lengths/,
      );
      expect(() => decodeModuleInfo(bytes, { withoutCode: true })).toThrow(/code section/);
    });
  }

  it('decodes a Buffer without keeping it', () => {
    const buffer = readFileSync(new URL(`../../node_modules/${MODULES[0]}`, import.meta.url));
    const expected = decodeModuleInfo(new Uint8Array(buffer));
    const info = decodeModuleInfo(buffer);
    buffer.fill(0);
    expect(info).toEqual(expected);
  });
});
