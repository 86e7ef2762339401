import { HostFunction, type Store, type WasmFunction } from '../runtime/index.js';
import { ownDescriptor } from '../util/own-descriptor.js';
import { privateSlot } from '../util/private-slot.js';
import type { FuncType } from '../wasm/types.js';
import { accessor } from './accessors.js';
import { type CallCode, callCode } from './call-code.js';
import { isObject } from './conversions.js';
import { hideFrames } from './interface.js';
import { apiStore, whenStoreIsMade } from './store.js';

type JsFunction = (...args: unknown[]) => unknown;

/** The WebAssembly function of each Exported Function. */
const wasmForm = privateSlot<WasmFunction>();
const codeOf = new Map<string, Partial<CallCode>>();

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
  const { enter } = callCodeOf(func.store, func.type);
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
  const host = callCodeOf(here, type).host;
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

function callCodeOf(here: Store, type: FuncType): Partial<CallCode> {
  let code = codeOf.get(type.key);
  if (code === undefined) {
    code = callCode(here, type, conversionError);
    codeOf.set(type.key, code);
  }
  return code;
}
