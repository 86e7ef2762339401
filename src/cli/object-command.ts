import { basename, extname, resolve } from 'node:path';
import type { Artifact } from '../artifact/artifact.js';
import type { DebugParts } from '../artifact/elf/debug-sections.js';
import {
  type CAbi,
  header as cHeader,
  cInterface,
  makeObject,
  ObjectError,
  type ObjectSystem,
} from '../objects/index.js';
import { visible } from '../text/visible.js';
import { type Emit, MACOS } from './choices.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { refuseNoFolder, refuseOverwriting, writeOutput } from './files.js';

/** What `winch-ts compile` is told about objects. */
export interface ObjectOptions {
  readonly emit?: Emit;
  readonly header?: string;
  readonly cAbi?: CAbi;
  readonly prefix?: string;
  readonly wasiLib?: string;
}

/**
 * What is to be made: what was asked for, or what the output's name says.
 * @throws CliError for options that go with something else
 */
export function emitOf(options: ObjectOptions, output: string | undefined): Emit {
  const { cAbi, header, prefix, wasiLib } = options;
  const emit =
    options.emit ?? (output !== undefined && extname(output) === '.o' ? 'object' : 'artifact');
  if (emit !== 'exe' && wasiLib !== undefined) {
    throw new CliError('--wasi-lib is for programs: use --emit exe', EXIT_USAGE);
  }
  if (emit !== 'object') {
    const given = Object.entries({ '--header': header, '--c-abi': cAbi, '--prefix': prefix });
    const idle = given.find(([, value]) => value !== undefined);
    if (idle !== undefined) {
      const how = emit === 'exe' ? 'leave out --emit exe' : 'name the output FILE.o';
      throw new CliError(`${idle[0]} is for objects: ${how}`, EXIT_USAGE);
    }
  }
  return emit;
}

/**
 * A target's machine and system.
 * @throws CliError where the system's files are not what is to be made
 */
export function systemOf(target: string, emit: Emit): [machine: string, system: ObjectSystem] {
  if (!target.endsWith(MACOS)) return [target, 'linux'];
  if (emit === 'object') return [target.slice(0, -MACOS.length), 'macos'];
  throw new CliError(`for ${target} there are objects only: name the output FILE.o`, EXIT_USAGE);
}

/** The name that a module has for C without `--prefix`: that of its file. */
function nameOf(path: string): string {
  return basename(path, extname(path));
}

/**
 * Writes an object, and its header if one is asked for.
 * @throws CliError
 */
export async function writeObjectFile(
  path: string,
  artifact: Artifact,
  output: string,
  options: ObjectOptions,
  debug: DebugParts | undefined,
  system: ObjectSystem,
): Promise<Uint8Array> {
  const { header, cAbi = 'native', prefix } = options;
  if (prefix === '') throw new CliError('--prefix: a name is missing', EXIT_USAGE);
  if (header !== undefined) {
    if (resolve(header) === resolve(output)) {
      throw new CliError(`object and header are the same file: ${output}`, EXIT_USAGE);
    }
    await refuseOverwriting([path], header);
    await refuseNoFolder(header);
  }
  try {
    const c = cInterface(artifact.info, prefix ?? nameOf(path), cAbi);
    const bytes = makeObject(artifact, c, debug, system);
    const text = header === undefined ? undefined : cHeader(c);
    await writeOutput(output, bytes);
    if (text !== undefined) await writeOutput(header!, text);
    return bytes;
  } catch (error) {
    if (!(error instanceof ObjectError)) throw error;
    throw new CliError(`${visible(path)}: ${error.message}`, undefined, { cause: error });
  }
}
