import type { Artifact } from '../artifact/artifact.js';
import type { DebugParts } from '../artifact/elf/debug-sections.js';
import { noteArtifact } from '../artifact/known.js';
import { loadCompiler } from './load.js';
import type { CompileOptions, ModuleCompiler as Compiler } from './module-compiler.js';

export type { CompileOptions };

/**
 * Compiles a module that arrives in chunks: `push` any number of times, then `finish`. A function is
 * compiled as soon as its body has arrived. How the bytes are cut does not change the artifact.
 */
export class ModuleCompiler {
  readonly #compiler: Compiler;

  /**
   * @throws RangeError for a target, feature or mode of bounds checks that is not known, TypeError
   *   for an option of another type
   */
  constructor(options?: CompileOptions) {
    const { ModuleCompiler } = loadCompiler();
    this.#compiler = new ModuleCompiler(options);
  }

  /**
   * Takes the next bytes of the module. They may change once this has returned.
   *
   * @param chunk an ArrayBuffer, a SharedArrayBuffer or a view of any kind
   * @throws CompileError when the module cannot be compiled; later calls throw it again.
   *   TypeError when the chunk is no buffer or view; nothing is changed then
   */
  push(chunk: ArrayBufferLike | ArrayBufferView): void {
    this.#compiler.push(chunk);
  }

  /** @throws CompileError when the module cannot be compiled or is not complete */
  finish(): Artifact {
    return noteArtifact(this.#compiler.finish());
  }
}

/**
 * Compiles a whole module.
 *
 * @param bytes an ArrayBuffer, a SharedArrayBuffer or a view of any kind
 * @throws CompileError when the module is malformed, invalid, over a limit or in need of a proposal
 *   that is not supported; TypeError and RangeError for arguments as {@link ModuleCompiler} says
 */
export function compileModule(
  bytes: ArrayBufferLike | ArrayBufferView,
  options?: CompileOptions,
): Artifact {
  return noteArtifact(loadCompiler().compileModule(bytes, options));
}

/**
 * The artifact's bytes: a shared object (see docs/artifacts.md). The same artifact gives the same bytes; times and
 * counters of the compile are not kept.
 *
 * An artifact is as trusted as an executable: its code is run, not verified. Sums find damage, not malice.
 *
 * @throws RangeError when they would be more than 4 GiB, or when the artifact cannot be written so
 *   that it can be read again: for an unknown target or mode of bounds checks
 */
export function serializeArtifact(
  artifact: Artifact,
  debug?: DebugParts,
  key?: Uint8Array,
): Uint8Array {
  return loadCompiler().serializeArtifact(artifact, debug, key);
}
