import {
  Builtin,
  FUNCREF_CODE,
  FUNCREF_VMCTX,
  MEMORY_LENGTH,
  THREAD_ENTRY_SP,
  THREAD_GATEWAY,
  THREAD_LAST_FP,
  THREAD_MEMMOVE,
  THREAD_MEMSET,
  THREAD_STACK_BASE,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
  VMCTX_ID,
  VMCTX_MEMORIES,
  VMCTX_THREAD,
} from '../../abi/vmctx-layout.js';
import { X64_CONVENTION } from '../../abi/x64.js';
import type { Reg } from '../macro-assembler.js';
import {
  EntryStatus,
  FRAME_ENTRY_SP,
  FRAME_FUNCREF,
  FRAME_GP,
  FRAME_LAST_FP,
  FRAME_WORD0,
  FRAME_WORD1,
  frameFp,
  frameSize,
  GATEWAY_OK,
  HOST_FUNCTION,
  RANGE_SIZE,
  RANGES_ENTRIES,
  RANGES_OLD_ACTIONS,
  RANGES_OLD_HANDLERS,
  SIGACTION_SIZE,
  type StubGenerator,
  type ThreadStubs,
} from '../stubs.js';
import { TrapKind } from '../trap-kind.js';
import { SseMem, X64Assembler } from './assembler.js';
import { Alu, Cond, Load, ShiftOp, Store } from './integer-assembler.js';
import {
  R8,
  R9,
  R10,
  R12,
  R13,
  R14,
  R15,
  RAX,
  RBP,
  RBX,
  RCX,
  RDI,
  RDX,
  RSI,
  RSP,
  VMCTX,
  XMM0,
} from './registers.js';

/** The registers that a C function must keep (System V AMD64 ABI, figure 3.4), rbp apart. */
const CALLEE_SAVED: readonly Reg[] = [RBX, R12, R13, R14, R15];
const { gpArgs, fpArgs } = X64_CONVENTION;
const FRAME_FP = frameFp(X64_CONVENTION);
const FRAME_SIZE = frameSize(X64_CONVENTION);
/** Between a host call's frame and its rbp: the vmctx home, and padding to 16. */
const ABOVE_FRAME = 16;

/** Offsets from `ucontext_t` (glibc, x86-64): general registers of the interrupted code. */
const CONTEXT_RBP = 120;
const CONTEXT_RIP = 168;

export const x64Stubs: StubGenerator = {
  convention: X64_CONVENTION,
  // Saved rbp and return address are between.
  hostStackArgs: FRAME_SIZE + ABOVE_FRAME + 16,
  // HLT, a privileged instruction.
  gapByte: 0xf4,
  // Stores to code are seen by fetches after the next jump (AMD64 APM volume 2, section 7.6.1).
  syncCode: undefined,
  threadStubs,
  hostCall(stackBytes, exitHost) {
    const asm = new X64Assembler(1024);
    callGateway(asm, HOST_FUNCTION, stackBytes, () => {
      address(asm, RAX, exitHost);
      asm.jmpReg(RAX);
    });
    return asm.bytes.slice(0, asm.pos);
  },
  signalHandler,
};

function threadStubs(thread: number): ThreadStubs {
  const asm = new X64Assembler(1 << 14);
  const trapSites: number[] = [];
  const trapKinds: TrapKind[] = [];

  const enter = asm.pos;
  asm.push(RBP);
  for (const reg of CALLEE_SAVED) asm.push(reg);
  // Return address and six registers: 8 more keep rsp aligned, and hold the frame's address.
  asm.mov(false, RDI, RDI);
  address(asm, RBX, thread);
  asm.aluMem(Alu.Add, true, RDI, RBX, THREAD_STACK_BASE);
  asm.push(RDI);
  copyWord(asm, RDI, FRAME_ENTRY_SP, RBX, THREAD_ENTRY_SP);
  copyWord(asm, RDI, FRAME_LAST_FP, RBX, THREAD_LAST_FP);
  asm.storeReg(Store.Mov64, RSP, RBX, THREAD_ENTRY_SP);
  asm.mov(true, RBX, RDI);
  asm.loadReg(Load.Mov32, RCX, RBX, FRAME_WORD0);
  asm.mov(true, RSP, RBX);
  asm.alu(Alu.Sub, true, RSP, RCX);
  asm.loadReg(Load.Mov64, R12, RBX, FRAME_FUNCREF);
  asm.loadReg(Load.Mov64, VMCTX, R12, FUNCREF_VMCTX);
  for (let i = 0; i < fpArgs.length; i++) {
    asm.sseMem(SseMem.LoadUps, fpArgs[i]!, RBX, FRAME_FP + 16 * i);
  }
  for (let i = 0; i < gpArgs.length; i++) {
    asm.loadReg(Load.Mov64, gpArgs[i]!, RBX, FRAME_GP + 8 * i);
  }
  // A zero frame pointer ends walks over the activation's frames.
  asm.alu(Alu.Xor, false, RBP, RBP);
  asm.loadReg(Load.Mov64, X64_CONVENTION.calleeReg, R12, FUNCREF_CODE);
  asm.callReg(X64_CONVENTION.calleeReg);
  // The callee took its stack arguments away: rsp is the frame.
  asm.storeReg(Store.Mov64, X64_CONVENTION.gpResult, RSP, FRAME_GP);
  asm.sseMem(SseMem.StoreUps, X64_CONVENTION.fpResult, RSP, FRAME_FP);
  address(asm, RBX, thread);
  asm.movImmediate(RAX, EntryStatus.Returned, 0);

  const leave = asm.pos;
  asm.loadReg(Load.Mov64, RSP, RBX, THREAD_ENTRY_SP);
  asm.pop(RDI);
  copyWord(asm, RBX, THREAD_ENTRY_SP, RDI, FRAME_ENTRY_SP);
  copyWord(asm, RBX, THREAD_LAST_FP, RDI, FRAME_LAST_FP);
  for (let i = CALLEE_SAVED.length - 1; i >= 0; i--) asm.pop(CALLEE_SAVED[i]!);
  asm.pop(RBP);
  asm.ret();

  const exit = (status: EntryStatus) => {
    const at = asm.pos;
    address(asm, RBX, thread);
    asm.movImmediate(RAX, status, 0);
    asm.jmpNear(leave - (asm.pos + 5));
    return at;
  };
  const exitTrap = exit(EntryStatus.Trapped);
  const exitHost = exit(EntryStatus.HostThrew);

  const builtins: number[] = [];
  for (let builtin = 0; builtin < Builtin.Count; builtin++) {
    while (asm.pos % 16 !== 0) asm.int3();
    builtins.push(asm.pos);
    if (builtin === Builtin.MemoryCopy || builtin === Builtin.MemoryFill) {
      trapSites.push(builtin === Builtin.MemoryCopy ? memoryCopy(asm) : memoryFill(asm));
      trapKinds.push(TrapKind.OutOfBoundsMemoryAccess);
    } else {
      callGateway(asm, builtin, 0, () => asm.jmpNear(exitHost - (asm.pos + 5)));
    }
  }
  return {
    code: asm.bytes.slice(0, asm.pos),
    enter,
    exitTrap,
    exitHost,
    builtins,
    trapSites,
    trapKinds,
  };
}

/**
 * A function that stores all argument registers to a frame, calls the gateway on the host's stack
 * and returns what the gateway left in the frame.
 *
 * The frame needs no stack check: compiled callers stay above the stack limit, and the margin below
 * it is bigger than this.
 */
function callGateway(
  asm: X64Assembler,
  builtin: number,
  stackBytes: number,
  exit: () => void,
): void {
  asm.push(RBP);
  asm.mov(true, RBP, RSP);
  asm.aluImmediate(Alu.Sub, true, RSP, FRAME_SIZE + ABOVE_FRAME);
  asm.storeReg(Store.Mov64, VMCTX, RBP, -8);
  for (let i = 0; i < gpArgs.length; i++) {
    asm.storeReg(Store.Mov64, gpArgs[i]!, RSP, FRAME_GP + 8 * i);
  }
  for (let i = 0; i < fpArgs.length; i++) {
    asm.sseMem(SseMem.StoreUps, fpArgs[i]!, RSP, FRAME_FP + 16 * i);
  }
  asm.loadReg(Load.Mov32, RAX, VMCTX, VMCTX_ID);
  asm.storeReg(Store.Mov32, RAX, RSP, FRAME_WORD0);
  asm.storeImmediate(Store.Mov32, RSP, FRAME_WORD1, builtin);
  // rbx, r12 and r13 hold nothing of the caller's and are kept by C functions.
  asm.loadReg(Load.Mov64, R12, VMCTX, VMCTX_THREAD);
  asm.loadReg(Load.Mov64, R13, R12, THREAD_LAST_FP);
  asm.storeReg(Store.Mov64, RBP, R12, THREAD_LAST_FP);
  asm.mov(true, RBX, RSP);
  asm.mov(true, RDI, RSP);
  asm.aluMem(Alu.Sub, true, RDI, R12, THREAD_STACK_BASE);
  asm.loadReg(Load.Mov64, RSP, R12, THREAD_ENTRY_SP);
  asm.callMem(R12, THREAD_GATEWAY);
  asm.mov(true, RSP, RBX);
  asm.storeReg(Store.Mov64, R13, R12, THREAD_LAST_FP);
  asm.aluImmediate(Alu.Cmp, false, RAX, GATEWAY_OK);
  const branch = forward(asm, Cond.NE);
  asm.loadReg(Load.Mov64, X64_CONVENTION.gpResult, RSP, FRAME_GP);
  asm.sseMem(SseMem.LoadUps, XMM0, RSP, FRAME_FP);
  asm.leave();
  if (stackBytes === 0) {
    asm.ret();
  } else if (stackBytes < 0x10000) {
    // RET imm16
    asm.emit8(0xc2);
    asm.emit16(stackBytes);
  } else {
    asm.pop(RCX);
    asm.aluImmediate(Alu.Add, true, RSP, stackBytes);
    asm.jmpReg(RCX);
  }
  bind(asm, branch);
  exit();
}

/** (dst memory, src memory, dst, src, n) in edi, esi, edx, ecx, r8d; returns its trap site. */
function memoryCopy(asm: X64Assembler): number {
  asm.push(RBP);
  asm.mov(true, RBP, RSP);
  for (const reg of [RDI, RSI, RDX, RCX, R8]) asm.mov(false, reg, reg);
  asm.shiftImmediate(ShiftOp.Shl, true, RDI, 4);
  asm.shiftImmediate(ShiftOp.Shl, true, RSI, 4);
  asm.leaIndexed(true, RDI, VMCTX, RDI, 0, VMCTX_MEMORIES);
  asm.leaIndexed(true, RSI, VMCTX, RSI, 0, VMCTX_MEMORIES);
  asm.leaIndexed(true, RAX, RDX, R8, 0, 0);
  asm.aluMem(Alu.Cmp, true, RAX, RDI, MEMORY_LENGTH);
  const first = forward(asm, Cond.A);
  asm.leaIndexed(true, RAX, RCX, R8, 0, 0);
  asm.aluMem(Alu.Cmp, true, RAX, RSI, MEMORY_LENGTH);
  const second = forward(asm, Cond.A);
  asm.loadReg(Load.Mov64, RDI, RDI, 0);
  asm.alu(Alu.Add, true, RDI, RDX);
  asm.loadReg(Load.Mov64, RSI, RSI, 0);
  asm.alu(Alu.Add, true, RSI, RCX);
  asm.mov(true, RDX, R8);
  return finishBulk(asm, THREAD_MEMMOVE, [first, second]);
}

/** (memory, dst, value, n) in edi, esi, edx, ecx; returns its trap site. */
function memoryFill(asm: X64Assembler): number {
  asm.push(RBP);
  asm.mov(true, RBP, RSP);
  for (const reg of [RDI, RSI, RDX, RCX]) asm.mov(false, reg, reg);
  asm.shiftImmediate(ShiftOp.Shl, true, RDI, 4);
  asm.leaIndexed(true, RDI, VMCTX, RDI, 0, VMCTX_MEMORIES);
  asm.leaIndexed(true, RAX, RSI, RCX, 0, 0);
  asm.aluMem(Alu.Cmp, true, RAX, RDI, MEMORY_LENGTH);
  const outside = forward(asm, Cond.A);
  asm.loadReg(Load.Mov64, RDI, RDI, 0);
  asm.alu(Alu.Add, true, RDI, RSI);
  asm.extend(Load.Movzx8, RSI, RDX);
  asm.mov(true, RDX, RCX);
  return finishBulk(asm, THREAD_MEMSET, [outside]);
}

/** Calls a C function with the arguments in place, returns; then the trap. */
function finishBulk(asm: X64Assembler, routine: number, outside: readonly number[]): number {
  asm.loadReg(Load.Mov64, RAX, VMCTX, VMCTX_THREAD);
  asm.callMem(RAX, routine);
  asm.pop(RBP);
  asm.ret();
  for (const branch of outside) bind(asm, branch);
  const site = asm.pos;
  asm.ud2();
  return site;
}

function signalHandler(ranges: number, sigaction: number): Uint8Array {
  const asm = new X64Assembler(512);
  address(asm, R8, ranges);
  asm.loadReg(Load.Mov64, RAX, RDX, CONTEXT_RIP);
  asm.loadReg(Load.Mov64, RCX, R8, 0);
  asm.lea(true, R9, R8, RANGES_ENTRIES);
  const loop = asm.pos;
  asm.test(true, RCX, RCX);
  const foreign = forward(asm, Cond.E);
  asm.aluMem(Alu.Cmp, true, RAX, R9, 0);
  const below = forward(asm, Cond.B);
  asm.aluMem(Alu.Cmp, true, RAX, R9, 8);
  const above = forward(asm, Cond.AE);
  asm.loadReg(Load.Mov64, R10, R9, 16);
  asm.storeReg(Store.Mov64, RAX, R10, THREAD_TRAP_PC);
  asm.loadReg(Load.Mov64, RAX, RDX, CONTEXT_RBP);
  asm.storeReg(Store.Mov64, RAX, R10, THREAD_TRAP_FP);
  asm.loadReg(Load.Mov64, RAX, R9, 24);
  asm.storeReg(Store.Mov64, RAX, RDX, CONTEXT_RIP);
  asm.ret();
  bind(asm, below);
  bind(asm, above);
  asm.aluImmediate(Alu.Add, true, R9, RANGE_SIZE);
  asm.aluImmediate(Alu.Sub, true, RCX, 1);
  asm.jmpNear(loop - (asm.pos + 5));

  bind(asm, foreign);
  asm.mov(false, RAX, RDI);
  asm.loadRegIndexed(Load.Mov64, RCX, R8, RAX, 3, RANGES_OLD_HANDLERS);
  // SIG_DFL is 0, SIG_IGN 1.
  asm.aluImmediate(Alu.Cmp, true, RCX, 1);
  const none = forward(asm, Cond.BE);
  asm.jmpReg(RCX);
  bind(asm, none);
  // Puts the old disposition back and returns: the fault repeats and ends the process.
  asm.imulImmediate(true, RAX, RAX, SIGACTION_SIZE);
  asm.leaIndexed(true, RSI, R8, RAX, 0, RANGES_OLD_ACTIONS);
  asm.alu(Alu.Xor, false, RDX, RDX);
  address(asm, RAX, sigaction);
  asm.jmpReg(RAX);
  return asm.bytes.slice(0, asm.pos);
}

function address(asm: X64Assembler, reg: Reg, value: number): void {
  asm.movImmediate(reg, value | 0, Math.floor(value / 0x1_0000_0000));
}

/** Copies 8 bytes through rcx. */
function copyWord(asm: X64Assembler, to: Reg, toAt: number, from: Reg, fromAt: number): void {
  asm.loadReg(Load.Mov64, RCX, from, fromAt);
  asm.storeReg(Store.Mov64, RCX, to, toAt);
}

/** A conditional jump to a later {@link bind}; returns the end of the instruction. */
function forward(asm: X64Assembler, cond: Cond): number {
  asm.jccNear(cond, 0);
  return asm.pos;
}

function bind(asm: X64Assembler, branch: number): void {
  asm.patch32(branch - 4, asm.pos - branch);
}
