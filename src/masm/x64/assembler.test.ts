import { describe, it } from 'vitest';
import {
  addresses,
  Batch,
  DISPS,
  GP,
  hex,
  imm,
  MISSING,
  mem,
  why,
  XMM,
} from '../../../test/support/x64-objdump.js';
import { Rounding, Sse, SseMem, type X64Assembler } from './assembler.js';
import {
  Alu,
  Bits,
  type Cond,
  Exchange,
  Load,
  ShiftOp,
  Store,
  UnaryOp,
} from './integer-assembler.js';
import { RSP, registerName, XMM0 } from './registers.js';

const IMMEDIATES = [0, 1, -1, 2, 127, -128, 128, -129, 255, 0x7fff_ffff, -0x8000_0000, 0x1234_5678];
const ALU: [Alu, string][] = [
  [Alu.Add, 'add'],
  [Alu.Or, 'or'],
  [Alu.Adc, 'adc'],
  [Alu.Sbb, 'sbb'],
  [Alu.And, 'and'],
  [Alu.Sub, 'sub'],
  [Alu.Xor, 'xor'],
  [Alu.Cmp, 'cmp'],
];
const SHIFTS: [ShiftOp, string][] = [
  [ShiftOp.Rol, 'rol'],
  [ShiftOp.Ror, 'ror'],
  [ShiftOp.Shl, 'shl'],
  [ShiftOp.Shr, 'shr'],
  [ShiftOp.Sar, 'sar'],
];
const CONDS = 'o no b ae e ne be a s ns p np l ge le g'.split(' ');
const SIZES = [false, true];

describe.skipIf(MISSING !== undefined)(`x64 assembler${why}`, () => {
  it('moves between registers', () => {
    const batch = new Batch();
    for (const a of GP) {
      for (const b of GP) {
        for (const wide of SIZES) {
          const size = wide ? 8 : 4;
          const pair = `${registerName(a, size)},${registerName(b, size)}`;
          batch.add(`mov ${pair}`, (x) => x.mov(wide, a, b));
          for (const [op, name] of ALU) batch.add(`${name} ${pair}`, (x) => x.alu(op, wide, a, b));
          batch.add(`test ${pair}`, (x) => x.test(wide, a, b));
          batch.add(`imul ${pair}`, (x) => x.imul(wide, a, b));
          for (let c = 0; c < 16; c++) {
            batch.add(`cmov${CONDS[c]} ${pair}`, (x) => x.cmov(c as Cond, wide, a, b));
          }
          batch.add(`bsf ${pair}`, (x) => x.bits(Bits.Bsf, wide, a, b));
          batch.add(`bsr ${pair}`, (x) => x.bits(Bits.Bsr, wide, a, b));
          batch.add(`tzcnt ${pair}`, (x) => x.bits(Bits.Tzcnt, wide, a, b));
          batch.add(`lzcnt ${pair}`, (x) => x.bits(Bits.Lzcnt, wide, a, b));
          batch.add(`popcnt ${pair}`, (x) => x.bits(Bits.Popcnt, wide, a, b));
        }
        const [a4, a8, b1, b2, b4] = [
          registerName(a, 4),
          registerName(a),
          registerName(b, 1),
          registerName(b, 2),
          registerName(b, 4),
        ];
        if (a !== 0 && b !== 0) {
          batch.add(`xchg ${a8},${registerName(b)}`, (x) => x.xchg(a, b));
        }
        batch.add(`movzx ${a4},${b1}`, (x) => x.extend(Load.Movzx8, a, b));
        batch.add(`movzx ${a4},${b2}`, (x) => x.extend(Load.Movzx16, a, b));
        batch.add(`movsx ${a4},${b1}`, (x) => x.extend(Load.Movsx8, a, b));
        batch.add(`movsx ${a4},${b2}`, (x) => x.extend(Load.Movsx16, a, b));
        batch.add(`movsx ${a8},${b1}`, (x) => x.extend(Load.Movsx8To64, a, b));
        batch.add(`movsx ${a8},${b2}`, (x) => x.extend(Load.Movsx16To64, a, b));
        batch.add(`movsxd ${a8},${b4}`, (x) => x.extend(Load.Movsxd, a, b));
        batch.add(`and ${registerName(a, 1)},${b1}`, (x) => x.alu8(Alu.And, a, b));
        batch.add(`or ${registerName(a, 1)},${b1}`, (x) => x.alu8(Alu.Or, a, b));
      }
    }
    batch.check();
  });

  it('loads, stores and addresses', () => {
    const batch = new Batch();
    const loads: [Load, string, number, number][] = [
      [Load.Mov32, 'mov', 4, 4],
      [Load.Mov64, 'mov', 8, 8],
      [Load.Movzx8, 'movzx', 4, 1],
      [Load.Movzx16, 'movzx', 4, 2],
      [Load.Movsx8, 'movsx', 4, 1],
      [Load.Movsx16, 'movsx', 4, 2],
      [Load.Movsx8To64, 'movsx', 8, 1],
      [Load.Movsx16To64, 'movsx', 8, 2],
      [Load.Movsxd, 'movsxd', 8, 4],
    ];
    const stores: [Store, number][] = [
      [Store.Mov8, 1],
      [Store.Mov16, 2],
      [Store.Mov32, 4],
      [Store.Mov64, 8],
    ];
    const sse: [SseMem, string, number, boolean][] = [
      [SseMem.LoadSs, 'movss', 4, true],
      [SseMem.StoreSs, 'movss', 4, false],
      [SseMem.LoadSd, 'movsd', 8, true],
      [SseMem.StoreSd, 'movsd', 8, false],
      [SseMem.LoadUps, 'movups', 16, true],
      [SseMem.StoreUps, 'movups', 16, false],
    ];
    addresses((text, base, disp, index, scale, n) => {
      const reg = n % 16;
      for (const [op, name, to, from] of loads) {
        batch.add(`${name} ${registerName(reg, to)},${text(from)}`, (x) =>
          index < 0
            ? x.loadReg(op, reg, base, disp)
            : x.loadRegIndexed(op, reg, base, index, scale, disp),
        );
      }
      for (const [op, bytes] of stores) {
        batch.add(`mov ${text(bytes)},${registerName(reg, bytes)}`, (x) =>
          index < 0
            ? x.storeReg(op, reg, base, disp)
            : x.storeRegIndexed(op, reg, base, index, scale, disp),
        );
        const value = IMMEDIATES[n % IMMEDIATES.length]!;
        batch.add(`mov ${text(bytes)},${imm(value, bytes)}`, (x) =>
          index < 0
            ? x.storeImmediate(op, base, disp, value)
            : x.storeImmediateIndexed(op, base, index, scale, disp, value),
        );
      }
      for (const [op, name, bytes, load] of sse) {
        const xmm = `xmm${reg}`;
        const operands = load ? `${xmm},${text(bytes)}` : `${text(bytes)},${xmm}`;
        batch.add(`${name} ${operands}`, (x) =>
          index < 0
            ? x.sseMem(op, XMM0 + reg, base, disp)
            : x.sseMemIndexed(op, XMM0 + reg, base, index, scale, disp),
        );
      }
      for (const wide of SIZES) {
        const name = registerName(reg, wide ? 8 : 4);
        batch.add(`lea ${name},${text(0)}`, (x) =>
          index < 0
            ? x.lea(wide, reg, base, disp)
            : x.leaIndexed(wide, reg, base, index, scale, disp),
        );
        if (index >= 0) continue;
        for (const [op, mnemonic] of ALU) {
          batch.add(`${mnemonic} ${name},${text(wide ? 8 : 4)}`, (x) =>
            x.aluMem(op, wide, reg, base, disp),
          );
        }
      }
      if (index >= 0) return;
      batch.add(`pop ${text(8)}`, (x) => x.popMem(base, disp));
      batch.add(`call ${text(8)}`, (x) => x.callMem(base, disp));
    });
    batch.check();
  });

  it('every register of each access at one address', () => {
    const batch = new Batch();
    for (const reg of GP) {
      for (const base of [0, 4, 5, 12, 13]) {
        const at = (bytes: number) => mem(bytes, base, 8);
        for (const [op, bytes] of [
          [Store.Mov8, 1],
          [Store.Mov16, 2],
          [Store.Mov32, 4],
          [Store.Mov64, 8],
        ] as const) {
          batch.add(`mov ${at(bytes)},${registerName(reg, bytes)}`, (x) =>
            x.storeReg(op, reg, base, 8),
          );
        }
        batch.add(`movsx ${registerName(reg)},${at(1)}`, (x) =>
          x.loadReg(Load.Movsx8To64, reg, base, 8),
        );
      }
    }
    batch.check();
  });

  it('immediates', () => {
    const batch = new Batch();
    for (const reg of GP) {
      for (const value of IMMEDIATES) {
        for (const wide of SIZES) {
          const size = wide ? 8 : 4;
          const name = registerName(reg, size);
          for (const [op, mnemonic] of ALU) {
            const text = `${mnemonic} ${name},${imm(value, size)}`;
            batch.add(text, (x) => x.aluImmediate(op, wide, reg, value));
            batch.add(text, (x) => x.aluImmediate32(op, wide, reg, value), false);
          }
          for (const src of GP) {
            batch.add(`imul ${name},${registerName(src, size)},${imm(value, size)}`, (x) =>
              x.imulImmediate(wide, reg, src, value),
            );
          }
        }
        batch.add(`mov ${registerName(reg, 4)},${imm(value, 4)}`, (x) =>
          x.movImmediate(reg, value, 0),
        );
        if (value < 0) {
          batch.add(`mov ${registerName(reg)},${imm(value, 8)}`, (x) =>
            x.movImmediate(reg, value, -1),
          );
        }
        batch.add(
          `movabs ${registerName(reg)},${`0x12345678${(value >>> 0).toString(16).padStart(8, '0')}`}`,
          (x) => x.movImmediate(reg, value, 0x1234_5678),
        );
      }
      for (const [op, mnemonic] of SHIFTS) {
        for (const wide of SIZES) {
          const name = registerName(reg, wide ? 8 : 4);
          batch.add(`${mnemonic} ${name},cl`, (x) => x.shiftCl(op, wide, reg));
          for (const count of wide ? [1, 2, 31, 32, 63] : [1, 2, 16, 31]) {
            const text = `${mnemonic} ${name},${count === 1 ? '1' : hex(count)}`;
            batch.add(text, (x) => x.shiftImmediate(op, wide, reg, count));
          }
        }
      }
      for (const bit of [0, 31, 63]) {
        batch.add(`bts ${registerName(reg)},${hex(bit)}`, (x) => x.bts(reg, bit));
      }
    }
    batch.check();
  });

  it('one register', () => {
    const batch = new Batch();
    const unary: [UnaryOp, string][] = [
      [UnaryOp.Not, 'not'],
      [UnaryOp.Neg, 'neg'],
      [UnaryOp.Mul, 'mul'],
      [UnaryOp.Imul, 'imul'],
      [UnaryOp.Div, 'div'],
      [UnaryOp.Idiv, 'idiv'],
    ];
    for (const reg of GP) {
      for (const [op, name] of unary) {
        batch.add(`${name} ${registerName(reg, 4)}`, (x) => x.unaryReg(op, false, reg));
        batch.add(`${name} ${registerName(reg)}`, (x) => x.unaryReg(op, true, reg));
      }
      for (let c = 0; c < 16; c++) {
        batch.add(`set${CONDS[c]} ${registerName(reg, 1)}`, (x) => x.setcc(c as Cond, reg));
      }
      batch.add(`push ${registerName(reg)}`, (x) => x.push(reg));
      batch.add(`pop ${registerName(reg)}`, (x) => x.pop(reg));
      batch.add(`jmp ${registerName(reg)}`, (x) => x.jmpReg(reg));
      batch.add(`call ${registerName(reg)}`, (x) => x.callRegister(reg));
      batch.add(`lea ${registerName(reg)},[rip+0x1234]`, (x) => x.leaRip(reg, 0x1234), false);
      const xmm = registerName(XMM0 + reg);
      const text = (name: string, width: string) => `${name} ${xmm},${width} PTR [rip+0x1234]`;
      for (const [name, width, op] of [
        ['movss', 'DWORD', SseMem.LoadSs],
        ['movsd', 'QWORD', SseMem.LoadSd],
        ['mulss', 'DWORD', Sse.Mulss],
        ['divsd', 'QWORD', Sse.Divsd],
        ['ucomiss', 'DWORD', Sse.Ucomiss],
        ['ucomisd', 'QWORD', Sse.Ucomisd],
      ] as const) {
        batch.add(text(name, width), (x) => x.sseRip(op, XMM0 + reg, 0x1234), false);
      }
    }
    batch.add('cdq', (x) => x.cdq(false));
    batch.add('cqo', (x) => x.cdq(true));
    batch.add('leave', (x) => x.leave());
    batch.add('ret', (x) => x.ret());
    batch.add('ud2', (x) => x.ud2());
    batch.add('int3', (x) => x.int3());
    batch.check();
  });

  it('BMI2', () => {
    const batch = new Batch();
    for (const a of GP) {
      for (const b of GP) {
        for (const wide of SIZES) {
          const size = wide ? 8 : 4;
          const [na, nb] = [registerName(a, size), registerName(b, size)];
          batch.add(`rorx ${na},${nb},0x1f`, (x) => x.rorx(wide, a, b, 31));
          for (const c of GP) {
            const text = `${na},${nb},${registerName(c, size)}`;
            batch.add(`shlx ${text}`, (x) => x.shiftX(ShiftOp.Shl, wide, a, b, c));
            batch.add(`shrx ${text}`, (x) => x.shiftX(ShiftOp.Shr, wide, a, b, c));
            batch.add(`sarx ${text}`, (x) => x.shiftX(ShiftOp.Sar, wide, a, b, c));
          }
        }
      }
    }
    batch.check();
  });

  it('floats', () => {
    const batch = new Batch();
    const ops: [Sse, string][] = [
      [Sse.Movaps, 'movaps'],
      [Sse.Andps, 'andps'],
      [Sse.Orps, 'orps'],
      [Sse.Xorps, 'xorps'],
      [Sse.Ucomiss, 'ucomiss'],
      [Sse.Ucomisd, 'ucomisd'],
      [Sse.Sqrtss, 'sqrtss'],
      [Sse.Sqrtsd, 'sqrtsd'],
      [Sse.Addss, 'addss'],
      [Sse.Addsd, 'addsd'],
      [Sse.Mulss, 'mulss'],
      [Sse.Mulsd, 'mulsd'],
      [Sse.Subss, 'subss'],
      [Sse.Subsd, 'subsd'],
      [Sse.Minss, 'minss'],
      [Sse.Minsd, 'minsd'],
      [Sse.Divss, 'divss'],
      [Sse.Divsd, 'divsd'],
      [Sse.Maxss, 'maxss'],
      [Sse.Maxsd, 'maxsd'],
      [Sse.Cvtss2sd, 'cvtss2sd'],
      [Sse.Cvtsd2ss, 'cvtsd2ss'],
      [Sse.Pcmpeqd, 'pcmpeqd'],
    ];
    for (const a of XMM) {
      const na = registerName(a);
      for (const b of XMM) {
        const nb = registerName(b);
        for (const [op, name] of ops) batch.add(`${name} ${na},${nb}`, (x) => x.sse(op, a, b));
        for (const mode of [Rounding.Nearest, Rounding.Floor, Rounding.Ceil, Rounding.Trunc]) {
          batch.add(`roundss ${na},${nb},${hex(mode)}`, (x) => x.round(false, a, b, mode));
          batch.add(`roundsd ${na},${nb},${hex(mode)}`, (x) => x.round(true, a, b, mode));
        }
      }
      for (const g of GP) {
        for (const wide of SIZES) {
          const ng = registerName(g, wide ? 8 : 4);
          const mov = wide ? 'movq' : 'movd';
          batch.add(`${mov} ${na},${ng}`, (x) => x.movToXmm(wide, a, g));
          batch.add(`${mov} ${ng},${na}`, (x) => x.movFromXmm(wide, g, a));
          for (const double of SIZES) {
            const s = double ? 'sd' : 'ss';
            batch.add(`cvtsi2${s} ${na},${ng}`, (x) => x.convertFromInt(double, wide, a, g));
            batch.add(`cvtt${s}2si ${ng},${na}`, (x) =>
              x.convertToIntTruncating(double, wide, g, a),
            );
            batch.add(`cvt${s}2si ${ng},${na}`, (x) => x.convertToIntRounding(double, wide, g, a));
          }
        }
      }
      for (const wide of SIZES) {
        const q = wide ? 'q' : 'd';
        for (const count of [1, 31, 63]) {
          batch.add(`psll${q} ${na},${hex(count)}`, (x) => x.shiftLanesLeft(wide, a, count));
          batch.add(`psrl${q} ${na},${hex(count)}`, (x) => x.shiftLanesRight(wide, a, count));
        }
      }
    }
    batch.check();
  });

  it('what locks memory, and fences', () => {
    const batch = new Batch();
    batch.add('mfence', (x) => x.mfence());
    for (const [op, name] of [
      [Exchange.Xadd, 'lock xadd'],
      [Exchange.Cmpxchg, 'lock cmpxchg'],
      [Exchange.Xchg, 'xchg'],
    ] as const) {
      for (const log2 of [0, 1, 2, 3]) {
        const emit = (x: X64Assembler, how: () => void) => {
          if (op !== Exchange.Xchg) x.lock();
          how();
        };
        for (const reg of GP) {
          const r = registerName(reg, 1 << log2);
          for (const base of GP) {
            for (const disp of DISPS) {
              const text = `${name} ${mem(1 << log2, base, disp)},${r}`;
              batch.add(text, (x) => emit(x, () => x.exchange(op, log2, reg, base, disp)));
            }
            const index = (base + reg) & 15;
            if (index === RSP) continue;
            const text = `${name} ${mem(1 << log2, base, 8, index)},${r}`;
            batch.add(text, (x) => emit(x, () => x.exchangeIndexed(op, log2, reg, base, index, 8)));
          }
        }
      }
    }
    for (const reg of GP) {
      // rax has a shorter form of its own.
      const text = `test ${registerName(reg, 1)},0x7`;
      batch.add(text, (x) => x.testByte(reg, 7), reg !== 0);
    }
    batch.check();
  });

  it('branches', () => {
    const batch = new Batch();
    const target = (size: number, distance: number) =>
      `0x${BigInt.asUintN(64, BigInt(batch.asm.pos + size + distance)).toString(16)}`;
    for (const distance of [0, 127, -128]) {
      batch.add(`jmp ${target(2, distance)}`, (x) => x.jmpShort(distance), false);
    }
    for (let c = 0; c < 16; c++) {
      for (const distance of [0, 127, -128]) {
        const text = `j${CONDS[c]} ${target(2, distance)}`;
        batch.add(text, (x) => x.jccShort(c as Cond, distance), false);
      }
      for (const distance of [0, 128, -129, 0x7fff_0000]) {
        const text = `j${CONDS[c]} ${target(6, distance)}`;
        batch.add(text, (x) => x.jccNear(c as Cond, distance), false);
      }
    }
    for (const distance of [0, 128, -129, 0x7fff_0000, -0x7fff_0000]) {
      batch.add(`jmp ${target(5, distance)}`, (x) => x.jmpNear(distance), false);
      batch.add(`call ${target(5, distance)}`, (x) => x.callNear(distance), false);
    }
    batch.check();
  });
});
