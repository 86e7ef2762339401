import type { MessagePort } from 'node:worker_threads';
import type { Part, PartOptions, PartPlan } from '../compiler/module-parts.js';

/** A module that a thread helps to compile. All memory in it is shared. */
export interface Job {
  readonly bytes: Uint8Array;
  readonly plan: PartPlan;
  readonly options: PartOptions;
  /** Words by {@link JobWord}. */
  readonly state: Int32Array;
  /** Takes a {@link Done} for each part, or undefined where one failed: then the module is compiled in one go. */
  readonly port: MessagePort;
}

/** A part that a thread has compiled. */
export interface Done {
  readonly number: number;
  readonly part: Part;
}

/** What the threads of a job share. */
export const enum JobWord {
  /** Number of the part that is nobody's yet. */
  Next = 0,
  /** Counts the messages of threads, for who waits for one. */
  Messages = 1,
  Count = 2,
}

/** Takes the next part of a job; undefined when all are taken. */
export function takePart({ state, plan }: Pick<Job, 'state' | 'plan'>): number | undefined {
  const number = Atomics.add(state, JobWord.Next, 1);
  return number < plan.cuts.length - 1 ? number : undefined;
}

/** Leaves nothing to take. */
export function stopJob({ state }: Pick<Job, 'state'>): void {
  Atomics.store(state, JobWord.Next, 1 << 30);
}
