import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BoundsMode } from '../../src/artifact/artifact.js';
import { ModuleCompiler } from '../../src/compiler/module-compiler.js';
import { type CAbi, cInterface, header, makeObject, tablesOf } from '../../src/objects/index.js';
import type { NativeTargetName } from '../../src/targets/index.js';
import { watToWasm } from '../../src/text/wat.js';
import { missingTool } from './tools.js';

export const RUN_TIME = fileURLToPath(new URL('../../c/', import.meta.url));
export const SOURCES = fileURLToPath(new URL('../objects/', import.meta.url));

/** A machine that C programs are built for and run on. */
export interface Machine {
  readonly target: NativeTargetName;
  readonly cc: string;
  readonly cxx: string;
  /** Runs its programs; undefined: the system does. */
  readonly emulator: string | undefined;
  /** Why none can be built or run here, and none of C++. */
  readonly missing: string | undefined;
  readonly missingCxx: string | undefined;
}

function machine(target: NativeTargetName, arch: string, gnu: string): Machine {
  const isNative = process.arch === arch;
  const cc = isNative ? 'cc' : `${gnu}-linux-gnu-gcc`;
  const cxx = isNative ? 'c++' : `${gnu}-linux-gnu-g++`;
  const emulator = isNative ? undefined : `qemu-${gnu}-static`;
  const debian = isNative ? 'gcc' : `gcc-${gnu.replace('_', '-')}-linux-gnu`;
  const missing =
    missingTool(cc, debian) ??
    (emulator === undefined ? undefined : missingTool(emulator, 'qemu-user-static'));
  const missingCxx = missing ?? missingTool(cxx, debian.replace('gcc', 'g++'));
  return { target, cc, cxx, emulator, missing, missingCxx };
}

export const MACHINES: readonly Machine[] = [
  machine('x64', 'x64', 'x86_64'),
  machine('aarch64', 'arm64', 'aarch64'),
];

export interface ProgramModule {
  /** Of the module, for C, and of its header. */
  readonly name: string;
  /** A file beside the program in `test/objects`, or the module itself. */
  readonly source: string | Uint8Array;
  readonly bounds?: BoundsMode;
  readonly abi?: CAbi;
}

/** Warnings that programs and headers must not have. */
export const STRICT = ['-O2', '-Wall', '-Wextra', '-Werror', '-Wno-unused-parameter', '-g'];

/**
 * Links a C program with objects of modules and the run time, and runs it.
 *
 * @param program a file of `test/objects`, C or C++
 * @returns what it prints
 * @throws Error with the output of a compiler that complains, or of a program that fails
 */
export async function runProgram(
  on: Machine,
  program: string,
  modules: readonly ProgramModule[],
  options: readonly string[] = [],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-objects-'));
  try {
    const objects = await buildObjects(on, folder, modules);
    const built = join(folder, 'program');
    const compiler = program.endsWith('.cpp') ? on.cxx : on.cc;
    const link = on.emulator === undefined ? [] : ['-static'];
    const includes = [`-I${folder}`, `-I${RUN_TIME}`, `-I${SOURCES}`];
    must(compiler, [
      ...[...STRICT, ...includes, resolve(SOURCES, program), ...objects, '-o', built],
      ...['-pthread', '-lm', ...link, ...options],
    ]);
    return on.emulator === undefined ? must(built, []) : must(on.emulator, [built]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Makes objects and headers of modules, and compiles the run time.
 *
 * @param options of the C compiler
 * @returns paths of the objects, those of the modules first
 */
export async function buildObjects(
  on: Machine,
  folder: string,
  modules: readonly ProgramModule[],
  options: readonly string[] = [],
): Promise<string[]> {
  const objects: string[] = [];
  for (const { name, source, bounds = 'guard', abi = 'native' } of modules) {
    const bytes =
      typeof source === 'string'
        ? await watToWasm(readFileSync(join(SOURCES, source), 'utf8'))
        : source;
    const compiler = new ModuleCompiler({ target: on.target, bounds }, tablesOf(abi));
    compiler.push(bytes);
    const artifact = compiler.finish();
    const c = cInterface(artifact.info, name, abi);
    const object = join(folder, `${name}.o`);
    writeFileSync(object, makeObject(artifact, c));
    writeFileSync(join(folder, `${name}.h`), header(c));
    objects.push(object);
  }
  for (const part of ['winch-rt', 'winch-instance']) {
    const object = join(folder, `${part}.o`);
    const source = join(RUN_TIME, `${part}.c`);
    const flags = ['-std=c11', ...STRICT, ...options];
    must(on.cc, [...flags, '-c', source, '-o', object, `-I${RUN_TIME}`]);
    objects.push(object);
  }
  return objects;
}

/**
 * Runs a program to its end.
 * @returns what it prints
 * @throws Error with its output where it fails
 */
export function must(command: string, args: readonly string[]): string {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status === 0) return run.stdout;
  const why = run.error?.message ?? run.signal ?? `exit code ${run.status}`;
  throw new Error(`${command} ${args.join(' ')}: ${why}\n${run.stderr}${run.stdout}`);
}
