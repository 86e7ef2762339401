import { describe, expect, it } from 'vitest';
import {
  ADD,
  ALU,
  CONDS,
  disassemble,
  EXTENDS,
  Expectations,
  GP,
  hex,
  LOGIC,
  MISSING,
  r,
  SIZES,
  triples,
  why,
} from '../../../test/support/aarch64-objdump.js';
import { Aarch64Assembler } from './assembler.js';
import { isAddImmediate, logicalImmediate } from './immediates.js';
import {
  Alu,
  Bitfield,
  MoveWide,
  MultiplyHigh,
  OneSource,
  Select,
  Shift,
  TwoSource,
  WithCarry,
} from './integer-assembler.js';

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
