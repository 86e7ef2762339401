import type { Artifact } from '../artifact/artifact.js';
import { bytesOf } from '../artifact/buffer-source.js';
import { noteArtifact } from '../artifact/known.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import { compileByThreads, compileByThreadsInTurns } from '../threads/compile.js';
import { compileInTurns } from './compile-in-turns.js';
import { provideThreads } from './module.js';

export { useThreads } from '../threads/pool.js';

provideThreads({ compile: compileByThreads, compileInTurns: compileByThreadsInTurns });

/**
 * As `compileModule`, while the event loop turns; other threads help with a large module (see `useThreads`). The artifact is
 * the same.
 *
 * @param bytes which may change when this has returned
 * @throws as `compileModule`, by the promise
 */
export async function compileModuleAsync(
  bytes: ArrayBufferLike | ArrayBufferView,
  options: CompileOptions = {},
): Promise<Artifact> {
  const copy = bytesOf(bytes, 'compileModuleAsync: the module').slice();
  const artifact = await compileByThreadsInTurns(copy, options);
  return noteArtifact(artifact ?? (await compileInTurns(copy, options)));
}
