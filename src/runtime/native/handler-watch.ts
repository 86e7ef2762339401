import {
  RANGES_LIBUV_HANDLER,
  RANGES_LIBUV_HELD,
  RANGES_LIBUV_LOCK,
  RANGES_LIBUV_PAGE,
  RANGES_OLD_ACTIONS,
  RANGES_OLD_HANDLERS,
  SIGACTION_SIZE,
} from '../../stubs/layout.js';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } from './mman.js';
import type { Libuv, Native } from './native.js';
import { FAULTS, faultAction, map, type ProcessSignals } from './signals.js';

/** What libuv's structures are given: more than they have in any version. */
const LOOP_SIZE = 2048;
const HANDLE_SIZE = 256;
/** Signals that nobody uses, of which one is lent to libuv for a moment. */
const UNUSED = [62, 61, 60, 59, 58];
const NO_LIBUV = 1n;

/**
 * Sees to it that the fault handler stays in front: while another is there, a trap repeats for ever; and
 * while none is there, it ends the process.
 *
 * Node's listeners are libuv's. It installs its handler with the first one for a signal, and puts the
 * default action in its place when the last one goes: a trap of any thread would end the process then,
 * before anyone can do something. But it leaves the signal alone while there is another handle of its
 * own. So where libuv has come in front, it is given one, on a loop that never runs, and has no reason to
 * act any more. From then on it is ours to know whether anybody listens: see `signal-listeners.ts`.
 */
export class HandlerWatch {
  private readonly scratch: number;
  /** The action that was found, then ours. */
  private readonly words: BigUint64Array;

  constructor(
    private readonly native: Native,
    private readonly signals: ProcessSignals,
  ) {
    this.scratch = map(native, native.pageSize, 'a page for sigaction');
    const view = native.view(this.scratch, native.pageSize);
    this.words = new BigUint64Array(view);
    faultAction(view, SIGACTION_SIZE, signals.fault);
    native.mappings.add(this.scratch, native.pageSize);
  }

  /** Puts the handler in front of those that have come since; they get what is not WebAssembly's. */
  restore(): void {
    const { native, scratch, signals } = this;
    for (const signal of FAULTS.values()) {
      native.rawSigaction(signal, 0, scratch);
      const handler = this.words[0]!;
      if (handler === BigInt(signals.fault)) continue;
      const old = (RANGES_OLD_ACTIONS + SIGACTION_SIZE * signal) / 8;
      for (let i = 0; i < SIGACTION_SIZE / 8; i++) signals.words[old + i] = this.words[i]!;
      signals.words[RANGES_OLD_HANDLERS / 8 + signal] = handler;
      this.hold(signal);
      native.rawSigaction(signal, scratch + SIGACTION_SIZE, 0);
    }
  }

  /** Tells who gets a signal that was sent, where libuv leaves that to us. */
  listened(signal: number, anybody: boolean): void {
    const { words } = this.signals;
    if ((words[RANGES_LIBUV_HELD / 8]! & (1n << BigInt(signal))) === 0n) return;
    const old = (RANGES_OLD_ACTIONS + SIGACTION_SIZE * signal) / 8;
    words.fill(0n, old, old + SIGACTION_SIZE / 8);
    words[RANGES_OLD_HANDLERS / 8 + signal] = anybody ? words[RANGES_LIBUV_HANDLER / 8]! : 0n;
  }

  /** If the handler from before is libuv's: has libuv leave the signal's disposition alone. */
  hold(signal: number): void {
    const { native, signals } = this;
    const { words } = signals;
    const { libuv } = native;
    const handler = words[RANGES_OLD_HANDLERS / 8 + signal]!;
    const bit = 1n << BigInt(signal);
    const isHeld = (words[RANGES_LIBUV_HELD / 8]! & bit) !== 0n;
    if (libuv === undefined || handler <= 1n || isHeld) return;
    // Who finds another thread here leaves it at that: the next tick looks again.
    if (Atomics.compareExchange(words, RANGES_LIBUV_LOCK / 8, 0n, 1n) !== 0n) return;
    if (words[RANGES_LIBUV_HANDLER / 8] === 0n) words[RANGES_LIBUV_HANDLER / 8] = this.learn(libuv);
    if (words[RANGES_LIBUV_HANDLER / 8] === handler) {
      const page = Number(words[RANGES_LIBUV_PAGE / 8]);
      const place = 1 + [...FAULTS.values()].indexOf(signal);
      const handle = page + LOOP_SIZE + HANDLE_SIZE * place;
      if (libuv.signalInit(page, handle) === 0 && libuv.signalStart(handle, signal) === 0) {
        words[RANGES_LIBUV_HELD / 8]! |= bit;
      }
    }
    Atomics.store(words, RANGES_LIBUV_LOCK / 8, 0n);
  }

  /** The address of libuv's handler, which nothing tells: it is installed for an unused signal. */
  private learn(libuv: Libuv): bigint {
    const { native, scratch, signals, words } = this;
    // For the life of the process: not one of this thread's mappings.
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    const page = native.mmap(0, native.pageSize, PROT_READ | PROT_WRITE, flags, -1);
    const handle = page + LOOP_SIZE;
    if (page < 0 || !libuv.fits(LOOP_SIZE, HANDLE_SIZE)) return NO_LIBUV;
    if (libuv.loopInit(page) !== 0 || libuv.signalInit(page, handle) !== 0) return NO_LIBUV;
    signals.words[RANGES_LIBUV_PAGE / 8] = BigInt(page);
    const found = words[0]!;
    let handler = NO_LIBUV;
    for (const signal of UNUSED) {
      native.rawSigaction(signal, 0, scratch);
      if (words[0] !== 0n) continue;
      if (libuv.signalStart(handle, signal) === 0) {
        native.rawSigaction(signal, 0, scratch);
        handler = words[0]!;
        libuv.signalStop(handle);
      }
      break;
    }
    words[0] = found;
    return handler;
  }
}
