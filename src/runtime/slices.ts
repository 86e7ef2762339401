import type { FuelGauge } from './platform.js';
import { PAUSED, type Thread } from './thread.js';

// Fuel is counted in branches back and calls. Only an interpreter counts.

/** What fuel there is, and how much of it is used at a time. */
export interface Slices {
  /** What is left; less after each slice. */
  fuel: number;
  readonly slice: number;
}

/** What counts the fuel of a thread's code. @throws Error where nothing does */
export function gaugeOf({ machine, platform }: Thread): FuelGauge {
  if (machine.gauge !== undefined) return machine.gauge;
  throw new Error(`${platform.target} code counts no fuel: it runs on, and does not give way`);
}

/**
 * Runs something whose WebAssembly gets so much fuel, of what there is, and takes what it has used off both.
 */
export function spend<T>(gauge: FuelGauge, limits: Slices, run: () => T): T {
  const { fuel: before, slice: outer } = gauge;
  const given = Math.min(before, limits.fuel);
  gauge.fuel = given;
  gauge.slice = limits.slice;
  gauge.nextSlice();
  try {
    return run();
  } finally {
    const used = given === Number.POSITIVE_INFINITY ? 0 : given - gauge.fuel;
    limits.fuel -= used;
    gauge.fuel = before - used;
    gauge.slice = outer;
    gauge.nextSlice();
  }
}

/**
 * Runs the activation of an entry frame until it returns, and gives way behind each slice. Its part of the stack is
 * kept elsewhere meanwhile, and comes back to the same place: there are addresses of it in it.
 *
 * @param launch begins it
 */
export function* runInSlices(
  thread: Thread,
  frame: number,
  limits: Slices,
  launch: () => void,
): Generator<undefined, void> {
  const gauge = gaugeOf(thread);
  let go = launch;
  while (spend(gauge, limits, () => thread.runSlice(frame, go)) === PAUSED) {
    const at = thread.pausedAt;
    const words = thread.u32.slice(at >> 2);
    // The branch at which it was interrupted.
    limits.fuel--;
    thread.suspended.add(words);
    try {
      yield;
    } finally {
      thread.suspended.delete(words);
    }
    go = () => {
      thread.u32.set(words, at >> 2);
      thread.resumeAt(at);
    };
  }
}
