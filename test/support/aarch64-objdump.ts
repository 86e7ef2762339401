import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Reg } from '../../src/abi/places.js';
import { Alu } from '../../src/masm/aarch64/integer-assembler.js';
import { registerName, V0 } from '../../src/masm/aarch64/registers.js';
import { Aarch64VectorAssembler } from '../../src/masm/aarch64/vector-assembler.js';
import { missingTool } from './tools.js';

/**
 * Every encoding against GNU binutils: objdump must read back what was meant. Expected texts are in
 * objdump's notation without aliases.
 */

const OBJDUMP = 'aarch64-linux-gnu-objdump';
/** What has to be installed; undefined: all is there. */
export const MISSING = missingTool(OBJDUMP, 'binutils-aarch64-linux-gnu');
/** Beside a test's name, where objdump is missing. */
export const why = MISSING === undefined ? '' : ` (${MISSING})`;
/** 31 is SP or zero. */
export const GP = [0, 1, 7, 8, 15, 16, 18, 29, 30, 31];
export const VEC = [0, 1, 7, 8, 15, 16, 30, 31].map((n) => V0 + n);
export const SIZES = [false, true];
export const CONDS = 'eq ne cs cc mi pl vs vc hi ls ge lt gt le'.split(' ');
export const ALU: [Alu, string][] = [
  [Alu.And, 'and'],
  [Alu.Bic, 'bic'],
  [Alu.Orr, 'orr'],
  [Alu.Orn, 'orn'],
  [Alu.Eor, 'eor'],
  [Alu.Ands, 'ands'],
  [Alu.Add, 'add'],
  [Alu.Adds, 'adds'],
  [Alu.Sub, 'sub'],
  [Alu.Subs, 'subs'],
];
export const ADD = ALU.slice(6);
export const LOGIC = ALU.filter(([, name]) => ['and', 'orr', 'eor', 'ands'].includes(name));
export const EXTENDS = 'uxtb uxth uxtw uxtx sxtb sxth sxtw sxtx'.split(' ');

/** Instructions of the code, in objdump's words without comments. */
export function disassemble(code: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'aarch64-assembler-'));
  const file = join(folder, 'code.bin');
  writeFileSync(file, code);
  const args = ['-D', '-z', '-b', 'binary', '-m', 'aarch64', '-M', 'no-aliases'];
  const done = spawnSync(OBJDUMP, [...args, '--no-show-raw-insn', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  rmSync(folder, { recursive: true, force: true });
  if (done.error !== undefined) throw done.error;
  const lines: string[] = [];
  for (const line of done.stdout.split('\n')) {
    const match = /^\s*[0-9a-f]+:\s+(.*)$/.exec(line);
    if (match === null) continue;
    lines.push(
      match[1]!
        .replace(/\s*\/\/.*$/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    );
  }
  return lines;
}

/** Collects instructions with the text each must read back as. */
export class Expectations {
  readonly asm = new Aarch64VectorAssembler(1 << 20);
  private readonly texts: string[] = [];

  add(text: string, emit: (asm: Aarch64VectorAssembler) => void): void {
    this.asm.reserve(64);
    const at = this.asm.pos;
    emit(this.asm);
    if (this.asm.pos !== at + 4) expect.fail(`${text}: ${this.asm.pos - at} bytes`);
    this.texts.push(text);
  }

  check(): void {
    const got = disassemble(this.asm.bytes.subarray(0, this.asm.pos));
    expect(got.length).toBe(this.texts.length);
    for (let i = 0; i < got.length; i++) {
      if (got[i] !== this.texts[i]) {
        const word = (this.asm.read32(4 * i) >>> 0).toString(16);
        expect.fail(`wanted "${this.texts[i]}", got "${got[i]}" (${word})`);
      }
    }
  }
}

/** A general register: 31 is zero, or SP. */
export function r(reg: Reg, wide: boolean, sp = false): string {
  return registerName(reg, wide ? 8 : 4, sp);
}

export function f(reg: Reg, double: boolean): string {
  return registerName(reg, double ? 8 : 4);
}

export function hex(value: number | bigint): string {
  return `#0x${value.toString(16)}`;
}

/** All triples with one register varied at a time, and some with all different. */
export function triples(regs: readonly Reg[]): [Reg, Reg, Reg][] {
  const list: [Reg, Reg, Reg][] = [];
  for (const reg of regs) {
    list.push([reg, regs[1]!, regs[2]!], [regs[1]!, reg, regs[2]!], [regs[1]!, regs[2]!, reg]);
  }
  return list;
}
