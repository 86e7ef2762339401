import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Artifact } from '../artifact/artifact.js';
import type { DebugParts } from '../artifact/elf/debug-sections.js';
import type { ModuleInfo } from '../module/module-info.js';
import { cInterface, header, makeObject, ObjectError } from '../objects/index.js';
import type { NativeTargetName } from '../targets/index.js';
import { visible } from '../text/visible.js';
import { hostTarget } from './compiling.js';
import { CliError, systemReason } from './failure.js';
import { writeOutput } from './files.js';
import { removeOnSignal } from './replace-file.js';
import { whyNoCommand } from './wasi-imports.js';

/** The run time's sources, in the package. */
const SOURCES = fileURLToPath(new URL('../../c/', import.meta.url));

/** What the module is called in C: `c/winch-wasi.c` calls it so. */
const NAME = 'program';

/** C compilers by machine, where it is another one than this; as Debian calls them. */
const CROSS_COMPILERS: Record<NativeTargetName, string> = {
  x64: 'x86_64-linux-gnu-gcc',
  aarch64: 'aarch64-linux-gnu-gcc',
};

/** @throws CliError for a module that is no WASI command */
export function refuseNoCommand(path: string, info: ModuleInfo): void {
  const why = whyNoCommand(info);
  if (why !== undefined) throw new CliError(`${visible(path)}: ${why}`);
}

/**
 * Writes a program of a WASI command: its object, the run time and uvwasi, linked by the system's C compiler.
 *
 * @param wasiLib a folder with uvwasi and libuv in `include` and `lib`; undefined: pkg-config knows where
 * @returns the program
 * @throws CliError where something to link with is missing, or the compiler complains
 */
export async function writeProgram(
  path: string,
  artifact: Artifact,
  output: string,
  wasiLib: string | undefined,
  debug: DebugParts | undefined,
): Promise<Uint8Array> {
  const compiler =
    artifact.target === hostTarget() ? 'cc' : CROSS_COMPILERS[artifact.target as NativeTargetName];
  const library = await findLibrary(wasiLib);
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-exe-'));
  const release = removeOnSignal(folder);
  try {
    const c = cInterface(artifact.info, NAME, 'native');
    await writeFile(join(folder, `${NAME}.o`), makeObject(artifact, c, debug));
    await writeFile(join(folder, `${NAME}.h`), header(c));
    const sources = ['winch-wasi.c', 'winch-rt.c', 'winch-instance.c'];
    const built = join(folder, NAME);
    await link(compiler, [
      ...['-std=c11', '-O2', `-I${folder}`, `-I${SOURCES}`, ...library.flags],
      ...[...sources.map((source) => join(SOURCES, source)), join(folder, `${NAME}.o`)],
      ...['-o', built, ...library.libraries, '-pthread', '-ldl', '-lm'],
    ]);
    const bytes = await readFile(built);
    await writeOutput(output, bytes, true);
    return bytes;
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (error instanceof ObjectError) {
      throw new CliError(`${visible(path)}: ${error.message}`, undefined, { cause: error });
    }
    throw new CliError(`cannot link in ${folder}: ${systemReason(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    release();
  }
}

/** Arguments of the C compiler: before and behind the sources. */
interface Library {
  readonly flags: readonly string[];
  readonly libraries: readonly string[];
}

const HOW =
  'build https://github.com/nodejs/uvwasi and give its folder by --wasi-lib, or install it so that pkg-config finds it';

async function findLibrary(folder: string | undefined): Promise<Library> {
  if (folder !== undefined) {
    if (!existsSync(join(folder, 'include', 'uvwasi.h'))) {
      throw new CliError(`--wasi-lib: there is no ${join(folder, 'include', 'uvwasi.h')}; ${HOW}`);
    }
    const lib = join(folder, 'lib');
    // Its own folder is not there where the program will run.
    const isStatic = existsSync(join(lib, 'libuvwasi.a'));
    const uvwasi = isStatic ? '-l:libuvwasi.a' : '-luvwasi';
    const uv = existsSync(join(lib, 'libuv.a')) ? '-l:libuv.a' : '-luv';
    return { flags: [`-I${join(folder, 'include')}`], libraries: [`-L${lib}`, uvwasi, uv] };
  }
  const flags = await pkgConfig('--cflags');
  const libraries = await pkgConfig('--libs');
  if (flags === undefined || libraries === undefined) {
    throw new CliError(
      `a program needs the library uvwasi, which pkg-config does not find; ${HOW}`,
    );
  }
  return { flags, libraries };
}

/** What pkg-config says of uvwasi and libuv; undefined where there is no such thing. */
async function pkgConfig(what: string): Promise<string[] | undefined> {
  try {
    const { code, stdout } = await execute('pkg-config', [what, 'uvwasi', 'libuv']);
    return code === 0 ? stdout.split(/\s+/).filter((word) => word !== '') : undefined;
  } catch {
    return undefined;
  }
}

/** Lines of a compiler's complaints to show. */
const MAX_DETAILS = 10;

async function link(compiler: string, args: readonly string[]): Promise<void> {
  let run: Execution;
  try {
    run = await execute(compiler, args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new CliError(`a C compiler is needed to link a program: ${compiler} is not installed`);
  }
  if (run.code === 0) return;
  const lines = run.stderr.trimEnd().split('\n');
  const details = lines.slice(0, MAX_DETAILS).map(visible);
  throw new CliError(`${compiler} could not link the program`, undefined, { details });
}

interface Execution {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; not in one call, so that signals are listened to. */
function execute(command: string, args: readonly string[]): Promise<Execution> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
