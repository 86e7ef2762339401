import { IMMEDIATE_INTEGERS } from '../wasm/immediates.js';
import {
  ATOMIC_PREFIX,
  Immediate,
  MISC_PREFIX,
  OP_COUNT,
  OP_IMMEDIATE,
  OP_SHAPE,
  Op,
  Shape,
  VECTOR_PREFIX,
} from '../wasm/opcodes.js';

/** What the scan does at an operator. */
export const enum Step {
  /** Not known: the scan gives up, and the decoder will say what is wrong. */
  GiveUp = 0,
  Skip0,
  Skip1,
  Skip2,
  SkipF32,
  SkipF64,
  Memory,
  LocalGet,
  LocalSet,
  Open,
  Loop,
  Else,
  End,
  BrTable,
  Call,
  CallIndirect,
  TableAccess,
  Prefix,
  VectorPrefix,
  SkipLane,
  SkipVector,
  MemoryLane,
  SelectT,
  Try,
  Catch,
  Delegate,
  ThrowRef,
  Rethrow,
}

/** {@link Step} of each operator, and of each prefix. */
export const STEPS = new Uint8Array(OP_COUNT);

for (let op = 0; op < OP_COUNT; op++) {
  if (OP_SHAPE[op] !== Shape.Illegal) STEPS[op] = stepOf(op, OP_IMMEDIATE[op]!);
}
STEPS[MISC_PREFIX] = Step.Prefix;
STEPS[VECTOR_PREFIX] = Step.VectorPrefix;
STEPS[ATOMIC_PREFIX] = Step.Prefix;

function stepOf(op: number, immediate: Immediate): Step {
  switch (op) {
    case Op.LocalGet:
      return Step.LocalGet;
    case Op.LocalSet:
    case Op.LocalTee:
      return Step.LocalSet;
    case Op.Block:
    case Op.If:
      return Step.Open;
    case Op.Loop:
      return Step.Loop;
    case Op.Else:
      return Step.Else;
    case Op.End:
      return Step.End;
    case Op.Call:
    case Op.MemorySize:
    case Op.MemoryGrow:
      return Step.Call;
    case Op.CallIndirect:
      return Step.CallIndirect;
    case Op.Try:
    case Op.TryTable:
      return Step.Try;
    case Op.Catch:
    case Op.CatchAll:
      return Step.Catch;
    case Op.Delegate:
      return Step.Delegate;
    case Op.Throw:
      return Step.Call;
    case Op.Rethrow:
      return Step.Rethrow;
    case Op.ThrowRef:
      return Step.ThrowRef;
    case Op.TableGet:
    case Op.TableSet:
      return Step.TableAccess;
  }
  switch (immediate) {
    case Immediate.None:
      return Step.Skip0;
    case Immediate.MemArg:
    case Immediate.AtomicMemArg:
      return Step.Memory;
    case Immediate.F32:
      return Step.SkipF32;
    case Immediate.F64:
      return Step.SkipF64;
    case Immediate.BrTable:
      return Step.BrTable;
    case Immediate.SelectT:
      return Step.SelectT;
    case Immediate.Lane:
      return Step.SkipLane;
    case Immediate.V128:
    case Immediate.Shuffle:
      return Step.SkipVector;
    case Immediate.MemArgLane:
      return Step.MemoryLane;
    default:
      return IMMEDIATE_INTEGERS[immediate] === 2 ? Step.Skip2 : Step.Skip1;
  }
}
