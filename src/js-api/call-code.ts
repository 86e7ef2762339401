import {
  THREAD_BUILTIN,
  THREAD_CALLEE,
  THREAD_FRAME,
  THREAD_STATUS,
  THREAD_TICKS,
} from '../abi/vmctx-layout.js';
import {
  type CallShape,
  type Context,
  convert,
  ENTER_SOURCE,
  type HostService,
  RETURNED,
  readValue,
  type Store,
  writeConverted,
} from '../runtime/index.js';
import { FRAME_FUNCREF, FRAME_LEFT_FP, HOST_FUNCTION, PassageStatus } from '../stubs/layout.js';
import type { FuncType } from '../wasm/types.js';
import { hasNoForm, ValType } from '../wasm/value-types.js';

/*
 * Passages between JavaScript and WebAssembly, made as source text for each function type: all
 * offsets are constants of it, and a call of numbers allocates nothing.
 *
 * There is one JavaScript function for each, not a closure for each function of WebAssembly: V8 takes
 * what a function captures for constants only if it is the one closure of its source, and then needs
 * not look at each typed array's type, length and address (twice as fast).
 */

/** Calls the WebAssembly function with an owner and a pointer, as the bits of a double. */
export type Enter = (owner: Context, bits: number, ...args: unknown[]) => unknown;
/** Serves WebAssembly's call of a JavaScript function, given the call's frame. */
export type Serve = HostService['serve'];

type AnyFunction = (...args: unknown[]) => unknown;

/** More parameters are passed as a list: source text for them would be long, and rarely used. */
const MAX_PARAMS = 64;
/** Frames of these passages have this in stack traces, and are taken out there. */
const HOST_SOURCE = 'winch-ts:host';

/**
 * What enters functions of a type; undefined where the embedder forbids code from strings, and for long types, which are
 * better served generally.
 */
export function enterCode(
  store: Store,
  type: FuncType,
  conversionError: (error: unknown, passage: AnyFunction, args: readonly unknown[]) => unknown,
): Enter | undefined {
  if (isLong(type) || cannotPass(type)) return undefined;
  const shape = store.shape(type);
  const source = enterSource(store, shape);
  const { machine } = store.thread;
  return build(store, source, ENTER_SOURCE, {
    conversionError,
    makeRun: () => machine.entry(shape.use),
  }) as Enter | undefined;
}

/** Whether {@link serveCode} serves a type: not long ones, nor callbacks of several results. */
export function canServe(type: FuncType): boolean {
  return !isLong(type) && !cannotPass(type) && type.results.length <= 1;
}

/** What serves calls of JavaScript functions of a type; undefined where the embedder forbids code from strings. */
export function serveCode(store: Store, type: FuncType): Serve | undefined {
  const shape = store.shape(type);
  return build(store, hostSource(shape), HOST_SOURCE) as Serve | undefined;
}

function isLong({ params, results }: FuncType): boolean {
  return params.length > MAX_PARAMS || results.length > MAX_PARAMS;
}

/** The general passage says that they cannot pass. */
function cannotPass({ params, results }: FuncType): boolean {
  return params.some(hasNoForm) || results.some(hasNoForm);
}

/** What passages of all types find in their scope. A thread has one store. */
let common: { readonly names: string[]; readonly values: unknown[] } | undefined;

function commonScope(store: Store): NonNullable<typeof common> {
  const { thread, references } = store;
  const { views } = thread;
  const scope: Record<string, unknown> = {
    thread,
    control: thread.control,
    hosts: thread.hosts,
    resume: thread.resume,
    references,
    ...views,
    asBits: BigInt.asIntN,
    read: (at: number, valType: ValType) => readValue(store, views, at, valType),
    toType: (valType: ValType, value: unknown) => convert(store, valType, value),
    write: (at: number, valType: ValType, value: unknown) =>
      writeConverted(store, views, at, valType, value),
  };
  return { names: Object.keys(scope), values: Object.values(scope) };
}

/** Undefined where the embedder forbids code from strings. */
function build(
  store: Store,
  source: string,
  name: string,
  more: Record<string, unknown> = {},
): unknown {
  common ??= commonScope(store);
  const { names, values } = common;
  const text = `"use strict";${source}\n//# sourceURL=${name}`;
  try {
    return new Function(...names, ...Object.keys(more), text)(...values, ...Object.values(more));
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return undefined;
  }
}

/**
 * What {@link Thread.run}, {@link Thread.drive} and, for calls of host functions, {@link Thread.look} do,
 * in line: each JavaScript frame less makes more turns between the two sides fit on its stack, and is a
 * return less that the processor, which pairs returns with calls, gets wrong.
 *
 * The arguments are converted first, which can run foreign code; from the choice of the frame to the
 * native call nothing else runs.
 *
 * The call of the host function comes first, because it may do nothing but throw. V8 optimizes what has
 * gone through enough bytecode. It counts at returns and at jumps back, and takes off for jumps ahead:
 * when a function throws, what is counted is what it went through less the place where it threw (2.6 us
 * a throw for one that is not optimized, 0.5 so).
 */
function enterSource(store: Store, shape: CallShape): string {
  const { params, results } = shape.type;
  const names = params.map((_, i) => `a${i}`);
  const values = params.map((_, i) => `v${i}`);
  const conversions = params.map((type, i) => `v${i} = ${toWasm(type, names[i]!)};`);
  const stores = params.map((type, i) =>
    storeAt(type, `frame + ${shape.entryParams[i]!}`, `v${i}`),
  );
  if (shape.outPointer >= 0) {
    const { addressLow, addressHigh } = store.thread;
    stores.push(
      `u32[(frame + ${shape.outPointer}) >> 2] = frame + ${shape.frameSize + addressLow};`,
      `u32[(frame + ${shape.outPointer + 4}) >> 2] = ${addressHigh};`,
    );
  }
  let result = '';
  if (shape.result >= 0) result = `return ${load(results[0]!, `frame + ${shape.result}`)};`;
  else if (results.length > 1) {
    const values = results.map((type, i) =>
      load(type, `frame + ${shape.frameSize + shape.results[i]!}`),
    );
    result = `return [${values.join(', ')}];`;
  }
  const bytes = shape.resultBytes + shape.frameSize;
  const lowest = store.thread.limitOffset + bytes + shape.stackBytes;
  const { calledOutFp } = store.thread;
  return `
    let run;
    const passage = (${['owner', 'bits', ...names].join(', ')}) => {
        let frame = 0;
        let left = 0;
        let outer = 0;
        let top = 0;
        try {
          for (;;) {
            if (left !== 0) {
              const service = hosts[control[${THREAD_CALLEE >> 2}]];
              service.serve(service.callback, left);
              control[${THREAD_FRAME >> 2}] = left;
              control[${THREAD_STATUS >> 2}] = ${PassageStatus.Unknown};
              if (thread.beforeRun !== undefined) thread.beforeRun();
              resume();
            } else {
              ${params.length === 0 ? '' : convertAll(values, conversions, names)}
              ${shape.hasExternRefs ? 'references.settleIfDue();' : ''}
              if (!owner.pinned) references.pinAfresh(owner);
              // Most exports are never called.
              run ??= makeRun();
              const sp = thread.sp;
              frame =
                sp > ${lowest} &&
                (thread.activation === 0 ||
                  (control[${THREAD_TICKS >> 2}] === thread.ticksSeen && !thread.interrupting))
                  ? sp - ${bytes}
                  : thread.entryFrame(${bytes}, ${shape.stackBytes}, 1);
              ${stores.join('\n')}
              f64[(frame + ${FRAME_FUNCREF}) >> 3] = bits;
              control[${THREAD_FRAME >> 2}] = frame;
              control[${THREAD_STATUS >> 2}] = ${PassageStatus.Unknown};
              if (thread.beforeRun !== undefined) thread.beforeRun();
              run();
            }
            if (control[${THREAD_STATUS >> 2}] === ${PassageStatus.Returned}) break;
            if (top === 0) {
              top = thread.sp;
              outer = thread.activation;
              thread.begin(frame, outer);
            }
            if (
              control[${THREAD_STATUS >> 2}] === ${PassageStatus.CallsOut} &&
              control[${THREAD_BUILTIN >> 2}] === ${HOST_FUNCTION} &&
              hosts[control[${THREAD_CALLEE >> 2}]] !== undefined
            ) {
              left = control[${THREAD_FRAME >> 2}];
              thread.activation = frame;
              thread.interrupting = false;
              thread.sp = left & ~15;
              u32[(frame + ${FRAME_LEFT_FP}) >> 2] = left + ${calledOutFp};
            } else {
              left = thread.look(frame);
              if (left === ${RETURNED}) break;
            }
          }
        } finally {
          if (top !== 0) {
            thread.sp = top;
            control[${THREAD_FRAME >> 2}] = top;
            thread.activation = outer;
          }
        }
        ${result}
    };
    return passage;`;
}

function convertAll(
  values: readonly string[],
  conversions: readonly string[],
  names: readonly string[],
): string {
  return `
        let ${values.join(', ')};
        try {
          ${conversions.join('\n')}
        } catch (error) {
          throw conversionError(error, passage, [${names.join(', ')}]);
        }`;
}

function hostSource(shape: CallShape): string {
  const { params, results } = shape.type;
  const args = params.map((type, i) => load(type, `frame + ${shape.hostParams[i]!}`));
  const settle = shape.hasExternRefs ? 'references.settleIfDue();' : '';
  const call = `callback(${args.join(', ')})`;
  const result = results[0];
  if (result === undefined) return `return (callback, frame) => { ${settle} ${call}; };`;
  const at = `frame + ${shape.result}`;
  return `
    return (callback, frame) => {
      ${settle}
      const result = ${call};
      const value = ${toWasm(result, 'result')};
      ${storeAt(result, at, 'value')}
    };`;
}

/** An expression for a value as {@link storeAt} wants it (ToWebAssemblyValue). */
function toWasm(type: ValType, value: string): string {
  switch (type) {
    case ValType.I32:
      // The plus is for what is thrown: a BigInt is no number.
      return `+${value} | 0`;
    case ValType.I64:
      return `asBits(64, ${value})`;
    case ValType.F32:
    case ValType.F64:
      return `+${value}`;
    case ValType.ExternRef:
      return value;
    default:
      return `toType(${type}, ${value})`;
  }
}

/** A statement that stores a converted value. */
function storeAt(type: ValType, at: string, value: string): string {
  switch (type) {
    case ValType.I32:
      return `i32[(${at}) >> 2] = ${value};`;
    case ValType.I64:
      return `i64[(${at}) >> 3] = ${value};`;
    case ValType.F32:
      return `f32[(${at}) >> 2] = ${value};`;
    case ValType.F64:
      return `f64[(${at}) >> 3] = ${value};`;
    default:
      return `write(${at}, ${type}, ${value});`;
  }
}

/** An expression for the value at a place (ToJSValue). */
function load(type: ValType, at: string): string {
  switch (type) {
    case ValType.I32:
      return `i32[(${at}) >> 2]`;
    case ValType.I64:
      return `i64[(${at}) >> 3]`;
    case ValType.F32:
      return `f32[(${at}) >> 2]`;
    case ValType.F64:
      return `f64[(${at}) >> 3]`;
    default:
      return `read(${at}, ${type})`;
  }
}
