import { createRequire } from 'node:module';
import type { MessagePort, Worker } from 'node:worker_threads';
import { threadFile } from './file.js';
import type { Job } from './job.js';

/** Threads of one process, the one that asks included, if nothing else is said. */
const MOST_THREADS = 8;
/** Milliseconds without work after which the threads end: each has a heap of its own. */
const IDLE = 10_000;

type Threads = typeof import('node:worker_threads');
type System = typeof import('node:os');

let workers: Worker[] = [];
let jobs = 0;
let idle: NodeJS.Timeout | undefined;
let wanted: number | undefined;
/** Threads cannot be started here, or one has ended by itself. */
let isBroken = false;
let loaded: Threads | undefined;

/** Loaded when it is needed. */
export function threads(): Threads {
  loaded ??= createRequire('/')('node:worker_threads') as Threads;
  return loaded;
}

/**
 * Says how many threads compile a large module together, the one that asks for it included, 8 at most; 1 for no others. The code is
 * the same. Without, as many as there are processors, but not for what a process compiles first: there each thread waits for
 * V8 to optimize the compiler anew, on the same processors, and nothing is won.
 *
 * @throws RangeError for less than 1, and what is no integer
 */
export function useThreads(count: number | undefined): void {
  if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(`threads must be an integer from 1 on, not ${String(count)}`);
  }
  wanted = count;
  if (workers.length > helperCount()) endThreads();
}

/** Bun and Deno call themselves Node, and their threads are not tried. */
function isNode(): boolean {
  return !('bun' in process.versions) && !('deno' in process.versions);
}

/** Whether somebody has said how many threads there shall be. */
export function areAskedFor(): boolean {
  return wanted !== undefined;
}

function processors(): number {
  return (createRequire('/')('node:os') as System).availableParallelism();
}

/** How many threads there may be besides this one. */
export function helperCount(): number {
  if (isBroken || threadFile() === undefined || !isNode()) return 0;
  const count = Math.min(wanted ?? processors(), MOST_THREADS) - 1;
  // Whoever has threads has given them the other processors.
  return count > 0 && threads().isMainThread ? count : 0;
}

/**
 * Gives a job to all threads, which are started when there are none. {@link noteEnd} is to be called.
 * @returns where their messages come; none where there are no threads
 */
export function giveJob(job: Omit<Job, 'port'>): MessagePort[] {
  const { MessageChannel } = threads();
  const ports: MessagePort[] = [];
  jobs++;
  clearTimeout(idle);
  startThreads();
  if (isBroken) return ports;
  for (const worker of workers) {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ ...job, port: port2 }, [port2]);
    ports.push(port1);
  }
  return ports;
}

/** Says that a job has ended, for which threads may have been started. */
export function noteEnd(): void {
  jobs--;
  if (jobs > 0) return;
  idle = setTimeout(endThreads, IDLE);
  idle.unref();
}

function startThreads(): void {
  const { Worker } = threads();
  const count = helperCount();
  const file = threadFile()!;
  try {
    while (workers.length < count) {
      // Nothing of how the program was started is for them: what it preloads is not for compiling.
      const worker = new Worker(file, { env: {}, execArgv: [] });
      worker.on('error', giveUp);
      worker.unref();
      workers.push(worker);
    }
  } catch {
    giveUp();
  }
}

function giveUp(): void {
  isBroken = true;
  endThreads();
}

function endThreads(): void {
  const ended = workers;
  workers = [];
  clearTimeout(idle);
  for (const worker of ended) void worker.terminate();
}
