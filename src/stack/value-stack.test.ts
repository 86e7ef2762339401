import { describe, expect, it } from 'vitest';
import { Random } from '../../test/support/random-program.js';
import { FIRST_FP, incomingSlot, type Reg } from '../abi/places.js';
import { Kind, ValType } from '../wasm/value-types.js';
import {
  HI,
  LO,
  LOC,
  Loc,
  MARK,
  NEXT,
  RECORD,
  regIn,
  SLOT_BYTES,
  TYPE,
  ValueStack,
  WIDE_SLOT_BYTES,
} from './value-stack.js';

const GP = 0b1100_1111;
const FP = 0b0011_1111;

/** A stack with two locals, an i32 at slot 0 and an f64 at slot 8, and operands from slot 16 on. */
function newStack(): ValueStack {
  const stack = new ValueStack();
  stack.reset();
  stack.useRegisters(GP, FP);
  stack.addLocal(ValType.I32, Loc.Stored, 0);
  stack.addLocal(ValType.F64, Loc.Stored, 8);
  stack.beginOperands(16);
  return stack;
}

/** The values that a register holds, front first. */
function chain(stack: ValueStack, reg: Reg): number[] {
  const found: number[] = [];
  for (let h = stack.regHead[reg]!; h !== 0; h = stack.rec[h + NEXT]!) {
    expect(stack.regOf(h)).toBe(reg);
    found.push(h);
  }
  return found;
}

describe('records', () => {
  it('have a name for each word, which touches no other', () => {
    const stack = newStack();
    const handle = stack.pushPlain(ValType.F64, Loc.Stored);
    stack.setConst(handle, 1, -2);
    stack.addFlags(handle, Loc.Const);
    stack.setMark(handle, 3);
    const words = () => [...stack.rec.subarray(handle, handle + RECORD)];
    expect(words()).toEqual([ValType.F64, Loc.Stored | Loc.Const, 1, -2, 0, 0, 3, 0]);
    expect([stack.typeAt(handle), stack.kindAt(handle)]).toEqual([ValType.F64, Kind.F64]);
    expect([stack.loAt(handle), stack.hiAt(handle), stack.markAt(handle)]).toEqual([1, -2, 3]);
    stack.clearFlags(handle, Loc.Const);
    expect(stack.locAt(handle)).toBe(Loc.Stored);
    stack.setLoc(handle, 0);
    stack.attach(handle, FIRST_FP + 1);
    stack.attach(stack.local(1), FIRST_FP + 1);
    expect(stack.nextAt(stack.local(1))).toBe(handle);
    expect(regIn(stack.locAt(handle))).toBe(FIRST_FP + 1);
    expect(words()).toEqual([ValType.F64, Loc.InReg | ((FIRST_FP + 1) << 8), 1, -2, 0, 0, 3, 0]);
  });

  it('numbers locals before operands', () => {
    const stack = newStack();
    expect(stack.localCount()).toBe(2);
    expect([stack.local(0), stack.local(1)]).toEqual([RECORD, 2 * RECORD]);
    expect(stack.firstOperand).toBe(3 * RECORD);
    expect(stack.pushPlain(ValType.I64, Loc.Stored)).toBe(3 * RECORD);
    expect(stack.top).toBe(4 * RECORD);
    expect(stack.rec[3 * RECORD + TYPE]).toBe(ValType.I64);
  });

  it('gives each height 16 bytes where slots are that wide', () => {
    const stack = new ValueStack();
    stack.reset();
    stack.useRegisters(GP, FP);
    stack.useSlots(WIDE_SLOT_BYTES);
    const locals = [0, 1, 2].map((i) =>
      stack.addLocal(ValType.V128, Loc.Stored, i * stack.slotBytes),
    );
    stack.beginOperands(3 * stack.slotBytes);
    const operands = [0, 1, 2].map(() => stack.pushPlain(ValType.V128, Loc.Stored));
    expect([...locals, ...operands].map((h) => stack.slotOf(h))).toEqual([0, 16, 32, 48, 64, 80]);
    expect(stack.slotOf(stack.top)).toBe(96);
    stack.useSlots(SLOT_BYTES);
    stack.beginOperands(24);
    expect(stack.slotOf(stack.pushPlain(ValType.I32, Loc.Stored))).toBe(24);
    expect(stack.slotOf(stack.top)).toBe(32);
  });

  it('gives each local its own slot and each height 8 bytes', () => {
    const stack = new ValueStack();
    stack.reset();
    stack.useRegisters(GP, FP);
    const argument = stack.addLocal(ValType.I32, Loc.Stored, incomingSlot(24));
    const local = stack.addLocal(ValType.I64, Loc.Stored, 40);
    stack.beginOperands(48);
    const first = stack.pushPlain(ValType.I32, Loc.Stored);
    const second = stack.pushPlain(ValType.I32, Loc.Stored);
    expect([argument, local, first, second].map((h) => stack.slotOf(h))).toEqual([
      incomingSlot(24),
      40,
      48,
      56,
    ]);
    stack.drop();
    expect(stack.slotOf(stack.pushPlain(ValType.F32, Loc.Stored))).toBe(56);
  });

  it('keeps the halves of constants', () => {
    const stack = newStack();
    stack.pushConst(ValType.I64, -1, 0x1234);
    const h = stack.top - RECORD;
    expect(stack.rec[h + LOC]).toBe(Loc.Const);
    expect([stack.rec[h + LO], stack.rec[h + HI]]).toEqual([-1, 0x1234]);
    stack.verify();
  });

  it('adds flags without touching the register', () => {
    const stack = newStack();
    stack.pushReg(ValType.I32, 3, 0);
    const h = stack.top - RECORD;
    stack.addFlags(h, Loc.UpperUnknown);
    expect(stack.rec[h + LOC]! & 0xff).toBe(Loc.InReg | Loc.UpperUnknown);
    expect(stack.regOf(h)).toBe(3);
  });

  it('grows past its first capacity and keeps everything', () => {
    const stack = newStack();
    const first = stack.rec;
    const count = 40_000;
    stack.attach(stack.local(0), 1);
    for (let i = 0; i < count; i++) {
      if (i % 3 === 0) stack.pushConst(ValType.I32, i, ~i);
      else stack.pushReg(i % 3 === 1 ? ValType.I32 : ValType.F64, i % 3 === 1 ? 1 : FIRST_FP, 0);
    }
    expect(stack.rec).not.toBe(first);
    expect(stack.rec.length).toBeGreaterThanOrEqual(count * RECORD);
    stack.verify();
    for (let i = 0; i < count; i += 3) {
      const h = stack.firstOperand + i * RECORD;
      expect(stack.rec[h + LO]).toBe(i);
      expect(stack.slotOf(h)).toBe(16 + i * 8);
    }
    expect(chain(stack, 1)).toHaveLength(1 + Math.ceil((count - 1) / 3));
    stack.dropTo(stack.firstOperand);
    expect(chain(stack, 1)).toEqual([stack.local(0)]);
    expect(stack.isFree(FIRST_FP)).toBe(true);
    stack.verify();
  });
});

describe('registers', () => {
  it('starts with all allocatable ones free', () => {
    const stack = newStack();
    expect([stack.freeGp, stack.freeFp]).toEqual([GP, FP]);
  });

  it('takes a register with its first value and frees it with the last', () => {
    const stack = newStack();
    stack.attach(stack.local(0), 2);
    stack.pushReg(ValType.I32, 2, Loc.UpperUnknown);
    stack.pushReg(ValType.I32, 2, 0);
    const [a, b] = [stack.top - 2 * RECORD, stack.top - RECORD];
    expect(chain(stack, 2)).toEqual([b, a, stack.local(0)]);
    expect(stack.freeGp).toBe(GP & ~4);
    expect(stack.isSoleHolder(b)).toBe(false);
    expect(stack.isSoleHolder(stack.local(0))).toBe(false);
    stack.verify();

    // Out of the middle, the end, the front.
    stack.detach(a);
    expect(chain(stack, 2)).toEqual([b, stack.local(0)]);
    expect(stack.rec[a + LOC]).toBe(0);
    stack.detach(stack.local(0));
    expect(chain(stack, 2)).toEqual([b]);
    expect(stack.isSoleHolder(b)).toBe(true);
    expect(stack.isFree(2)).toBe(false);
    stack.drop();
    expect(stack.isFree(2)).toBe(true);
    expect(stack.freeGp).toBe(GP);
  });

  it('keeps Stored, and clears what only the register knew, when a value leaves', () => {
    const stack = newStack();
    stack.pushReg(ValType.I32, 0, Loc.Stored | Loc.UpperUnknown);
    const h = stack.top - RECORD;
    stack.detach(h);
    expect(stack.rec[h + LOC]).toBe(Loc.Stored);
  });

  it('never frees a register that is not allocatable', () => {
    const stack = newStack();
    stack.pushReg(ValType.I32, 4, 0);
    stack.pushReg(ValType.F32, FIRST_FP + 10, 0);
    stack.verify();
    stack.dropTo(stack.firstOperand);
    expect([stack.freeGp, stack.freeFp]).toEqual([GP, FP]);
  });

  it('renames all holders of a register', () => {
    const stack = newStack();
    stack.attach(stack.local(1), FIRST_FP + 1);
    stack.pushReg(ValType.F64, FIRST_FP + 1, Loc.Stored);
    const holders = chain(stack, FIRST_FP + 1);
    stack.rename(FIRST_FP + 1, FIRST_FP + 5);
    expect(chain(stack, FIRST_FP + 5)).toEqual(holders);
    expect(stack.isFree(FIRST_FP + 1)).toBe(true);
    expect(stack.freeFp).toBe(FP & ~(1 << 5));
    expect(stack.rec[stack.top - RECORD + LOC]! & 0xff).toBe(Loc.InReg | Loc.Stored);
    stack.verify();
  });

  it('frees everything on reset', () => {
    const stack = newStack();
    stack.attach(stack.local(0), 1);
    stack.pushReg(ValType.F64, FIRST_FP, 0);
    stack.reset();
    stack.useRegisters(GP, FP);
    expect([stack.freeGp, stack.freeFp, stack.top]).toEqual([GP, FP, RECORD]);
    expect(stack.regHead.every((head) => head === 0)).toBe(true);
    stack.verify();
  });

  it('agrees with a plain model over random operations', () => {
    const random = new Random(7);
    const stack = newStack();
    const held = new Map<number, Reg>();
    const regs = [0, 1, 2, 3, 6, 7];
    for (let step = 0; step < 4000; step++) {
      const handle = RECORD * (1 + random.below(stack.top / RECORD - 1));
      const reg = random.pick(regs);
      switch (random.below(5)) {
        case 0:
          held.set(stack.top, reg);
          stack.pushReg(ValType.I64, reg, 0);
          break;
        case 1:
          if (stack.top > stack.firstOperand) {
            stack.drop();
            held.delete(stack.top);
          }
          break;
        case 2:
          if (held.has(handle)) {
            stack.detach(handle);
            held.delete(handle);
          }
          break;
        case 3:
          if (!held.has(handle) && handle !== stack.local(1)) {
            stack.attach(handle, reg);
            held.set(handle, reg);
          }
          break;
        default: {
          const to = random.pick(regs);
          if (!stack.isFree(to) || stack.isFree(reg)) break;
          stack.rename(reg, to);
          for (const [h, r] of held) if (r === reg) held.set(h, to);
        }
      }
      stack.verify();
      for (const r of regs) {
        const expected = [...held].filter(([, at]) => at === r).map(([h]) => h);
        expect(chain(stack, r).sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
      }
    }
  });
});

describe('results in place', () => {
  it('takes over a register, first or not, with what is known of its upper half', () => {
    const stack = newStack();
    const local = stack.local(0);
    stack.pushReg(ValType.I32, 2, Loc.UpperUnknown);
    const first = stack.top - RECORD;
    stack.takeOver(local, first);
    stack.top = first;
    expect(chain(stack, 2)).toEqual([local]);
    expect(stack.rec[local + LOC]! & 0xff).toBe(Loc.InReg | Loc.UpperUnknown);

    stack.pushReg(ValType.I32, 2, 0);
    const second = stack.pushPlain(ValType.I32, 0);
    stack.takeOver(second, local);
    stack.rec[local + LOC] = Loc.Stored;
    expect(chain(stack, 2)).toEqual([second - RECORD, second]);
    stack.verify();
  });

  it('replaces an operand by a result in its register', () => {
    const stack = newStack();
    stack.pushReg(ValType.I32, 3, Loc.UpperUnknown | Loc.Stored);
    const operand = stack.top - RECORD;
    expect(stack.ownsReg(operand)).toBe(true);
    stack.pushConst(ValType.I32, 7, 0);
    stack.replaceWith(operand, ValType.I64);
    expect(stack.top).toBe(operand + RECORD);
    expect(stack.rec[operand + TYPE]).toBe(ValType.I64);
    expect(stack.rec[operand + LOC]! & 0xff).toBe(Loc.InReg);
    expect(chain(stack, 3)).toEqual([operand]);
    stack.verify();
  });

  it('does not own a register that is shared, or none', () => {
    const stack = newStack();
    stack.attach(stack.local(0), 2);
    stack.pushReg(ValType.I32, 2, 0);
    expect(stack.ownsReg(stack.top - RECORD)).toBe(false);
    stack.pushConst(ValType.I32, 1, 0);
    expect(stack.ownsReg(stack.top - RECORD)).toBe(false);
  });
});

describe('verify', () => {
  /** A stack with an i32 local and an operand in register 1, and an f64 local in FIRST_FP. */
  function shared(): { stack: ValueStack; local: number; operand: number } {
    const stack = newStack();
    stack.attach(stack.local(0), 1);
    stack.attach(stack.local(1), FIRST_FP);
    stack.pushReg(ValType.I32, 1, 0);
    stack.verify();
    return { stack, local: stack.local(0), operand: stack.top - RECORD };
  }

  it('finds a value that is a constant and in a register', () => {
    const { stack, local } = shared();
    stack.addFlags(local, Loc.Const);
    expect(() => stack.verify()).toThrow(`value ${local} is in a register and a constant`);
  });

  it('finds a value in a register of the wrong class', () => {
    const { stack, operand } = shared();
    stack.rec[operand] = ValType.F32;
    expect(() => stack.verify()).toThrow('wrong class');
    const other = shared();
    other.stack.rec[other.stack.local(1)] = ValType.ExternRef;
    expect(() => other.stack.verify()).toThrow('wrong class');
  });

  it('finds a mark that was left behind', () => {
    const { stack, operand } = shared();
    stack.rec[operand + MARK] = 5;
    expect(() => stack.verify()).toThrow(`value ${operand} kept a merge mark`);
  });

  it('finds a chain that lists a value which is not in the register', () => {
    const { stack, local } = shared();
    stack.rec[local + LOC] = Loc.Stored;
    expect(() => stack.verify()).toThrow(`register 1 lists value ${local}, which is not in it`);
  });

  it('finds a chain that lists a value which was popped', () => {
    const { stack, operand } = shared();
    stack.top = operand;
    expect(() => stack.verify()).toThrow(`register 1 lists value ${operand}, which is not in it`);
  });

  it('finds a value that no chain lists', () => {
    const { stack, operand } = shared();
    stack.rec[operand + NEXT] = 0;
    expect(() => stack.verify()).toThrow('register 1 misses values');
    const lost = shared();
    lost.stack.regHead[1] = 0;
    expect(() => lost.stack.verify()).toThrow('register 1 misses values');
  });

  it('finds a value whose record names another register than its chain', () => {
    const { stack, operand } = shared();
    stack.rec[operand + LOC] = Loc.InReg | (2 << 8);
    expect(() => stack.verify()).toThrow('which is not in it');
  });

  it('finds a circular chain and ends', () => {
    const { stack, local, operand } = shared();
    stack.rec[local + NEXT] = operand;
    expect(() => stack.verify()).toThrow('register 1 has a circular chain');
  });

  it('finds a register that is in use and counted as free', () => {
    const { stack } = shared();
    stack.free[0]! |= 2;
    expect(() => stack.verify()).toThrow('register 1 is in use and free');
    const fp = shared();
    fp.stack.free[1]! |= 1;
    expect(() => fp.stack.verify()).toThrow(`register ${FIRST_FP} is in use and free`);
  });
});
