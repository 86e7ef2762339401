import { readFileSync } from 'node:fs';
import { HandlerWatch } from './handler-watch.js';
import { isMainThread } from './host-module.js';
import { native } from './load.js';
import { hostMachine } from './machine.js';
import type { Native } from './native.js';
import { FAULTS, type ProcessSignals, processSignals, SIGTICK } from './signals.js';

let watch: HandlerWatch | undefined;

/** This thread's watch over the fault handler. */
export function watchHandlers(native: Native, signals: ProcessSignals): HandlerWatch {
  watch ??= start(new HandlerWatch(native, signals));
  return watch;
}

/** Takes notice of the listeners that are there already. */
function start(watch: HandlerWatch): HandlerWatch {
  const isMain = isMainThread();
  for (const [name, signal] of FAULTS) {
    // In a worker there is no telling: only the main thread has listeners.
    if (isMain && process.listenerCount(name) === 0) continue;
    watch.hold(signal);
  }
  return watch;
}

/**
 * Listeners for the signals that traps are made of come and go. Node has acted when this is called: its
 * own watch over listeners was there first.
 */
function changed(event: unknown, anybody: boolean): void {
  const signal = typeof event === 'string' ? FAULTS.get(event) : undefined;
  if (signal === undefined) return;
  try {
    if (watch === undefined) {
      // Only workers may run WebAssembly so far.
      if (!handlersInstalled()) return;
      const host = native();
      watchHandlers(host, processSignals(host, hostMachine().stubs));
    }
    watch?.restore();
    watch?.listened(signal, anybody);
    // Other hosts act later.
    if (process.versions.uv === undefined || 'bun' in process.versions) {
      process.nextTick(() => watch?.restore());
    }
  } catch {
    // Whoever listens has nothing to do with it: the next tick looks again.
  }
}

/** Whether a thread of the process has installed the handlers: asks nothing native. */
function handlersInstalled(): boolean {
  const status = readFileSync('/proc/self/status', 'latin1');
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return caught === undefined || ((BigInt(`0x${caught}`) >> BigInt(SIGTICK - 1)) & 1n) === 1n;
}

if (process.platform === 'linux' && isMainThread()) {
  process.on('newListener', (event) => changed(event, true));
  process.on('removeListener', (event) => changed(event, process.listenerCount(event) > 0));
}
