import { gaugeOf, spend, type WasmFunction } from '../runtime/index.js';
import { nextTurn } from '../util/turns.js';
import { wasmFunctionOf } from './functions.js';
import { apiStore } from './store.js';

/** How far WebAssembly may run. Only byte code counts. */
export interface RunOptions {
  /** Branches back and calls that it may make, 0 to 2^53 - 1; any number when not said. */
  readonly fuel?: number;
}

export interface RunAsyncOptions extends RunOptions {
  /** Branches back and calls between turns of the event loop, 1 to 2^30; 500,000 when not said: some 10 ms. */
  readonly slice?: number;
  /** Ends it between two turns: the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

const SLICE = 500_000;
const MAX_SLICE = 2 ** 30;

/**
 * Calls a function, and stops the WebAssembly that runs in it when so much fuel is used up: an export, or any function
 * that calls such or makes instances. Fuel of a call inside of another one is taken off both.
 *
 * @throws RuntimeError `all fuel consumed by WebAssembly`; what the function throws; Error where machine code runs,
 *   which does not count
 */
export function run<A extends readonly unknown[], R>(
  func: (...args: A) => R,
  args: A,
  options: RunOptions = {},
): R {
  const fuel = fuelOf(options);
  const gauge = gaugeOf(apiStore().thread);
  return spend(gauge, { fuel, slice: Number.POSITIVE_INFINITY }, () => func(...args));
}

/**
 * Calls an export, and lets the event loop turn while it runs. In between anything else may happen, also to the same
 * instance: what comes meanwhile finds its memory and globals as they are just then. Calls that go through JavaScript
 * back into WebAssembly do not give way.
 *
 * @returns what the call would; rejects with what it would throw, as {@link run}
 */
export async function runAsync(
  func: (...args: never[]) => unknown,
  args: readonly unknown[],
  options: RunAsyncOptions = {},
): Promise<unknown> {
  const limits = { fuel: fuelOf(options), slice: sliceOf(options) };
  const { signal } = options;
  const known: WasmFunction | undefined = wasmFunctionOf(func);
  if (known === undefined) throw new TypeError('runAsync expects a function of WebAssembly');
  const { thread } = known.store;
  gaugeOf(thread);
  const values = known.convert(args);
  const steps = known.callInSlices(values, limits);
  try {
    for (;;) {
      await nextTurn();
      signal?.throwIfAborted();
      thread.dropIfTerminated();
      // A host function may turn the event loop by itself.
      if (thread.active) continue;
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  } finally {
    steps.return(undefined);
  }
}

function fuelOf({ fuel = Number.POSITIVE_INFINITY }: RunOptions): number {
  if (fuel === Number.POSITIVE_INFINITY || (Number.isSafeInteger(fuel) && fuel >= 0)) return fuel;
  throw new RangeError(`fuel ${String(fuel)}: expected a whole number from 0 on`);
}

function sliceOf({ slice = SLICE }: RunAsyncOptions): number {
  if (Number.isInteger(slice) && slice >= 1 && slice <= MAX_SLICE) return slice;
  throw new RangeError(`slice ${String(slice)}: expected a whole number from 1 to ${MAX_SLICE}`);
}
