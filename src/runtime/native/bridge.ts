import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { NUMBERS, PRIMITIVES } from '../../stubs/bridge.js';
import { targetOfArch } from '../../targets/index.js';
import { hostModule } from './host-module.js';
import { makeBridge, storedBridge } from './stored-bridge.js';

/** The bridge of this thread: see `src/stubs/bridge.ts` for each of its members. */
export type Bridge = {
  readonly make: (address: number, ...values: number[]) => unknown;
  readonly addressOf: (array: Uint8Array) => number | undefined;
  readonly copyTo: (address: number, bytes: Uint8Array) => number | undefined;
  readonly detach: (buffer: ArrayBuffer) => number | undefined;
  readonly callback: (address: number, ...engine: number[]) => unknown;
} & { readonly [name in (typeof NUMBERS)[number]]: number };

/** There is no way to load the bridge into this process. */
export class BridgeUnavailableError extends Error {}

/**
 * Loads the bridge: from the package, or by a file that is gone when this returns.
 *
 * @throws BridgeUnavailableError where that cannot be done
 * @throws Error in a thread that is being terminated
 */
export function loadBridge(): Bridge {
  const reasons: string[] = [];
  let incomplete = false;
  const stored = storedBridge(process.arch);
  if (stored !== undefined) {
    try {
      const exports = load(stored);
      if (isComplete(exports)) return exports;
      incomplete = true;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // Add-ons are not allowed; else its file system may be one that nothing is run from.
      if (code === 'ERR_DLOPEN_DISABLED') throw new BridgeUnavailableError(message);
      reasons.push(message);
    }
  }
  if (targetOfArch(process.arch) === undefined) {
    throw new BridgeUnavailableError(`there is none for ${process.arch} machines`);
  }
  const bytes = makeBridge(process.arch);
  for (const folder of folders()) {
    for (const loadBy of [loadNameless, loadNamed]) {
      try {
        const exports = loadBy(folder, bytes);
        if (isComplete(exports)) return exports;
        incomplete = true;
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        reasons.push(`${folder}: ${message}`);
        // Add-ons are not allowed, wherever they lie.
        if (code === 'ERR_DLOPEN_DISABLED') throw new BridgeUnavailableError(message);
      }
    }
  }
  // Node-API makes no more functions then. Whoever else calls native functions would end the process.
  if (incomplete) throw new Error('this thread is being terminated');
  throw new BridgeUnavailableError([...new Set(reasons)].join('; '));
}

/** Where a file may be written and its code run. */
function folders(): Set<string> {
  const { tmpdir } = hostModule<typeof import('node:os')>('node:os');
  const { XDG_RUNTIME_DIR } = process.env;
  const all = [tmpdir(), XDG_RUNTIME_DIR ?? '', '/dev/shm', '.'];
  return new Set(all.filter((folder) => folder !== ''));
}

/**
 * By a file that never has a name (open(2), O_TMPFILE), so that none is left whatever happens: not all
 * file systems have such, nor have all systems /proc.
 */
function loadNameless(folder: string, bytes: Uint8Array): object {
  const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY;
  const fd = openSync(folder, O_TMPFILE | constants.O_RDWR, 0o600);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(fd, bytes, written);
    // The linker takes what it has loaded by the same name for the same file, whose number it may have
    // been: another version of this gets another name.
    return load(`/proc/self/fd${'/'.repeat(1 + (checksum(bytes) % 1009))}${fd}`);
  } finally {
    closeSync(fd);
  }
}

/** By a file that only this user can reach. */
function loadNamed(folder: string, bytes: Uint8Array): object {
  const own = mkdtempSync(`${folder}/winch-ts-`);
  const path = `${own}/bridge.node`;
  try {
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
    return load(path);
  } finally {
    remove(own, path);
  }
}

/** Not by rmSync, which the host may have yet to load: a timeout in there breaks it for the process. */
function remove(folder: string, path: string): void {
  for (const step of [() => unlinkSync(path), () => rmdirSync(folder)]) {
    try {
      step();
    } catch {
      // The file was not written, or somebody was faster.
    }
  }
}

function load(path: string): object {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) >>> 0;
  return sum;
}

function isComplete(exports: object): exports is Bridge {
  const members = exports as Record<string, unknown>;
  return (
    PRIMITIVES.every((name) => typeof members[name] === 'function') &&
    NUMBERS.every((name) => typeof members[name] === 'number')
  );
}
