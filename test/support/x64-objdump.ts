import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Reg } from '../../src/abi/places.js';
import { X64Assembler } from '../../src/masm/x64/assembler.js';
import { RSP, registerName, XMM0 } from '../../src/masm/x64/registers.js';
import { missingTool } from './tools.js';

/**
 * Every encoding against GNU binutils: objdump must read back what was meant, and the GNU assembler
 * must not find a shorter encoding.
 */

/** What has to be installed; undefined: all is there. */
export const MISSING = missingTool('objdump', 'binutils') ?? missingTool('as', 'binutils');
/** Beside a test's name, where something is missing. */
export const why = MISSING === undefined ? '' : ` (${MISSING})`;
export const GP = Array.from({ length: 16 }, (_, n) => n);
export const XMM = GP.map((n) => XMM0 + n);
export const DISPS = [0, 1, -1, 127, -128, 128, -129, 0x7fff_ffff, -0x8000_0000];
const POINTER: Record<number, string> = {
  1: 'BYTE PTR ',
  2: 'WORD PTR ',
  4: 'DWORD PTR ',
  8: 'QWORD PTR ',
  16: 'XMMWORD PTR ',
  0: '',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'x64-assembler-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, args: string[]): string {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.error !== undefined) throw done.error;
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr.slice(0, 2000)}`);
  return done.stdout;
}

interface Line {
  at: number;
  text: string;
}

/** Instructions with their offsets; names padded and comments left out. */
function disassembled(args: string[]): Line[] {
  const lines: Line[] = [];
  for (const line of run('objdump', ['-w', '--no-show-raw-insn', '-M', 'intel', ...args]).split(
    '\n',
  )) {
    const match = /^\s*([0-9a-f]+):\s+(.*)$/.exec(line);
    if (match === null) continue;
    let text = match[2]!
      .replace(/\s*#.*$/, '')
      .replace(/\s+/g, ' ')
      .trim();
    // Some versions leave the count of a shift by one out.
    if (/^(rol|ror|shl|shr|sar) [a-z0-9]+$/.test(text)) text += ',1';
    lines.push({ at: Number.parseInt(match[1]!, 16), text });
  }
  return lines;
}

/** Collects instructions with the text they must read as. */
export class Batch {
  readonly asm = new X64Assembler();
  readonly expected: Line[] = [];
  /** Texts that the GNU assembler takes as they are: not those with a position in them. */
  private readonly comparable: { text: string; size: number }[] = [];

  add(text: string, emit: (asm: X64Assembler) => void, shortest = true): void {
    this.asm.reserve(64);
    const at = this.asm.pos;
    emit(this.asm);
    this.expected.push({ at, text });
    if (shortest) this.comparable.push({ text, size: this.asm.pos - at });
  }

  check(): void {
    const binary = join(folder, 'code.bin');
    writeFileSync(binary, this.asm.bytes.subarray(0, this.asm.pos));
    const got = disassembled(['-D', '-b', 'binary', '-m', 'i386:x86-64', binary]);
    const { expected } = this;
    for (let i = 0; i < expected.length; i++) {
      if (got[i]?.text !== expected[i]!.text || got[i]!.at !== expected[i]!.at) {
        const before = i > 0 ? ` after ${expected[i - 1]!.text}` : '';
        expect.fail(`${JSON.stringify(got[i])} instead of ${JSON.stringify(expected[i])}${before}`);
      }
    }
    expect(got.length).toBe(expected.length);
    this.checkSizes();
  }

  private checkSizes(): void {
    const source = join(folder, 'code.s');
    const object = join(folder, 'code.o');
    const text = this.comparable.map((line) => line.text).join('\n');
    writeFileSync(source, `.intel_syntax noprefix\n.text\n${text}\n`);
    run('as', ['--64', '-o', object, source]);
    const lines = disassembled(['-d', object]);
    expect(lines.length).toBe(this.comparable.length);
    for (let i = 0; i + 1 < lines.length; i++) {
      const size = lines[i + 1]!.at - lines[i]!.at;
      const { text, size: ours } = this.comparable[i]!;
      if (ours > size) expect.fail(`${text}: ${ours} bytes, where ${size} would do`);
    }
  }
}

export function hex(value: number): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** An immediate as objdump shows it: unsigned, of the operand's width. */
export function imm(value: number, bytes: number): string {
  return `0x${BigInt.asUintN(8 * bytes, BigInt(value)).toString(16)}`;
}

export function mem(bytes: number, base: Reg, disp: number, index = -1, scale = 0): string {
  let inside = registerName(base);
  if (index >= 0) inside += `+${registerName(index)}*${1 << scale}`;
  // rbp and r13 have no form without a displacement.
  if (disp !== 0 || (base & 7) === 5) inside += (disp < 0 ? '' : '+') + hex(disp);
  return `${POINTER[bytes]}[${inside}]`;
}

/** Calls `each` with every base, then a sample of displacements and indices. */
export function addresses(
  each: (
    text: (bytes: number) => string,
    base: Reg,
    disp: number,
    index: Reg,
    scale: number,
    n: number,
  ) => void,
): void {
  let n = 0;
  for (const base of GP) {
    for (const disp of DISPS) each((b) => mem(b, base, disp), base, disp, -1, 0, n++);
    for (const index of GP) {
      if (index === RSP) continue;
      for (const disp of [0, 127, 128, -0x8000_0000]) {
        const scale = n % 4;
        each((b) => mem(b, base, disp, index, scale), base, disp, index, scale, n++);
      }
    }
  }
}
