import { FIRST_FP, type Reg } from '../../abi/places.js';
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
import { Aarch64Assembler } from '../../masm/aarch64/assembler.js';
import { AARCH64_CONVENTION } from '../../masm/aarch64/convention.js';
import { isAddImmediate } from '../../masm/aarch64/immediates.js';
import { Alu, Extend, Mem, Pair, PairMode } from '../../masm/aarch64/integer-assembler.js';
import { FP, LR, SP, VMCTX, X0, X9, X10, X19, ZR } from '../../masm/aarch64/registers.js';
import { Kind } from '../../wasm/value-types.js';
import {
  FRAME_FUNCREF,
  FRAME_GP,
  FRAME_RESUME,
  FRAME_STACK_BYTES,
  type FrameSlot,
  type FrameUse,
  frameFp,
  frameGpRegs,
  frameSize,
  HOST_FUNCTION,
  PassageStatus,
  type StubGenerator,
  type ThreadStubs,
} from '../layout.js';
import * as portable from '../portable.js';
import { processStubs } from '../process-stubs.js';
import { cacheFlushRoutine } from './cache-flush.js';
import { aarch64StubMachine } from './machine.js';
import { address, FRAME_RECORD, pushFrameRecord } from './stub-parts.js';

/** A register that only these stubs need. */
const X20 = 20;

const { fpArgs, calleeReg, gpResult, fpResult } = AARCH64_CONVENTION;
const GP_REGS = frameGpRegs(AARCH64_CONVENTION);
const FRAME_FP = frameFp(AARCH64_CONVENTION);
const FRAME_SIZE = frameSize(AARCH64_CONVENTION);
/** Between a host call's frame and its frame record: the vmctx home, and padding to 16. */
const ABOVE_FRAME = 16;
/** Builtins take and give general registers. */
const BUILTIN_USE: FrameUse = {
  args: GP_REGS.map((reg, i) => ({ reg, kind: Kind.I64, offset: FRAME_GP + 8 * i })),
  stackBytes: 0,
  result: { reg: gpResult, kind: Kind.I64, offset: FRAME_GP },
};

/**
 * What a C function must keep (AAPCS64, sections 6.1.1 and 6.1.2), as {@link saveForC} stores it, from
 * SP: frame record, x19-x28 at 16, the low halves of v8-v15 at 96.
 */
const SAVED_GP = 16;
const SAVED_FP = 96;
const SAVED_SIZE = 160;

export const aarch64Stubs: StubGenerator = {
  convention: AARCH64_CONVENTION,
  hostStackArgs: FRAME_SIZE + ABOVE_FRAME + FRAME_RECORD,
  // UDF #0.
  gapByte: 0,
  syncCode: cacheFlushRoutine,
  threadStubs,
  calledOutFp: FRAME_SIZE + ABOVE_FRAME,
  entry(use, thread, leave) {
    const asm = new Aarch64Assembler(1024);
    entry(asm, use, thread);
    address(asm, X9, leave);
    asm.br(X9);
    return asm.bytes.slice(0, asm.pos);
  },
  hostCall(use, leave) {
    const asm = new Aarch64Assembler(1024);
    callOut(asm, HOST_FUNCTION, use, () => {
      address(asm, X9, leave);
      asm.br(X9);
    });
    return asm.bytes.slice(0, asm.pos);
  },
  processStubs: (addresses) => processStubs(aarch64StubMachine(), addresses),
};

function threadStubs(thread: number): ThreadStubs {
  const machine = aarch64StubMachine();
  const asm = machine.masm;
  asm.reserve(1 << 14);

  const enter = asm.pos;
  switchStack(asm, thread);
  asm.access(Mem.LdrW, X9, X20, FRAME_STACK_BYTES);
  asm.aluExtended(Alu.Sub, true, SP, X20, X9, Extend.Uxtx);
  loadCallee(asm);
  for (let i = 0; i < fpArgs.length; i++) {
    asm.access(Mem.LdrQ, fpArgs[i]!, X20, FRAME_FP + 16 * i);
  }
  for (let i = 0; i < GP_REGS.length; i++) {
    asm.access(Mem.LdrX, GP_REGS[i]!, X20, FRAME_GP + 8 * i);
  }
  callEntered(asm);
  asm.access(Mem.StrX, gpResult, SP, FRAME_GP);
  asm.access(Mem.StrQ, fpResult, SP, FRAME_FP);
  noteReturn(asm, thread);

  // Expects the context in x19.
  const leave = asm.pos;
  restoreHost(asm);
  asm.ret();
  const leaveOpen = asm.pos;
  restoreHost(asm);
  asm.br(LR);

  const resume = asm.pos;
  switchStack(asm, thread);
  asm.movSp(SP, X20);
  asm.access(Mem.LdrX, X9, SP, FRAME_RESUME);
  asm.br(X9);

  const exitTrap = asm.pos;
  address(asm, X19, thread);
  noteStatus(asm, PassageStatus.Trapped);
  asm.b(leave - asm.pos);

  const interrupt = asm.pos;
  portable.bindInterrupt(machine, interrupt);
  saveForC(asm);
  asm.addImmediate(Alu.Sub, true, SP, SP, FRAME_GP);
  address(asm, X19, thread);
  asm.access(Mem.StrX, FP, X19, THREAD_TRAP_FP);
  leaveResumable(asm, PassageStatus.Interrupted, () => asm.b(leave - asm.pos));
  asm.addImmediate(Alu.Add, true, SP, SP, FRAME_GP);
  restoreForC(asm);
  asm.ret();

  const commit = asm.pos;
  portable.commit(machine);

  const builtins: number[] = [];
  for (let builtin = 0; builtin < Builtin.Count; builtin++) {
    while (asm.pos % 16 !== 0) asm.udf();
    builtins.push(asm.pos);
    const leaves = () => callOut(asm, builtin, BUILTIN_USE, () => asm.b(leaveOpen - asm.pos));
    if (builtin === Builtin.MemoryCopy) portable.memoryCopy(machine, leaves);
    else if (builtin === Builtin.MemoryFill) portable.memoryFill(machine, leaves);
    else leaves();
  }
  const code = asm.bytes.slice(0, asm.pos);
  return { code, enter, resume, leave, leaveOpen, exitTrap, interrupt, commit, builtins };
}

function entry(asm: Aarch64Assembler, use: FrameUse, thread: number): void {
  switchStack(asm, thread);
  subtractFrom(asm, X20, use.stackBytes);
  loadCallee(asm);
  for (const slot of use.args) loadSlot(asm, slot, X20);
  callEntered(asm);
  if (use.result !== undefined) storeSlot(asm, use.result, SP);
  noteReturn(asm, thread);
}

/** SP becomes the frame in a register, less a number of bytes that is a multiple of 16. */
function subtractFrom(asm: Aarch64Assembler, frame: Reg, bytes: number): void {
  if (isAddImmediate(bytes)) {
    asm.addImmediate(Alu.Sub, true, SP, frame, bytes);
    return;
  }
  asm.movImmediate(X9, bytes, 0);
  asm.aluExtended(Alu.Sub, true, SP, frame, X9, Extend.Uxtx);
}

/** Gets ready to call the function of the FuncRef that the frame in x20 names. */
function loadCallee(asm: Aarch64Assembler): void {
  asm.access(Mem.LdrX, X9, X20, FRAME_FUNCREF);
  asm.access(Mem.LdrX, VMCTX, X9, FUNCREF_VMCTX);
  asm.access(Mem.LdrX, calleeReg, X9, FUNCREF_CODE);
}

/** Calls it; SP is the frame then, without the stack arguments. */
function callEntered(asm: Aarch64Assembler): void {
  // A zero frame pointer ends walks over the activation's frames.
  asm.mov(true, FP, ZR);
  asm.blr(calleeReg);
}

/** Leaves the context in x19. */
function noteReturn(asm: Aarch64Assembler, thread: number): void {
  address(asm, X19, thread);
  asm.access(Mem.StrW, ZR, X19, THREAD_STATUS);
}

/** Loads and stores by Kind. */
const LOADS = [Mem.LdrW, Mem.LdrX, Mem.LdrS, Mem.LdrD, Mem.LdrQ] as const;
const STORES = [Mem.StrW, Mem.StrX, Mem.StrS, Mem.StrD, Mem.StrQ] as const;

function loadSlot(asm: Aarch64Assembler, { reg, kind, offset }: FrameSlot, frame: Reg): void {
  asm.access(LOADS[kind], reg, frame, offset);
}

function storeSlot(asm: Aarch64Assembler, { reg, kind, offset }: FrameSlot, frame: Reg): void {
  asm.access(STORES[kind], reg, frame, offset);
}

function saveForC(asm: Aarch64Assembler): void {
  asm.pair(Pair.StpX, FP, LR, SP, -SAVED_SIZE, PairMode.Pre);
  for (let i = 0; i < 10; i += 2) asm.pair(Pair.StpX, X19 + i, X20 + i, SP, SAVED_GP + 8 * i);
  for (let i = 0; i < 8; i += 2) {
    asm.pair(Pair.StpD, FIRST_FP + 8 + i, FIRST_FP + 9 + i, SP, SAVED_FP + 8 * i);
  }
}

function restoreForC(asm: Aarch64Assembler): void {
  for (let i = 0; i < 8; i += 2) {
    asm.pair(Pair.LdpD, FIRST_FP + 8 + i, FIRST_FP + 9 + i, SP, SAVED_FP + 8 * i);
  }
  for (let i = 0; i < 10; i += 2) asm.pair(Pair.LdpX, X19 + i, X20 + i, SP, SAVED_GP + 8 * i);
  asm.pair(Pair.LdpX, FP, LR, SP, SAVED_SIZE, PairMode.Post);
}

/**
 * The start of a C function that goes over to the WebAssembly stack: saves what the host's caller
 * wants back, and puts the address of the frame that the context names into x20.
 */
function switchStack(asm: Aarch64Assembler, thread: number): void {
  saveForC(asm);
  address(asm, X19, thread);
  asm.movSp(X9, SP);
  asm.access(Mem.StrX, X9, X19, THREAD_HOST_SP);
  asm.access(Mem.LdrW, X9, X19, THREAD_FRAME);
  asm.access(Mem.LdrX, X20, X19, THREAD_STACK_BASE);
  asm.alu(Alu.Add, true, X20, X20, X9);
}

/** Goes back to the host's stack, for the context in x19, and to what its caller wants back. */
function restoreHost(asm: Aarch64Assembler): void {
  asm.access(Mem.LdrX, X9, X19, THREAD_HOST_SP);
  asm.movSp(SP, X9);
  restoreForC(asm);
  // NULL, which Node-API takes for no value.
  asm.mov(true, X0, ZR);
}

/** Tells the context in x19 why WebAssembly leaves. Destroys x9. */
function noteStatus(asm: Aarch64Assembler, status: PassageStatus): void {
  asm.movImmediate(X9, status, 0);
  asm.access(Mem.StrW, X9, X19, THREAD_STATUS);
}

/** Leaves, for the context in x19; what follows is where a resumption goes on. SP is the frame. */
function leaveResumable(asm: Aarch64Assembler, status: PassageStatus, leave: () => void): void {
  noteStatus(asm, status);
  asm.movSp(X9, SP);
  asm.access(Mem.LdrX, X10, X19, THREAD_STACK_BASE);
  asm.alu(Alu.Sub, true, X9, X9, X10);
  asm.access(Mem.StrW, X9, X19, THREAD_FRAME);
  asm.adr(X9, 0);
  const resume = asm.pos - 4;
  asm.access(Mem.StrX, X9, SP, FRAME_RESUME);
  leave();
  const end = asm.pos;
  asm.pos = resume;
  asm.adr(X9, end - resume);
  asm.pos = end;
}

/**
 * A function that stores its arguments in registers to a frame and leaves; resumed, it returns what
 * is in the frame then.
 *
 * The frame needs no stack check: compiled callers stay above the stack limit, and the margin below
 * it is bigger than this.
 */
function callOut(asm: Aarch64Assembler, builtin: number, use: FrameUse, leave: () => void): void {
  const { stackBytes } = use;
  pushFrameRecord(asm);
  asm.addImmediate(Alu.Sub, true, SP, SP, FRAME_SIZE + ABOVE_FRAME);
  asm.access(Mem.StrX, VMCTX, FP, -8);
  for (const slot of use.args) storeSlot(asm, slot, SP);
  asm.access(Mem.LdrX, X19, VMCTX, VMCTX_THREAD);
  asm.access(Mem.LdrW, X9, VMCTX, VMCTX_ID);
  asm.access(Mem.StrW, X9, X19, THREAD_CALLEE);
  asm.movImmediate(X9, builtin, 0);
  asm.access(Mem.StrW, X9, X19, THREAD_BUILTIN);
  leaveResumable(asm, PassageStatus.CallsOut, leave);
  if (use.result !== undefined) loadSlot(asm, use.result, SP);
  asm.addImmediate(Alu.Add, true, SP, SP, FRAME_SIZE + ABOVE_FRAME);
  asm.pair(Pair.LdpX, FP, LR, SP, FRAME_RECORD, PairMode.Post);
  if (isAddImmediate(stackBytes)) {
    if (stackBytes > 0) asm.addImmediate(Alu.Add, true, SP, SP, stackBytes);
  } else {
    asm.movImmediate(X9, stackBytes, 0);
    asm.aluExtended(Alu.Add, true, SP, SP, X9, Extend.Uxtx);
  }
  // Not by a return instruction: see leaveOpen.
  asm.br(LR);
}
