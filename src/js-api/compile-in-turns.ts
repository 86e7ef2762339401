import type { Artifact } from '../artifact/artifact.js';
import { loadCompiler } from '../compiler/load.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import { nextTurn } from '../util/turns.js';

/** Taken once: tests put others in its place. To ask for it takes Node some milliseconds, which artifacts do not need. */
let clock: typeof globalThis.performance | undefined;

function now(): number {
  clock ??= globalThis.performance;
  return clock.now();
}

/** Bytes that are compiled between two looks at the clock: a few milliseconds in a process that has compiled nothing yet. */
export const PIECE = 8 * 1024;
/** Milliseconds after which others have their turn. A function is compiled in one go, however large it is. */
const SLICE = 8;

/**
 * Compiles a module while the event loop turns: timers and input are served in between.
 *
 * @param bytes that nobody else changes
 * @throws CompileError
 */
export async function compileInTurns(
  bytes: Uint8Array,
  options: CompileOptions,
): Promise<Artifact> {
  const compiler = new (loadCompiler().ModuleCompiler)(options);
  await inTurns(bytes.length, (from, to) => {
    compiler.push(bytes.subarray(from, to));
    return true;
  });
  return compiler.finish();
}

/**
 * Likewise of a module whose functions are compiled when they are called first.
 *
 * @param isValid tells, later, whether the bytes are a valid module
 * @returns undefined where the module must be compiled at once, or where something is wrong with it
 */
export async function compileLazilyInTurns(
  bytes: Uint8Array<ArrayBuffer>,
  options: CompileOptions,
  isValid: (bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>,
): Promise<Artifact | undefined> {
  const compiler = new (loadCompiler().LazyCompiler)(bytes, options);
  const verdict = isValid(bytes);
  const fit = await inTurns(bytes.length, (_, to) => compiler.advance(to));
  const valid = await verdict;
  return fit ? compiler.finish(valid) : undefined;
}

/** @param take false ends it */
async function inTurns(
  length: number,
  take: (from: number, to: number) => boolean,
): Promise<boolean> {
  let start = now();
  for (let at = 0; at < length; at += PIECE) {
    if (now() - start > SLICE) {
      await nextTurn();
      start = now();
    }
    if (!take(at, Math.min(length, at + PIECE))) return false;
  }
  return true;
}
