import { codeAddress, NativeCode, noNative } from '../runtime/index.js';
import { isObject } from './conversions.js';
import { wasmFunctionOf } from './functions.js';
import { apiStore } from './store.js';

/** A C function as the value of a function import: see {@link nativeSymbol}. */
export interface NativeFunction {
  /** Where its code is. */
  readonly address: bigint;
}

/** A C function by its name, which is looked up when it is linked. */
class NativeSymbol implements NativeFunction {
  constructor(
    readonly symbol: string,
    readonly library: string | undefined,
  ) {}

  /** @throws Error where there is no such symbol */
  get address(): bigint {
    const found = find(this);
    if (typeof found === 'string') throw new Error(found);
    return BigInt(found);
  }
}

function find({ symbol, library }: NativeSymbol): number | string {
  const store = apiStore();
  return store.platform.native?.find(symbol, library) ?? noNative(store);
}

/**
 * A C function as the value of a function import, by its name. `WebAssembly.Instance` throws a `LinkError`
 * where there is none.
 *
 * @param library as `dlopen(3)` takes it: a path, or a name that the system's linker finds; without it
 *   what the process has loaded for all is searched. It stays loaded.
 */
export function nativeSymbol(symbol: string, library?: string): NativeFunction {
  return new NativeSymbol(String(symbol), library === undefined ? undefined : String(library));
}

/** The native function that an import value stands for, or what is wrong; undefined for other values. */
export function nativeCodeOf(value: unknown): NativeCode | string | undefined {
  if (!isObject(value) || !('address' in value)) return undefined;
  const store = apiStore();
  if (store.platform.native === undefined) return noNative(store);
  const address = value instanceof NativeSymbol ? find(value) : codeAddress(value.address);
  return typeof address === 'string' ? address : new NativeCode(address);
}

/** What {@link nativePointer} can be asked for. */
export interface NativePointerOptions {
  /** `'parameter'`: C passes the vmctx, behind the out-pointer if there is one: see {@link contextPointer}. */
  readonly vmctx?: 'bound' | 'parameter';
}

/**
 * A pointer to a C function that calls a function of WebAssembly: `R f([struct results *out,] parameters ...)`.
 * It is always the same one, for the thread that asks, and it is gone with the function.
 *
 * @param func an exported function, or another one that WebAssembly gave
 * @throws TypeError for other values
 * @throws Error where the package koffi cannot be loaded, by which traps and host calls reach JavaScript, and
 *   where no machine code runs
 */
export function nativePointer(func: unknown, options: NativePointerOptions = {}): bigint {
  const known = wasmFunctionOf(func);
  if (known === undefined) throw new TypeError('nativePointer expects a function of WebAssembly');
  const { vmctx = 'bound' } = options;
  if (vmctx !== 'bound' && vmctx !== 'parameter') {
    throw new TypeError(`vmctx: ${String(vmctx)}: expected bound or parameter`);
  }
  const { native } = known.store.platform;
  if (native === undefined) throw new Error(noNative(known.store));
  return BigInt(native.entry(known, vmctx === 'bound'));
}

/**
 * The vmctx of the instance that a function belongs to, for C functions that take it as a parameter. It is gone
 * with the instance.
 *
 * @throws TypeError for what is no function of WebAssembly
 */
export function contextPointer(func: unknown): bigint {
  const known = wasmFunctionOf(func);
  if (known === undefined) throw new TypeError('contextPointer expects a function of WebAssembly');
  if (known.store.platform.native === undefined) throw new Error(noNative(known.store));
  return BigInt(known.owner.contextAddress);
}
