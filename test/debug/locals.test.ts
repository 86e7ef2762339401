import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileModule } from '../../src/compiler/module-compiler.js';
import { framePlaces } from '../../src/debug-info/frame-places.js';
import { makeEhFrame, Section } from '../../src/debug-info/index.js';
import {
  type DebugRecord,
  FUNCTION_WORDS,
  PLACE_WORDS,
  Place,
} from '../../src/debug-info/record.js';
import { kindOf, ValType } from '../../src/wasm/value-types.js';
import { buildProgram } from '../support/native-program.js';
import { randomProgram } from '../support/random-program.js';
import { missingTool } from '../support/tools.js';
import {
  localTypes,
  readTrace,
  type TraceExports,
  withTracedCalls,
} from '../support/traced-calls.js';

/** Words above the CFA that are looked at: more than any stack arguments of a random program. */
const ABOVE = 32;
const PROGRAMS = 12;

const missing = {
  x64: process.arch === 'x64' ? missingTool('gcc', 'gcc') : 'not an x64 machine',
  aarch64:
    missingTool('aarch64-linux-gnu-gcc', 'gcc-aarch64-linux-gnu') ??
    missingTool('qemu-aarch64-static', 'qemu-user-static'),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-locals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The place of a local in a frame whose call returns to `to`: index of its entry, or -1. */
function placeAt(
  { functions, places }: DebugRecord,
  index: number,
  local: number,
  to: number,
): number {
  const end = functions[FUNCTION_WORDS * (index + 1) + 2] ?? places.length / PLACE_WORDS;
  let found = -1;
  for (let i = functions[FUNCTION_WORDS * index + 2]!; i < end; i++) {
    const at = PLACE_WORDS * i;
    if (places[at] === local && places[at + 1]! < to) found = at;
  }
  return found;
}

interface V8 {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: TraceExports & Record<string, () => unknown> };
  RuntimeError: new () => Error;
}
const v8 = (globalThis as unknown as { WebAssembly: V8 }).WebAssembly;

/** Runs an exported function without parameters, to its end or a trap. */
function traceInV8(bytes: Uint8Array, entry: string): DataView {
  const { exports } = new v8.Instance(new v8.Module(bytes));
  try {
    exports[entry]!();
  } catch (error) {
    if (!(error instanceof v8.RuntimeError)) throw error;
  }
  return readTrace(exports);
}

const view = new DataView(new ArrayBuffer(8));

/** Bits of a value, all NaNs the same. */
function bitsOf(type: ValType, word: bigint): bigint {
  view.setBigUint64(0, BigInt.asUintN(64, word), true);
  if (type === ValType.F32) {
    const value = view.getFloat32(0, true);
    return Number.isNaN(value) ? -1n : BigInt.asUintN(32, word);
  }
  if (type === ValType.F64 && Number.isNaN(view.getFloat64(0, true))) return -1n;
  return type === ValType.I32 ? BigInt.asUintN(32, word) : BigInt.asUintN(64, word);
}

describe.each(['x64', 'aarch64'] as const)('locals of frames that call: %s', (target) => {
  const why = missing[target];

  it.skipIf(why)(`are as V8 has them, in random programs${why ? ` (${why})` : ''}`, () => {
    let compared = 0;
    let known = 0;
    let calls = 0;
    for (let seed = 1, programs = 0; programs < PROGRAMS; seed++) {
      const { bytes, params } = randomProgram(seed);
      const entry = params.findIndex((types) => types.length === 0);
      if (entry < 0 || entry === params.length - 1) continue;
      programs++;
      // Step by step, a loop of exclusive accesses has no end: each step takes the exclusiveness.
      const features = target === 'aarch64' ? ['lse'] : [];
      const artifact = compileModule(bytes, { target, features, debug: true });
      const { debug, callSites, funcOffsets, frameStates } = artifact;
      const record = debug!;
      const trace = traceInV8(withTracedCalls(bytes, record), `f${entry}`);
      const step = readFileSync(join(import.meta.dirname, 'step.c'), 'utf8');
      const program = buildProgram(folder, {
        artifact,
        parts: new Map([[Section.EhFrame, makeEhFrame(target, funcOffsets, frameStates, false)]]),
        source: `#define DUMP ${ABOVE}\n#define ENTRY wasm_f${entry}\n${step}`,
        language: 'c',
      });
      const [file, ...args] = target === 'x64' ? [program] : ['qemu-aarch64-static', program];
      const output = execFileSync(file!, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
      const frame = framePlaces(target);
      let at = 0;
      for (const [, line] of output.matchAll(/^call (.*)$/gm)) {
        const [offset, ...words] = line!.split(' ');
        const pc = Number.parseInt(offset!, 16);
        let site = 0;
        while (callSites[site]! <= pc) site += 2;
        const index = funcOffsets.findIndex((start) => start > pc) - 1;
        // Engines agree on which call it is.
        expect(callSites[site + 1], `seed ${seed}`).toBe(trace.getInt32(at, true));
        at += 8;
        calls++;
        const types = localTypes(record, index);
        for (let i = 0; i < types.length; i++, at += 8) {
          compared++;
          const place = placeAt(record, index, i, callSites[site]!);
          if (place < 0 || record.places[place + 2] === Place.None) continue;
          known++;
          const type = types[i]! as ValType;
          const [, , , a, b] = record.places.subarray(place, place + PLACE_WORDS);
          let word = BigInt.asUintN(32, BigInt(a!)) | (BigInt(b!) << 32n);
          if (record.places[place + 2] === Place.Slot) {
            const bytesOfFrame = record.functions[FUNCTION_WORDS * index + 1]!;
            const below = frame.slot(kindOf(type), a!, bytesOfFrame);
            word = BigInt(`0x${words[ABOVE - 1 - below / 8]!}`);
          }
          const expected = bitsOf(type, trace.getBigUint64(at, true));
          expect(bitsOf(type, word), `seed ${seed}, call at ${pc}, local ${i}`).toBe(expected);
        }
      }
      // A program that traps does so in both; what V8 called last may have been that.
      expect(trace.byteLength).toBe(at);
    }
    expect(calls).toBeGreaterThan(100);
    // What is not known is not read any more.
    expect(known).toBeGreaterThan(compared / 4);
  });
});
