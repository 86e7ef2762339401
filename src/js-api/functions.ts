import { HostFunction, type HostService, type Store, type WasmFunction } from '../runtime/index.js';
import { ownDescriptor } from '../util/own-descriptor.js';
import { privateSlot } from '../util/private-slot.js';
import type { FuncType } from '../wasm/types.js';
import { accessor } from './accessors.js';
import { canServe, type Enter, enterCode, type Serve, serveCode } from './call-code.js';
import { isObject } from './conversions.js';
import { hideFrames } from './interface.js';
import { apiStore, whenStoreIsMade } from './store.js';

type JsFunction = (...args: unknown[]) => unknown;

/** The WebAssembly function of each Exported Function. */
const wasmForm = privateSlot<WasmFunction>();
/** By the key of a type. */
const enterOfType = new Map<string, Enter | 'general'>();
const serveOfType = new Map<string, Serve | 'general'>();

/**
 * The Exported Function (JavaScript interface, section "Exported Functions") of a WebAssembly
 * function: always the same one.
 */
export function exportedFunction(func: WasmFunction): JsFunction {
  let form = func.form as JsFunction | undefined;
  if (form === undefined) {
    form = accessor(func, conversionError) ?? passageOf(func);
    Object.defineProperty(form, 'name', ownDescriptor({ value: String(indexOf(func)) }));
    func.form = form;
    wasmForm.set(form, func);
  }
  return form;
}

/** What enters a function. A bound function's source text is `[native code]`. */
function passageOf(func: WasmFunction): JsFunction {
  const enter = enterOf(func.store, func.type);
  if (enter !== undefined) return enter.bind(undefined, func.owner, func.bits) as JsFunction;
  const general = generalPassage(func).bind(undefined);
  const descriptor = ownDescriptor({ value: func.type.params.length });
  return Object.defineProperty(general, 'length', descriptor);
}

/** Where no code may be made from strings. */
function generalPassage(func: WasmFunction): JsFunction {
  const passage: JsFunction = (...args) => {
    let converted: unknown[];
    try {
      converted = func.convert(args);
    } catch (error) {
      throw conversionError(error, passage, args);
    }
    return func.callConverted(converted);
  };
  return passage;
}

/**
 * The exception of a conversion of arguments. Where none of them is an object, no code of the user's
 * has run: the error is the engine's, and its innermost frame is ours.
 */
function conversionError(error: unknown, passage: JsFunction, args: readonly unknown[]): unknown {
  return error instanceof Error && !args.some(isObject) ? hideFrames(error, passage) : error;
}

whenStoreIsMade((store) => {
  store.functions = { fromJs, toJs: exportedFunction };
});

/** The function of an Exported Function, undefined for other values. */
export function wasmFunctionOf(value: unknown): WasmFunction | undefined {
  return typeof value === 'function' ? wasmForm.get(value) : undefined;
}

/** Message for values that are no function reference. */
export const NO_FUNCTION =
  'function-typed object must be null (if nullable) or a Wasm function object';

function fromJs(value: unknown): WasmFunction | null {
  if (value === null) return null;
  const func = wasmFunctionOf(value);
  if (func === undefined) throw new TypeError(NO_FUNCTION);
  return func;
}

/**
 * A JavaScript function as an import. One that WebAssembly exported is linked as itself.
 *
 * @param index of the function in the importing instance
 */
export function importedFunction(
  type: FuncType,
  callback: (...args: never[]) => unknown,
  index: number,
): WasmFunction {
  const known = wasmForm.get(callback);
  if (known !== undefined) return known;
  const here = apiStore();
  const host = serviceOf(here, type);
  // A name can be anything, with a getter, too; it is for stack traces only.
  const name = `wasm-to-js[${index}]`;
  const func =
    host === undefined
      ? HostFunction.fromJs(here, type, callback, name)
      : HostFunction.create(here, type, name, host, callback);
  func.importIndex = index;
  return func;
}

function indexOf(func: WasmFunction): number {
  if (func instanceof HostFunction) return func.importIndex;
  return 'index' in func ? (func.index as number) : 0;
}

/** What enters functions of a type, made when first asked for; undefined: the general passage does. */
function enterOf(here: Store, type: FuncType): Enter | undefined {
  let enter = enterOfType.get(type.key);
  if (enter === undefined) {
    enter = enterCode(here, type, conversionError) ?? 'general';
    enterOfType.set(type.key, enter);
  }
  return enter === 'general' ? undefined : enter;
}

/** What serves calls of JavaScript functions of a type; undefined: what serves all types does. */
function serviceOf(here: Store, type: FuncType): Serve | undefined {
  let serve = serveOfType.get(type.key);
  if (serve === undefined) {
    serve = canServe(type) ? serveLater(here, type) : 'general';
    serveOfType.set(type.key, serve);
  }
  return serve === 'general' ? undefined : serve;
}

/**
 * Most imports are never called: the code for a type is made at its first call, and from then on what was made serves all
 * functions of the type.
 */
function serveLater(here: Store, type: FuncType): Serve {
  let made: Serve | undefined;
  return function wasmHostCall(this: HostService, callback, frame) {
    made ??= serveCode(here, type) ?? HostFunction.service(here, type);
    serveOfType.set(type.key, made);
    this.serve = made;
    made.call(this, callback, frame);
  };
}
