import { describe, it } from 'vitest';
import {
  Expectations,
  GP,
  hex,
  MISSING,
  r,
  triples,
  VEC,
  why,
} from '../../../test/support/aarch64-objdump.js';
import type { Reg } from '../../abi/places.js';
import { V0 } from './registers.js';
import {
  FCVTL,
  FloatLane,
  Lane,
  laneField,
  MOVI_SHIFT,
  Movi,
  UPPER,
  Vec2,
  Vec3,
  VecLong,
  VecNarrow,
  VecShift,
} from './vector-assembler.js';

const LANES = [Lane.B, Lane.H, Lane.S, Lane.D];
const LETTERS = 'bhsd';
const FLOATS: [FloatLane, string][] = [
  [FloatLane.S, '4s'],
  [FloatLane.D, '2d'],
];

/** A vector with its arrangement; `half` of the lanes. */
const v = (reg: Reg, lane: Lane, half = false): string =>
  `v${reg - V0}.${(half ? 8 : 16) >> lane}${LETTERS[lane]}`;
/** One of its lanes. */
const at = (reg: Reg, lane: Lane, index: number): string =>
  `v${reg - V0}.${LETTERS[lane]}[${index}]`;

describe.skipIf(MISSING !== undefined)(`aarch64 vectors${why}`, () => {
  it('three registers', () => {
    const e = new Expectations();
    // Lanes up to the last one.
    const integers: [Vec3, string, Lane, Lane][] = [
      [Vec3.Add, 'add', Lane.B, Lane.D],
      [Vec3.Sub, 'sub', Lane.B, Lane.D],
      [Vec3.Mul, 'mul', Lane.B, Lane.S],
      [Vec3.Sqadd, 'sqadd', Lane.B, Lane.D],
      [Vec3.Uqadd, 'uqadd', Lane.B, Lane.D],
      [Vec3.Sqsub, 'sqsub', Lane.B, Lane.D],
      [Vec3.Uqsub, 'uqsub', Lane.B, Lane.D],
      [Vec3.Smin, 'smin', Lane.B, Lane.S],
      [Vec3.Umin, 'umin', Lane.B, Lane.S],
      [Vec3.Smax, 'smax', Lane.B, Lane.S],
      [Vec3.Umax, 'umax', Lane.B, Lane.S],
      [Vec3.Urhadd, 'urhadd', Lane.B, Lane.S],
      [Vec3.Sqrdmulh, 'sqrdmulh', Lane.H, Lane.S],
      [Vec3.Addp, 'addp', Lane.B, Lane.D],
      [Vec3.Umaxp, 'umaxp', Lane.B, Lane.S],
      [Vec3.Cmeq, 'cmeq', Lane.B, Lane.D],
      [Vec3.Cmgt, 'cmgt', Lane.B, Lane.D],
      [Vec3.Cmge, 'cmge', Lane.B, Lane.D],
      [Vec3.Cmhi, 'cmhi', Lane.B, Lane.D],
      [Vec3.Cmhs, 'cmhs', Lane.B, Lane.D],
      [Vec3.Sshl, 'sshl', Lane.B, Lane.D],
      [Vec3.Ushl, 'ushl', Lane.B, Lane.D],
      [Vec3.Uzp1, 'uzp1', Lane.B, Lane.D],
      [Vec3.Uzp2, 'uzp2', Lane.B, Lane.D],
      [Vec3.Trn1, 'trn1', Lane.B, Lane.D],
      [Vec3.Trn2, 'trn2', Lane.B, Lane.D],
      [Vec3.Zip1, 'zip1', Lane.B, Lane.D],
      [Vec3.Zip2, 'zip2', Lane.B, Lane.D],
      // Takes no lane.
      [Vec3.And, 'and', Lane.B, Lane.B],
      [Vec3.Bic, 'bic', Lane.B, Lane.B],
      [Vec3.Orr, 'orr', Lane.B, Lane.B],
      [Vec3.Orn, 'orn', Lane.B, Lane.B],
      [Vec3.Eor, 'eor', Lane.B, Lane.B],
      [Vec3.Bsl, 'bsl', Lane.B, Lane.B],
      [Vec3.Bit, 'bit', Lane.B, Lane.B],
      [Vec3.Bif, 'bif', Lane.B, Lane.B],
    ];
    const floats: [Vec3, string][] = [
      [Vec3.Fadd, 'fadd'],
      [Vec3.Fsub, 'fsub'],
      [Vec3.Fmul, 'fmul'],
      [Vec3.Fdiv, 'fdiv'],
      [Vec3.Fmax, 'fmax'],
      [Vec3.Fmin, 'fmin'],
      [Vec3.Fcmeq, 'fcmeq'],
      [Vec3.Fcmge, 'fcmge'],
      [Vec3.Fcmgt, 'fcmgt'],
      [Vec3.Fmla, 'fmla'],
      [Vec3.Fmls, 'fmls'],
    ];
    const longs: [VecLong, string][] = [
      [VecLong.Smull, 'smull'],
      [VecLong.Umull, 'umull'],
      [VecLong.Umlal, 'umlal'],
    ];
    for (const [d, n, m] of triples(VEC)) {
      for (const [op, name, from, to] of integers) {
        for (let lane = from; lane <= to; lane++) {
          e.add(`${name} ${v(d, lane)}, ${v(n, lane)}, ${v(m, lane)}`, (a) =>
            a.vec3(op | laneField(lane), d, n, m),
          );
        }
      }
      for (const [op, name] of floats) {
        for (const [lane, t] of FLOATS) {
          e.add(`${name} v${d - V0}.${t}, v${n - V0}.${t}, v${m - V0}.${t}`, (a) =>
            a.vec3(op | lane, d, n, m),
          );
        }
      }
      for (const [op, name] of longs) {
        for (const lane of [Lane.B, Lane.H, Lane.S]) {
          const word = op | laneField(lane);
          e.add(`${name} ${v(d, lane + 1)}, ${v(n, lane, true)}, ${v(m, lane, true)}`, (a) =>
            a.vec3(word, d, n, m),
          );
          e.add(`${name}2 ${v(d, lane + 1)}, ${v(n, lane)}, ${v(m, lane)}`, (a) =>
            a.vec3(word | UPPER, d, n, m),
          );
        }
      }
      const [x, y, z] = [v(d, Lane.B), n - V0, v(m, Lane.B)];
      e.add(`tbl ${x}, {v${y}.16b}, ${z}`, (a) => a.vec3(Vec3.Tbl, d, n, m));
      const pair = `v${y}.16b, v${(y + 1) & 31}.16b`;
      e.add(`tbl ${x}, {${pair}}, ${z}`, (a) => a.vec3(Vec3.Tbl2, d, n, m));
      for (const from of [0, 1, 8, 15]) {
        e.add(`ext ${x}, ${v(n, Lane.B)}, ${z}, #${from}`, (a) => a.ext(d, n, m, from));
      }
    }
    e.check();
  });

  it('two registers', () => {
    const e = new Expectations();
    const same: [Vec2, string, Lane, Lane][] = [
      [Vec2.Abs, 'abs', Lane.B, Lane.D],
      [Vec2.Neg, 'neg', Lane.B, Lane.D],
      [Vec2.Cnt, 'cnt', Lane.B, Lane.B],
      [Vec2.Not, 'not', Lane.B, Lane.B],
      [Vec2.Rev64, 'rev64', Lane.B, Lane.S],
      [Vec2.Rev32, 'rev32', Lane.B, Lane.H],
      [Vec2.Rev16, 'rev16', Lane.B, Lane.B],
    ];
    const zero: [Vec2, string][] = [
      [Vec2.Cmeq0, 'cmeq'],
      [Vec2.Cmgt0, 'cmgt'],
      [Vec2.Cmge0, 'cmge'],
      [Vec2.Cmlt0, 'cmlt'],
      [Vec2.Cmle0, 'cmle'],
    ];
    const pairs: [Vec2, string][] = [
      [Vec2.Saddlp, 'saddlp'],
      [Vec2.Uaddlp, 'uaddlp'],
      [Vec2.Sadalp, 'sadalp'],
    ];
    const floats: [Vec2, string][] = [
      [Vec2.Fabs, 'fabs'],
      [Vec2.Fneg, 'fneg'],
      [Vec2.Fsqrt, 'fsqrt'],
      [Vec2.Frintn, 'frintn'],
      [Vec2.Frintp, 'frintp'],
      [Vec2.Frintm, 'frintm'],
      [Vec2.Frintz, 'frintz'],
      [Vec2.Fcvtzs, 'fcvtzs'],
      [Vec2.Fcvtzu, 'fcvtzu'],
      [Vec2.Scvtf, 'scvtf'],
      [Vec2.Ucvtf, 'ucvtf'],
    ];
    const narrow: [VecNarrow, string][] = [
      [VecNarrow.Xtn, 'xtn'],
      [VecNarrow.Sqxtn, 'sqxtn'],
      [VecNarrow.Uqxtn, 'uqxtn'],
      [VecNarrow.Sqxtun, 'sqxtun'],
    ];
    for (const d of VEC) {
      for (const n of VEC) {
        for (const [op, name, from, to] of same) {
          for (let lane = from; lane <= to; lane++) {
            e.add(`${name} ${v(d, lane)}, ${v(n, lane)}`, (a) =>
              a.vec2(op | laneField(lane), d, n),
            );
          }
        }
        for (const [op, name] of zero) {
          for (const lane of LANES) {
            e.add(`${name} ${v(d, lane)}, ${v(n, lane)}, #0`, (a) =>
              a.vec2(op | laneField(lane), d, n),
            );
          }
        }
        for (const lane of [Lane.B, Lane.H, Lane.S]) {
          for (const [op, name] of pairs) {
            e.add(`${name} ${v(d, lane + 1)}, ${v(n, lane)}`, (a) =>
              a.vec2(op | laneField(lane), d, n),
            );
          }
          for (const [op, name] of narrow) {
            const word = op | laneField(lane);
            e.add(`${name} ${v(d, lane, true)}, ${v(n, lane + 1)}`, (a) => a.vec2(word, d, n));
            e.add(`${name}2 ${v(d, lane)}, ${v(n, lane + 1)}`, (a) => a.vec2(word | UPPER, d, n));
          }
        }
        for (const [op, name] of floats) {
          for (const [lane, t] of FLOATS) {
            e.add(`${name} v${d - V0}.${t}, v${n - V0}.${t}`, (a) => a.vec2(op | lane, d, n));
          }
        }
        const [double, half, single] = [v(d, Lane.D), v(d, Lane.S, true), v(d, Lane.S)];
        e.add(`fcvtl ${double}, ${v(n, Lane.S, true)}`, (a) => a.vec2(FCVTL, d, n));
        e.add(`fcvtl2 ${double}, ${v(n, Lane.S)}`, (a) => a.vec2(FCVTL | UPPER, d, n));
        e.add(`fcvtn ${half}, ${v(n, Lane.D)}`, (a) => a.vec2(VecNarrow.Fcvtn, d, n));
        e.add(`fcvtn2 ${single}, ${v(n, Lane.D)}`, (a) => a.vec2(VecNarrow.Fcvtn | UPPER, d, n));
      }
    }
    e.check();
  });

  it('shifts by constants', () => {
    const e = new Expectations();
    const right: [VecShift, string][] = [
      [VecShift.Sshr, 'sshr'],
      [VecShift.Ushr, 'ushr'],
      [VecShift.Usra, 'usra'],
    ];
    for (const [d, n] of triples(VEC)) {
      for (const lane of LANES) {
        const two = `${v(d, lane)}, ${v(n, lane)}`;
        for (let count = 0; count < 8 << lane; count++) {
          e.add(`shl ${two}, #${count}`, (a) => a.vecShift(VecShift.Shl, lane, d, n, count));
          for (const [op, name] of right) {
            e.add(`${name} ${two}, #${count + 1}`, (a) => a.vecShift(op, lane, d, n, count + 1));
          }
          if (lane === Lane.D) continue;
          const [wide, half] = [v(d, lane + 1), v(n, lane, true)];
          for (const [op, name] of [
            [VecShift.Sshll, 'sshll'],
            [VecShift.Ushll, 'ushll'],
          ] as const) {
            e.add(`${name} ${wide}, ${half}, #${count}`, (a) => a.vecShift(op, lane, d, n, count));
            e.add(`${name}2 ${wide}, ${v(n, lane)}, #${count}`, (a) =>
              a.vecShift(op | UPPER, lane, d, n, count),
            );
          }
        }
      }
    }
    e.check();
  });

  it('lanes', () => {
    const e = new Expectations();
    for (const lane of LANES) {
      const letter = LETTERS[lane];
      for (const d of VEC) {
        for (const g of GP) {
          e.add(`dup ${v(d, lane)}, ${r(g, lane === Lane.D)}`, (a) => a.dupGeneral(lane, d, g));
          for (let i = 0; i < 16 >> lane; i++) {
            const general = r(g, lane === Lane.D);
            e.add(`ins ${at(d, lane, i)}, ${general}`, (a) => a.insGeneral(lane, d, i, g));
            e.add(`umov ${general}, ${at(d, lane, i)}`, (a) => a.umov(lane, g, d, i));
            if (lane <= Lane.H) {
              e.add(`smov ${r(g, false)}, ${at(d, lane, i)}`, (a) => a.smov(lane, g, d, i));
            }
          }
        }
        for (const n of VEC) {
          for (let i = 0; i < 16 >> lane; i++) {
            e.add(`dup ${v(d, lane)}, ${at(n, lane, i)}`, (a) => a.dupLane(lane, d, n, i));
            e.add(`dup ${letter}${d - V0}, ${at(n, lane, i)}`, (a) => a.dupScalar(lane, d, n, i));
            for (let j = 0; j < 16 >> lane; j++) {
              e.add(`ins ${at(d, lane, i)}, ${at(n, lane, j)}`, (a) => a.insLane(lane, d, i, n, j));
            }
          }
        }
      }
    }
    e.check();
  });

  it('constants', () => {
    const e = new Expectations();
    for (const d of VEC) {
      const name = `v${d - V0}`;
      for (let value = 0; value < 256; value++) {
        e.add(`movi ${name}.16b, ${hex(value)}`, (a) => a.movi(Movi.B, d, value));
        let mask = '0x';
        for (let bit = 7; bit >= 0; bit--) mask += (value >> bit) & 1 ? 'ff' : '00';
        e.add(`movi ${name}.2d, ${hex(BigInt(mask))}`, (a) => a.movi(Movi.D, d, value));
        for (let by = 0; by < 4; by++) {
          const shift = by === 0 ? '' : `, lsl #${8 * by}`;
          for (const [plain, inverted, lanes] of [
            [Movi.H, Movi.NotH, '8h'],
            [Movi.S, Movi.NotS, '4s'],
          ] as const) {
            if (plain === Movi.H && by > 1) continue;
            const rest = `${name}.${lanes}, ${hex(value)}${shift}`;
            e.add(`movi ${rest}`, (a) => a.movi(plain + by * MOVI_SHIFT, d, value));
            e.add(`mvni ${rest}`, (a) => a.movi(inverted + by * MOVI_SHIFT, d, value));
          }
        }
        const sign = value & 0x80 ? -1 : 1;
        const exponent = (((value >> 4) & 7) ^ 4) - 3;
        const number = (sign * (16 + (value & 15)) * 2 ** exponent) / 16;
        const text = number.toExponential(18).replace(/e([+-])(\d)$/, 'e$10$2');
        e.add(`fmov ${name}.4s, #${text}`, (a) => a.movi(Movi.F32, d, value));
        e.add(`fmov ${name}.2d, #${text}`, (a) => a.movi(Movi.F64, d, value));
      }
      for (const distance of [0, 4, 0xffffc, -4, -0x100000]) {
        const at = e.asm.pos;
        const target = (BigInt(at + distance) & 0xffff_ffff_ffff_ffffn).toString(16);
        e.add(`ldr q${d - V0}, 0x${target}`, (a) => a.ldrLiteralVector(d, distance));
      }
    }
    e.check();
  });
});
