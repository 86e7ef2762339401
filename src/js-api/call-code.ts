import type { FuncType } from '../frontend/module-info.js';
import { ValType } from '../frontend/value-types.js';
import { TrapKind } from '../masm/trap-kind.js';
import type { CallShape, Store, WasmFunction } from '../runtime/index.js';
import { hostTrap } from '../runtime/traps.js';
import { readValue, writeValue } from '../runtime/values.js';

/**
 * Passages between JavaScript and WebAssembly, made as source text for each function type: all
 * offsets are constants of it, and a call of numbers allocates nothing.
 */
export interface CallCode {
  /** Makes the JavaScript function that calls a WebAssembly function. */
  readonly enter: (func: WasmFunction) => (...args: unknown[]) => unknown;
  /** Makes what serves WebAssembly's calls of a JavaScript function, given the call's frame. */
  readonly host: (callback: (...args: never[]) => unknown) => (frame: number) => void;
}

/** More parameters are passed as a list: source text for them would be long, and rarely used. */
const MAX_PARAMS = 64;
/** Frames of these passages have this in stack traces, and are taken out there. */
const SOURCE = 'winch-ts:call';

/**
 * The passages of a function type, or undefined where the embedder forbids code from strings, and
 * for types that are better served generally: long ones, and callbacks of several results.
 */
export function callCode(store: Store, type: FuncType): Partial<CallCode> {
  if (type.params.length > MAX_PARAMS || type.results.length > MAX_PARAMS) return {};
  const shape = store.shape(type);
  try {
    const enter = build(store, enterSource(shape)) as CallCode['enter'];
    if (type.results.length > 1) return { enter };
    return { enter, host: build(store, hostSource(shape)) as CallCode['host'] };
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return {};
  }
}

function build(store: Store, source: string): unknown {
  const { thread } = store;
  const names = 'thread,i32,u32,i64,f32,f64,read,write,exhausted';
  const make = new Function(names, `"use strict";${source}\n//# sourceURL=${SOURCE}`);
  return make(
    thread,
    thread.i32,
    thread.u32,
    thread.i64,
    thread.f32,
    thread.f64,
    (at: number, valType: ValType) => readValue(store, at, valType),
    (at: number, valType: ValType, value: unknown) => writeValue(store, at, valType, value),
    () => hostTrap(thread, TrapKind.CallStackExhausted),
  );
}

function enterSource(shape: CallShape): string {
  const { params, results } = shape.type;
  const names = params.map((_, i) => `a${i}`);
  const stores: string[] = [];
  // External references come last: converting a number can run foreign code, in which a sweep of
  // them would not see those that are on their way already. Their own conversion has no effects.
  for (const external of [false, true]) {
    params.forEach((type, i) => {
      if ((type === ValType.ExternRef) === external) {
        stores.push(store(type, `frame + ${shape.entryParams[i]!}`, names[i]!));
      }
    });
  }
  let result = '';
  if (shape.result >= 0) result = `return ${load(results[0]!, `frame + ${shape.result}`)};`;
  else if (results.length > 1) {
    const values = results.map((type, i) =>
      load(type, `frame + ${shape.frameSize + shape.results[i]!}`),
    );
    result = `return [${values.join(', ')}];`;
  }
  return `
    return (func) => (${names.join(', ')}) => {
        const top = thread.sp;
        const frame = top - ${shape.resultBytes + shape.frameSize};
        if (!thread.hasRoom(frame - ${shape.stackBytes})) throw exhausted();
        thread.sp = frame - ${shape.stackBytes};
        try {
          ${stores.join('\n')}
          func.run(thread, frame);
          ${result}
        } finally {
          thread.sp = top;
        }
      };`;
}

function hostSource(shape: CallShape): string {
  const { params, results } = shape.type;
  const args = params.map((type, i) => load(type, `frame + ${shape.hostParams[i]!}`));
  const call = `callback(${args.join(', ')})`;
  const result = results[0];
  if (result === undefined) return `return (callback) => (frame) => { ${call}; };`;
  const at = `frame + ${shape.result}`;
  // A 32-bit result is zero-extended.
  return `
    return (callback) => (frame) => {
      const value = ${call};
      u32[(${at} + 4) >> 2] = 0;
      ${store(result, at, 'value')}
    };`;
}

/** A statement that stores a value, converted (ToWebAssemblyValue). */
function store(type: ValType, at: string, value: string): string {
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
