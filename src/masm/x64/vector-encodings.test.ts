import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addresses, Batch, GP, hex, MISSING, why, XMM } from '../../../test/support/x64-objdump.js';
import { Sse } from './assembler.js';
import { registerName } from './registers.js';
import {
  EXTRACT_WORD,
  Fma,
  Lane,
  Mask,
  Order,
  Packed,
  PackedImm,
  ShiftLanes,
} from './vector-encodings.js';

/** Those that write all of their destination and do not read it. */
const ONE: [Packed, string][] = [
  [Packed.Pabsb, 'pabsb'],
  [Packed.Pabsw, 'pabsw'],
  [Packed.Pabsd, 'pabsd'],
  [Packed.Pmovsxbw, 'pmovsxbw'],
  [Packed.Pmovsxwd, 'pmovsxwd'],
  [Packed.Pmovsxdq, 'pmovsxdq'],
  [Packed.Pmovzxbw, 'pmovzxbw'],
  [Packed.Pmovzxwd, 'pmovzxwd'],
  [Packed.Pmovzxdq, 'pmovzxdq'],
  [Packed.Ptest, 'ptest'],
  [Packed.Sqrtps, 'sqrtps'],
  [Packed.Sqrtpd, 'sqrtpd'],
  [Packed.Cvtdq2ps, 'cvtdq2ps'],
  [Packed.Cvttps2dq, 'cvttps2dq'],
  [Packed.Cvtdq2pd, 'cvtdq2pd'],
  [Packed.Cvttpd2dq, 'cvttpd2dq'],
  [Packed.Cvtps2pd, 'cvtps2pd'],
  [Packed.Cvtpd2ps, 'cvtpd2ps'],
  [Packed.Movddup, 'movddup'],
];
/** Those that read their destination: with AVX they have one of their own. */
const TWO: [Packed, string][] = [
  [Packed.Paddb, 'paddb'],
  [Packed.Paddw, 'paddw'],
  [Packed.Paddd, 'paddd'],
  [Packed.Paddq, 'paddq'],
  [Packed.Psubb, 'psubb'],
  [Packed.Psubw, 'psubw'],
  [Packed.Psubd, 'psubd'],
  [Packed.Psubq, 'psubq'],
  [Packed.Paddsb, 'paddsb'],
  [Packed.Paddsw, 'paddsw'],
  [Packed.Paddusb, 'paddusb'],
  [Packed.Paddusw, 'paddusw'],
  [Packed.Psubsb, 'psubsb'],
  [Packed.Psubsw, 'psubsw'],
  [Packed.Psubusb, 'psubusb'],
  [Packed.Psubusw, 'psubusw'],
  [Packed.Pmullw, 'pmullw'],
  [Packed.Pmulhw, 'pmulhw'],
  [Packed.Pmulhuw, 'pmulhuw'],
  [Packed.Pmulld, 'pmulld'],
  [Packed.Pmuludq, 'pmuludq'],
  [Packed.Pmuldq, 'pmuldq'],
  [Packed.Pmaddwd, 'pmaddwd'],
  [Packed.Pmaddubsw, 'pmaddubsw'],
  [Packed.Pmulhrsw, 'pmulhrsw'],
  [Packed.Pminsb, 'pminsb'],
  [Packed.Pminsw, 'pminsw'],
  [Packed.Pminsd, 'pminsd'],
  [Packed.Pminub, 'pminub'],
  [Packed.Pminuw, 'pminuw'],
  [Packed.Pminud, 'pminud'],
  [Packed.Pmaxsb, 'pmaxsb'],
  [Packed.Pmaxsw, 'pmaxsw'],
  [Packed.Pmaxsd, 'pmaxsd'],
  [Packed.Pmaxub, 'pmaxub'],
  [Packed.Pmaxuw, 'pmaxuw'],
  [Packed.Pmaxud, 'pmaxud'],
  [Packed.Pavgb, 'pavgb'],
  [Packed.Pavgw, 'pavgw'],
  [Packed.Pcmpeqb, 'pcmpeqb'],
  [Packed.Pcmpeqw, 'pcmpeqw'],
  [Packed.Pcmpeqd, 'pcmpeqd'],
  [Packed.Pcmpeqq, 'pcmpeqq'],
  [Packed.Pcmpgtb, 'pcmpgtb'],
  [Packed.Pcmpgtw, 'pcmpgtw'],
  [Packed.Pcmpgtd, 'pcmpgtd'],
  [Packed.Pcmpgtq, 'pcmpgtq'],
  [Packed.Packsswb, 'packsswb'],
  [Packed.Packuswb, 'packuswb'],
  [Packed.Packssdw, 'packssdw'],
  [Packed.Packusdw, 'packusdw'],
  [Packed.Punpcklbw, 'punpcklbw'],
  [Packed.Punpcklwd, 'punpcklwd'],
  [Packed.Punpckldq, 'punpckldq'],
  [Packed.Punpckhbw, 'punpckhbw'],
  [Packed.Punpckhwd, 'punpckhwd'],
  [Packed.Punpckhdq, 'punpckhdq'],
  [Packed.Punpcklqdq, 'punpcklqdq'],
  [Packed.Punpckhqdq, 'punpckhqdq'],
  [Packed.Pand, 'pand'],
  [Packed.Pandn, 'pandn'],
  [Packed.Por, 'por'],
  [Packed.Pxor, 'pxor'],
  [Packed.Pshufb, 'pshufb'],
  [Packed.Phaddd, 'phaddd'],
  [Packed.Psllw, 'psllw'],
  [Packed.Pslld, 'pslld'],
  [Packed.Psllq, 'psllq'],
  [Packed.Psrlw, 'psrlw'],
  [Packed.Psrld, 'psrld'],
  [Packed.Psrlq, 'psrlq'],
  [Packed.Psraw, 'psraw'],
  [Packed.Psrad, 'psrad'],
  [Packed.Addps, 'addps'],
  [Packed.Addpd, 'addpd'],
  [Packed.Subps, 'subps'],
  [Packed.Subpd, 'subpd'],
  [Packed.Mulps, 'mulps'],
  [Packed.Mulpd, 'mulpd'],
  [Packed.Divps, 'divps'],
  [Packed.Divpd, 'divpd'],
  [Packed.Minps, 'minps'],
  [Packed.Minpd, 'minpd'],
  [Packed.Maxps, 'maxps'],
  [Packed.Maxpd, 'maxpd'],
  [Packed.Unpcklps, 'unpcklps'],
  [Packed.Movlhps, 'movlhps'],
  [Packed.Movsd, 'movsd'],
];
const ONE_IMM: [PackedImm, string][] = [
  [PackedImm.Pshufd, 'pshufd'],
  [PackedImm.Pshuflw, 'pshuflw'],
  [PackedImm.Pshufhw, 'pshufhw'],
  [PackedImm.Roundps, 'roundps'],
  [PackedImm.Roundpd, 'roundpd'],
];
/** Compares are below: their byte is part of the name. */
const TWO_IMM: [PackedImm, string][] = [
  [PackedImm.Shufps, 'shufps'],
  [PackedImm.Palignr, 'palignr'],
  [PackedImm.Pblendw, 'pblendw'],
  [PackedImm.Insertps, 'insertps'],
];
const COMPARES: [PackedImm, string][] = [
  [PackedImm.Cmpps, 'cmpps'],
  [PackedImm.Cmppd, 'cmppd'],
];
const ORDERS: [Order, string][] = [
  [Order.Eq, 'eq'],
  [Order.Lt, 'lt'],
  [Order.Le, 'le'],
  [Order.Unordered, 'unord'],
  [Order.Ne, 'neq'],
  [Order.Ordered, 'ord'],
];
/** With the bytes of the lane, and of the general register. */
const LANES: [Lane, string, number, number][] = [
  [Lane.Pinsrb, 'pinsrb', 1, 4],
  [Lane.Pinsrw, 'pinsrw', 2, 4],
  [Lane.Pinsrd, 'pinsrd', 4, 4],
  [Lane.Pinsrq, 'pinsrq', 8, 8],
  [Lane.Pextrb, 'pextrb', 1, 4],
  [Lane.Pextrw, 'pextrw', 2, 4],
  [Lane.Pextrd, 'pextrd', 4, 4],
  [Lane.Pextrq, 'pextrq', 8, 8],
];
const MASKS: [Mask, string][] = [
  [Mask.Pmovmskb, 'pmovmskb'],
  [Mask.Movmskps, 'movmskps'],
  [Mask.Movmskpd, 'movmskpd'],
];
const SHIFTS: [ShiftLanes, string][] = [
  [ShiftLanes.Psrlw, 'psrlw'],
  [ShiftLanes.Psraw, 'psraw'],
  [ShiftLanes.Psllw, 'psllw'],
  [ShiftLanes.Psrld, 'psrld'],
  [ShiftLanes.Psrad, 'psrad'],
  [ShiftLanes.Pslld, 'pslld'],
  [ShiftLanes.Psrlq, 'psrlq'],
  [ShiftLanes.Psllq, 'psllq'],
];
const FUSED: [Fma, string][] = [
  [Fma.Fmadd213ps, 'fmadd213ps'],
  [Fma.Fmadd213pd, 'fmadd213pd'],
  [Fma.Fnmadd213ps, 'fnmadd213ps'],
  [Fma.Fnmadd213pd, 'fnmadd213pd'],
  [Fma.Fmadd231ps, 'fmadd231ps'],
  [Fma.Fmadd231pd, 'fmadd231pd'],
  [Fma.Fnmadd231ps, 'fnmadd231ps'],
  [Fma.Fnmadd231pd, 'fnmadd231pd'],
];

/** Loads of less than a vector, with their bytes. */
const NARROW: [Packed, number][] = [
  [Packed.Pmovsxbw, 8],
  [Packed.Pmovsxwd, 8],
  [Packed.Pmovsxdq, 8],
  [Packed.Pmovzxbw, 8],
  [Packed.Pmovzxwd, 8],
  [Packed.Pmovzxdq, 8],
  [Packed.Movddup, 8],
];
/** Those with constants, which lie relative to the instruction. */
const WITH_CONSTANT: [Packed | Sse, string][] = [
  ...TWO.filter(([op]) => op !== Packed.Movlhps && op !== Packed.Movsd),
  [Sse.Movaps, 'movaps'],
];

const SHIFT_NUMBER = 20;
const isExtract = (name: string) => name.startsWith('pextr');

describe.skipIf(MISSING !== undefined)(`x64 vectors${why}`, () => {
  it('all encodings have a test', () => {
    const text = readFileSync(new URL('vector-encodings.ts', import.meta.url), 'utf8');
    const names = [...text.matchAll(/^ {2}(\w+) = 0x/gm)].map(([, name]) => name!.toLowerCase());
    const tested = [ONE, TWO, ONE_IMM, TWO_IMM, COMPARES, LANES, MASKS, SHIFTS, FUSED].flatMap(
      (table) => table.map(([, name]) => name),
    );
    expect(tested.sort()).toEqual(names.sort());
  });

  it('two registers', () => {
    const batch = new Batch();
    for (const a of XMM) {
      for (const b of XMM) {
        const pair = `${registerName(a)},${registerName(b)}`;
        for (const [op, name] of [...ONE, ...TWO]) {
          batch.add(`${name} ${pair}`, (x) => x.encodeReg(op, a, b));
        }
        for (const [op, name] of [...ONE_IMM, ...TWO_IMM]) {
          const byte = (a + 16 * b) & (name.startsWith('round') ? 11 : 255);
          batch.add(`${name} ${pair},${hex(byte)}`, (x) => {
            x.encodeReg(op, a, b);
            x.emit8(byte);
          });
        }
        for (const [op, name] of COMPARES) {
          for (const [order, word] of ORDERS) {
            batch.add(`cmp${word}${name.slice(3)} ${pair}`, (x) => {
              x.encodeReg(op, a, b);
              x.emit8(order);
            });
          }
        }
      }
      for (const [op, name] of SHIFTS) {
        for (const count of [1, 15, 63]) {
          batch.add(`${name} ${registerName(a)},${hex(count)}`, (x) => {
            x.encodeReg(op & ((1 << SHIFT_NUMBER) - 1), op >> SHIFT_NUMBER, a);
            x.emit8(count);
          });
        }
      }
    }
    batch.check();
  });

  it('general registers', () => {
    const batch = new Batch();
    for (const a of XMM) {
      const xmm = registerName(a);
      for (const g of GP) {
        for (const [op, name, , bytes] of LANES) {
          // Of a word there is a shorter form, below.
          if (op === Lane.Pextrw) continue;
          const pair = [xmm, registerName(g, bytes)];
          if (isExtract(name)) pair.reverse();
          batch.add(`${name} ${pair},${hex(1)}`, (x) => {
            x.encodeReg(op, a, g);
            x.emit8(1);
          });
        }
        for (const [op, name] of MASKS) {
          batch.add(`${name} ${registerName(g, 4)},${xmm}`, (x) => x.encodeReg(op, g, a));
        }
        batch.add(`pextrw ${registerName(g, 4)},${xmm},0x7`, (x) => {
          x.encodeReg(EXTRACT_WORD, g, a);
          x.emit8(7);
        });
      }
    }
    batch.check();
  });

  it('three registers', () => {
    const batch = new Batch();
    for (const a of XMM) {
      for (const b of XMM) {
        for (const c of XMM) {
          const list = [a, b, c].map((reg) => registerName(reg)).join();
          // The GNU assembler exchanges operands of those that commute, where that is shorter; it has another VMOVSD.
          const shortest = (c & 8) === 0 || (b & 8) !== 0;
          for (const [op, name] of TWO) {
            // Takes a turn of each, so as not to have half a million.
            if ((op + a + b + c) % 5 !== 0) continue;
            batch.add(
              `v${name} ${list}`,
              (x) => x.vexReg(op, a, b, c),
              shortest && op !== Packed.Movsd,
            );
          }
          for (const [op, name] of FUSED) {
            batch.add(`v${name} ${list}`, (x) => x.vexReg(op, a, b, c));
          }
          const byte = (a + 16 * b) & 255;
          for (const [op, name] of TWO_IMM) {
            batch.add(`v${name} ${list},${hex(byte)}`, (x) => {
              x.vexReg(op, a, b, c);
              x.emit8(byte);
            });
          }
          for (const [op, name] of COMPARES) {
            const [order, word] = ORDERS[(a + b + c) % ORDERS.length]!;
            const text = `vcmp${word}${name.slice(3)} ${list}`;
            batch.add(
              text,
              (x) => {
                x.vexReg(op, a, b, c);
                x.emit8(order);
              },
              shortest,
            );
          }
        }
        const pair = `${registerName(a)},${registerName(b)}`;
        for (const [op, name] of SHIFTS) {
          batch.add(`v${name} ${pair},0xf`, (x) => {
            x.vexReg(op & ((1 << SHIFT_NUMBER) - 1), op >> SHIFT_NUMBER, a, b);
            x.emit8(15);
          });
        }
        for (const g of GP) {
          for (const [op, name, , bytes] of LANES) {
            if (isExtract(name)) continue;
            batch.add(`v${name} ${pair},${registerName(g, bytes)},0x1`, (x) => {
              x.vexReg(op, a, b, g);
              x.emit8(1);
            });
          }
        }
      }
    }
    batch.check();
  });

  it('memory', () => {
    const batch = new Batch();
    addresses((text, base, disp, index, scale, n) => {
      const reg = XMM[n % 16]!;
      const xmm = registerName(reg);
      const names = new Map<number, string>(ONE);
      for (const [op, bytes] of NARROW) {
        batch.add(`${names.get(op)} ${xmm},${text(bytes)}`, (x) =>
          index < 0
            ? x.encodeMem(op, reg, base, disp)
            : x.encodeIndexed(op, reg, base, index, scale, disp),
        );
      }
      for (const [op, name, bytes] of LANES) {
        const pair = [xmm, text(bytes)];
        if (isExtract(name)) pair.reverse();
        batch.add(`${name} ${pair},0x1`, (x) => {
          if (index < 0) x.encodeMem(op, reg, base, disp);
          else x.encodeIndexed(op, reg, base, index, scale, disp);
          x.emit8(1);
        });
      }
    });
    batch.check();
  });

  it('constants', () => {
    const batch = new Batch();
    for (const reg of XMM) {
      for (const [op, name] of WITH_CONSTANT) {
        const text = `${name} ${registerName(reg)},XMMWORD PTR [rip+0x1234]`;
        batch.add(text, (x) => x.encodeRipRelative(op, reg, 0x1234), false);
      }
    }
    batch.check();
  });
});
