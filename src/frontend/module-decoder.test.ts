import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cpuMilliseconds } from '../../test/support/cpu-time.js';
import {
  EMPTY_BODY,
  I32,
  isValidInV8,
  module,
  ONE_BODY,
  ONE_FUNC,
  ONE_TYPE,
  section,
  text,
  VOID_TYPE,
  vector,
  ZERO,
} from '../../test/support/module-fixtures.js';
import type { ModuleInfo } from '../module/module-info.js';
import { CompileError } from '../wasm/compile-error.js';
import { decodeModuleInfo, ModuleDecoder, type ModuleSink } from './module-decoder.js';

const MODULES = [
  'sql.js/dist/sql-wasm.wasm',
  '@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm',
  'esbuild-wasm/esbuild.wasm',
];

function read(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../node_modules/${path}`, import.meta.url)));
}

function checksum(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum = (Math.imul(sum, 31) + bytes[i]!) | 0;
  return sum;
}

/** Everything in the info as text; bytes as checksums, for there are many segments. */
function show(info: ModuleInfo): string {
  const bytes = (b: Uint8Array) => `${b.length}/${checksum(b, 0, b.length)}`;
  const { types, imports, exports, funcTypes, tables, memories, globals, names } = info;
  const { importedFuncs, importedTables, importedMemories, importedGlobals } = info;
  return JSON.stringify([
    types.map(({ params, results, key }) => [params, results, key]),
    [imports, exports, funcTypes, tables, memories, globals, info.start, info.dataCount],
    [importedFuncs, importedTables, importedMemories, importedGlobals],
    Array.from(info.globalInits, (init) => [...init]),
    Array.from(info.data, (d) => [d.mode, d.memory, [...d.offset], bytes(d.bytes)]),
    info.customSections.map((c) => [c.name, bytes(c.bytes)]),
    names.module,
    [...names.functions],
    [...info.refFuncs],
    Array.from(info.elements, (e) => [
      [e.mode, e.table, e.type, [...e.offset]],
      e.funcs && [...e.funcs],
      Array.from(e.items, (item) => [...item]),
    ]),
  ]);
}

/** Writes down the calls, with a checksum of each body. */
class Recorder implements ModuleSink {
  readonly calls: string[] = [];

  beginCode(info: ModuleInfo): void {
    this.calls.push(`begin ${info.funcTypes.length} ${info.refFuncs.size}`);
  }

  functionBody(index: number, bytes: Uint8Array, start: number, end: number, at: number): void {
    this.calls.push(`${index} ${at} ${end - start} ${checksum(bytes, start, end)}`);
  }
}

interface Outcome {
  readonly calls: string[];
  readonly info: string;
  readonly error: string;
}

function decodeIn(bytes: Uint8Array, nextSize: () => number): Outcome {
  const recorder = new Recorder();
  const decoder = new ModuleDecoder(recorder);
  try {
    for (let pos = 0; pos < bytes.length; ) {
      const size = nextSize();
      // A chunk of its own that is overwritten afterwards: nothing may refer to it.
      const chunk = bytes.slice(pos, pos + size);
      decoder.push(chunk);
      chunk.fill(0xee);
      pos += size;
    }
    return { calls: recorder.calls, info: show(decoder.finish()), error: '' };
  } catch (error) {
    expect(error).toBeInstanceOf(CompileError);
    expect(() => decoder.push(bytes)).toThrow(error as Error);
    expect(() => decoder.finish()).toThrow(error as Error);
    return { calls: recorder.calls, info: '', error: (error as Error).message };
  }
}

/** Pseudo-random chunk sizes: mostly a few bytes, sometimes many. */
function randomSizes(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % 5 === 0 ? 1 + ((state >> 8) % 70_000) : 1 + ((state >> 8) % 12);
  };
}

describe('real modules', () => {
  for (const path of MODULES) {
    it(`decodes ${path} the same in any chunks`, () => {
      const bytes = read(path);
      const whole = decodeIn(bytes, () => bytes.length);
      expect(whole.error).toBe('');
      expect(whole.calls.length).toBeGreaterThan(100);
      const cuts = [randomSizes(1), () => 4096];
      if (bytes.length < 1_000_000) cuts.push(() => 1);
      for (const cut of cuts) {
        const other = decodeIn(bytes, cut);
        expect(other.error).toBe('');
        expect(other.calls).toEqual(whole.calls);
        expect(other.info === whole.info).toBe(true);
      }
    });

    it(`makes the info of ${path} again from its bytes without code`, () => {
      const bytes = read(path);
      const decoder = new ModuleDecoder(new Recorder());
      decoder.push(bytes);
      const info = decoder.finish();
      const before = show(info);
      const rest = decoder.moduleBytes();
      expect(decoder.moduleBytes()).toBe(rest);
      expect(rest.length).toBeLessThan(bytes.length);
      expect(show(info) === before).toBe(true);
      for (const segment of info.data) {
        if (segment.bytes.buffer !== rest.buffer) throw new Error('segment has a copy of its own');
      }
      expect(show(decodeModuleInfo(rest, { withoutCode: true })) === before).toBe(true);
      expect(() => decodeModuleInfo(rest)).toThrow(
        /^function and code section have inconsistent lengths/,
      );
      expect(() => decodeModuleInfo(bytes, { withoutCode: true })).toThrow(/^code section/);
    });
  }

  it('decodes a Buffer without keeping it', () => {
    const buffer = readFileSync(new URL(`../../node_modules/${MODULES[0]}`, import.meta.url));
    const expected = show(decodeModuleInfo(new Uint8Array(buffer)));
    const info = decodeModuleInfo(buffer);
    buffer.fill(0);
    expect(show(info) === expected).toBe(true);
  });
});

describe('streaming', () => {
  const bytes = module(
    section(0, text('first'), [1, 2, 3]),
    ONE_TYPE,
    vector(2, [...text('m'), ...text('f'), 0, 0]),
    vector(3, [0], [0]),
    vector(5, [0, 1]),
    vector(6, [I32, 0, ...ZERO]),
    vector(7, [...text('run'), 0, 1], [...text('mem'), 2, 0]),
    vector(10, EMPTY_BODY, EMPTY_BODY),
    vector(11, [0, ...ZERO, 3, 7, 8, 9]),
    section(0, text('name'), [0, 4], text('abc'), [1, 8, 2], [0, 1, 97], [2, 2, 98, 99]),
  );

  it('hands each body over as soon as it has arrived', () => {
    const recorder = new Recorder();
    const decoder = new ModuleDecoder(recorder);
    const ends: number[] = [];
    for (let i = 0; i < bytes.length; i++) {
      const before = recorder.calls.length;
      decoder.push(bytes.subarray(i, i + 1));
      for (let n = before; n < recorder.calls.length; n++) ends.push(i + 1);
    }
    decoder.finish();
    const offsets = recorder.calls.slice(1).map((call) => Number(call.split(' ')[1]));
    // The count of bodies begins the code; a body of two bytes ends two behind its start.
    expect(ends).toEqual([offsets[0]! - 1, offsets[0]! + 2, offsets[1]! + 2]);
    expect(recorder.calls.map((call) => call.split(' ')[0])).toEqual(['begin', '1', '2']);
  });

  it('ends with the same error for every truncation, in any chunks', () => {
    for (let length = 0; length < bytes.length; length++) {
      const part = bytes.subarray(0, length);
      const whole = decodeIn(part, () => Math.max(1, length));
      for (const cut of [() => 1, () => 3, randomSizes(length)]) {
        expect(decodeIn(part, cut)).toEqual(whole);
      }
      expect(whole.error === '').toBe(isValidInV8(part));
    }
  });

  it('reads names, and calls the sink once without a code section', () => {
    const info = decodeModuleInfo(bytes);
    expect(info.names.module).toBe('abc');
    expect([...info.names.functions]).toEqual([
      [0, 'a'],
      [2, 'bc'],
    ]);
    expect(info.customSections.map((c) => [c.name, c.bytes.length])).toEqual([
      ['first', 3],
      ['name', 16],
    ]);
    const recorder = new Recorder();
    const decoder = new ModuleDecoder(recorder);
    decoder.push(module(ONE_TYPE));
    expect(recorder.calls).toEqual([]);
    decoder.finish();
    decoder.finish();
    expect(recorder.calls).toEqual(['begin 0 0']);
    expect(() => decoder.push(bytes)).toThrow(/after finish/);
  });

  it('takes the last of several names of a function, in any order and from any section', () => {
    const names = (...pairs: [number, string][]) => {
      const list = pairs.flatMap(([index, name]) => [index, ...text(name)]);
      return section(0, text('name'), [1, list.length + 1, pairs.length], list);
    };
    const decoder = new ModuleDecoder(new Recorder());
    decoder.push(module(names([5, 'e'], [2, 'b'], [5, 'f'])));
    expect([...decoder.info.names.functions]).toEqual([
      [2, 'b'],
      [5, 'f'],
    ]);
    decoder.push(Uint8Array.from(names([9, 'i'], [2, 'c'])));
    decoder.push(Uint8Array.from(section(0, text('name'), [1, 5, 1, 9, 2, 0xff, 0xff])));
    const { functions } = decoder.finish().names;
    expect([...functions]).toEqual([
      [2, 'c'],
      [5, 'f'],
      [9, 'i'],
    ]);
    expect([1, 2, 5, 9, 10].map((index) => functions.get(index))).toEqual([
      undefined,
      'c',
      'f',
      'i',
      undefined,
    ]);
    expect(functions.size).toBe(3);
    functions.set(5, 'by hand');
    functions.set(7, 'new');
    expect([functions.get(5), functions.get(7), functions.size]).toEqual(['by hand', 'new', 4]);
    expect(new Map(functions).get(5)).toBe('by hand');
  });

  it('takes a malformed name section for none', () => {
    for (const contents of [
      [1, 200],
      [1, 3, 255, 255, 255],
      [1, 4, 1, 0, 1, 0xff],
      [0, 2, 1, 0x80],
    ]) {
      const info = decodeModuleInfo(module(section(0, text('name'), contents)));
      expect(info.names.module).toBeUndefined();
      expect(info.names.functions.size).toBe(0);
    }
  });

  it('takes linear time for a section in many small chunks', () => {
    const size = 3_000_000;
    const decoder = new ModuleDecoder(new Recorder());
    const milliseconds = cpuMilliseconds(() => {
      decoder.push(module([0, ...leb4(size), 1, 0x78]));
      const chunk = new Uint8Array(1);
      for (let i = 0; i < size - 2; i++) decoder.push(chunk);
      expect(decoder.finish().customSections[0]!.bytes.length).toBe(size - 2);
    });
    // It takes 250; to move all that has come for each chunk would be minutes.
    expect(milliseconds).toBeLessThan(5_000);
  });
});

function leb4(value: number): number[] {
  return [0, 7, 14, 21].map((shift) => ((value >> shift) & 0x7f) | (shift < 21 ? 0x80 : 0));
}

describe('errors of bodies', () => {
  const failing: ModuleSink = {
    beginCode() {},
    functionBody(funcIndex, _bytes, _start, _end, moduleOffset) {
      throw new CompileError('wrong', { offset: moduleOffset + 1, funcIndex });
    },
  };
  const code = [ONE_TYPE, ONE_FUNC, vector(7, [...text('exported'), 0, 0]), ONE_BODY];
  const nameSection = section(0, text('name'), [1, 8, 1, 0], text('named'));

  function errorOf(chunks: readonly Uint8Array[], sink = failing): CompileError {
    const decoder = new ModuleDecoder(sink);
    try {
      for (const chunk of chunks) decoder.push(chunk);
      decoder.finish();
    } catch (error) {
      expect(() => decoder.push(chunks[0]!)).toThrow(error as Error);
      return error as CompileError;
    }
    throw new Error('no error');
  }

  it('get the name from the name section ahead, behind or else from an export', () => {
    const named = module(...code, section(0, text('other')), nameSection);
    expect(errorOf([named])).toMatchObject({
      reason: 'wrong',
      funcIndex: 0,
      funcName: 'named',
      offset: 36 + 1,
    });
    const split = module(...code).length - 1;
    expect(errorOf([named.slice(0, split), named.slice(split)]).funcName).toBe('named');
    expect(errorOf([module(nameSection, ...code)]).funcName).toBe('named');
    expect(errorOf([module(...code)]).funcName).toBe('exported');
    expect(errorOf([named.slice(0, split + 1), named.slice(split + 1)]).funcName).toBe('exported');
    expect(errorOf([module(ONE_TYPE, ONE_FUNC, ONE_BODY)]).funcName).toBeUndefined();
    const cut = named.slice(0, named.length - 1);
    expect(errorOf([cut]).funcName).toBe('exported');
  });

  it('pass through when they are of another class', () => {
    const sink: ModuleSink = {
      beginCode() {},
      functionBody() {
        throw new RangeError('other');
      },
    };
    expect(errorOf([module(...code)], sink)).toBeInstanceOf(RangeError);
  });

  it('name the function whose size is wrong', () => {
    const error = errorOf([
      module(vector(1, VOID_TYPE), ONE_FUNC, section(10, [1, 9, 0, 0x0b]), nameSection),
    ]);
    expect(error).toMatchObject({ funcIndex: 0, funcName: 'named' });
    expect(error.reason).toMatch(/^unexpected end of section or function: body of 9 bytes/);
  });
});
