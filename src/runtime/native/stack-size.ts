import { hostModule, isMainThread } from './host-module.js';

const MIB = 1024 * 1024;
const LEAST = 8 * MIB;
const MOST = 1024 * MIB;
/** JavaScript's stack where nobody says, a little less than this. */
const USUAL = MIB;

/**
 * Bytes of stack for WebAssembly when nobody says: so much that turns between the two sides end where
 * JavaScript's own stack does. A turn takes some 370 bytes of that and 480 of this one. Pages are
 * taken when they are touched first.
 */
export function defaultStackSize(): number {
  return Math.min(MOST, Math.max(LEAST, 2 * jsStackSize()));
}

function jsStackSize(): number {
  if (!isMainThread()) {
    const { resourceLimits } =
      hostModule<typeof import('node:worker_threads')>('node:worker_threads');
    const { stackSizeMb } = resourceLimits;
    return stackSizeMb === undefined ? USUAL : stackSizeMb * MIB;
  }
  const options = [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ');
  const last = [...options.matchAll(/--stack[-_]size[= ](\d+)/g)].at(-1);
  return last === undefined ? USUAL : Number(last[1]) * 1024;
}
