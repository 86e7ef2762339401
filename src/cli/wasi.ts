import { statSync } from 'node:fs';
import { basename, posix } from 'node:path';
import type { ModuleInfo } from '../module/module-info.js';
import { visible } from '../text/visible.js';
import { ExternKind } from '../wasm/types.js';
import { CliError, EXIT_USAGE, systemReason } from './failure.js';

/** Import modules of WASI preview 1 and of what was before, with the versions that Node.js has for them. */
const VERSIONS = {
  wasi_snapshot_preview1: 'preview1',
  wasi_unstable: 'unstable',
} as const;

type WasiModule = keyof typeof VERSIONS;

// biome-ignore lint/suspicious/noExplicitAny: they take numbers and bigints, as their types in WebAssembly say
type WasiFunction = (...args: any[]) => unknown;

/** What a guest sees of the outside: nothing but the standard streams, if not said. */
export interface WasiOptions {
  /** Folders, `HOST` or `HOST::GUEST`. */
  readonly dir?: readonly string[];
  /** Variables, `NAME=VALUE`, or `NAME` for the one of this process. */
  readonly env?: readonly string[];
}

/** Thrown by `proc_exit`: no error, but the guest's end. */
export class GuestExit {
  constructor(readonly code: number) {}

  /** As processes have it: 8 bits, of which 0 stands for success only. */
  get processCode(): number {
    return this.code & 0xff || (this.code === 0 ? 0 : 1);
  }
}

/** WASI for one instance. */
export interface Wasi {
  /** A function of an import module; undefined for what WASI does not have. */
  find(module: string, name: string): WasiFunction | undefined;
  /** Says which memory pointers are of. Before, functions with pointers fail. */
  bind(memory: object): void;
}

/** Whether a module imports from WASI. */
export function usesWasi(info: ModuleInfo): boolean {
  return info.imports.some(({ module }) => Object.hasOwn(VERSIONS, module));
}

/** Whether a module exports the function that a program begins with. */
export function exportsStart(info: ModuleInfo): boolean {
  return info.exports.some(({ name, kind }) => name === '_start' && kind === ExternKind.Function);
}

/**
 * WASI as Node.js has it, with the standard streams of this process.
 *
 * @param path of the guest, the name of which is its first argument
 * @param args its other arguments
 * @throws CliError for a folder that is none, a variable without name
 */
export async function createWasi(
  info: ModuleInfo,
  path: string,
  args: readonly string[],
  { dir = [], env = [] }: WasiOptions,
): Promise<Wasi> {
  const { WASI } = await loadQuietly();
  const options = {
    args: [basename(path), ...args],
    env: variables(env),
    preopens: folders(dir),
    returnOnExit: true,
  };
  const made = new Map<string, InstanceType<typeof WASI>>();
  for (const { module } of info.imports) {
    if (made.has(module) || !Object.hasOwn(VERSIONS, module)) continue;
    made.set(module, new WASI({ version: VERSIONS[module as WasiModule], ...options }));
  }
  return {
    find(module, name) {
      const functions = made.get(module)?.wasiImport as Record<string, WasiFunction> | undefined;
      if (functions === undefined || !Object.hasOwn(functions, name)) return undefined;
      return name === 'proc_exit' ? endGuest : asOthersHave(name, functions[name]!);
    },
    bind(memory) {
      // The guest's own `_start` is called later: an export may be called that is another one.
      for (const wasi of made.values()) wasi.start({ exports: { memory, _start() {} } });
    },
  };
}

/** What Node.js says of a path out of its folder, or a file that is not open for it; and what other hosts say. */
const ENOTCAPABLE = 76;
const EPERM = 63;
const EBADF = 8;

/**
 * A function of Node.js as programs know it from other hosts. Numbers of 32 bits are signed in WebAssembly, and
 * Node.js takes a handle or an address below 0 for no argument at all.
 */
function asOthersHave(name: string, func: WasiFunction): WasiFunction {
  const refused = name.startsWith('path_') ? EPERM : EBADF;
  return (...args) => {
    for (let i = 0; i < args.length; i++) {
      if (typeof args[i] === 'number') args[i] >>>= 0;
    }
    const error = func(...args);
    return error === ENOTCAPABLE ? refused : error;
  };
}

function endGuest(code: number): never {
  throw new GuestExit(code >>> 0);
}

/** Loads `node:wasi` without the warning that it is experimental, which is no business of the guest's user. */
async function loadQuietly(): Promise<typeof import('node:wasi')> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await import('node:wasi');
  } finally {
    process.emitWarning = emitWarning;
  }
}

function variables(given: readonly string[]): Record<string, string> {
  // Without a prototype: `__proto__` is a name like others.
  const env = Object.create(null) as Record<string, string>;
  for (const text of given) {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    if (name === '') {
      throw new CliError(`--env ${visible(text)}: expected NAME=VALUE, or NAME`, EXIT_USAGE);
    }
    const value = at < 0 ? process.env[name] : text.slice(at + 1);
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/**
 * The name of a folder for Node.js. The working directory of C programs is `/`: to them a relative name is the same below
 * it. Node.js finds what a symbolic link means by absolute names only.
 */
function absoluteName(guest: string): string {
  const plain = posix.normalize(guest).replace(/(?<=.)\/$/, '');
  return /^(?:\/|\.$|\.\.(?:\/|$))/.test(plain) ? guest : `/${plain}`;
}

/** By their names for the guest. */
function folders(given: readonly string[]): Record<string, string> {
  const preopens = Object.create(null) as Record<string, string>;
  for (const text of given) {
    const at = text.indexOf('::');
    const host = at < 0 ? text : text.slice(0, at);
    const guest = at < 0 ? text : text.slice(at + 2);
    if (host === '' || guest === '') {
      throw new CliError(`--dir ${visible(text)}: expected HOST or HOST::GUEST`, EXIT_USAGE);
    }
    const name = absoluteName(guest);
    if (Object.hasOwn(preopens, name)) {
      throw new CliError(`--dir: two folders are ${visible(guest)} for the guest`, EXIT_USAGE);
    }
    try {
      if (!statSync(host).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    } catch (error) {
      throw new CliError(`--dir: cannot use ${visible(host)}: ${systemReason(error)}`);
    }
    preopens[name] = host;
  }
  return preopens;
}
