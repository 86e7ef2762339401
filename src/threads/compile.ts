import type { MessagePort } from 'node:worker_threads';
import type { Artifact } from '../artifact/artifact.js';
import { loadCompiler } from '../compiler/load.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import type { PartCompiler, PartJoiner, PartOptions, PartPlan } from '../compiler/module-parts.js';
import { DEFAULT_TARGET } from '../targets/index.js';
import { nextTurn } from '../util/turns.js';
import { type Done, type Job, JobWord, stopJob, takePart } from './job.js';
import { areAskedFor, giveJob, helperCount, noteEnd, threads } from './pool.js';

/** Smaller modules are compiled before a thread has begun. */
const LEAST_BYTES = 1 << 20;
/** Bytes of modules after which V8 has optimized the compiler in this thread, which then does most while others begin. */
const WARM_BYTES = 8 << 20;
/** Milliseconds after which others of this thread have their turn. */
const SLICE = 8;
/** Bytes whose sections are decoded between two looks at the clock. */
const PIECE = 1 << 16;
/** Milliseconds that no thread says anything, after which all is compiled here. */
const SILENCE = 10_000;

/** A module in the work of several threads, this one among them. */
class SharedJob {
  private readonly start = performance.now();
  private readonly joiner: PartJoiner;
  private readonly compiler: PartCompiler;
  private readonly job: Omit<Job, 'port'>;
  readonly ports: readonly MessagePort[];
  private missing: number;
  hasFailed = false;
  /** Of the part in work here. */
  private number = 0;

  /**
   * @param joiner that knows the plan
   * @throws any error where it is to be compiled in one go
   */
  constructor(bytes: Uint8Array, options: PartOptions, joiner: PartJoiner, plan: PartPlan) {
    const { PartCompiler } = loadCompiler();
    this.joiner = joiner;
    this.missing = plan.cuts.length - 1;
    if (this.missing < 2) throw new Error('a module of one part');
    this.compiler = new PartCompiler(bytes, plan, options);
    // What is behind the last body is nothing to others.
    const needed = bytes.subarray(0, plan.places.at(-1));
    const places = shared(plan.places);
    const cuts = shared(plan.cuts);
    const state = new Int32Array(new SharedArrayBuffer(4 * JobWord.Count));
    this.job = { bytes: shared(needed), plan: { ...plan, places, cuts }, options, state };
    this.ports = giveJob(this.job);
  }

  /** Begins a part; false where all are taken. */
  begin(): boolean {
    const number = takePart(this.job);
    if (number === undefined) return false;
    this.compiler.begin(number);
    this.number = number;
    return true;
  }

  /** Compiles a function of it; false at its end. */
  next(): boolean {
    if (this.compiler.next()) return true;
    this.add({ number: this.number, part: this.compiler.take() });
    return false;
  }

  /** Takes a message of a thread's. */
  add(message: Done | undefined): void {
    try {
      if (message === undefined) throw new Error('a part could not be compiled');
      this.joiner.add(message.number, message.part);
      this.missing--;
    } catch {
      this.hasFailed = true;
    }
  }

  get isWaiting(): boolean {
    return this.missing > 0 && !this.hasFailed;
  }

  /** Count of the messages that threads have sent. */
  get messages(): number {
    return Atomics.load(this.job.state, JobWord.Messages);
  }

  /** Waits until there are others. @returns false where none came in time */
  waitForMessage(seen: number): boolean {
    return Atomics.wait(this.job.state, JobWord.Messages, seen, SILENCE) !== 'timed-out';
  }

  /** Ends the work of all, and joins the parts, if they are complete. */
  end(): Artifact | undefined {
    stopJob(this.job);
    this.compiler.close();
    for (const port of this.ports) port.close();
    noteEnd();
    return this.missing > 0 || this.hasFailed ? undefined : this.joiner.take(this.start);
  }
}

/** A copy in memory that threads share. */
function shared<T extends Uint8Array | Int32Array>(data: T): T {
  const copy = new (data.constructor as new (buffer: SharedArrayBuffer) => T)(
    new SharedArrayBuffer(data.byteLength),
  );
  copy.set(data);
  return copy;
}

/** Of modules that were to be compiled. */
let bytesBefore = 0;

/** What can be sent to threads; undefined for a module that one thread is to compile. */
function partOptions(bytes: Uint8Array, options: CompileOptions): PartOptions | undefined {
  const isWarm = bytesBefore >= WARM_BYTES || areAskedFor();
  bytesBefore += bytes.length;
  if (!isWarm || bytes.length < LEAST_BYTES || helperCount() === 0) return undefined;
  const { bounds = 'guard', debug, features, observer, target = DEFAULT_TARGET, verify } = options;
  if (debug === true || verify === true || observer !== undefined) return undefined;
  return { bounds, target, ...(features === undefined ? {} : { features }) };
}

/**
 * Compiles a module by several threads, without a turn for anybody else.
 *
 * @returns undefined where it is to be compiled in one go: it is small, invalid, or there are no threads
 */
export function compileByThreads(bytes: Uint8Array, options: CompileOptions): Artifact | undefined {
  const choice = partOptions(bytes, options);
  if (choice === undefined) return undefined;
  let job: SharedJob | undefined;
  try {
    const { endOfCode, PartJoiner } = loadCompiler();
    const joiner = new PartJoiner(choice);
    const end = endOfCode(bytes);
    joiner.push(bytes.subarray(0, end));
    const { plan } = joiner;
    if (plan === undefined) return undefined;
    job = new SharedJob(bytes, choice, joiner, plan);
    // Others are at work by now.
    joiner.push(bytes.subarray(end));
    joiner.finish();
    while (!job.hasFailed && job.begin()) {
      while (job.next());
      receiveAll(job);
    }
    while (job.isWaiting) {
      const seen = job.messages;
      receiveAll(job);
      if (job.isWaiting && !job.waitForMessage(seen)) break;
    }
  } catch {
    // Whoever compiles it in one go finds out what it is.
  }
  return job?.end();
}

function receiveAll(job: SharedJob): void {
  const { receiveMessageOnPort } = threads();
  for (const port of job.ports) {
    for (let item = receiveMessageOnPort(port); item; item = receiveMessageOnPort(port)) {
      job.add(item.message as Done | undefined);
    }
  }
}

/** Likewise, while the event loop turns. @param bytes that nobody changes */
export async function compileByThreadsInTurns(
  bytes: Uint8Array,
  options: CompileOptions,
): Promise<Artifact | undefined> {
  const choice = partOptions(bytes, options);
  if (choice === undefined) return undefined;
  let job: SharedJob | undefined;
  const turns = new Turns();
  try {
    const joiner = new (loadCompiler().PartJoiner)(choice);
    let messages: Messages | undefined;
    for (let at = 0; at < bytes.length; at += PIECE) {
      joiner.push(bytes.subarray(at, at + PIECE));
      if (turns.isOver()) await turns.next();
      const { plan } = joiner;
      if (job !== undefined || plan === undefined) continue;
      job = new SharedJob(bytes, choice, joiner, plan);
      messages = new Messages(job);
    }
    joiner.finish();
    if (job === undefined || messages === undefined) return undefined;
    while (!job.hasFailed && job.begin()) {
      while (job.next()) if (turns.isOver()) await turns.next();
    }
    while (job.isWaiting && messages.areComing) await messages.next();
    await turns.next();
  } catch {
    // As above.
  }
  return job?.end();
}

/** Looks at the clock, so that others have their turn in time. */
class Turns {
  private start = performance.now();

  isOver(): boolean {
    return performance.now() - this.start > SLICE;
  }

  async next(): Promise<void> {
    await nextTurn();
    this.start = performance.now();
  }
}

/** Gives a job the messages of its threads as they come; a process waits for them. */
class Messages {
  private open: number;
  private wake = (): void => {};

  constructor(job: SharedJob) {
    this.open = job.ports.length;
    for (const port of job.ports) {
      port.on('message', (message: Done | undefined) => {
        job.add(message);
        this.wake();
      });
      port.on('close', () => {
        this.open--;
        this.wake();
      });
    }
  }

  /** False where all threads have ended their work, or themselves. */
  get areComing(): boolean {
    return this.open > 0;
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
