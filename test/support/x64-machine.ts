import koffi from 'koffi';
import { NO_REG, type Reg } from '../../src/abi/places.js';
import { SseMem, X64Assembler } from '../../src/masm/x64/assembler.js';
import type { X64Features } from '../../src/masm/x64/features.js';
import { Load, Store } from '../../src/masm/x64/integer-assembler.js';
import { X64MacroAssembler } from '../../src/masm/x64/macro-assembler.js';
import { R11, R14, R15, RBP, RBX, RDI, RSI, RSP, XMM0 } from '../../src/masm/x64/registers.js';
import { ValType } from '../../src/wasm/value-types.js';

/** True where generated x64 code can run. */
export const CAN_RUN = process.arch === 'x64' && process.platform === 'linux';

const PROT_READ_WRITE = 3;
const PROT_READ_EXEC = 5;
const MAP_PRIVATE_ANONYMOUS = 0x22;

/** What a trap leaves in the result: {@link Machine.trapKind} takes it apart. */
const TRAPPED = 0x1000;

/**
 * The macro assembler, with traps that return to the caller instead of raising a signal: the kind is
 * left in the scratch register.
 */
export class TestAssembler extends X64MacroAssembler {
  constructor(features: X64Features) {
    super(features);
    this.reserve(8 << 20);
  }

  override ud2(): void {
    this.movImmediate(R11, TRAPPED + this.trapKinds.data[this.trapKinds.length - 1]!, 0);
    this.leave();
    this.ret();
  }

  /** A whole function around `body`; returns its code offset. */
  func(body: () => void, frameBytes = 0, incomingBytes = 0, outPointer: Reg = NO_REG): number {
    const entry = this.beginFunction(incomingBytes, outPointer, false);
    this.reserveOperator();
    body();
    this.reserveOperator();
    this.finish();
    this.endFunction(frameBytes);
    return entry;
  }

  /** Says "no trap" and returns. */
  finish(): void {
    this.movImmediate(R11, 0, 0);
    this.epilogue();
  }
}

const CALLEE_SAVED = [RBX, RBP, 12, 13, R14, R15];
const GP_BYTES = 16 * 8;
const BLOCK_BYTES = GP_BYTES + 16 * 16;
/** Context and linear memory of the code under test. */
const DATA_BYTES = 1 << 16;

interface Native {
  map(size: number): { address: number; bytes: ArrayBuffer; pointer: unknown };
  makeExecutable(pointer: unknown, size: number): void;
}

function openNative(): Native {
  const libc = koffi.load(null);
  const mmap = libc.func('void *mmap(uintptr_t, size_t, int, int, int, int64_t)');
  const mprotect = libc.func('int mprotect(void *, size_t, int)');
  return {
    map(size) {
      const pointer = mmap(0, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
      const address = Number(koffi.address(pointer));
      return { address, bytes: koffi.view(pointer, size), pointer };
    },
    makeExecutable(pointer, size) {
      if (mprotect(pointer, size, PROT_READ_EXEC) !== 0) throw new Error('mprotect failed');
    },
  };
}

/** Maps code, executable and no longer writable; returns its address. It is never unmapped. */
export function loadCode(code: Uint8Array): number {
  const native = openNative();
  const size = (code.length + 4095) & ~4095;
  const text = native.map(size);
  new Uint8Array(text.bytes).set(code);
  native.makeExecutable(text.pointer, size);
  return text.address;
}

/**
 * Runs functions of finished code with every register set before and read back after.
 *
 * rsp, rbp and r11 are left out; r14 points to {@link data} and r15 to its middle when a test does
 * not set them.
 */
export class Machine {
  /** General registers, by number: before {@link run} the arguments, after it the results. */
  readonly gp: BigUint64Array;
  /** xmm registers, two words each. */
  readonly fp: BigUint64Array;
  /** Zeroed memory for the code under test; the context is at its start. */
  readonly data: DataView;
  readonly dataAddress: number;
  readonly codeAddress: number;
  private readonly words: Int32Array;
  private readonly before: Int32Array;
  private readonly call: (code: number, block: number) => void;
  private readonly blockAddress: number;

  constructor(code: Uint8Array) {
    const native = openNative();
    const wrapper = makeWrapper();
    const wrapperAt = (code.length + 15) & ~15;
    const bytes = new Uint8Array(wrapperAt + wrapper.length);
    bytes.set(code);
    bytes.set(wrapper, wrapperAt);
    this.codeAddress = loadCode(bytes);
    this.call = koffi.decode(
      BigInt(this.codeAddress + wrapperAt),
      koffi.proto('void', ['uintptr_t', 'uintptr_t']),
    ) as (code: number, block: number) => void;
    const block = native.map(4096);
    this.blockAddress = block.address;
    this.gp = new BigUint64Array(block.bytes, 0, 16);
    this.fp = new BigUint64Array(block.bytes, GP_BYTES, 32);
    this.words = new Int32Array(block.bytes, 0, BLOCK_BYTES / 4);
    this.before = new Int32Array(BLOCK_BYTES / 4);
    const data = native.map(DATA_BYTES);
    this.data = new DataView(data.bytes);
    this.dataAddress = data.address;
    this.reset();
  }

  /** Gives every register a value of its own, with something in each half. */
  reset(): void {
    for (let i = 0; i < 16; i++) {
      this.gp[i] = 0xabcd_1200_89ef_3400n + BigInt(i) * 0x1_0000_0001n;
      this.fp[2 * i] = 0x3ff5_5500_4049_0f00n + BigInt(i) * 0x1_0000_0001n;
      this.fp[2 * i + 1] = 0x7777_0000n + BigInt(i);
    }
    this.gp[R14] = BigInt(this.dataAddress);
    this.gp[R15] = BigInt(this.dataAddress + DATA_BYTES / 2);
  }

  /** Sets a register of either class: 64 bits (the low ones of an xmm register). */
  set(reg: Reg, value: bigint): void {
    if (reg < XMM0) this.gp[reg] = value;
    else this.fp[2 * (reg - XMM0)] = value;
  }

  get(reg: Reg): bigint {
    return reg < XMM0 ? this.gp[reg]! : this.fp[2 * (reg - XMM0)]!;
  }

  run(codeOffset: number): void {
    this.before.set(this.words);
    this.call(this.codeAddress + codeOffset, this.blockAddress);
  }

  /** The kind of the trap that ended {@link run}, or -1. */
  get trapKind(): number {
    const r11 = Number(this.gp[R11]! & 0xffffn);
    return r11 >= TRAPPED ? r11 - TRAPPED : -1;
  }

  /**
   * The first register, not counting those of the list and the scratch registers, that the run
   * changed, or -1.
   */
  changed(allowed: readonly Reg[]): Reg {
    const { words, before } = this;
    for (let i = 0; i < words.length; i++) {
      if (words[i] === before[i]) continue;
      const reg = i < 32 ? i >> 1 : XMM0 + ((i - 32) >> 2);
      if (reg === R11 || reg === RSP || reg === RBP || reg === XMM0 + 15) continue;
      if (!allowed.includes(reg)) return reg;
    }
    return -1;
  }
}

/** `void run(code, block)`: loads the registers from the block, calls, and stores them to it. */
function makeWrapper(): Uint8Array {
  const a = new X64Assembler();
  for (const reg of CALLEE_SAVED) a.push(reg);
  a.push(RSI);
  a.mov(true, R11, RDI);
  for (let i = 0; i < 16; i++) a.sseMem(SseMem.LoadUps, XMM0 + i, RSI, GP_BYTES + 16 * i);
  for (let i = 0; i < 16; i++) {
    if (i !== RSP && i !== RBP && i !== R11 && i !== RSI) a.loadReg(Load.Mov64, i, RSI, 8 * i);
  }
  a.loadReg(Load.Mov64, RSI, RSI, 8 * RSI);
  a.callRegister(R11);
  // The code's own r11 first, through the stack.
  a.push(R11);
  a.loadReg(Load.Mov64, R11, RSP, 8);
  for (let i = 0; i < 16; i++) {
    if (i !== RSP && i !== RBP && i !== R11) a.storeReg(Store.Mov64, i, R11, 8 * i);
  }
  for (let i = 0; i < 16; i++) a.sseMem(SseMem.StoreUps, XMM0 + i, R11, GP_BYTES + 16 * i);
  a.pop(RDI);
  a.storeReg(Store.Mov64, RDI, R11, 8 * R11);
  a.pop(RSI);
  for (let i = CALLEE_SAVED.length - 1; i >= 0; i--) a.pop(CALLEE_SAVED[i]!);
  a.ret();
  return a.bytes.slice(0, a.pos);
}

/** The value with rubbish above its 32 bits, if it has 32. */
export function dirty(type: ValType, value: bigint): bigint {
  return type === ValType.I32 || type === ValType.F32 ? value | 0xdead_0bad_0000_0000n : value;
}

/** Low and high half of a 64-bit value, signed. */
export function halves(value: bigint): [number, number] {
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
}

/** A machine with everything that was assembled. */
export function machineOf(masm: TestAssembler): Machine {
  return new Machine(masm.bytes.subarray(0, masm.pos));
}
