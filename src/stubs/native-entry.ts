import { FIRST_FP, NO_REG, type Reg } from '../abi/places.js';
import {
  FUNCREF_CODE,
  FUNCREF_VMCTX,
  THREAD_ANSWER,
  THREAD_ASK,
  THREAD_FRAME,
  THREAD_REGISTER,
  THREAD_STATUS,
} from '../abi/vmctx-layout.js';
import { imm, type Label } from '../masm/macro-assembler.js';
import { Condition, IntOp } from '../masm/operators.js';
import { Kind } from '../wasm/value-types.js';
import {
  ASK_FIRST,
  FRAME_FUNCREF,
  FRAME_GP,
  FRAME_RECORD,
  FRAME_STACK_BYTES,
  frameFp,
  frameSize,
  type NativeEntry,
  NO_ROOM,
  PassageStatus,
} from './layout.js';
import { address, type StubMachine } from './stub-machine.js';

// C functions that are functions of WebAssembly. Where they are called decides:
//
// - on the WebAssembly stack, by C that WebAssembly has called: the body is called, right there. C's
//   registers are kept, and that is all.
// - on another one, by C that JavaScript has called: a native passage. An entry frame below whatever is
//   alive on the WebAssembly stack, the stub `enter`; and where WebAssembly leaves before it is done, a
//   callback into JavaScript, which serves it until it is.
//
// `docs/traps.md` has the rules.

/** Bytes of code, at most: for a parameter or result, and for all else. */
const VALUE_CODE = 128;
const OTHER_CODE = 4096;
/** Behind the entry frame: a FuncRef's code and vmctx. */
const RECORD_BYTES = 16;

export function nativeEntry(machine: StubMachine, entry: NativeEntry): void {
  const { masm, args, temps, saved, sp, convention } = machine;
  const [temp, temp2] = temps;
  const [context, frame, left, offset] = saved;
  const kept = masm.traits.vmctx;
  const labels = Array.from({ length: 6 }, () => masm.newLabel());
  const [elsewhere, refused, noRoom, ready, done, failed] = labels as [
    Label,
    Label,
    Label,
    Label,
    Label,
    Label,
  ];
  masm.reserve(OTHER_CODE + VALUE_CODE * (entry.params.length + entry.results.length));
  machine.pushFrame();
  machine.saveForC();
  machine.stackAddress(temp, 0);
  address(machine, temp2, entry.stackBase);
  masm.binary(Kind.I64, IntOp.Sub, temp, temp, temp2);
  masm.constant(Kind.I64, temp2, entry.stackSize, 0);
  masm.compareBranch(Kind.I64, Condition.GeU, temp, temp2, elsewhere);

  if (entry.stackBytes > 0) machine.moveStack(-entry.stackBytes);
  storeStackArguments(machine, entry, sp, 0);
  for (const { place, from } of entry.params.toReversed()) {
    if (place >= 0 && place < FIRST_FP && place !== from) masm.move(Kind.I64, place, from);
  }
  if (entry.vmctx === undefined) masm.move(Kind.I64, kept, entry.vmctxArg);
  else {
    address(machine, kept, entry.vmctx);
    masm.move(Kind.I64, entry.vmctxArg, kept);
  }
  address(machine, convention.calleeReg, entry.code);
  masm.callReg(convention.calleeReg);
  leave(machine);

  masm.bind(elsewhere);
  const size = frameSize(convention) + RECORD_BYTES;
  if (entry.outPointer !== NO_REG) masm.move(Kind.I64, kept, entry.outPointer);
  address(machine, context, entry.thread);
  machine.threadRegister(temp);
  masm.loadField(Kind.I64, temp2, context, THREAD_REGISTER);
  masm.compareBranch(Kind.I64, Condition.Ne, temp, temp2, refused);
  // C that WebAssembly has called, but on a stack of its own: what is free of ours cannot be told.
  masm.loadField(Kind.I32, temp, context, THREAD_STATUS);
  masm.compareBranch(Kind.I32, Condition.Eq, temp, imm(masm, PassageStatus.Unknown), refused);
  masm.loadField(Kind.I32, left, context, THREAD_FRAME);
  masm.binary(Kind.I64, IntOp.Sub, offset, left, imm(masm, size));
  masm.binary(Kind.I64, IntOp.ShrU, offset, offset, imm(masm, 4));
  masm.binary(Kind.I64, IntOp.Shl, offset, offset, imm(masm, 4));
  masm.constant(Kind.I64, temp, entry.limitOffset + entry.stackBytes, 0);
  masm.compareBranch(Kind.I64, Condition.LeS, offset, temp, noRoom);
  address(machine, frame, entry.stackBase);
  masm.binary(Kind.I64, IntOp.Add, frame, frame, offset);
  masm.storeField(Kind.I32, imm(masm, entry.stackBytes), frame, FRAME_STACK_BYTES);
  storeStackArguments(machine, entry, frame, -entry.stackBytes);
  for (const { place, from, kind } of entry.params) {
    if (place >= 0) masm.storeField(kind, from, frame, placeInFrame(machine, place));
  }
  if (entry.outPointer !== NO_REG) {
    masm.storeField(Kind.I64, kept, frame, placeInFrame(machine, entry.outPointer));
  }
  const vmctx = entry.vmctx === undefined ? entry.vmctxArg : temp;
  if (entry.vmctx !== undefined) address(machine, temp, entry.vmctx);
  masm.storeField(Kind.I64, vmctx, frame, placeInFrame(machine, entry.vmctxArg));
  const record = frameSize(convention);
  masm.storeField(Kind.I64, vmctx, frame, record + FUNCREF_VMCTX);
  address(machine, temp, entry.code);
  masm.storeField(Kind.I64, temp, frame, record + FUNCREF_CODE);
  masm.binary(Kind.I64, IntOp.Add, temp, frame, imm(masm, record));
  masm.storeField(Kind.I64, temp, frame, FRAME_FUNCREF);

  const call = (target: number): void => {
    address(machine, temp, target);
    masm.callReg(temp);
  };
  // What a callback returns that was not made, or that threw, cannot be relied on.
  const serve = (): void => {
    masm.storeField(Kind.I32, imm(masm, 0), context, THREAD_ANSWER);
    call(entry.callback);
    masm.loadField(Kind.I32, temp, context, THREAD_ANSWER);
    masm.compareBranch(Kind.I32, Condition.Eq, temp, imm(masm, 0), failed);
  };
  masm.loadField(Kind.I32, temp, context, THREAD_ASK);
  masm.compareBranch(Kind.I32, Condition.Eq, temp, imm(masm, 0), ready);
  masm.constant(Kind.I32, args[0]!, ASK_FIRST, 0);
  serve();
  masm.bind(ready);
  masm.storeField(Kind.I32, offset, context, THREAD_FRAME);
  masm.storeField(Kind.I32, imm(masm, PassageStatus.Unknown), context, THREAD_STATUS);
  call(entry.enter);
  masm.loadField(Kind.I32, temp, context, THREAD_STATUS);
  masm.compareBranch(Kind.I32, Condition.Eq, temp, imm(masm, PassageStatus.Returned), done);
  masm.move(Kind.I32, args[0]!, offset);
  serve();
  masm.bind(done);
  masm.storeField(Kind.I32, left, context, THREAD_FRAME);
  if (entry.result !== undefined) {
    const { kind, reg, offset: at } = entry.result;
    masm.loadField(kind, reg, frame, at);
  }
  leave(machine);

  masm.bind(noRoom);
  masm.constant(Kind.I32, args[0]!, NO_ROOM, 0);
  call(entry.callback);
  masm.bind(failed);
  masm.storeField(Kind.I32, left, context, THREAD_FRAME);
  masm.storeField(Kind.I32, imm(masm, PassageStatus.Returned), context, THREAD_STATUS);
  // An exception is on its way to JavaScript: who calls again asks whether it has arrived.
  masm.storeField(Kind.I32, imm(masm, 1), context, THREAD_ASK);
  masm.bind(refused);
  for (const { kind, offset: at } of entry.results) {
    const halves = kind === Kind.V128 ? [0, 8] : [0];
    const half = kind === Kind.V128 ? Kind.I64 : kind;
    for (const more of halves) masm.storeField(half, imm(masm, 0), kept, at + more);
  }
  masm.constant(Kind.I64, convention.gpResult, 0, 0);
  masm.constant(Kind.F64, convention.fpResult, 0, 0);
  leave(machine);
}

/** Puts back what C keeps, and returns. */
function leave(machine: StubMachine): void {
  machine.restoreForC();
  machine.popFrame();
  machine.ret();
}

/** Stores the stack arguments to the area that begins at an offset from a register. */
function storeStackArguments(
  machine: StubMachine,
  entry: NativeEntry,
  base: Reg,
  at: number,
): void {
  const { masm, fp, temps } = machine;
  const [temp] = temps;
  for (const { place, from, kind } of entry.params) {
    if (place >= 0) continue;
    const to = at + ~place;
    if (from >= 0) {
      masm.storeField(kind, from, base, to);
      continue;
    }
    for (const more of kind === Kind.V128 ? [0, 8] : [0]) {
      masm.loadField(Kind.I64, temp, fp, FRAME_RECORD + ~from + more);
      masm.storeField(Kind.I64, temp, base, to + more);
    }
  }
}

function placeInFrame({ convention }: StubMachine, reg: Reg): number {
  return reg >= FIRST_FP
    ? frameFp(convention) + 16 * convention.fpArgs.indexOf(reg)
    : FRAME_GP + 8 * convention.gpArgs.indexOf(reg);
}
