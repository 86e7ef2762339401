import type { CallingConvention } from '../abi/convention.js';
import type { Reg } from '../abi/places.js';
import { isFloatKind, Kind } from '../wasm/value-types.js';
import { FRAME_GP, type FrameSlot, type FrameUse, frameFp } from './layout.js';

/**
 * What the stubs of one function type do, one after the other. The code of each step refers to no other step, so a stub is
 * their code in a row.
 */
export type Step =
  /** An entry begins: the frame is in its register, and sp. */
  | { readonly do: 'enter' }
  /** Room for stack arguments. */
  | { readonly do: 'down'; readonly bytes: number }
  /** The callee, and its vmctx as an argument. */
  | { readonly do: 'callee'; readonly vmctxArg: Reg }
  | { readonly do: 'loadArg'; readonly slot: FrameSlot }
  | { readonly do: 'call' }
  /** From a register to the frame, which is at sp. */
  | { readonly do: 'store'; readonly slot: FrameSlot }
  /** An entry is at its end, and leaves. */
  | { readonly do: 'returned' }
  /** A host call begins: makes the frame. */
  | { readonly do: 'callOut' }
  /** Leaves for the host; what follows runs when it is resumed. */
  | { readonly do: 'leave' }
  | { readonly do: 'loadResult'; readonly slot: FrameSlot }
  /** Takes frame and stack arguments away, and returns. */
  | { readonly do: 'return'; readonly bytes: number };

/** {@link ThreadStubs.enter} for one use. */
export function entrySteps({ args, result, stackBytes, vmctxArg }: FrameUse): Step[] {
  const steps: Step[] = [{ do: 'enter' }];
  if (stackBytes > 0) steps.push({ do: 'down', bytes: stackBytes });
  steps.push({ do: 'callee', vmctxArg });
  for (const slot of args) steps.push({ do: 'loadArg', slot });
  steps.push({ do: 'call' });
  if (result !== undefined) steps.push({ do: 'store', slot: result });
  steps.push({ do: 'returned' });
  return steps;
}

/** A callee that leaves for the host, for one use. */
export function hostCallSteps({ args, result, stackBytes }: FrameUse): Step[] {
  const steps: Step[] = [{ do: 'callOut' }];
  for (const slot of args) steps.push({ do: 'store', slot });
  steps.push({ do: 'leave' });
  if (result !== undefined) steps.push({ do: 'loadResult', slot: result });
  steps.push({ do: 'return', bytes: stackBytes });
  return steps;
}

/** Equal for steps with the same code. */
export function keyOfStep(step: Step): string {
  switch (step.do) {
    case 'down':
    case 'return':
      return `${step.do} ${step.bytes}`;
    case 'callee':
      return `callee ${step.vmctxArg}`;
    case 'loadArg':
    case 'store':
    case 'loadResult': {
      const { kind, offset, reg } = step.slot;
      return `${step.do} ${kind} ${reg} ${offset}`;
    }
    default:
      return step.do;
  }
}

/** All steps with up to so many bytes of stack arguments. */
export function allSteps(convention: CallingConvention, mostStackBytes: number): Step[] {
  const { gpArgs, fpArgs, gpResult, fpResult } = convention;
  const slots = (reg: Reg, offset: number, floats: boolean): FrameSlot[] =>
    KINDS.filter((kind) => isFloatKind(kind) === floats).map((kind) => ({ kind, reg, offset }));
  const args = [
    ...gpArgs.flatMap((reg, i) => slots(reg, FRAME_GP + 8 * i, false)),
    ...fpArgs.flatMap((reg, i) => slots(reg, frameFp(convention) + 16 * i, true)),
  ];
  const results = [
    ...slots(gpResult, FRAME_GP, false),
    ...slots(fpResult, frameFp(convention), true),
  ];
  const sizes: number[] = [];
  for (let bytes = 0; bytes <= mostStackBytes; bytes += 8) sizes.push(bytes);
  return [
    ...(['enter', 'call', 'returned', 'callOut', 'leave'] as const).map((name) => ({ do: name })),
    ...gpArgs.map((vmctxArg): Step => ({ do: 'callee', vmctxArg })),
    ...args.map((slot): Step => ({ do: 'loadArg', slot })),
    ...[...args, ...results].map((slot): Step => ({ do: 'store', slot })),
    ...results.map((slot): Step => ({ do: 'loadResult', slot })),
    ...sizes.map((bytes): Step => ({ do: 'return', bytes })),
    ...sizes.filter((bytes) => bytes > 0).map((bytes): Step => ({ do: 'down', bytes })),
  ];
}

const KINDS: readonly Kind[] = [Kind.I32, Kind.I64, Kind.F32, Kind.F64, Kind.V128];
