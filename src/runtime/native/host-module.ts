import { createRequire } from 'node:module';

type Worker = typeof import('node:worker_threads');

/** A module of Node's that few need: some load dozens of others, which takes milliseconds. */
export function hostModule<M>(name: `node:${string}`): M {
  return createRequire('/')(name) as M;
}

/** Whether this is a process's first JavaScript thread. */
export function isMainThread(): boolean {
  return isSurelyMain() || hostModule<Worker>('node:worker_threads').isMainThread;
}

/** In workers, Node marks the functions that change a whole process. */
function isSurelyMain(): boolean {
  const { release, versions } = process;
  if (release.name !== 'node' || 'bun' in versions || 'deno' in versions) return false;
  return typeof process.chdir === 'function' && !('disabled' in process.chdir);
}
