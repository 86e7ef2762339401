import { codeAddress, NativeCode } from '../runtime/index.js';
import { isObject } from './conversions.js';
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
  return apiStore().native.find(symbol, library);
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
  const address = value instanceof NativeSymbol ? find(value) : codeAddress(value.address);
  return typeof address === 'string' ? address : new NativeCode(address);
}
