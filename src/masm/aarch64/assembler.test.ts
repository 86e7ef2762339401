import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingTool } from '../../../test/support/tools.js';
import type { Reg } from '../../abi/places.js';
import { Aarch64Assembler, Fp, Fp1, FromFp, ToFp } from './assembler.js';
import { floatImmediate, isAddImmediate, logicalImmediate } from './immediates.js';
import {
  Alu,
  accessLog2,
  Bitfield,
  Extend,
  isAccessOffset,
  Mem,
  MoveWide,
  MultiplyHigh,
  OneSource,
  Pair,
  PairMode,
  Select,
  Shift,
  TwoSource,
  WithCarry,
} from './integer-assembler.js';
import { registerName, V0 } from './registers.js';

/**
 * Every encoding against GNU binutils: objdump must read back what was meant. Expected texts are in
 * objdump's notation without aliases.
 */

const OBJDUMP = 'aarch64-linux-gnu-objdump';
const MISSING = missingTool(OBJDUMP, 'binutils-aarch64-linux-gnu');
const why = MISSING === undefined ? '' : ` (${MISSING})`;
/** 31 is SP or zero. */
const GP = [0, 1, 7, 8, 15, 16, 18, 29, 30, 31];
const VEC = [0, 1, 7, 8, 15, 16, 30, 31].map((n) => V0 + n);
const SIZES = [false, true];
const CONDS = 'eq ne cs cc mi pl vs vc hi ls ge lt gt le'.split(' ');
const ALU: [Alu, string][] = [
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
const ADD = ALU.slice(6);
const LOGIC = ALU.filter(([, name]) => ['and', 'orr', 'eor', 'ands'].includes(name));
const EXTENDS = 'uxtb uxth uxtw uxtx sxtb sxth sxtw sxtx'.split(' ');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'a64-assembler-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Instructions of the code, in objdump's words without comments. */
function disassemble(code: Uint8Array): string[] {
  const file = join(folder, 'code.bin');
  writeFileSync(file, code);
  const args = ['-D', '-z', '-b', 'binary', '-m', 'aarch64', '-M', 'no-aliases'];
  const done = spawnSync(OBJDUMP, [...args, '--no-show-raw-insn', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
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
class Expectations {
  readonly asm = new Aarch64Assembler(1 << 20);
  private readonly texts: string[] = [];

  add(text: string, emit: (asm: Aarch64Assembler) => void): void {
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
function r(reg: Reg, wide: boolean, sp = false): string {
  return registerName(reg, wide ? 8 : 4, sp);
}

function f(reg: Reg, double: boolean): string {
  return registerName(reg, double ? 8 : 4);
}

function hex(value: number | bigint): string {
  return `#0x${value.toString(16)}`;
}

/** All triples with one register varied at a time, and some with all different. */
function triples(regs: readonly Reg[]): [Reg, Reg, Reg][] {
  const list: [Reg, Reg, Reg][] = [];
  for (const reg of regs) {
    list.push([reg, regs[1]!, regs[2]!], [regs[1]!, reg, regs[2]!], [regs[1]!, regs[2]!, reg]);
  }
  return list;
}

describe.skipIf(MISSING !== undefined)(`aarch64 data processing${why}`, () => {
  it('registers, shifted', () => {
    const e = new Expectations();
    for (const [op, name] of ALU) {
      for (const wide of SIZES) {
        for (const [d, n, m] of triples(GP)) {
          const text = `${name} ${r(d, wide)}, ${r(n, wide)}, ${r(m, wide)}`;
          e.add(text, (a) => a.alu(op, wide, d, n, m));
          for (const amount of [1, 12, wide ? 63 : 31]) {
            for (const [shift, by] of [
              [Shift.Lsl, 'lsl'],
              [Shift.Lsr, 'lsr'],
              [Shift.Asr, 'asr'],
            ] as const) {
              e.add(`${text}, ${by} #${amount}`, (a) => a.alu(op, wide, d, n, m, shift, amount));
            }
            if (ADD.some(([other]) => other === op)) continue;
            e.add(`${text}, ror #${amount}`, (a) => a.alu(op, wide, d, n, m, Shift.Ror, amount));
          }
        }
      }
    }
    e.check();
  });

  it('registers, extended', () => {
    const e = new Expectations();
    for (const [op, name] of ADD) {
      const flags = name.endsWith('s');
      for (const wide of SIZES) {
        for (const [d, n, m] of triples(GP)) {
          for (let extend = 0; extend < 8; extend++) {
            for (const amount of [0, 1, 4]) {
              const x = wide && (extend & 3) === 3;
              // With SP, the extension to the full width is written as LSL, and no shift not at all.
              const plain = extend === (wide ? 3 : 2) && (n === 31 || (!flags && d === 31));
              const suffix = plain
                ? amount === 0
                  ? ''
                  : `, lsl #${amount}`
                : `, ${EXTENDS[extend]}${amount === 0 ? '' : ` #${amount}`}`;
              e.add(
                `${name} ${r(d, wide, !flags)}, ${r(n, wide, true)}, ${r(m, x)}${suffix}`,
                (a) => a.aluExtended(op, wide, d, n, m, extend, amount),
              );
            }
          }
        }
      }
    }
    e.check();
  });

  it('add and subtract immediates', () => {
    const e = new Expectations();
    for (const [op, name] of ADD) {
      const flags = name.endsWith('s');
      for (const wide of SIZES) {
        for (const d of GP) {
          for (const n of GP) {
            for (const value of [0, 1, 0xfff, 0x1000, 0x7ff000, 0xfff000]) {
              expect(isAddImmediate(value)).toBe(true);
              const imm = value > 0xfff ? `${hex(value >>> 12)}, lsl #12` : hex(value);
              e.add(`${name} ${r(d, wide, !flags)}, ${r(n, wide, true)}, ${imm}`, (a) =>
                a.addImmediate(op, wide, d, n, value),
              );
            }
          }
        }
      }
    }
    for (const value of [0x1001, 0xffff, 0xfff001, 0x1000000, 0x1000fff, -1, -0x80000000]) {
      expect(isAddImmediate(value)).toBe(false);
    }
    e.check();
  });

  it('move wide, in the fewest instructions', () => {
    const e = new Expectations();
    for (const [op, name] of [
      [MoveWide.Movn, 'movn'],
      [MoveWide.Movz, 'movz'],
      [MoveWide.Movk, 'movk'],
    ] as const) {
      for (const wide of SIZES) {
        for (const d of GP) {
          for (let half = 0; half < (wide ? 4 : 2); half++) {
            for (const value of [0, 1, 0x8000, 0xffff]) {
              const shift = half === 0 ? '' : `, lsl #${16 * half}`;
              e.add(`${name} ${r(d, wide)}, ${hex(value)}${shift}`, (a) =>
                a.moveWide(op, wide, d, value, half),
              );
            }
          }
        }
      }
    }
    e.check();
  });

  it('constants', () => {
    const values: bigint[] = [];
    const halves = [0n, 1n, 0x8000n, 0xffffn, 0xfffen, 0x1234n, 0x5555n];
    for (const a of halves) {
      for (const b of halves) {
        for (const c of halves) {
          for (const d of halves) values.push((a << 48n) | (b << 32n) | (c << 16n) | d);
        }
      }
    }
    const asm = new Aarch64Assembler(1 << 20);
    const ends: number[] = [];
    for (const value of values) {
      asm.reserve(64);
      asm.movImmediate(
        3,
        Number(BigInt.asIntN(32, value)),
        Number(BigInt.asIntN(32, value >> 32n)),
      );
      ends.push(asm.pos / 4);
    }
    const lines = disassemble(asm.bytes.subarray(0, asm.pos));
    let line = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const count = ends[i]! - line;
      const [got, wrong] = evaluate(lines.slice(line, ends[i]));
      line = ends[i]!;
      if (got !== value) expect.fail(`${value.toString(16)}: ${got.toString(16)} ${wrong}`);
      const parts = [0n, 16n, 32n, 48n].map((s) => (value >> s) & 0xffffn);
      const most = Math.min(
        parts.filter((p) => p !== 0n).length,
        parts.filter((p) => p !== 0xffffn).length,
      );
      if (count > Math.max(1, most)) expect.fail(`${value.toString(16)}: ${count} instructions`);
    }
  });

  it('logical immediates: all patterns there are, and no others', () => {
    const patterns = enumerateLogical();
    expect(patterns.get(32)!.size).toBe(1302);
    expect(patterns.get(64)!.size).toBe(5334);
    const e = new Expectations();
    for (const wide of SIZES) {
      const bits = wide ? 64 : 32;
      const all = patterns.get(bits)!;
      for (const value of all) {
        const lo = Number(BigInt.asIntN(32, value));
        const hi = Number(BigInt.asIntN(32, value >> 32n));
        const encoded = logicalImmediate(wide, lo, hi);
        if (encoded < 0) expect.fail(`0x${value.toString(16)} is not encoded`);
        for (const [op, name] of LOGIC) {
          const sp = name !== 'ands';
          e.add(`${name} ${r(3, wide, sp)}, ${r(17, wide)}, ${hex(value)}`, (a) =>
            a.logicImmediate(op, wide, 3, 17, encoded),
          );
        }
        // Neighbours: one bit more or less is rarely a pattern.
        for (let bit = 0; bit < bits; bit++) {
          const other = value ^ (1n << BigInt(bit));
          const got = logicalImmediate(
            wide,
            Number(BigInt.asIntN(32, other)),
            Number(BigInt.asIntN(32, other >> 32n)),
          );
          if (got >= 0 !== all.has(other)) expect.fail(`0x${other.toString(16)}: ${got}`);
        }
      }
    }
    expect(logicalImmediate(false, 0, 0)).toBe(-1);
    expect(logicalImmediate(false, -1, 0)).toBe(-1);
    expect(logicalImmediate(true, 0, 0)).toBe(-1);
    expect(logicalImmediate(true, -1, -1)).toBe(-1);
    const some = logicalImmediate(true, 0xff, 0);
    for (const d of GP) {
      for (const n of GP) {
        e.add(`orr ${r(d, true, true)}, ${r(n, true)}, #0xff`, (a) =>
          a.logicImmediate(Alu.Orr, true, d, n, some),
        );
      }
    }
    e.check();
  });

  it('multiplication, division, shifts, bit fields', () => {
    const e = new Expectations();
    for (const wide of SIZES) {
      for (const [d, n, m] of triples(GP)) {
        const three = `${r(d, wide)}, ${r(n, wide)}, ${r(m, wide)}`;
        for (const [op, name] of [
          [TwoSource.Udiv, 'udiv'],
          [TwoSource.Sdiv, 'sdiv'],
          [TwoSource.Lslv, 'lslv'],
          [TwoSource.Lsrv, 'lsrv'],
          [TwoSource.Asrv, 'asrv'],
          [TwoSource.Rorv, 'rorv'],
        ] as const) {
          e.add(`${name} ${three}`, (a) => a.twoSource(op, wide, d, n, m));
        }
        for (const [op, name] of [
          [WithCarry.Adc, 'adc'],
          [WithCarry.Sbc, 'sbc'],
        ] as const) {
          e.add(`${name} ${three}`, (a) => a.withCarry(op, wide, d, n, m));
        }
        if (wide) {
          e.add(`smulh ${three}`, (a) => a.multiplyHigh(MultiplyHigh.Signed, d, n, m));
          e.add(`umulh ${three}`, (a) => a.multiplyHigh(MultiplyHigh.Unsigned, d, n, m));
        }
        for (const x of GP) {
          e.add(`madd ${three}, ${r(x, wide)}`, (a) => a.madd(wide, d, n, m, x));
          e.add(`msub ${three}, ${r(x, wide)}`, (a) => a.msub(wide, d, n, m, x));
        }
        for (let cond = 0; cond < 14; cond++) {
          for (const [op, name] of [
            [Select.Csel, 'csel'],
            [Select.Csinc, 'csinc'],
            [Select.Csinv, 'csinv'],
            [Select.Csneg, 'csneg'],
          ] as const) {
            e.add(`${name} ${three}, ${CONDS[cond]}`, (a) =>
              a.conditionalSelect(op, wide, d, n, m, cond),
            );
          }
        }
      }
      const top = wide ? 63 : 31;
      for (const d of GP) {
        for (const n of GP) {
          const two = `${r(d, wide)}, ${r(n, wide)}`;
          e.add(`rbit ${two}`, (a) => a.oneSource(OneSource.Rbit, wide, d, n));
          e.add(`clz ${two}`, (a) => a.oneSource(OneSource.Clz, wide, d, n));
          e.add(`orr ${r(d, wide)}, ${r(31, wide)}, ${r(n, wide)}`, (a) => a.mov(wide, d, n));
        }
      }
      for (let count = 0; count <= top; count++) {
        const two = `${r(5, wide)}, ${r(24, wide)}`;
        const left = (top + 1 - count) & top;
        e.add(`ubfm ${two}, #${left}, #${top - count}`, (a) =>
          a.shiftImmediate(Shift.Lsl, wide, 5, 24, count),
        );
        e.add(`ubfm ${two}, #${count}, #${top}`, (a) =>
          a.shiftImmediate(Shift.Lsr, wide, 5, 24, count),
        );
        e.add(`sbfm ${two}, #${count}, #${top}`, (a) =>
          a.shiftImmediate(Shift.Asr, wide, 5, 24, count),
        );
        e.add(`extr ${two}, ${r(24, wide)}, #${count}`, (a) =>
          a.shiftImmediate(Shift.Ror, wide, 5, 24, count),
        );
        for (const [op, name] of [
          [Bitfield.Sbfm, 'sbfm'],
          [Bitfield.Bfm, 'bfm'],
          [Bitfield.Ubfm, 'ubfm'],
        ] as const) {
          e.add(`${name} ${two}, #0, #${count}`, (a) => a.bitfield(op, wide, 5, 24, 0, count));
        }
      }
      for (const n of GP) {
        for (const value of [0, 1, 31]) {
          for (const nzcv of [0, 5, 15]) {
            for (let cond = 0; cond < 14; cond++) {
              e.add(`ccmp ${r(n, wide)}, ${hex(value)}, ${hex(nzcv)}, ${CONDS[cond]}`, (a) =>
                a.ccmpImmediate(wide, n, value, nzcv, cond),
              );
            }
          }
        }
      }
    }
    for (const d of GP) {
      for (const n of GP) {
        e.add(`add ${r(d, true, true)}, ${r(n, true, true)}, #0x0`, (a) => a.movSp(d, n));
      }
      for (let cond = 0; cond < 14; cond++) {
        e.add(`csinc ${r(d, false)}, wzr, wzr, ${CONDS[cond ^ 1]}`, (a) => a.cset(d, cond));
      }
    }
    e.check();
  });
});

describe.skipIf(MISSING !== undefined)(`aarch64 loads and stores${why}`, () => {
  const ACCESSES: [Mem, string, number][] = [
    [Mem.StrB, 'strb', 4],
    [Mem.LdrB, 'ldrb', 4],
    [Mem.LdrSB64, 'ldrsb', 8],
    [Mem.LdrSB32, 'ldrsb', 4],
    [Mem.StrH, 'strh', 4],
    [Mem.LdrH, 'ldrh', 4],
    [Mem.LdrSH64, 'ldrsh', 8],
    [Mem.LdrSH32, 'ldrsh', 4],
    [Mem.StrW, 'str', 4],
    [Mem.LdrW, 'ldr', 4],
    [Mem.LdrSW, 'ldrsw', 8],
    [Mem.StrX, 'str', 8],
    [Mem.LdrX, 'ldr', 8],
    [Mem.StrS, 'str', -4],
    [Mem.LdrS, 'ldr', -4],
    [Mem.StrD, 'str', -8],
    [Mem.LdrD, 'ldr', -8],
    [Mem.StrQ, 'str', -16],
    [Mem.LdrQ, 'ldr', -16],
  ];
  const BYTES: Record<string, number> = { b: 1, h: 2, w: 4 };

  function bytesOf(name: string, width: number): number {
    return BYTES[/^(?:str|ldrs?)([bhw])$/.exec(name)?.[1] ?? ''] ?? Math.abs(width);
  }

  it('one register', () => {
    const e = new Expectations();
    for (const [mem, name, width] of ACCESSES) {
      const size = bytesOf(name, width);
      expect(1 << accessLog2(mem)).toBe(size);
      const regs = width < 0 ? VEC : GP;
      const unscaled = name.replace(/^(st|ld)/, '$1u');
      for (const reg of regs) {
        const t = registerName(reg, Math.abs(width));
        for (const base of GP) {
          const b = r(base, true, true);
          for (const offset of [0, size, 0x7ff * size, 0xfff * size]) {
            expect(isAccessOffset(mem, offset)).toBe(true);
            const text = `${name} ${t}, [${b}${offset === 0 ? '' : `, #${offset}`}]`;
            e.add(text, (a) => a.access(mem, reg, base, offset));
          }
          for (const offset of [-1, -256, -size, ...(size > 1 ? [1, 255] : [])]) {
            expect(isAccessOffset(mem, offset)).toBe(true);
            e.add(`${unscaled} ${t}, [${b}, #${offset}]`, (a) => a.access(mem, reg, base, offset));
          }
          for (const offset of [-256, -1, 1, 255]) {
            if (width > 0 && reg === base) continue;
            e.add(`${name} ${t}, [${b}], #${offset}`, (a) => a.accessPost(mem, reg, base, offset));
            e.add(`${name} ${t}, [${b}, #${offset}]!`, (a) => a.accessPre(mem, reg, base, offset));
          }
          for (const index of [0, 15, 31]) {
            const log2 = accessLog2(mem);
            for (const scaled of SIZES) {
              // Of bytes, a shift by 0 is written out.
              const by = scaled ? ` #${log2}` : '';
              for (const extend of [Extend.Uxtw, Extend.Sxtw, Extend.Sxtx]) {
                const i = r(index, extend === Extend.Sxtx);
                e.add(`${name} ${t}, [${b}, ${i}, ${EXTENDS[extend]}${by}]`, (a) =>
                  a.accessIndexed(mem, reg, base, index, extend, scaled),
                );
              }
              e.add(`${name} ${t}, [${b}, ${r(index, true)}${scaled ? `, lsl${by}` : ''}]`, (a) =>
                a.accessIndexed(mem, reg, base, index, Extend.Uxtx, scaled),
              );
            }
          }
        }
      }
      for (const offset of [-257, 0x1000 * size, ...(size > 1 ? [257, 0xfff * size - 1] : [])]) {
        expect(isAccessOffset(mem, offset)).toBe(false);
      }
    }
    e.check();
  });

  it('two registers', () => {
    const e = new Expectations();
    for (const [op, name, width] of [
      [Pair.StpX, 'stp', 8],
      [Pair.LdpX, 'ldp', 8],
      [Pair.StpD, 'stp', -8],
      [Pair.LdpD, 'ldp', -8],
      [Pair.StpQ, 'stp', -16],
      [Pair.LdpQ, 'ldp', -16],
    ] as const) {
      const size = Math.abs(width);
      for (const [first, second, base] of width < 0
        ? VEC.map((v, i): [Reg, Reg, Reg] => [v, VEC[(i + 3) % VEC.length]!, GP[i]!])
        : triples(GP)) {
        const regs = `${registerName(first, size)}, ${registerName(second, size)}`;
        const b = r(base, true, true);
        for (const offset of [0, size, -size, 63 * size, -64 * size]) {
          const at = offset === 0 ? '' : `, #${offset}`;
          if (first !== second || name === 'stp') {
            e.add(`${name} ${regs}, [${b}${at}]`, (a) => a.pair(op, first, second, base, offset));
          }
          if (first === second || (width > 0 && (first === base || second === base))) continue;
          e.add(`${name} ${regs}, [${b}, #${offset}]!`, (a) =>
            a.pair(op, first, second, base, offset, PairMode.Pre),
          );
          e.add(`${name} ${regs}, [${b}], #${offset}`, (a) =>
            a.pair(op, first, second, base, offset, PairMode.Post),
          );
        }
      }
    }
    e.check();
  });
});

describe.skipIf(MISSING !== undefined)(`aarch64 branches${why}`, () => {
  it('by distance', () => {
    const e = new Expectations();
    const target = (a: number, distance: number) =>
      `0x${BigInt.asUintN(64, BigInt(a + distance)).toString(16)}`;
    const at = () => e.asm.pos;
    for (const d of [0, 4, -4, 0x7fffffc, -0x8000000]) {
      e.add(`b ${target(at(), d)}`, (a) => a.b(d));
      e.add(`bl ${target(at(), d)}`, (a) => a.bl(d));
    }
    for (const d of [0, 4, -4, 0xffffc, -0x100000]) {
      for (let cond = 0; cond < 14; cond++) {
        e.add(`b.${CONDS[cond]} ${target(at(), d)}`, (a) => a.bCond(cond, d));
      }
      for (const wide of SIZES) {
        for (const reg of GP) {
          e.add(`cbz ${r(reg, wide)}, ${target(at(), d)}`, (a) => a.cbz(false, wide, reg, d));
          e.add(`cbnz ${r(reg, wide)}, ${target(at(), d)}`, (a) => a.cbz(true, wide, reg, d));
        }
        for (const reg of VEC) {
          e.add(`ldr ${f(reg, wide)}, ${target(at(), d)}`, (a) => a.ldrLiteral(wide, reg, d));
        }
      }
    }
    for (const d of [0, 4, -4, 0x7ffc, -0x8000]) {
      for (const bit of [0, 31, 32, 63]) {
        for (const reg of GP) {
          const text = `${r(reg, bit > 31)}, #${bit}, ${target(at(), d)}`;
          e.add(`tbz ${text}`, (a) => a.tbz(false, reg, bit, d));
          const next = `${r(reg, bit > 31)}, #${bit}, ${target(at(), d)}`;
          e.add(`tbnz ${next}`, (a) => a.tbz(true, reg, bit, d));
        }
      }
    }
    for (const d of [0, 1, -1, 0xfffff, -0x100000]) {
      e.add(`adr x7, ${target(at(), d)}`, (a) => a.adr(7, d));
    }
    for (const d of [0xffffc, -0x100000]) {
      e.add(`b.eq ${target(at(), d)}`, (a) => {
        a.bCond(0, 0);
        a.patchBranch19(a.pos - 4, a.pos - 4 + d);
      });
      e.add(`cbnz x3, ${target(at(), d)}`, (a) => {
        a.cbz(true, true, 3, 8);
        a.patchBranch19(a.pos - 4, a.pos - 4 + d);
      });
    }
    for (const d of [0x7fffffc, -0x8000000]) {
      e.add(`bl ${target(at(), d)}`, (a) => {
        a.bl(-4);
        a.patchBranch26(a.pos - 4, a.pos - 4 + d);
      });
    }
    e.check();
    expect(() => e.asm.patchBranch19(0, 0x100000)).toThrow('too far');
    expect(() => e.asm.patchBranch19(0x100004, 0)).toThrow('too far');
  });

  it('by register, and what has no operands', () => {
    const e = new Expectations();
    for (const reg of GP) {
      e.add(`br ${r(reg, true)}`, (a) => a.br(reg));
      e.add(`blr ${r(reg, true)}`, (a) => a.blr(reg));
    }
    e.add('ret', (a) => a.ret());
    e.add('udf #0', (a) => a.udf());
    e.add('mrs x3, ctr_el0', (a) => a.readCacheType(3));
    e.add('sys #3, C7, C11, #1, x9', (a) => a.dcCvau(9));
    e.add('sys #3, C7, C5, #1, x9', (a) => a.icIvau(9));
    e.add('dsb ish', (a) => a.dsbIsh());
    e.add('isb', (a) => a.isb());
    e.check();
  });
});

describe.skipIf(MISSING !== undefined)(`aarch64 floating point${why}`, () => {
  it('operations', () => {
    const e = new Expectations();
    for (const double of SIZES) {
      for (const [d, n, m] of triples(VEC)) {
        const three = `${f(d, double)}, ${f(n, double)}, ${f(m, double)}`;
        for (const [op, name] of [
          [Fp.Mul, 'fmul'],
          [Fp.Div, 'fdiv'],
          [Fp.Add, 'fadd'],
          [Fp.Sub, 'fsub'],
          [Fp.Max, 'fmax'],
          [Fp.Min, 'fmin'],
        ] as const) {
          e.add(`${name} ${three}`, (a) => a.fp(op, double, d, n, m));
        }
        for (let cond = 0; cond < 14; cond++) {
          e.add(`fcsel ${three}, ${CONDS[cond]}`, (a) => a.fcsel(double, d, n, m, cond));
        }
      }
      for (const d of VEC) {
        for (const n of VEC) {
          const two = `${f(d, double)}, ${f(n, double)}`;
          for (const [op, name] of [
            [Fp1.Mov, 'fmov'],
            [Fp1.Abs, 'fabs'],
            [Fp1.Neg, 'fneg'],
            [Fp1.Sqrt, 'fsqrt'],
            [Fp1.RintN, 'frintn'],
            [Fp1.RintP, 'frintp'],
            [Fp1.RintM, 'frintm'],
            [Fp1.RintZ, 'frintz'],
          ] as const) {
            e.add(`${name} ${two}`, (a) => a.fp1(op, double, d, n));
          }
          e.add(`fcmp ${two}`, (a) => a.fcmp(double, d, n));
          if (double) {
            e.add(`fcvt ${f(d, true)}, ${f(n, false)}`, (a) => a.fcvtToDouble(d, n));
            e.add(`fcvt ${f(d, false)}, ${f(n, true)}`, (a) => a.fcvtToSingle(d, n));
            e.add(`orr v${d - V0}.16b, v${n - V0}.16b, v${n - V0}.16b`, (a) => a.movVector(d, n));
            e.add(`cnt v${d - V0}.8b, v${n - V0}.8b`, (a) => a.countBytes(d, n));
            e.add(`addv b${d - V0}, v${n - V0}.8b`, (a) => a.sumBytes(d, n));
            e.add(`ushr d${d - V0}, d${n - V0}, #63`, (a) => a.signToBit0(true, d, n));
            e.add(`sli d${d - V0}, d${n - V0}, #63`, (a) => a.insertSign(true, d, n));
            e.add(`ushr v${d - V0}.2s, v${n - V0}.2s, #31`, (a) => a.signToBit0(false, d, n));
            e.add(`sli v${d - V0}.2s, v${n - V0}.2s, #31`, (a) => a.insertSign(false, d, n));
          }
        }
        e.add(`fcmp ${f(d, double)}, #0.0`, (a) => a.fcmpZero(double, d));
        e.add(`movi v${d - V0}.2d, #0x0`, (a) => a.clearVector(d));
        for (const n of GP) {
          e.add(`fmov ${f(d, double)}, ${r(n, double)}`, (a) => a.fmovToFp(double, d, n));
          e.add(`fmov ${r(n, double)}, ${f(d, double)}`, (a) => a.fmovFromFp(double, n, d));
          for (const wide of SIZES) {
            const to = `${r(n, wide)}, ${f(d, double)}`;
            const from = `${f(d, double)}, ${r(n, wide)}`;
            e.add(`fcvtzs ${to}`, (a) => a.convertFromFp(FromFp.Signed, wide, double, n, d));
            e.add(`fcvtzu ${to}`, (a) => a.convertFromFp(FromFp.Unsigned, wide, double, n, d));
            e.add(`scvtf ${from}`, (a) => a.convertToFp(ToFp.Signed, wide, double, d, n));
            e.add(`ucvtf ${from}`, (a) => a.convertToFp(ToFp.Unsigned, wide, double, d, n));
          }
        }
      }
    }
    e.check();
  });

  it('immediates: all that there are, and no others', () => {
    const e = new Expectations();
    const view = new DataView(new ArrayBuffer(8));
    for (const double of SIZES) {
      const seen = new Set<number>();
      const halves = (value: number): [number, number] => {
        if (double) view.setFloat64(0, value);
        else view.setFloat32(4, value);
        return [view.getInt32(4), double ? view.getInt32(0) : 0];
      };
      for (const sign of [1, -1]) {
        for (let exponent = -3; exponent <= 4; exponent++) {
          for (let fraction = 16; fraction < 32; fraction++) {
            const value = (sign * fraction * 2 ** exponent) / 16;
            const encoded = floatImmediate(double, ...halves(value));
            seen.add(encoded);
            const text = value.toExponential(18).replace(/e([+-])(\d)$/, 'e$10$2');
            e.add(`fmov ${f(V0 + 9, double)}, #${text}`, (a) =>
              a.fmovImmediate(double, V0 + 9, encoded),
            );
            for (const other of [value * (1 + 2 ** -5), value * 2 ** 9, value * 2 ** -9]) {
              expect(floatImmediate(double, ...halves(other))).toBe(-1);
            }
          }
        }
      }
      expect(seen.size).toBe(256);
      for (const other of [0, -0, Number.NaN, Number.POSITIVE_INFINITY, 33, 0.1, 1e300, 5e-324]) {
        expect(floatImmediate(double, ...halves(other))).toBe(-1);
      }
    }
    e.check();
  });
});

/** What MOVZ, MOVN, MOVK and ORR leave in the register. */
function evaluate(lines: readonly string[]): [bigint, string] {
  let value = 0n;
  for (const line of lines) {
    const match = /^(mov[znk]|orr) ([xw])3, (?:[xw]zr, )?#0x([0-9a-f]+)(?:, lsl #(\d+))?$/.exec(
      line,
    );
    if (match === null) return [-1n, line];
    const mask = match[2] === 'x' ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn;
    const shift = BigInt(match[4] ?? 0);
    const part = BigInt(`0x${match[3]}`) << shift;
    if (match[1] === 'movk') value = ((value & ~(0xffffn << shift)) | part) & mask;
    else if (match[1] === 'movn') value = ~part & mask;
    else value = part;
  }
  return [value, lines.join('; ')];
}

/** All logical immediates, from the definition: rotated runs of ones in repeated elements. */
function enumerateLogical(): Map<number, Set<bigint>> {
  const sets = new Map([
    [32, new Set<bigint>()],
    [64, new Set<bigint>()],
  ]);
  for (const [bits, set] of sets) {
    for (let size = 2; size <= bits; size *= 2) {
      for (let ones = 1; ones < size; ones++) {
        for (let rotation = 0; rotation < size; rotation++) {
          let text = ('0'.repeat(size - ones) + '1'.repeat(ones)).repeat(2);
          text = text.slice(rotation, rotation + size);
          set.add(BigInt(`0b${text.repeat(bits / size)}`));
        }
      }
    }
  }
  return sets;
}
