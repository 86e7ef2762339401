import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileModule, deserializeArtifact, serializeArtifact } from '../../src/index.js';
import { expectFailure, expectTrap, type Finished, winchTs } from '../support/command-line.js';

/** Clears the screen, breaks the line, turns text around, sets the title, in C0, C1 and bidi. */
const BAD = '\\1b[2J\\0a\\u{202e}\\u{9b}31m\\u{9d}0;x\\07';
/** The same, as a terminal may show it. */
const SHOWN = '\\u{1b}[2J\\u{a}\\u{202e}\\u{9b}31m\\u{9d}0;x\\u{7}';
/** A name that looks like the frame of another function below it. */
const FORGED = 'x (wasm-function[0]:0x1)\\0a    at y';

const MODULE = `(module
  (memory (export "m${BAD}") 1)
  (func $f (@name "f${BAD}") (export "e${BAD}") (param i32) (result i32)
    (i32.div_s (i32.const 1) (local.get 0)))
  (func $g (@name "${FORGED}") (export "forged") (result i32)
    (call $f (i32.const 0)))
  (func $h (export "h") (result i32) (i32.add (call $g) (i32.const 1)))
  (func $deep (export "deep") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (unreachable)))
    (i32.add (call $deep (i32.sub (local.get 0) (i32.const 1))) (i32.const 1))))`;

let folder: string;
const run = (...args: string[]): Promise<Finished> => winchTs(args, folder);
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-terminal-'));
  writeFileSync(file('bad.wat'), MODULE);
  writeFileSync(file('import.wat'), `(module (import "m${BAD}" "n${BAD}" (func)))`);
  writeFileSync(
    file('invalid.wat'),
    `(module (func (@name "f${BAD}") (result i32) (i64.const 1)))`,
  );
  writeFileSync(
    file('bad.wast'),
    `(module (func (export "f")))
(assert_return (invoke "f${BAD}"))
(assert_unlinkable (module (import "m${BAD}" "n" (func))) "")
(module (import "m${BAD}" "n${BAD}" (func)))
(assert_trap (module (func (export "x${BAD}")) (func (export "x${BAD}"))) "")`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a terminal shows and does nothing else with. */
function expectPlain(result: Finished): void {
  expect(result.stdout + result.stderr).toMatch(/^[\x20-\x7e\n]+$/);
}

describe('names of a module', () => {
  it('are shown in errors of modules', async () => {
    for (const name of ['import.wat', 'invalid.wat']) {
      const result = await run('run', name);
      expectFailure(result, 1, SHOWN);
      expectPlain(result);
    }
    expect((await run('run', 'import.wat')).stderr).toContain(`"m${SHOWN}"`);
    expectFailure(await run('compile', 'invalid.wat'), 1, `in function 0 (f${SHOWN})`);
  });

  it('are shown in errors of the command line', async () => {
    const memory = await run('run', 'bad.wat', '--invoke', 'none');
    expectFailure(memory, 2, `(functions: e${SHOWN}, forged, h, deep)`);
    expectPlain(memory);
    const own = await run('run', 'bad.wat', '--invoke', '\x1b[2J\u202e\n');
    expectFailure(own, 2, 'no exported function "\\u{1b}[2J\\u{202e}\\u{a}"');
    for (const args of [
      ['\x1b[2J'],
      ['run', '--\x1b[2J\n'],
      ['help', '\x9b\n'],
      ['run', '\x1b\n'],
    ]) {
      const result = await run(...args);
      expectFailure(result, args.at(-1) === '\x1b\n' ? 1 : 2, /\\u\{(?:1b|9b)\}/);
      expectPlain(result);
    }
  });

  it('are shown in listings, a line each', async () => {
    const listed = await run('objdump', 'bad.wat', '--target', 'x64');
    expectPlain(listed);
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain(`<f${SHOWN}>: function 0, `);
    expect(listed.stdout).toMatch(/call .*;; <f\\u\{1b\}.*>, call at wasm 0x/);
    const escaped = await run('objdump', 'bad.wat', '--function', `f${SHOWN}`, '--trace');
    expect(escaped.stdout).toContain('i32.div_s');
    expectPlain(escaped);
    expectPlain(await run('objdump', 'bad.wat', '--function', '\x1b'));
  });

  it('are shown in frames of traps, and forge none', async () => {
    const result = await run('run', 'bad.wat', '--invoke', 'h');
    expectPlain(result);
    const frames = result.stderr.split('\n').slice(1, -1);
    expect(frames).toHaveLength(3);
    expect(frames[0]).toMatch(
      /^ {4}at f\\u\{1b\}\[2J.* \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[0\]:0x\w+\)$/,
    );
    expect(frames[1]).toMatch(
      /^ {4}at x \(wasm-function\[0\]:0x1\)\\u\{a\} {4}at y \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[1\]:0x\w+\)$/,
    );
    expect(frames[2]).toMatch(
      /^ {4}at (?:\w+ \()?wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[2\]:0x\w+\)?$/,
    );
  });

  it('are shown in the stacks of errors', async () => {
    for (const args of [
      ['run', 'bad.wat', '--invoke', 'h'],
      ['run', 'import.wat'],
      ['compile', 'invalid.wat'],
    ]) {
      const result = await winchTs(args, folder, { env: { WINCH_TS_DEBUG: '1' } });
      expectPlain(result);
      expect(result.stderr).toMatch(/\n {4}at .*\.js:/);
    }
  });

  it('are shown in results of scripts, and the same data in JSON', async () => {
    const result = await run('wast', 'bad.wast', '--json', 'out.json');
    expect(result.code).toBe(1);
    expectPlain(result);
    const text = readFileSync(file('out.json'), 'utf8');
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    const { scripts } = JSON.parse(text) as { scripts: { problems: { reason: string }[] }[] };
    const reasons = scripts[0]!.problems.map((problem) => problem.reason).join();
    expect(reasons).toContain('\x1b[2J\n\u202e\x9b31m\x9d0;x\x07');
  });

  it('are shown where they come from an artifact', async () => {
    const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    const target = process.arch === 'x64' ? 'x64' : 'aarch64';
    const artifact = { ...compileModule(bytes, { target }), features: ['\x1b[2J\n'] };
    writeFileSync(file('features.winch'), serializeArtifact(artifact));
    expect(deserializeArtifact(serializeArtifact(artifact)).features).toEqual(['\x1b[2J\n']);
    for (const args of [['objdump'], ['run'], ['run', '--bounds', 'explicit']]) {
      const result = await run(...args, 'features.winch');
      expectPlain(result);
      expect(result.stdout + result.stderr).toContain('\\u{1b}[2J\\u{a}');
      expect(result.code).toBe(args[0] === 'objdump' ? 0 : 1);
    }
  });
});

describe('a trap', () => {
  it('shows the functions that it went through, and none of JavaScript', async () => {
    const result = await run('run', 'bad.wat', '--invoke', 'deep', '2');
    expectTrap(
      result,
      'unreachable',
      /^(?: {4}at (?:\S+ \()?wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[3\]:0x\w+\)?\n){3}$/,
    );
  });

  it('of a deep recursion shows its innermost functions', async () => {
    for (const depth of ['100', '100000000']) {
      const result = await run('run', 'bad.wat', '--invoke', 'deep', depth);
      const frames = result.stderr.split('\n').slice(1, -1);
      expect(result.code).toBe(134);
      expect(frames).toHaveLength(33);
      expect(frames.pop()).toBe('    ... and more');
      expect(frames.every((line) => line.includes('wasm-function[3]'))).toBe(true);
    }
  });

  it('in an artifact shows the same', async () => {
    expect((await run('compile', 'bad.wat', '-o', 'bad.winch')).code).toBe(0);
    const [fromModule, fromArtifact] = [
      await run('run', 'bad.wat', '--invoke', 'h'),
      await run('run', 'bad.winch', '--invoke', 'h'),
    ];
    expect(fromModule.stderr.match(/wasm-function/g)!.length).toBeGreaterThan(3);
    expect(fromArtifact.stderr.replace('bad.winch', 'bad.wat')).toBe(fromModule.stderr);
  });
});
