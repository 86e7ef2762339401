import type { Reg } from '../../abi/places.js';
import {
  Builtin,
  FUNCREF_CODE,
  FUNCREF_VMCTX,
  THREAD_BUILTIN,
  THREAD_CALLEE,
  THREAD_FRAME,
  THREAD_HOST_SP,
  THREAD_STACK_BASE,
  THREAD_STATUS,
  THREAD_TRAP_FP,
  VMCTX_ID,
  VMCTX_THREAD,
} from '../../abi/vmctx-layout.js';
import { SseMem, X64Assembler } from '../../masm/x64/assembler.js';
import { X64_CONVENTION } from '../../masm/x64/convention.js';
import { Alu, Load, Store } from '../../masm/x64/integer-assembler.js';
import { R12, R13, R14, R15, RAX, RBP, RBX, RCX, RSP, VMCTX } from '../../masm/x64/registers.js';
import { Kind } from '../../wasm/value-types.js';
import {
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
import * as portable from '../portable.js';
import { processStubs } from '../process-stubs.js';
import { x64StubMachine } from './machine.js';
import { address } from './stub-parts.js';

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
  processStubs: (addresses) => processStubs(x64StubMachine(), addresses),
};

function threadStubs(thread: number): ThreadStubs {
  const machine = x64StubMachine();
  const asm = machine.masm;
  asm.reserve(1 << 14);

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
  portable.bindInterrupt(machine, interrupt);
  interruption(asm, thread, leave);

  const commit = asm.pos;
  portable.commit(machine);

  const builtins: number[] = [];
  for (let builtin = 0; builtin < Builtin.Count; builtin++) {
    while (asm.pos % 16 !== 0) asm.int3();
    builtins.push(asm.pos);
    const leaves = () =>
      callOut(asm, builtin, BUILTIN_USE, () => asm.jmpNear(leaveOpen - (asm.pos + 5)));
    if (builtin === Builtin.MemoryCopy) portable.memoryCopy(machine, leaves);
    else if (builtin === Builtin.MemoryFill) portable.memoryFill(machine, leaves);
    else leaves();
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
