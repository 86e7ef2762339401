// The engines that are measured, and the processes they run in.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The interpreter that has the package wasmtime. */
export const PYTHON = process.env.PYTHON ?? 'python3';

const EAGER = ['--no-wasm-lazy-compilation', '--no-wasm-native-module-cache-enabled'];

/** What makes Node's own engine compile everything at once, with one of its compilers. */
export const V8_FLAGS = {
  liftoff: ['--liftoff-only', ...EAGER],
  turbofan: ['--no-liftoff', '--no-wasm-tier-up', ...EAGER],
};

/** @param {string} name a file of this folder */
export const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {any} what the child printed last, parsed
 */
export function child(command, args) {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) {
    const lines = run.stderr?.trim().split('\n') ?? [];
    const reason = run.error?.message ?? lines.find((l) => /^\w*Error:/.test(l)) ?? lines.at(-1);
    throw new Error(reason || `ended by ${run.signal ?? run.status}`);
  }
  return JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
}

/**
 * @param {readonly string[]} flags
 * @param {string} script a file of this folder
 * @param {string[]} args
 */
export const nodeChild = (flags, script, args) =>
  child(process.execPath, [...flags, here(script), ...args]);

/** Why Winch and Cranelift cannot be measured, or undefined. @returns {string | undefined} */
export function peerMissing() {
  try {
    child(PYTHON, [here('wasmtime_peer.py')]);
    return undefined;
  } catch (error) {
    return `the Python package wasmtime cannot be used (${/** @type {Error} */ (error).message})`;
  }
}
