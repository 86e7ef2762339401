import { describe, expect, it } from 'vitest';
import {
  CONDS,
  EXTENDS,
  Expectations,
  f,
  GP,
  MISSING,
  r,
  SIZES,
  triples,
  VEC,
  why,
} from '../../../test/support/aarch64-objdump.js';
import type { Reg } from '../../abi/places.js';
import { Fp, Fp1, FromFp, ToFp } from './assembler.js';
import { floatImmediate } from './immediates.js';
import { accessLog2, Extend, isAccessOffset, Mem, Pair, PairMode } from './integer-assembler.js';
import { registerName, V0 } from './registers.js';

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
    [Mem.StrVB, 'str', -1],
    [Mem.LdrVB, 'ldr', -1],
    [Mem.StrVH, 'str', -2],
    [Mem.LdrVH, 'ldr', -2],
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
