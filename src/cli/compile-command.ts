import { basename, dirname, extname, join } from 'node:path';
import type { Artifact } from '../artifact/artifact.js';
import type { DebugParts } from '../artifact/elf/debug-sections.js';
import { serializeArtifact } from '../artifact/serialize.js';
import { type ObjectSystem, tablesOf } from '../objects/index.js';
import type { Emit } from './choices.js';
import { type CompilingOptions, compileFile, resolveFeatures, resolveTarget } from './compiling.js';
import { writeDebugText } from './debugging.js';
import { refuseNoCommand, writeProgram } from './exe-command.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { readInput, refuseOverwriting, STANDARD, writeOutput } from './files.js';
import { emitOf, type ObjectOptions, systemOf, writeObjectFile } from './object-command.js';
import { complain, print } from './output.js';

export interface CompileCommandOptions extends CompilingOptions, ObjectOptions {
  readonly output?: string;
  readonly debug?: boolean;
  readonly stats?: boolean;
  readonly quiet?: boolean;
}

/** Extensions of outputs. */
const EXTENSIONS = { artifact: '.winch', object: '.o', exe: '' };

/** `winch-ts compile`: writes a module's artifact. */
export async function compileCommand(path: string, options: CompileCommandOptions): Promise<void> {
  const emit = emitOf(options, options.output);
  const [machine, system] = systemOf(options.target ?? 'host', emit);
  const target = resolveTarget(machine);
  const features = await resolveFeatures(options.features, target);
  const input = await readInput(path);
  if (input.kind === 'artifact') throw new CliError(`${path}: is an artifact already`);
  const output = options.output ?? outputFor(path, emit);
  await refuseOverwriting([path], output);
  const { debug = false, bounds = 'guard' } = options;
  refuseStream(output, emit, debug);
  const compileOptions = { target, ...features, bounds, debug };
  const text = `${output}.wat`;
  if (debug) await refuseOverwriting([path], text);
  const artifact = compileFile(
    path,
    input.bytes,
    compileOptions,
    options.quiet === true,
    tablesOf(options.cAbi ?? 'native'),
  );
  if (emit === 'exe') refuseNoCommand(path, artifact.info);
  const debugParts = debug ? await writeDebugText(artifact, text) : undefined;
  const bytes = await writeAs(emit, path, artifact, output, options, debugParts, system);
  if (options.stats !== true) return;
  const { stats } = artifact;
  const ms = stats.nanoseconds / 1e6;
  const rows: [string, string][] = [
    ['target', artifact.target],
    ['module bytes', String(input.bytes.length)],
    ['functions', String(stats.functions)],
    ['operators', String(stats.operators)],
    ['code bytes read', String(stats.bytesIn)],
    ['machine bytes', `${stats.bytesOut} (${ratio(stats.bytesOut, stats.bytesIn)} per byte)`],
    [`${emit} bytes`, String(bytes.length)],
    ['spills', String(stats.spills)],
    ['merges', String(stats.merges)],
    ['moves', String(stats.moves)],
    ['compile time', `${ms.toFixed(2)} ms (${ratio(input.bytes.length / 1e6, ms / 1e3)} MB/s)`],
    ['time per byte', `${ratio(stats.nanoseconds, stats.bytesIn)} ns`],
  ];
  const lines = rows.map(([name, value]) => `${`${name}:`.padEnd(17)}${value}`);
  // Where the output is on standard output, nothing else is.
  await (output === STANDARD ? complain : print)(`${lines.join('\n')}\n`);
}

/** Where an output goes when nobody says: beside the input, or to the stream beside that stream. */
function outputFor(path: string, emit: Emit): string {
  if (path === STANDARD) return STANDARD;
  return join(dirname(path), basename(path, extname(path)) + EXTENSIONS[emit]);
}

/** @throws CliError for what goes with a name only */
function refuseStream(output: string, emit: Emit, debug: boolean): void {
  if (output !== STANDARD || (emit !== 'exe' && !debug)) return;
  const what = emit === 'exe' ? 'a program' : 'the source that -g writes beside the output';
  throw new CliError(`${what} needs a file: name the output with -o`, EXIT_USAGE);
}

/** Writes what was asked for. */
async function writeAs(
  emit: Emit,
  path: string,
  artifact: Artifact,
  output: string,
  options: CompileCommandOptions,
  debug: DebugParts | undefined,
  system: ObjectSystem,
): Promise<Uint8Array> {
  if (emit === 'object') {
    return writeObjectFile(path, artifact, output, options, debug, system);
  }
  if (emit === 'exe') return writeProgram(path, artifact, output, options.wasiLib, debug);
  const bytes = serializeArtifact(artifact, debug);
  await writeOutput(output, bytes);
  return bytes;
}

function ratio(a: number, b: number): string {
  return b === 0 ? '-' : (a / b).toFixed(2);
}
