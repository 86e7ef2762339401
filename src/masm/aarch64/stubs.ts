import { AARCH64_CONVENTION } from '../../abi/aarch64.js';
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
import { FIRST_FP, type Reg } from '../macro-assembler.js';
import {
  EntryStatus,
  FRAME_ENTRY_SP,
  FRAME_FUNCREF,
  FRAME_GP,
  FRAME_LAST_FP,
  FRAME_WORD0,
  FRAME_WORD1,
  frameFp,
  frameGpRegs,
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
import { A64Assembler } from './assembler.js';
import { cacheFlushRoutine } from './cache-flush.js';
import { isAddImmediate } from './immediates.js';
import { Alu, Cond, Extend, Mem, Pair, PairMode } from './integer-assembler.js';
import {
  FP,
  LR,
  SP,
  VMCTX,
  X0,
  X1,
  X2,
  X3,
  X4,
  X8,
  X9,
  X10,
  X11,
  X12,
  X19,
  ZR,
} from './registers.js';

/** The registers that only these stubs need. */
const X20 = 20;
const X21 = 21;

const { fpArgs, calleeReg, gpResult, fpResult } = AARCH64_CONVENTION;
const GP_REGS = frameGpRegs(AARCH64_CONVENTION);
const FRAME_FP = frameFp(AARCH64_CONVENTION);
const FRAME_SIZE = frameSize(AARCH64_CONVENTION);
/** Between a host call's frame and its frame record: the vmctx home, and padding to 16. */
const ABOVE_FRAME = 16;
/** Frame pointer and return address, as AAPCS64 lays them out. */
const FRAME_RECORD = 16;

/**
 * The frame of the entry function, from SP: frame record, x19-x28 at 16, the low halves of v8-v15 at
 * 96 (AAPCS64, sections 6.1.1 and 6.1.2: what a C function must keep), the address of the call's
 * frame at 160.
 */
const ENTRY_GP = 16;
const ENTRY_FP = 96;
const ENTRY_CALL_FRAME = 160;
const ENTRY_SIZE = 176;

/** Offsets from `ucontext_t` (glibc, aarch64): general registers of the interrupted code. */
const CONTEXT_FP = 184 + 8 * 29;
const CONTEXT_PC = 440;

export const aarch64Stubs: StubGenerator = {
  convention: AARCH64_CONVENTION,
  hostStackArgs: FRAME_SIZE + ABOVE_FRAME + FRAME_RECORD,
  // UDF #0.
  gapByte: 0,
  syncCode: cacheFlushRoutine,
  threadStubs,
  hostCall(stackBytes, exitHost) {
    const asm = new A64Assembler(1024);
    callGateway(asm, HOST_FUNCTION, stackBytes, () => {
      address(asm, X9, exitHost);
      asm.br(X9);
    });
    return asm.bytes.slice(0, asm.pos);
  },
  signalHandler,
};

function threadStubs(thread: number): ThreadStubs {
  const asm = new A64Assembler(1 << 14);
  const trapSites: number[] = [];
  const trapKinds: TrapKind[] = [];

  const enter = asm.pos;
  asm.pair(Pair.StpX, FP, LR, SP, -ENTRY_SIZE, PairMode.Pre);
  for (let i = 0; i < 10; i += 2) asm.pair(Pair.StpX, X19 + i, X20 + i, SP, ENTRY_GP + 8 * i);
  for (let i = 0; i < 8; i += 2) {
    asm.pair(Pair.StpD, FIRST_FP + 8 + i, FIRST_FP + 9 + i, SP, ENTRY_FP + 8 * i);
  }
  address(asm, X19, thread);
  asm.access(Mem.LdrX, X9, X19, THREAD_STACK_BASE);
  // X20: the call's frame. The upper half of a 32-bit C argument means nothing.
  asm.aluExtended(Alu.Add, true, X20, X9, X0, Extend.Uxtw);
  asm.access(Mem.StrX, X20, SP, ENTRY_CALL_FRAME);
  copyWord(asm, X20, FRAME_ENTRY_SP, X19, THREAD_ENTRY_SP);
  copyWord(asm, X20, FRAME_LAST_FP, X19, THREAD_LAST_FP);
  asm.movSp(X9, SP);
  asm.access(Mem.StrX, X9, X19, THREAD_ENTRY_SP);
  asm.access(Mem.LdrW, X9, X20, FRAME_WORD0);
  asm.aluExtended(Alu.Sub, true, SP, X20, X9, Extend.Uxtx);
  asm.access(Mem.LdrX, X9, X20, FRAME_FUNCREF);
  asm.access(Mem.LdrX, VMCTX, X9, FUNCREF_VMCTX);
  asm.access(Mem.LdrX, calleeReg, X9, FUNCREF_CODE);
  for (let i = 0; i < fpArgs.length; i++) {
    asm.access(Mem.LdrQ, fpArgs[i]!, X20, FRAME_FP + 16 * i);
  }
  for (let i = 0; i < GP_REGS.length; i++) {
    asm.access(Mem.LdrX, GP_REGS[i]!, X20, FRAME_GP + 8 * i);
  }
  // A zero frame pointer ends walks over the activation's frames.
  asm.mov(true, FP, ZR);
  asm.blr(calleeReg);
  // The callee took its stack arguments away: SP is the frame.
  asm.access(Mem.StrX, gpResult, SP, FRAME_GP);
  asm.access(Mem.StrQ, fpResult, SP, FRAME_FP);
  address(asm, X19, thread);
  asm.movImmediate(X0, EntryStatus.Returned, 0);

  const leave = asm.pos;
  asm.access(Mem.LdrX, X9, X19, THREAD_ENTRY_SP);
  asm.movSp(SP, X9);
  asm.access(Mem.LdrX, X20, SP, ENTRY_CALL_FRAME);
  copyWord(asm, X19, THREAD_ENTRY_SP, X20, FRAME_ENTRY_SP);
  copyWord(asm, X19, THREAD_LAST_FP, X20, FRAME_LAST_FP);
  for (let i = 0; i < 8; i += 2) {
    asm.pair(Pair.LdpD, FIRST_FP + 8 + i, FIRST_FP + 9 + i, SP, ENTRY_FP + 8 * i);
  }
  for (let i = 0; i < 10; i += 2) asm.pair(Pair.LdpX, X19 + i, X20 + i, SP, ENTRY_GP + 8 * i);
  asm.pair(Pair.LdpX, FP, LR, SP, ENTRY_SIZE, PairMode.Post);
  asm.ret();

  const exit = (status: EntryStatus) => {
    const at = asm.pos;
    address(asm, X19, thread);
    asm.movImmediate(X0, status, 0);
    asm.b(leave - asm.pos);
    return at;
  };
  const exitTrap = exit(EntryStatus.Trapped);
  const exitHost = exit(EntryStatus.HostThrew);

  const builtins: number[] = [];
  for (let builtin = 0; builtin < Builtin.Count; builtin++) {
    while (asm.pos % 16 !== 0) asm.udf();
    builtins.push(asm.pos);
    if (builtin === Builtin.MemoryCopy || builtin === Builtin.MemoryFill) {
      trapSites.push(builtin === Builtin.MemoryCopy ? memoryCopy(asm) : memoryFill(asm));
      trapKinds.push(TrapKind.OutOfBoundsMemoryAccess);
    } else {
      callGateway(asm, builtin, 0, () => asm.b(exitHost - asm.pos));
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
  asm: A64Assembler,
  builtin: number,
  stackBytes: number,
  exit: () => void,
): void {
  pushFrameRecord(asm);
  asm.addImmediate(Alu.Sub, true, SP, SP, FRAME_SIZE + ABOVE_FRAME);
  asm.access(Mem.StrX, VMCTX, FP, -8);
  for (let i = 0; i < GP_REGS.length; i++) {
    asm.access(Mem.StrX, GP_REGS[i]!, SP, FRAME_GP + 8 * i);
  }
  for (let i = 0; i < fpArgs.length; i++) {
    asm.access(Mem.StrQ, fpArgs[i]!, SP, FRAME_FP + 16 * i);
  }
  asm.access(Mem.LdrW, X9, VMCTX, VMCTX_ID);
  asm.access(Mem.StrW, X9, SP, FRAME_WORD0);
  asm.movImmediate(X9, builtin, 0);
  asm.access(Mem.StrW, X9, SP, FRAME_WORD1);
  // x19-x21 hold nothing of the caller's and are kept by C functions.
  asm.access(Mem.LdrX, X19, VMCTX, VMCTX_THREAD);
  asm.access(Mem.LdrX, X20, X19, THREAD_LAST_FP);
  asm.access(Mem.StrX, FP, X19, THREAD_LAST_FP);
  asm.movSp(X21, SP);
  asm.access(Mem.LdrX, X9, X19, THREAD_STACK_BASE);
  asm.alu(Alu.Sub, true, X0, X21, X9);
  asm.access(Mem.LdrX, X9, X19, THREAD_ENTRY_SP);
  asm.movSp(SP, X9);
  asm.access(Mem.LdrX, X9, X19, THREAD_GATEWAY);
  asm.blr(X9);
  asm.movSp(SP, X21);
  asm.access(Mem.StrX, X20, X19, THREAD_LAST_FP);
  asm.addImmediate(Alu.Subs, false, ZR, X0, GATEWAY_OK);
  const failed = forward(asm, Cond.Ne);
  asm.access(Mem.LdrX, gpResult, SP, FRAME_GP);
  asm.access(Mem.LdrQ, fpResult, SP, FRAME_FP);
  asm.movSp(SP, FP);
  asm.pair(Pair.LdpX, FP, LR, SP, FRAME_RECORD, PairMode.Post);
  if (isAddImmediate(stackBytes)) {
    if (stackBytes > 0) asm.addImmediate(Alu.Add, true, SP, SP, stackBytes);
  } else {
    asm.movImmediate(X9, stackBytes, 0);
    asm.aluExtended(Alu.Add, true, SP, SP, X9, Extend.Uxtx);
  }
  asm.ret();
  bind(asm, failed);
  exit();
}

/** (dst memory, src memory, dst, src, n) in w0-w4; returns its trap site. */
function memoryCopy(asm: A64Assembler): number {
  pushFrameRecord(asm);
  // 32-bit arguments: their upper halves mean nothing.
  for (const reg of [X2, X3, X4]) asm.mov(false, reg, reg);
  asm.aluExtended(Alu.Add, true, X8, VMCTX, X0, Extend.Uxtw, 4);
  asm.aluExtended(Alu.Add, true, X9, VMCTX, X1, Extend.Uxtw, 4);
  const first = endOutside(asm, X2, X4, X8);
  const second = endOutside(asm, X3, X4, X9);
  asm.access(Mem.LdrX, X8, X8, VMCTX_MEMORIES);
  asm.access(Mem.LdrX, X9, X9, VMCTX_MEMORIES);
  asm.alu(Alu.Add, true, X0, X8, X2);
  asm.alu(Alu.Add, true, X1, X9, X3);
  asm.mov(true, X2, X4);
  return finishBulk(asm, THREAD_MEMMOVE, [first, second]);
}

/** (memory, dst, value, n) in w0-w3; returns its trap site. */
function memoryFill(asm: A64Assembler): number {
  pushFrameRecord(asm);
  for (const reg of [X1, X3]) asm.mov(false, reg, reg);
  asm.aluExtended(Alu.Add, true, X8, VMCTX, X0, Extend.Uxtw, 4);
  const outside = endOutside(asm, X1, X3, X8);
  asm.access(Mem.LdrX, X8, X8, VMCTX_MEMORIES);
  asm.alu(Alu.Add, true, X0, X8, X1);
  // C's memset converts the int to a byte by itself.
  asm.mov(false, X1, X2);
  asm.mov(true, X2, X3);
  return finishBulk(asm, THREAD_MEMSET, [outside]);
}

/** A branch taken where start + count is behind the end of a memory; `entry` is vmctx + 16 * memory. */
function endOutside(asm: A64Assembler, start: Reg, count: Reg, entry: Reg): number {
  asm.access(Mem.LdrX, X10, entry, VMCTX_MEMORIES + MEMORY_LENGTH);
  asm.alu(Alu.Add, true, X11, start, count);
  asm.alu(Alu.Subs, true, ZR, X11, X10);
  return forward(asm, Cond.Hi);
}

/** Calls a C function with the arguments in place, returns; then the trap. */
function finishBulk(asm: A64Assembler, routine: number, outside: readonly number[]): number {
  asm.access(Mem.LdrX, X9, VMCTX, VMCTX_THREAD);
  asm.access(Mem.LdrX, X9, X9, routine);
  asm.blr(X9);
  asm.pair(Pair.LdpX, FP, LR, SP, FRAME_RECORD, PairMode.Post);
  asm.ret();
  for (const branch of outside) bind(asm, branch);
  const site = asm.pos;
  asm.udf();
  return site;
}

/** In x0-x2 by the C calling convention; only registers that a C function may destroy are used. */
function signalHandler(ranges: number, sigaction: number): Uint8Array {
  const asm = new A64Assembler(512);
  address(asm, X8, ranges);
  asm.access(Mem.LdrX, X9, X2, CONTEXT_PC);
  asm.access(Mem.LdrX, X10, X8, 0);
  asm.addImmediate(Alu.Add, true, X11, X8, RANGES_ENTRIES);
  const loop = asm.pos;
  const foreign = asm.pos;
  asm.cbz(false, true, X10, 0);
  asm.access(Mem.LdrX, X12, X11, 0);
  asm.alu(Alu.Subs, true, ZR, X9, X12);
  const below = forward(asm, Cond.Lo);
  asm.access(Mem.LdrX, X12, X11, 8);
  asm.alu(Alu.Subs, true, ZR, X9, X12);
  const above = forward(asm, Cond.Hs);
  asm.access(Mem.LdrX, X12, X11, 16);
  asm.access(Mem.StrX, X9, X12, THREAD_TRAP_PC);
  asm.access(Mem.LdrX, X9, X2, CONTEXT_FP);
  asm.access(Mem.StrX, X9, X12, THREAD_TRAP_FP);
  asm.access(Mem.LdrX, X9, X11, 24);
  asm.access(Mem.StrX, X9, X2, CONTEXT_PC);
  asm.ret();
  bind(asm, below);
  bind(asm, above);
  asm.addImmediate(Alu.Add, true, X11, X11, RANGE_SIZE);
  asm.addImmediate(Alu.Sub, true, X10, X10, 1);
  asm.b(loop - asm.pos);

  bind(asm, foreign);
  asm.aluExtended(Alu.Add, true, X9, X8, X0, Extend.Uxtw, 3);
  asm.access(Mem.LdrX, X9, X9, RANGES_OLD_HANDLERS);
  // SIG_DFL is 0, SIG_IGN 1.
  asm.addImmediate(Alu.Subs, true, ZR, X9, 1);
  const none = forward(asm, Cond.Ls);
  asm.br(X9);
  bind(asm, none);
  // Puts the old disposition back and returns: the fault repeats and ends the process.
  asm.movImmediate(X9, SIGACTION_SIZE, 0);
  asm.mov(false, X10, X0);
  asm.madd(true, X1, X10, X9, X8);
  asm.movImmediate(X9, RANGES_OLD_ACTIONS, 0);
  asm.alu(Alu.Add, true, X1, X1, X9);
  asm.mov(true, X2, ZR);
  address(asm, X9, sigaction);
  asm.br(X9);
  return asm.bytes.slice(0, asm.pos);
}

function pushFrameRecord(asm: A64Assembler): void {
  asm.pair(Pair.StpX, FP, LR, SP, -FRAME_RECORD, PairMode.Pre);
  asm.movSp(FP, SP);
}

function address(asm: A64Assembler, reg: Reg, value: number): void {
  asm.movImmediate(reg, value | 0, Math.floor(value / 0x1_0000_0000));
}

/** Copies 8 bytes through x9. */
function copyWord(asm: A64Assembler, to: Reg, toAt: number, from: Reg, fromAt: number): void {
  asm.access(Mem.LdrX, X9, from, fromAt);
  asm.access(Mem.StrX, X9, to, toAt);
}

/** A conditional branch to a later {@link bind}; returns the place of the instruction. */
function forward(asm: A64Assembler, cond: Cond): number {
  asm.bCond(cond, 0);
  return asm.pos - 4;
}

function bind(asm: A64Assembler, branch: number): void {
  asm.patchBranch19(branch, asm.pos);
}
