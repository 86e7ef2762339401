import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAUNCHER, ROOT } from '../support/command-line.js';
import { missingTool } from '../support/tools.js';

const why = process.arch === 'x64' ? missingTool('gdb', 'gdb') : 'not an x64 machine';

const MODULE = `(module $deep
  (func $fib (export "fib") (param $n i32) (result i32) (local $left i32)
    (if (i32.lt_u (local.get $n) (i32.const 2)) (then (return (local.get $n))))
    (local.set $left (call $fib (i32.sub (local.get $n) (i32.const 1))))
    (i32.add (local.get $left) (call $fib (i32.sub (local.get $n) (i32.const 2))))))`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-node-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('gdb and a module in Node.js', () => {
  it.skipIf(why)(`run -g: names, arguments and text${why ? ` (${why})` : ''}`, () => {
    const input = join(folder, 'deep.wat');
    writeFileSync(input, MODULE);
    const commands = [
      'winch-ts wait',
      'break fib if n == 5',
      'continue',
      'bt 4',
      'up',
      'list',
      'kill',
    ];
    const program = [process.execPath, LAUNCHER, 'run', '-g', input, '--invoke', 'fib', '8'];
    const { stdout } = spawnSync(
      'gdb',
      [
        ...['-nx', '-batch', '-x', join(ROOT, 'gdb/winch-ts.py')],
        ...commands.flatMap((command) => ['-ex', command]),
        ...['--args', ...program],
      ],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    expect(stdout).toMatch(/^.*deep\.winch at 0x[0-9a-f]+$/m);
    const frames = [...stdout.matchAll(/^#\d .*\bfib \(n=(\d)\) at (.*):\d+$/gm)].slice(0, 4);
    expect(frames.map(([, n]) => n)).toEqual(['5', '6', '7', '8']);
    expect(new Set(frames.map(([, , file]) => file))).toEqual(new Set(['deep.winch.wat']));
    expect(stdout).toMatch(/^\d+\s+call \$fib$/m);
  });
});
