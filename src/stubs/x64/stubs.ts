import type { Reg } from '../../abi/places.js';
import {
  Builtin,
  FUNCREF_CODE,
  FUNCREF_VMCTX,
  MEMORY_LENGTH,
  THREAD_BUILTIN,
  THREAD_CALLEE,
  THREAD_FRAME,
  THREAD_HOST_SP,
  THREAD_MEMMOVE,
  THREAD_MEMSET,
  THREAD_PENDING,
  THREAD_STACK_BASE,
  THREAD_STATUS,
  THREAD_TRAP_FP,
  VMCTX_ID,
  VMCTX_MEMORIES,
  VMCTX_THREAD,
} from '../../abi/vmctx-layout.js';
import { SseMem, X64Assembler } from '../../masm/x64/assembler.js';
import { X64_CONVENTION } from '../../masm/x64/convention.js';
import { Alu, Cond, Load, ShiftOp, Store } from '../../masm/x64/integer-assembler.js';
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
} from '../../masm/x64/registers.js';
import { Kind } from '../../wasm/value-types.js';
import {
  BULK_PIECE,
  FRAME_FUNCREF,
  FRAME_GP,
  FRAME_RESUME,
  FRAME_STACK_BYTES,
  type FrameSlot,
  type FrameUse,
  frameFp,
  frameSize,
  HOST_FUNCTION,
  PassageStatus,
  type StubGenerator,
  type ThreadStubs,
} from '../layout.js';
import { processStubs } from './process-stubs.js';
import { address, bind, forward } from './stub-parts.js';

/** The registers that a C function must keep (System V AMD64 ABI, figure 3.4), rbp apart. */
const CALLEE_SAVED: readonly Reg[] = [RBX, R12, R13, R14, R15];
const { gpArgs, fpArgs } = X64_CONVENTION;
const FRAME_FP = frameFp(X64_CONVENTION);
const FRAME_SIZE = frameSize(X64_CONVENTION);
/** Between a host call's frame and its rbp: the vmctx home, and padding to 16. */
const ABOVE_FRAME = 16;
/** Builtins take and give general registers. */
const BUILTIN_USE: FrameUse = {
  args: gpArgs.map((reg, i) => ({ reg, kind: Kind.I64, offset: FRAME_GP + 8 * i })),
  stackBytes: 0,
  result: { reg: X64_CONVENTION.gpResult, kind: Kind.I64, offset: FRAME_GP },
};

export const x64Stubs: StubGenerator = {
  convention: X64_CONVENTION,
  // Saved rbp and return address are between.
  hostStackArgs: FRAME_SIZE + ABOVE_FRAME + 16,
  // HLT, a privileged instruction.
  gapByte: 0xf4,
  // Stores to code are seen by fetches after the next jump (AMD64 APM volume 2, section 7.6.1).
  syncCode: undefined,
  threadStubs,
  calledOutFp: FRAME_SIZE + ABOVE_FRAME,
  entry(use, thread, leave) {
    const asm = new X64Assembler(1024);
    entry(asm, use, thread);
    address(asm, RAX, leave);
    asm.jmpReg(RAX);
    return asm.bytes.slice(0, asm.pos);
  },
  hostCall(use, leave) {
    const asm = new X64Assembler(1024);
    callOut(asm, HOST_FUNCTION, use, () => {
      address(asm, RAX, leave);
      asm.jmpReg(RAX);
    });
    return asm.bytes.slice(0, asm.pos);
  },
  processStubs,
};

function threadStubs(thread: number): ThreadStubs {
  const asm = new X64Assembler(1 << 14);

  const enter = asm.pos;
  switchStack(asm, thread);
  asm.loadReg(Load.Mov32, RCX, RBX, FRAME_STACK_BYTES);
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
  callEntered(asm);
  asm.storeReg(Store.Mov64, X64_CONVENTION.gpResult, RSP, FRAME_GP);
  asm.sseMem(SseMem.StoreUps, X64_CONVENTION.fpResult, RSP, FRAME_FP);
  noteReturn(asm, thread);

  // Expects the context in rbx.
  const leave = asm.pos;
  restoreHost(asm);
  asm.ret();
  const leaveOpen = asm.pos;
  restoreHost(asm);
  returnByJump(asm);

  const resume = asm.pos;
  switchStack(asm, thread);
  asm.mov(true, RSP, RBX);
  asm.loadReg(Load.Mov64, RAX, RSP, FRAME_RESUME);
  asm.jmpReg(RAX);

  const exitTrap = asm.pos;
  address(asm, RBX, thread);
  asm.storeImmediate(Store.Mov32, RBX, THREAD_STATUS, PassageStatus.Trapped);
  asm.jmpNear(leave - (asm.pos + 5));

  const interrupt = asm.pos;
  interruption(asm, thread, leave);

  const commit = asm.pos;
  asm.test(true, RSI, RSI);
  const done = forward(asm, Cond.E);
  asm.loadReg(Load.Mov64, RAX, RDI, 0);
  asm.loadReg(Load.Mov64, RCX, RDI, 8);
  asm.storeReg(Store.Mov64, RCX, RAX, 0);
  asm.aluImmediate(Alu.Add, true, RDI, 16);
  asm.aluImmediate(Alu.Sub, true, RSI, 1);
  asm.jmpNear(commit - (asm.pos + 5));
  bind(asm, done);
  asm.ret();

  const builtins: number[] = [];
  for (let builtin = 0; builtin < Builtin.Count; builtin++) {
    while (asm.pos % 16 !== 0) asm.int3();
    builtins.push(asm.pos);
    if (builtin === Builtin.MemoryCopy) memoryCopy(asm, interrupt, leaveOpen);
    else if (builtin === Builtin.MemoryFill) memoryFill(asm, interrupt, leaveOpen);
    else callOut(asm, builtin, BUILTIN_USE, () => asm.jmpNear(leaveOpen - (asm.pos + 5)));
  }
  const code = asm.bytes.slice(0, asm.pos);
  return { code, enter, resume, leave, leaveOpen, exitTrap, interrupt, commit, builtins };
}

function entry(asm: X64Assembler, use: FrameUse, thread: number): void {
  switchStack(asm, thread);
  asm.lea(true, RSP, RBX, -use.stackBytes);
  asm.loadReg(Load.Mov64, R12, RBX, FRAME_FUNCREF);
  asm.loadReg(Load.Mov64, VMCTX, R12, FUNCREF_VMCTX);
  for (const slot of use.args) loadSlot(asm, slot, RBX);
  callEntered(asm);
  if (use.result !== undefined) storeSlot(asm, use.result, RSP);
  noteReturn(asm, thread);
}

/** Calls the function of the FuncRef in r12; rsp is the frame then, without the stack arguments. */
function callEntered(asm: X64Assembler): void {
  // A zero frame pointer ends walks over the activation's frames.
  asm.alu(Alu.Xor, false, RBP, RBP);
  asm.loadReg(Load.Mov64, X64_CONVENTION.calleeReg, R12, FUNCREF_CODE);
  asm.callRegister(X64_CONVENTION.calleeReg);
}

/** Leaves the context in rbx. */
function noteReturn(asm: X64Assembler, thread: number): void {
  address(asm, RBX, thread);
  asm.storeImmediate(Store.Mov32, RBX, THREAD_STATUS, PassageStatus.Returned);
}

function loadSlot(asm: X64Assembler, { reg, kind, offset }: FrameSlot, frame: Reg): void {
  if (kind === Kind.F32) asm.sseMem(SseMem.LoadSs, reg, frame, offset);
  else if (kind === Kind.F64) asm.sseMem(SseMem.LoadSd, reg, frame, offset);
  else asm.loadReg(kind === Kind.I32 ? Load.Mov32 : Load.Mov64, reg, frame, offset);
}

function storeSlot(asm: X64Assembler, { reg, kind, offset }: FrameSlot, frame: Reg): void {
  if (kind === Kind.F32) asm.sseMem(SseMem.StoreSs, reg, frame, offset);
  else if (kind === Kind.F64) asm.sseMem(SseMem.StoreSd, reg, frame, offset);
  else asm.storeReg(kind === Kind.I32 ? Store.Mov32 : Store.Mov64, reg, frame, offset);
}

/**
 * The start of a C function that goes over to the WebAssembly stack: saves what the host's caller
 * wants back, and puts the address of the frame that the context names into rbx.
 */
function switchStack(asm: X64Assembler, thread: number): void {
  asm.push(RBP);
  for (const reg of CALLEE_SAVED) asm.push(reg);
  address(asm, R12, thread);
  asm.storeReg(Store.Mov64, RSP, R12, THREAD_HOST_SP);
  asm.loadReg(Load.Mov32, RBX, R12, THREAD_FRAME);
  asm.aluMem(Alu.Add, true, RBX, R12, THREAD_STACK_BASE);
}

/** Goes back to the host's stack, for the context in rbx, and to what its caller wants back. */
function restoreHost(asm: X64Assembler): void {
  asm.loadReg(Load.Mov64, RSP, RBX, THREAD_HOST_SP);
  for (let i = CALLEE_SAVED.length - 1; i >= 0; i--) asm.pop(CALLEE_SAVED[i]!);
  asm.pop(RBP);
  // NULL, which Node-API takes for no value.
  asm.alu(Alu.Xor, false, RAX, RAX);
}

/**
 * A function that stores its arguments in registers to a frame and leaves; resumed, it returns what
 * is in the frame then.
 *
 * The frame needs no stack check: compiled callers stay above the stack limit, and the margin below
 * it is bigger than this.
 */
function callOut(asm: X64Assembler, builtin: number, use: FrameUse, leave: () => void): void {
  const { stackBytes } = use;
  asm.push(RBP);
  asm.mov(true, RBP, RSP);
  asm.aluImmediate(Alu.Sub, true, RSP, FRAME_SIZE + ABOVE_FRAME);
  asm.storeReg(Store.Mov64, VMCTX, RBP, -8);
  for (const slot of use.args) storeSlot(asm, slot, RSP);
  asm.loadReg(Load.Mov64, RBX, VMCTX, VMCTX_THREAD);
  asm.loadReg(Load.Mov32, RAX, VMCTX, VMCTX_ID);
  asm.storeReg(Store.Mov32, RAX, RBX, THREAD_CALLEE);
  asm.storeImmediate(Store.Mov32, RBX, THREAD_BUILTIN, builtin);
  noteFrame(asm);
  asm.storeImmediate(Store.Mov32, RBX, THREAD_STATUS, PassageStatus.CallsOut);
  asm.leaRip(RAX, 0);
  const resume = asm.pos;
  asm.storeReg(Store.Mov64, RAX, RSP, FRAME_RESUME);
  leave();
  asm.patch32(resume - 4, asm.pos - resume);
  if (use.result !== undefined) loadSlot(asm, use.result, RSP);
  asm.aluImmediate(Alu.Add, true, RSP, FRAME_SIZE + ABOVE_FRAME);
  asm.pop(RBP);
  returnByJump(asm, stackBytes);
}

/** Returns, and takes stack arguments away. See {@link ThreadStubs.leaveOpen}. */
function returnByJump(asm: X64Assembler, stackBytes = 0): void {
  asm.pop(RCX);
  if (stackBytes > 0) asm.aluImmediate(Alu.Add, true, RSP, stackBytes);
  asm.jmpReg(RCX);
}

/** A function that leaves for the host to look around; resumed, it returns. Keeps what C keeps. */
function interruption(asm: X64Assembler, thread: number, leave: number): void {
  asm.push(RBP);
  for (const reg of CALLEE_SAVED) asm.push(reg);
  asm.aluImmediate(Alu.Sub, true, RSP, FRAME_GP);
  address(asm, RBX, thread);
  asm.storeReg(Store.Mov64, RBP, RBX, THREAD_TRAP_FP);
  noteFrame(asm);
  asm.storeImmediate(Store.Mov32, RBX, THREAD_STATUS, PassageStatus.Interrupted);
  asm.leaRip(RAX, 0);
  const resume = asm.pos;
  asm.storeReg(Store.Mov64, RAX, RSP, FRAME_RESUME);
  asm.jmpNear(leave - (asm.pos + 5));
  asm.patch32(resume - 4, asm.pos - resume);
  asm.aluImmediate(Alu.Add, true, RSP, FRAME_GP);
  for (let i = CALLEE_SAVED.length - 1; i >= 0; i--) asm.pop(CALLEE_SAVED[i]!);
  asm.pop(RBP);
  asm.ret();
}

/** Tells the context in rbx the offset of rsp in the stack. Destroys rax. */
function noteFrame(asm: X64Assembler): void {
  asm.mov(true, RAX, RSP);
  asm.aluMem(Alu.Sub, true, RAX, RBX, THREAD_STACK_BASE);
  asm.storeReg(Store.Mov32, RAX, RBX, THREAD_FRAME);
}

/**
 * (dst memory, src memory, dst, src, n) in edi, esi, edx, ecx, r8d. In pieces, so that the thread can
 * be interrupted between them. What does not fit the length known here is left to the runtime.
 */
function memoryCopy(asm: X64Assembler, interrupt: number, leave: number): void {
  memoryEntry(asm, R9, RDI);
  memoryEntry(asm, R10, RSI);
  for (const reg of [RDX, RCX, R8]) asm.mov(false, reg, reg);
  asm.leaIndexed(true, RAX, RDX, R8, 0, 0);
  asm.aluMem(Alu.Cmp, true, RAX, R9, MEMORY_LENGTH);
  const first = forward(asm, Cond.A);
  asm.leaIndexed(true, RAX, RCX, R8, 0, 0);
  asm.aluMem(Alu.Cmp, true, RAX, R10, MEMORY_LENGTH);
  const second = forward(asm, Cond.A);
  asm.push(RBP);
  asm.mov(true, RBP, RSP);
  asm.loadReg(Load.Mov64, RBX, VMCTX, VMCTX_THREAD);
  asm.loadReg(Load.Mov64, R12, R9, 0);
  asm.alu(Alu.Add, true, R12, RDX);
  asm.loadReg(Load.Mov64, R13, R10, 0);
  asm.alu(Alu.Add, true, R13, RCX);
  asm.mov(true, R15, R8);
  const loop = asm.pos;
  pieceOf(asm, R15);
  asm.alu(Alu.Sub, true, R15, RDX);
  asm.mov(true, RDI, R12);
  asm.mov(true, RSI, R13);
  // The last piece first where the target begins inside of the source.
  asm.mov(true, RAX, R12);
  asm.alu(Alu.Sub, true, RAX, R13);
  asm.leaIndexed(true, RCX, R15, RDX, 0, 0);
  asm.alu(Alu.Cmp, true, RAX, RCX);
  const upward = forward(asm, Cond.AE);
  asm.alu(Alu.Add, true, RDI, R15);
  asm.alu(Alu.Add, true, RSI, R15);
  asm.jmpNear(0);
  const call = asm.pos;
  bind(asm, upward);
  asm.alu(Alu.Add, true, R12, RDX);
  asm.alu(Alu.Add, true, R13, RDX);
  bind(asm, call);
  finishPiece(asm, THREAD_MEMMOVE, interrupt, loop);
  for (const branch of [first, second]) bind(asm, branch);
  callOut(asm, Builtin.MemoryCopy, BUILTIN_USE, () => asm.jmpNear(leave - (asm.pos + 5)));
}

/** (memory, dst, value, n) in edi, esi, edx, ecx; as {@link memoryCopy}. */
function memoryFill(asm: X64Assembler, interrupt: number, leave: number): void {
  memoryEntry(asm, R9, RDI);
  for (const reg of [RSI, RCX]) asm.mov(false, reg, reg);
  asm.leaIndexed(true, RAX, RSI, RCX, 0, 0);
  asm.aluMem(Alu.Cmp, true, RAX, R9, MEMORY_LENGTH);
  const outside = forward(asm, Cond.A);
  asm.push(RBP);
  asm.mov(true, RBP, RSP);
  asm.loadReg(Load.Mov64, RBX, VMCTX, VMCTX_THREAD);
  asm.loadReg(Load.Mov64, R12, R9, 0);
  asm.alu(Alu.Add, true, R12, RSI);
  asm.mov(false, R13, RDX);
  asm.mov(true, R15, RCX);
  const loop = asm.pos;
  pieceOf(asm, R15);
  asm.alu(Alu.Sub, true, R15, RDX);
  asm.mov(true, RDI, R12);
  asm.alu(Alu.Add, true, R12, RDX);
  // C's memset converts the int to a byte by itself.
  asm.mov(false, RSI, R13);
  finishPiece(asm, THREAD_MEMSET, interrupt, loop);
  bind(asm, outside);
  callOut(asm, Builtin.MemoryFill, BUILTIN_USE, () => asm.jmpNear(leave - (asm.pos + 5)));
}

/** The address of a memory's entry in the vmctx. */
function memoryEntry(asm: X64Assembler, dst: Reg, index: Reg): void {
  asm.mov(false, dst, index);
  asm.shiftImmediate(ShiftOp.Shl, true, dst, 4);
  asm.leaIndexed(true, dst, VMCTX, dst, 0, VMCTX_MEMORIES);
}

/** rdx: how much of `rest` is done in one go. */
function pieceOf(asm: X64Assembler, rest: Reg): void {
  asm.movImmediate(RDX, BULK_PIECE, 0);
  asm.alu(Alu.Cmp, true, rest, RDX);
  const big = forward(asm, Cond.A);
  asm.mov(true, RDX, rest);
  bind(asm, big);
}

/** Calls a C function with the arguments in place, for the context in rbx; goes on while r15 is left. */
function finishPiece(asm: X64Assembler, routine: number, interrupt: number, loop: number): void {
  asm.callMem(RBX, routine);
  asm.loadReg(Load.Mov32, RAX, RBX, THREAD_PENDING);
  asm.test(false, RAX, RAX);
  const quiet = forward(asm, Cond.E);
  asm.callNear(interrupt - (asm.pos + 5));
  bind(asm, quiet);
  asm.test(true, R15, R15);
  asm.jccNear(Cond.NE, loop - (asm.pos + 6));
  asm.pop(RBP);
  asm.ret();
}
