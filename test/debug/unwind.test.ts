import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Artifact } from '../../src/artifact/artifact.js';
import { compileModule } from '../../src/compiler/module-compiler.js';
import { makeEhFrame } from '../../src/debug-info/eh-frame.js';
import { Section } from '../../src/debug-info/section.js';
import { FRAME_STATE_MASK, FrameState } from '../../src/masm/frame-states.js';
import type { NativeTargetName } from '../../src/targets/index.js';
import { watToWasm } from '../../src/text/wat.js';
import { buildProgram } from '../support/native-program.js';
import { randomProgram } from '../support/random-program.js';

import { missingTool } from '../support/tools.js';

const missing: Record<NativeTargetName, string | undefined> = {
  x64: process.arch === 'x64' ? missingTool('gcc', 'gcc') : 'not an x64 machine',
  aarch64:
    missingTool('aarch64-linux-gnu-gcc', 'gcc-aarch64-linux-gnu') ??
    missingTool('qemu-aarch64-static', 'qemu-user-static'),
};

const repeated = (count: number, text: string): string => Array(count).fill(text).join(' ');

/** Functions with every frame shape, and all ways to leave a frame, run one after the other. */
const SHAPES = `(module
  (import "env" "poke" (func $poke (result i32)))
  (type $none (func (result i32)))
  (type $many (func (param ${repeated(40, 'i64')}) (result i32)))
  (table 8 funcref)
  (elem (i32.const 1) $none $many)
  (func $none (result i32) (i32.const 1))
  (func $poked (result i32) (return_call $poke))
  (func $sum (param ${repeated(9, 'i64')}) (result i64)
    (i64.add (i64.add (local.get 0) (local.get 7)) (local.get 8)))
  ;; The pop of the return address has an offset of 8 and of 32 bits, and LDP reaches or does not.
  (func $wide (param ${repeated(24, 'i64')}) (result i64) (i64.add (local.get 20) (local.get 23)))
  (func $widest (param ${repeated(90, 'i64')}) (result i64)
    (if (i64.eqz (local.get 0)) (then (return (local.get 80))))
    (i64.add (call $wide ${repeated(24, '(local.get 88)')}) (local.get 1)))
  (func $many (param ${repeated(40, 'i64')}) (result i32)
    (return_call_indirect (type $none) (i32.const 1)))
  (func $results (result i32 i64 f64) (i32.const 1) (i64.const 2) (f64.const 3))
  ;; A frame that is too large to be checked after it was made.
  (func $large (param i32) (result i32) (local ${repeated(5000, 'i64')})
    (local.set 4999 (i64.const 5))
    (drop (call $sum ${repeated(9, '(local.get 4999)')}))
    (i32.wrap_i64 (local.get 4999)))
  ;; Tail calls: more arguments, by straight code and by a loop; fewer; as many.
  (func $grow (result i32) (return_call $twenty ${repeated(20, '(i64.const 3)')}))
  (func $twenty (param ${repeated(20, 'i64')}) (result i32)
    (return_call $twenty_more ${repeated(20, '(local.get 19)')}))
  (func $twenty_more (param ${repeated(20, 'i64')}) (result i32)
    (return_call $many ${repeated(40, '(local.get 18)')}))
  (func $shrink (param ${repeated(40, 'i64')}) (result i32)
    (return_call $twenty ${repeated(20, '(local.get 39)')}))
  (func $shrink_far (param ${repeated(90, 'i64')}) (result i32) (return_call $poked))
  (func $indirect (param ${repeated(12, 'i64')}) (result i32)
    (return_call_indirect (type $many) ${repeated(40, '(local.get 11)')} (i32.const 2)))
  (func (export "run") (result i32)
    (drop (call $sum ${repeated(9, '(i64.const 1)')}))
    (drop (call $widest ${repeated(90, '(i64.const 0)')}))
    (drop (call $widest ${repeated(90, '(i64.const 1)')}))
    (drop (drop (drop (call $results))))
    (drop (call $large (i32.const 1)))
    (drop (call $poked))
    (drop (call $poke))
    (drop (call $grow))
    (drop (call $shrink ${repeated(40, '(i64.const 1)')}))
    (drop (call $shrink_far ${repeated(90, '(i64.const 1)')}))
    (drop (call $indirect ${repeated(12, '(i64.const 1)')}))
    (call_indirect (type $none) (i32.const 1))))`;

const missingCxx = (target: NativeTargetName): string | undefined =>
  target === 'x64'
    ? missingTool('g++', 'g++')
    : missingTool('aarch64-linux-gnu-g++', 'g++-aarch64-linux-gnu');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-unwind-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Walk {
  /** Code offsets of the instructions that ran. */
  readonly seen: ReadonlySet<number>;
  readonly output: string;
}

const ehFrameOf = ({ target, funcOffsets, frameStates }: Artifact) =>
  new Map([
    [Section.EhFrame, makeEhFrame(target as NativeTargetName, funcOffsets, frameStates, false)],
  ]);

function build(artifact: Artifact, entry: string): string {
  return buildProgram(folder, {
    artifact,
    parts: ehFrameOf(artifact),
    source: `#define ENTRY wasm_${entry}\n${readFileSync(join(import.meta.dirname, 'step.c'))}`,
    language: 'c',
  });
}

/** Steps through an exported function. */
function walk(artifact: Artifact, entry: string): Walk {
  const program = build(artifact, entry);
  const command = artifact.target === 'x64' ? [] : ['qemu-aarch64-static'];
  const [file, ...args] = [...command, program];
  const output = execFileSync(file!, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const seen = /^seen (.*)$/m.exec(output)?.[1] ?? '';
  return { output, seen: new Set(seen.split(' ').map((at) => Number.parseInt(at, 16))) };
}

/** Offsets at which frames change, but for those behind code that leaves. */
function changes({ frameStates }: Artifact): number[] {
  const found: number[] = [];
  for (let i = 0; i < frameStates.length; i += 2) {
    if ((frameStates[i + 1]! & FRAME_STATE_MASK) !== FrameState.Body) found.push(frameStates[i]!);
  }
  return found;
}

describe.each(['x64', 'aarch64'] as const)('unwinding at each instruction: %s', (target) => {
  const why = missing[target];
  const note = why === undefined ? '' : ` (${why})`;

  it.skipIf(why)(`through every shape of frame${note}`, async () => {
    const artifact = compileModule(await watToWasm(SHAPES), { target, features: [] });
    const { seen, output } = walk(artifact, 'run');
    expect(output).toMatch(/differences 0 left 0$/m);
    const { frameStates } = artifact;
    for (const at of changes(artifact)) expect(seen).toContain(at);
    const states = frameStates.filter((_, i) => i % 2 === 1).map((word) => word & FRAME_STATE_MASK);
    expect(new Set(states).size).toBe(target === 'x64' ? 4 : 3);
  });

  it.skipIf(why)(`needs every change of a frame${note}`, async () => {
    const artifact = compileModule(await watToWasm(SHAPES), { target, features: [] });
    const { frameStates } = artifact;
    // One of each kind is enough.
    const tried = new Set<number>();
    for (let i = 0; i < frameStates.length; i += 2) {
      const state = frameStates[i + 1]! & FRAME_STATE_MASK;
      if (state === FrameState.Body || tried.has(state)) continue;
      tried.add(state);
      const without = Int32Array.of(...frameStates.slice(0, i), ...frameStates.slice(i + 2));
      const { output } = walk({ ...artifact, frameStates: without }, 'run');
      // It finds another frame, or faults on the way.
      expect(output, `without state ${state}`).not.toMatch(/differences 0 left 0$/m);
    }
  });

  it.skipIf(why)(`through random programs${note}`, () => {
    let steps = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const artifact = compileModule(randomProgram(seed).bytes, { target, features: [] });
      const { output } = walk(artifact, 'f0');
      expect(output, `seed ${seed}`).toMatch(/differences 0 left \d+$/m);
      steps += Number(/steps (\d+)/.exec(output)![1]);
    }
    expect(steps).toBeGreaterThan(1000);
  });

  const noCxx = why ?? missingCxx(target);
  it.skipIf(noCxx)(`by a C++ exception${noCxx === undefined ? '' : ` (${noCxx})`}`, async () => {
    const text = `(module
      (import "env" "poke" (func $poke (result i32)))
      (func $inner (param ${repeated(30, 'i64')}) (result i32)
        (call $poke))
      (func $tail (param ${repeated(12, 'i64')}) (result i32)
        (return_call $inner ${repeated(30, '(local.get 11)')}))
      (func $large (result i32) (local ${repeated(5000, 'i64')})
        (local.set 4999 (i64.const 1))
        (call $tail ${repeated(12, '(local.get 4999)')}))
      (func (export "run") (result i32) (i32.add (call $large) (i32.const 1))))`;
    const artifact = compileModule(await watToWasm(text), { target, features: [] });
    const program = buildProgram(folder, {
      artifact,
      parts: ehFrameOf(artifact),
      source: `
        #include <stdexcept>
        extern "C" char wasm_run[];
        extern "C" int poke(void) { throw std::runtime_error("thrown"); }
        struct Counted { int *left; ~Counted() { ++*left; } };
        static int left;
        __attribute__((noinline)) static int through() {
          Counted counted{&left};
          return (int)enter(wasm_run, wasm_vmctx, 0) + 1;
        }
        int main() {
          for (int i = 0; i < 3; i++) {
            try { through(); return 1; }
            catch (const std::runtime_error &error) { printf("caught %s\\n", error.what()); }
          }
          printf("left %d\\n", left);
        }`,
      language: 'cxx',
    });
    const [file, ...args] = target === 'x64' ? [program] : ['qemu-aarch64-static', program];
    expect(execFileSync(file!, args, { encoding: 'utf8' })).toBe(
      `${'caught thrown\n'.repeat(3)}left 3\n`,
    );
  });
});
