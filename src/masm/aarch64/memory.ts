import { NO_REG, type Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { trapOn } from './control.js';
import { Alu, Bit, Cond, Extend, isAccessOffset, Mem } from './integer-assembler.js';
import type { Aarch64Machine } from './machine.js';
import { constantToStore, loadField } from './moves.js';
import { SCRATCH, SCRATCH2, VMCTX, ZR } from './registers.js';

/** {@link Mem} of each load and store operator. */
const ACCESS = new Int32Array(64);
ACCESS[Op.I32Load] = Mem.LdrW;
ACCESS[Op.I64Load] = Mem.LdrX;
ACCESS[Op.F32Load] = Mem.LdrS;
ACCESS[Op.F64Load] = Mem.LdrD;
ACCESS[Op.I32Load8S] = Mem.LdrSB32;
ACCESS[Op.I32Load8U] = Mem.LdrB;
ACCESS[Op.I32Load16S] = Mem.LdrSH32;
ACCESS[Op.I32Load16U] = Mem.LdrH;
ACCESS[Op.I64Load8S] = Mem.LdrSB64;
ACCESS[Op.I64Load8U] = Mem.LdrB;
ACCESS[Op.I64Load16S] = Mem.LdrSH64;
ACCESS[Op.I64Load16U] = Mem.LdrH;
ACCESS[Op.I64Load32S] = Mem.LdrSW;
ACCESS[Op.I64Load32U] = Mem.LdrW;
ACCESS[Op.I32Store] = Mem.StrW;
ACCESS[Op.I64Store] = Mem.StrX;
ACCESS[Op.F32Store] = Mem.StrS;
ACCESS[Op.F64Store] = Mem.StrD;
ACCESS[Op.I32Store8] = Mem.StrB;
ACCESS[Op.I32Store16] = Mem.StrH;
ACCESS[Op.I64Store8] = Mem.StrB;
ACCESS[Op.I64Store16] = Mem.StrH;
ACCESS[Op.I64Store32] = Mem.StrW;

/** ADD x16, base, index, UXTW. */
const ADD_INDEX_TO_SCRATCH = Alu.Add | 0x00200000 | Bit.Wide | (Extend.Uxtw << 13) | SCRATCH;

// Linear memory. Wherever the 32-bit index enters an address, it is zero-extended there (UXTW),
// whatever its register has above.

export const load = (
  masm: Aarch64Machine,
  op: Op,
  dst: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  accessMemory(masm, ACCESS[op]!, dst, base, index, offset);
};

export const store = (
  masm: Aarch64Machine,
  op: Op,
  src: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  accessMemory(masm, ACCESS[op]!, src, base, index, offset);
};

/** @param reg not the first scratch register */
const accessMemory = (
  masm: Aarch64Machine,
  mem: Mem,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  // The scaled form of the offset; nothing here has more than 8 bytes.
  const scale = mem >>> 30;
  const scaled = offset >>> scale;
  if (scaled > 0xfff || scaled << scale !== offset) {
    accessMemoryRare(masm, mem, reg, base, index, offset);
    return;
  }
  let word = mem | 0x01000000 | (scaled << 10);
  let from = base;
  if (index !== NO_REG) {
    if (offset === 0) {
      word = mem | 0x00200800 | (Extend.Uxtw << 13) | (index << 16);
    } else {
      masm.emit32(ADD_INDEX_TO_SCRATCH | (index << 16) | (base << 5));
      from = SCRATCH;
    }
  }
  masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
  masm.emit32(word | (from << 5) | (reg & 31));
};

/** Any offset. */
const accessMemoryRare = (
  masm: Aarch64Machine,
  mem: Mem,
  reg: Reg,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  const direct = isAccessOffset(mem, offset);
  if (index === NO_REG) {
    if (!direct) masm.movImmediate(SCRATCH, offset | 0, 0);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    if (direct) masm.access(mem, reg, base, offset);
    else masm.accessIndexed(mem, reg, base, SCRATCH, Extend.Uxtx, false);
  } else if (offset === 0) {
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.accessIndexed(mem, reg, base, index, Extend.Uxtw, false);
  } else if (direct) {
    masm.aluExtended(Alu.Add, true, SCRATCH, base, index, Extend.Uxtw);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.access(mem, reg, SCRATCH, offset);
  } else {
    // Offset and index make at most 33 bits.
    masm.movImmediate(SCRATCH, offset | 0, 0);
    masm.aluExtended(Alu.Add, true, SCRATCH, SCRATCH, index, Extend.Uxtw);
    masm.markFaultSite(TrapKind.OutOfBoundsMemoryAccess);
    masm.accessIndexed(mem, reg, base, SCRATCH, Extend.Uxtx, false);
  }
};

/** Of the {@link IMM}. */
export const storeConstant = (
  masm: Aarch64Machine,
  op: Op,
  base: Reg,
  index: Reg,
  offset: number,
): void => {
  let mem = ACCESS[op]! as Mem;
  let low = masm.immLo;
  let high = 0;
  if (op === Op.F32Store) mem = Mem.StrW;
  else if (op === Op.F64Store) mem = Mem.StrX;
  if (op === Op.I64Store || op === Op.F64Store) high = masm.immHi;
  else if (op === Op.I32Store8 || op === Op.I64Store8) low &= 0xff;
  else if (op === Op.I32Store16 || op === Op.I64Store16) low &= 0xffff;
  accessMemory(masm, mem, constantToStore(masm, low, high), base, index, offset);
};

export const boundsCheck = (
  masm: Aarch64Machine,
  index: Reg,
  end: number,
  lengthOffset: number,
): void => {
  loadField(masm, Kind.I64, SCRATCH2, VMCTX, lengthOffset);
  masm.movImmediate(SCRATCH, end | 0, end >= 0x1_0000_0000 ? 1 : 0);
  if (index !== NO_REG) {
    masm.aluExtended(Alu.Add, true, SCRATCH, SCRATCH, index, Extend.Uxtw);
  }
  masm.alu(Alu.Subs, true, ZR, SCRATCH, SCRATCH2);
  trapOn(masm, TrapKind.OutOfBoundsMemoryAccess, Cond.Hi);
};
