import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Artifact } from '../../src/artifact/artifact.js';
import { compileModule } from '../../src/compiler/module-compiler.js';
import { makeDebugSections, makeEhFrame, Section } from '../../src/debug-info/index.js';
import type { NativeTargetName } from '../../src/targets/index.js';
import { watToWasm } from '../../src/text/wat.js';
import { functionName } from '../support/function-name.js';
import { buildProgram } from '../support/native-program.js';
import { randomProgram } from '../support/random-program.js';
import { missingTool } from '../support/tools.js';

const why =
  process.arch === 'x64'
    ? (missingTool('gdb', 'gdb') ?? missingTool('gcc', 'gcc'))
    : 'not an x64 machine';
const note = why === undefined ? '' : ` (${why})`;

const MODULE = `(module $shapes
  (import "env" "poke" (func $poke (result i32)))
  (func $outer (export "run") (result i32)
    (call $middle (i32.const 41) (i64.const -5) (f32.const 1.5) (f64.const -0.25)))
  (func $middle (param $count i32) (param $wide i64) (param $single f32) (param $double f64) (result i32)
    (local $sum i64) (local $never i32) (local $constant i32) (local $dead i32)
    (local.set $dead (local.get $count))
    (local.set $constant (i32.const 77))
    (local.set $sum (i64.add (local.get $wide) (i64.const 1000)))
    (drop (call $inner (local.get $dead)))
    (i32.add
      (i32.add (local.get $count) (local.get $constant))
      (i32.wrap_i64 (i64.add (local.get $sum)
        (i64.add (local.get $wide)
          (i64.trunc_sat_f64_s (f64.add (local.get $double) (f64.promote_f32 (local.get $single)))))))))
  (func $inner (param $x i32) (result i32)
    (i32.add (call $poke) (local.get $x))))`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-gdb-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program with a module's code and debug information; its text is beside it. */
function build(artifact: Artifact): string {
  const { target, info, funcOffsets, trapSites, frameStates, debug } = artifact;
  const made = makeDebugSections(
    { target, info, funcOffsets, trapSites, debug: debug! },
    {
      folder,
      textName: 'shapes.wat',
      producer: 'winch-ts',
      symbolName: (_, index) => `wasm_${functionName(info, index)}`,
    },
  );
  writeFileSync(join(folder, 'shapes.wat'), made.text!);
  const ehFrame = makeEhFrame(target as NativeTargetName, funcOffsets, frameStates, false);
  return buildProgram(folder, {
    artifact,
    parts: new Map([[Section.EhFrame, ehFrame], ...made.sections]),
    source: `
      extern char wasm_run[];
      int poke(void) { return 7; }
      int main(void) { return (int)enter(wasm_run, wasm_vmctx, 3); }`,
    language: 'c',
  });
}

/** The line of the text that has some words. */
function lineOf(words: string): number {
  const lines = readFileSync(join(folder, 'shapes.wat'), 'utf8').split('\n');
  return 1 + lines.findIndex((line) => line.includes(words));
}

function gdb(program: string, ...commands: string[]): string {
  const args = commands.flatMap((command) => ['-ex', command]);
  return execFileSync('gdb', ['-nx', '-batch', ...args, program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: folder,
  });
}

describe('a module in gdb', () => {
  it.skipIf(why)(`has functions, parameters, locals and text${note}`, async () => {
    const artifact = compileModule(await watToWasm(MODULE), { debug: true });
    const program = build(artifact);
    const output = gdb(
      program,
      ...['break poke', 'run', 'bt', 'up', 'up', 'info args', 'info locals', 'list'],
    );
    const frames = [...output.matchAll(/^#\d+ .* in (\w+) \((.*)\) at (.*)$/gm)];
    expect(frames.slice(0, 3).map(([, ...parts]) => parts)).toEqual([
      ['wasm_inner', 'x=41', `shapes.wat:${lineOf('call $poke')}`],
      [
        'wasm_middle',
        'count=41, wide=-5, single=1.5, double=-0.25',
        `shapes.wat:${lineOf('call $inner')}`,
      ],
      ['wasm_run', '', `shapes.wat:${lineOf('call $middle')}`],
    ]);
    expect(output).toMatch(/^sum = 995$/m);
    expect(output).toMatch(/^never = <optimized out>$/m);
    expect(output).toMatch(/^constant = 77$/m);
    // Read for the last time before the call.
    expect(output).toMatch(/^dead = <optimized out>$/m);
    expect(output).toMatch(/^\d+\s+i64\.const 1000$/m);
  });

  it.skipIf(why)(`stops at functions by name and steps by operators${note}`, async () => {
    const program = build(compileModule(await watToWasm(MODULE), { debug: true }));
    const output = gdb(program, 'break wasm_middle', 'run', 'info args', 'next', 'next', 'finish');
    expect(output).toMatch(/^count = 41\nwide = -5\nsingle = 1.5\ndouble = -0.25$/m);
    expect(output).toMatch(/^Value returned is \$1 = 1109$/m);
  });

  it('has the same machine code as without', async () => {
    const bytes = await watToWasm(MODULE);
    for (const target of ['x64', 'aarch64'] as const) {
      const { code } = compileModule(bytes, { target });
      expect(compileModule(bytes, { target, debug: true }).code).toEqual(code);
    }
    for (let seed = 1; seed <= 20; seed++) {
      const program = randomProgram(seed).bytes;
      const { code } = compileModule(program, {});
      expect(compileModule(program, { debug: true }).code).toEqual(code);
    }
  });
});
