import { FIRST_FP, type Reg } from '../abi/places.js';
import {
  Builtin,
  FUNCREF_CODE,
  FUNCREF_VMCTX,
  THREAD_BUILTIN,
  THREAD_CALLEE,
  THREAD_FRAME,
  THREAD_HOST_SP,
  THREAD_REGISTER,
  THREAD_STACK_BASE,
  THREAD_STATUS,
  THREAD_TRAP_FP,
  VMCTX_ID,
  VMCTX_THREAD,
} from '../abi/vmctx-layout.js';
import { imm } from '../masm/macro-assembler.js';
import { IntOp } from '../masm/operators.js';
import { Kind } from '../wasm/value-types.js';
import { bindInterrupt, commit, memoryCopy, memoryFill } from './bulk-memory.js';
import { functionEntries } from './function-entries.js';
import {
  calledOutFp,
  FRAME_CODE,
  FRAME_FUNCREF,
  FRAME_GP,
  FRAME_INDEX,
  FRAME_RESUME,
  FRAME_STACK_BYTES,
  type FrameUse,
  frameForm,
  frameFp,
  HOST_FUNCTION,
  NOT_COMPILED,
  PassageStatus,
  type StubGenerator,
  type ThreadStubs,
} from './layout.js';
import { callNative } from './native-code.js';
import { nativeEntry } from './native-entry.js';
import { processStubs } from './process-stubs.js';
import { startStubs } from './start-tables.js';
import { entrySteps, hostCallSteps, type Step } from './steps.js';
import { address, type MakeStubMachine, type StubMachine } from './stub-machine.js';

/** Bytes of code that a step of a stub, or a small stub, may have. */
const SMALL = 1024;

/** The stubs of a machine. */
export function stubGenerator(
  makeMachine: MakeStubMachine,
  { gapByte, syncCode }: Pick<StubGenerator, 'gapByte' | 'syncCode'>,
): StubGenerator {
  const { addressForm, convention } = makeMachine(SMALL);
  return {
    ...frameForm(convention),
    gapByte,
    syncCode,
    threadStubs: (thread) => threadStubs(makeMachine(1 << 14), thread),
    entry: (use, thread, leave) => inSteps(makeMachine(SMALL), entrySteps(use), { thread, leave }),
    hostCall: (use, leave) => inSteps(makeMachine(SMALL), hostCallSteps(use), { thread: 0, leave }),
    nativeCall(target, stackBytes) {
      const machine = makeMachine(SMALL);
      callNative(machine, target, stackBytes);
      return codeOf(machine);
    },
    nativeEntry(entry) {
      const machine = makeMachine(SMALL);
      nativeEntry(machine, entry);
      return codeOf(machine);
    },
    tellThread(thread) {
      const machine = makeMachine(SMALL);
      const { masm, temps } = machine;
      masm.reserve(SMALL);
      machine.threadRegister(temps[0]);
      address(machine, temps[1], thread);
      masm.storeField(Kind.I64, temps[0], temps[1], THREAD_REGISTER);
      masm.constant(Kind.I64, machine.result, 0, 0);
      machine.ret();
      return codeOf(machine);
    },
    functionEntries: (count, firstIndex, stub) =>
      functionEntries(addressForm, count, firstIndex, stub),
    processStubs: (addresses) => processStubs(makeMachine(1 << 13), addresses),
    startStubs: () => startStubs(makeMachine(1 << 11)),
  };
}

function codeOf({ masm }: StubMachine): Uint8Array {
  return masm.bytes.slice(0, masm.pos);
}

/** Jumps to an address outside of this code. */
function jumpTo(machine: StubMachine, to: number): void {
  const { masm, temps } = machine;
  address(machine, temps[0], to);
  masm.tailJumpReg(temps[0]);
}

// The stubs have two registers by name: the context of the thread, and the frame that it names.
const contextOf = (machine: StubMachine): Reg => machine.saved[0];
const frameOf = (machine: StubMachine): Reg => machine.saved[1];

export function threadStubs(machine: StubMachine, thread: number): ThreadStubs {
  const { masm, sp, temps, convention } = machine;
  const context = contextOf(machine);
  const frame = frameOf(machine);
  masm.reserve(1 << 14);
  const leaveLabel = masm.newLabel();
  const leaveOpenLabel = masm.newLabel();

  const enter = masm.pos;
  switchStack(machine, thread);
  masm.loadField(Kind.I32, temps[0], frame, FRAME_STACK_BYTES);
  machine.stackBelow(frame, temps[0]);
  loadCallee(machine);
  for (const [i, reg] of convention.fpArgs.entries()) {
    masm.loadField(Kind.V128, reg, frame, frameFp(convention) + 16 * i);
  }
  for (const [i, reg] of convention.gpArgs.entries()) {
    masm.loadField(Kind.I64, reg, frame, FRAME_GP + 8 * i);
  }
  callEntered(machine);
  masm.storeField(Kind.I64, convention.gpResult, sp, FRAME_GP);
  masm.storeField(Kind.V128, convention.fpResult, sp, frameFp(convention));
  noteStatus(machine, thread, PassageStatus.Returned);

  // Expects the context in its register.
  const leave = masm.pos;
  masm.bind(leaveLabel);
  restoreHost(machine);
  machine.ret();
  const leaveOpen = masm.pos;
  masm.bind(leaveOpenLabel);
  restoreHost(machine);
  machine.returnByJump(0);

  const resume = masm.pos;
  switchStack(machine, thread);
  machine.setStack(frame);
  masm.loadField(Kind.I64, temps[0], sp, FRAME_RESUME);
  masm.tailJumpReg(temps[0]);

  const landing = masm.pos;
  masm.loadField(Kind.I64, machine.fp, sp, FRAME_GP);
  masm.loadField(Kind.I64, temps[0], sp, FRAME_GP + 8);
  masm.tailJumpReg(temps[0]);

  const exitTrap = masm.pos;
  noteStatus(machine, thread, PassageStatus.Trapped);
  masm.jump(leaveLabel);

  // A function that leaves for the host to look around; resumed, it returns. Keeps what C keeps.
  const interrupt = masm.pos;
  bindInterrupt(machine, interrupt);
  machine.saveForC();
  machine.moveStack(-FRAME_GP);
  address(machine, context, thread);
  masm.storeField(Kind.I64, machine.fp, context, THREAD_TRAP_FP);
  leaveResumable(machine, PassageStatus.Interrupted, () => masm.jump(leaveLabel));
  machine.moveStack(FRAME_GP);
  machine.restoreForC();
  machine.ret();

  const commitAt = masm.pos;
  commit(machine);

  const compile = masm.pos;
  callToCompile(machine, () => masm.jump(leaveOpenLabel));

  // Builtins take and give general registers.
  const use: FrameUse = {
    args: convention.gpArgs.map((reg, i) => ({
      reg,
      kind: Kind.I64,
      offset: FRAME_GP + 8 * i,
    })),
    vmctxArg: convention.gpArgs[0]!,
    stackBytes: 0,
    result: { reg: convention.gpResult, kind: Kind.I64, offset: FRAME_GP },
  };
  const builtins: number[] = [];
  for (let builtin = 0; builtin < Builtin.Count; builtin++) {
    while ((masm.pos & 15) !== 0) masm.emitFiller();
    const served = () => callOut(machine, builtin, use, () => masm.jump(leaveOpenLabel));
    if (builtin === Builtin.MemoryLook) {
      builtins.push(keepingAll(machine, served));
      continue;
    }
    builtins.push(masm.pos);
    if (builtin === Builtin.MemoryCopy) memoryCopy(machine, served);
    else if (builtin === Builtin.MemoryFill) memoryFill(machine, served);
    else served();
  }
  const code = codeOf(machine);
  return {
    ...{ code, enter, resume, leave, leaveOpen, landing, exitTrap, interrupt },
    ...{ commit: commitAt, compile, builtins },
  };
}

/** Addresses that {@link Step}s refer to. */
export interface StepAddresses {
  /** The ThreadContext. */
  readonly thread: number;
  /** Of entries, {@link ThreadStubs.leave}; of host calls, {@link ThreadStubs.leaveOpen}. */
  readonly leave: number;
}

/** Code of steps in a row. */
export function inSteps(
  machine: StubMachine,
  steps: readonly Step[],
  addresses: StepAddresses,
): Uint8Array {
  for (const step of steps) {
    machine.masm.reserve(SMALL);
    emitStep(machine, step, addresses);
  }
  return codeOf(machine);
}

function emitStep(machine: StubMachine, step: Step, { thread, leave }: StepAddresses): void {
  const { masm, sp } = machine;
  switch (step.do) {
    case 'enter':
      switchStack(machine, thread);
      machine.setStack(frameOf(machine));
      return;
    case 'down':
      machine.moveStack(-step.bytes);
      return;
    case 'callee':
      loadCallee(machine);
      masm.move(Kind.I64, step.vmctxArg, masm.traits.vmctx);
      return;
    case 'loadArg': {
      const { kind, reg, offset } = step.slot;
      masm.loadField(kind, reg, frameOf(machine), offset);
      return;
    }
    case 'call':
      callEntered(machine);
      return;
    case 'store': {
      const { kind, reg, offset } = step.slot;
      masm.storeField(kind, reg, sp, offset);
      return;
    }
    case 'returned':
      noteStatus(machine, thread, PassageStatus.Returned);
      jumpTo(machine, leave);
      return;
    case 'callOut':
      pushCallOut(machine);
      return;
    case 'leave':
      leaveCallOut(machine, HOST_FUNCTION, () => jumpTo(machine, leave));
      return;
    case 'loadResult': {
      const { kind, reg, offset } = step.slot;
      masm.loadField(kind, reg, sp, offset);
      return;
    }
    case 'return':
      popCallOut(machine, step.bytes);
      return;
  }
}

/** Gets ready to call the function of the FuncRef that the frame names. */
function loadCallee(machine: StubMachine): void {
  const { masm, convention } = machine;
  const { calleeReg } = convention;
  masm.loadField(Kind.I64, calleeReg, frameOf(machine), FRAME_FUNCREF);
  masm.loadField(Kind.I64, masm.traits.vmctx, calleeReg, FUNCREF_VMCTX);
  masm.loadField(Kind.I64, calleeReg, calleeReg, FUNCREF_CODE);
}

/** Calls it; sp is the frame then, without the stack arguments. */
function callEntered({ masm, fp, convention }: StubMachine): void {
  // A zero frame pointer ends walks over the activation's frames.
  masm.constant(Kind.I64, fp, 0, 0);
  masm.callReg(convention.calleeReg);
}

/** Tells the context why WebAssembly leaves, and leaves it in its register. */
function noteStatus(machine: StubMachine, thread: number, status: PassageStatus): void {
  const context = contextOf(machine);
  address(machine, context, thread);
  machine.masm.storeField(Kind.I32, imm(machine.masm, status), context, THREAD_STATUS);
}

/**
 * The start of a C function that goes over to the WebAssembly stack: saves what the host's caller
 * wants back, and puts the address of the frame that the context names into its register.
 */
function switchStack(machine: StubMachine, thread: number): void {
  const { masm, temps } = machine;
  const context = contextOf(machine);
  const frame = frameOf(machine);
  machine.saveForC();
  address(machine, context, thread);
  machine.stackAddress(temps[0], 0);
  masm.storeField(Kind.I64, temps[0], context, THREAD_HOST_SP);
  masm.loadField(Kind.I32, temps[0], context, THREAD_FRAME);
  masm.loadField(Kind.I64, frame, context, THREAD_STACK_BASE);
  masm.binary(Kind.I64, IntOp.Add, frame, frame, temps[0]);
}

/** Goes back to the host's stack, and to what its caller wants back. */
function restoreHost(machine: StubMachine): void {
  const { masm, temps, result } = machine;
  masm.loadField(Kind.I64, temps[0], contextOf(machine), THREAD_HOST_SP);
  machine.setStack(temps[0]);
  machine.restoreForC();
  // NULL, which Node-API takes for no value.
  masm.constant(Kind.I64, result, 0, 0);
}

/** Leaves, for the context in its register; what follows is where a resumption goes on. SP is the frame. */
function leaveResumable(machine: StubMachine, status: PassageStatus, leave: () => void): void {
  const { masm, temps, sp } = machine;
  const [temp, base] = temps;
  const context = contextOf(machine);
  masm.storeField(Kind.I32, imm(masm, status), context, THREAD_STATUS);
  machine.stackAddress(temp, 0);
  masm.loadField(Kind.I64, base, context, THREAD_STACK_BASE);
  masm.binary(Kind.I64, IntOp.Sub, temp, temp, base);
  masm.storeField(Kind.I32, temp, context, THREAD_FRAME);
  const addressAt = masm.pos;
  machine.codeAddress(temp, addressAt);
  masm.storeField(Kind.I64, temp, sp, FRAME_RESUME);
  leave();
  const resumed = masm.pos;
  masm.pos = addressAt;
  machine.codeAddress(temp, resumed);
  masm.pos = resumed;
}

/**
 * A function that stores its arguments in registers to a frame and leaves; resumed, it returns what
 * is in the frame then.
 *
 * The frame needs no stack check: compiled callers stay above the stack limit, and the margin below
 * it is bigger than this.
 */
function callOut(machine: StubMachine, builtin: number, use: FrameUse, leave: () => void): void {
  const { masm, sp } = machine;
  pushCallOut(machine);
  for (const { kind, reg, offset } of use.args) masm.storeField(kind, reg, sp, offset);
  leaveCallOut(machine, builtin, leave);
  if (use.result !== undefined) {
    const { kind, reg, offset } = use.result;
    masm.loadField(kind, reg, sp, offset);
  }
  popCallOut(machine, use.stackBytes);
}

/** The number that {@link keepingAll} calls what it keeps registers around by. */
const KEPT_AROUND = 1;

/**
 * A function that compiled code calls anywhere, in leaf functions, too: around the code of a builtin it keeps all
 * registers that may hold values, the vmctx and the base of memory. It needs no stack check, as {@link callOut}.
 *
 * @returns its place
 */
function keepingAll(machine: StubMachine, served: () => void): number {
  const { masm, sp } = machine;
  const { allocatableGp, allocatableFp, memoryBase, vmctx } = masm.traits;
  masm.bindFunction(KEPT_AROUND, masm.pos);
  served();
  while ((masm.pos & 15) !== 0) masm.emitFiller();
  const entry = masm.pos;
  const general = [...registersIn(allocatableGp, 0), memoryBase, vmctx];
  const vectors = registersIn(allocatableFp, FIRST_FP);
  const vectorsAt = (8 * general.length + 15) & ~15;
  const bytes = vectorsAt + 16 * vectors.length;
  machine.pushFrame();
  machine.moveStack(-bytes);
  for (const [i, reg] of general.entries()) masm.storeField(Kind.I64, reg, sp, 8 * i);
  for (const [i, reg] of vectors.entries()) {
    masm.storeField(Kind.V128, reg, sp, vectorsAt + 16 * i);
  }
  masm.callFunction(KEPT_AROUND);
  for (const [i, reg] of vectors.entries()) {
    masm.loadField(Kind.V128, reg, sp, vectorsAt + 16 * i);
  }
  for (const [i, reg] of general.entries()) masm.loadField(Kind.I64, reg, sp, 8 * i);
  machine.moveStack(bytes);
  machine.popFrame();
  machine.ret();
  return entry;
}

/** Registers of a mask. */
function registersIn(mask: number, first: Reg): Reg[] {
  return Array.from({ length: 32 }, (_, i) => i)
    .filter((i) => ((mask >>> i) & 1) === 1)
    .map((i) => first + i);
}

/** {@link ThreadStubs.compile}. No stack check, for the same reason: the function will compare. */
function callToCompile(machine: StubMachine, leave: () => void): void {
  const { masm, sp, convention } = machine;
  const { calleeReg } = convention;
  pushCallOut(machine);
  for (const [i, reg] of convention.gpArgs.entries()) {
    masm.storeField(Kind.I64, reg, sp, FRAME_GP + 8 * i);
  }
  for (const [i, reg] of convention.fpArgs.entries()) {
    masm.storeField(Kind.V128, reg, sp, frameFp(convention) + 16 * i);
  }
  masm.storeField(Kind.I32, calleeReg, sp, FRAME_INDEX);
  leaveCallOut(machine, NOT_COMPILED, leave);
  masm.loadField(Kind.I64, calleeReg, sp, FRAME_CODE);
  // A function finds its vmctx in the pinned register, whoever has called it.
  masm.loadField(Kind.I64, masm.traits.vmctx, sp, calledOutFp(convention) - 8);
  for (const [i, reg] of convention.fpArgs.entries()) {
    masm.loadField(Kind.V128, reg, sp, frameFp(convention) + 16 * i);
  }
  for (const [i, reg] of convention.gpArgs.entries()) {
    masm.loadField(Kind.I64, reg, sp, FRAME_GP + 8 * i);
  }
  machine.moveStack(calledOutFp(convention));
  machine.popFrame();
  masm.tailJumpReg(calleeReg);
}

function pushCallOut(machine: StubMachine): void {
  const { masm, fp, convention } = machine;
  machine.pushFrame();
  machine.moveStack(-calledOutFp(convention));
  masm.storeField(Kind.I64, masm.traits.vmctx, fp, -8);
}

function leaveCallOut(machine: StubMachine, builtin: number, leave: () => void): void {
  const { masm, temps } = machine;
  const context = contextOf(machine);
  masm.loadField(Kind.I64, context, masm.traits.vmctx, VMCTX_THREAD);
  masm.loadField(Kind.I32, temps[0], masm.traits.vmctx, VMCTX_ID);
  masm.storeField(Kind.I32, temps[0], context, THREAD_CALLEE);
  masm.storeField(Kind.I32, imm(masm, builtin), context, THREAD_BUILTIN);
  leaveResumable(machine, PassageStatus.CallsOut, leave);
}

function popCallOut(machine: StubMachine, stackBytes: number): void {
  machine.moveStack(calledOutFp(machine.convention));
  machine.popFrame();
  machine.returnByJump(stackBytes);
}
