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
  let start = now();
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (now() - start > SLICE) {
      await nextTurn();
      start = now();
    }
    compiler.push(bytes.subarray(at, at + PIECE));
  }
  return compiler.finish();
}
