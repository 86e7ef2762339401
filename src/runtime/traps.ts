import { ArtifactError } from '../artifact/artifact-error.js';
import { FRAME_OUTER } from '../stubs/layout.js';
import { TrapKind, trapMessage } from '../wasm/trap-kind.js';
import type { CodeRange, CodeTables } from './code-ranges.js';
import { makeTrap, makeUncatchable, RuntimeError, STACK_OVERFLOW, withKind } from './errors.js';
import { callerAt, findPair, forEachFrame, functionAt } from './frames.js';
import { attachStack, constructError, traceLimit, type WasmFrame } from './stack-text.js';
import type { Thread, TrapPlace } from './thread.js';

/** The exception for a trap that the signal handler noted. */
export function trapError(thread: Thread, activation: number, place: TrapPlace): Error {
  const range = thread.machine.find(place.pc);
  // Before the kind: the first instruction of a leaf is a site, too.
  if (range?.isUnchecked?.(place.pc) === true) {
    return new ArtifactError(
      'the file of an artifact is damaged: code that was to run has changed',
    );
  }
  const kind = range === undefined ? undefined : trapKindAt(range, place.pc);
  if (kind === undefined) {
    return new Error(
      `internal error: a fault in machine code that is no trap (${describe(range, place.pc)})`,
    );
  }
  const error = makeTrapWithoutStack(kind);
  const frames: WasmFrame[] = [];
  if (!('stub' in range!.tables)) frames.push(trapFrame(range!.tables, place.pc - range!.address));
  walk(thread, place.fp, frames);
  defineStack(thread, error, activation, frames);
  return error;
}

/** The exception for a trap found by the runtime itself, inside of a call out of WebAssembly. */
export function hostTrap(thread: Thread, kind: TrapKind): Error {
  if (!thread.active) return makeTrap(kind);
  const error = makeTrapWithoutStack(kind);
  const frames: WasmFrame[] = [];
  walk(thread, thread.leftFp(thread.activation), frames);
  defineStack(thread, error, thread.activation, frames);
  return error;
}

/** The exception for code that was interrupted because it has no fuel left. */
export function fuelError(thread: Thread, activation: number, place: TrapPlace): Error {
  const error = makeUncatchable(
    constructError(0, Error, 'all fuel consumed by WebAssembly', RuntimeError),
  );
  const range = thread.machine.find(place.pc);
  const frames: WasmFrame[] = [];
  if (range !== undefined && !('stub' in range.tables)) {
    frames.push(trapFrame(range.tables, place.pc - range.address));
  }
  walk(thread, place.fp, frames);
  defineStack(thread, error, activation, frames);
  return error;
}

/** As `makeTrap`; its own stack is empty, because {@link defineStack} would have it made into text. */
function makeTrapWithoutStack(kind: TrapKind): Error {
  return withKind(
    kind === TrapKind.CallStackExhausted
      ? constructError(0, RangeError, STACK_OVERFLOW, RangeError)
      : constructError(0, Error, trapMessage(kind), RuntimeError),
    kind,
  );
}

function trapKindAt(range: CodeRange, pc: number): TrapKind | undefined {
  const offset = pc - range.address;
  const { tables } = range;
  if ('stub' in tables) return undefined;
  const index = findPair(tables.trapSites, offset);
  return index < 0 ? undefined : tables.trapKinds[index];
}

function describe(range: CodeRange | undefined, pc: number): string {
  if (range === undefined) return 'outside of all functions';
  const offset = pc - range.address;
  if ('stub' in range.tables) return `stub, code offset ${offset}`;
  return `function ${functionAt(range.tables, offset)}, code offset ${offset}`;
}

function trapFrame(tables: CodeTables, offset: number): WasmFrame {
  const index = findPair(tables.trapSites, offset);
  return frameOf(
    tables,
    functionAt(tables, offset),
    index < 0 ? -1 : tables.trapSites[2 * index + 1]!,
  );
}

function frameOf(tables: CodeTables, funcIndex: number, offset: number): WasmFrame {
  return { funcIndex, offset, tables };
}

/** Adds the frames from the one at `fp` outward to the activation's entry, as many as are shown. */
function walk(thread: Thread, fp: number, frames: WasmFrame[]): void {
  const limit = traceLimit();
  if (frames.length >= limit) return;
  forEachFrame(thread, fp, (tables, back) => {
    const site = findPair(tables.callSites, back);
    const funcIndex = callerAt(tables, back);
    frames.push(frameOf(tables, funcIndex, site < 0 ? -1 : tables.callSites[2 * site + 1]!));
    return frames.length < limit;
  });
}

/**
 * Gives an error its `stack`. The WebAssembly stacks are walked at once, since they are soon reused.
 *
 * @param frames those of the innermost activation
 */
function defineStack(
  thread: Thread,
  error: Error,
  activation: number,
  frames: readonly WasmFrame[],
): void {
  const limit = traceLimit();
  const passages: (readonly WasmFrame[])[] = [frames];
  if (limit > 0) {
    for (let inner = activation; inner !== 0; ) {
      const outer = thread.u32[(inner + FRAME_OUTER) >> 2]!;
      if (outer === 0 || passages.length > limit) break;
      const list: WasmFrame[] = [];
      walk(thread, thread.leftFp(outer), list);
      passages.push(list);
      inner = outer;
    }
  }
  attachStack(error, passages, limit, defineStack);
}
