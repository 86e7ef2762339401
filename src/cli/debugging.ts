import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Artifact } from '../artifact/artifact.js';
import type { DebugParts } from '../artifact/elf/debug-sections.js';
import { serializeArtifact } from '../artifact/serialize.js';
import { symbolName } from '../artifact/symbol-names.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import { makeDebugSections } from '../debug-info/index.js';
import { isNativeTarget } from '../targets/index.js';
import { visible } from '../text/visible.js';
import { VERSION } from '../util/version.js';
import { compileFile } from './compiling.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { readInput, refuseOverwriting, writeOutput } from './files.js';
import { complain } from './output.js';

/**
 * Makes debug information, and writes the source that it is by, if that is the module's text.
 * @param path of the text's file
 */
export async function writeDebugText(artifact: Artifact, path: string): Promise<DebugParts> {
  const { debug } = artifact;
  if (!isNativeTarget(artifact.target)) {
    throw new CliError(`-g: there is no debug information for ${artifact.target}`, EXIT_USAGE);
  }
  if (debug === undefined) throw new Error('internal error: compiled without debug information');
  const { sections, text, notes } = makeDebugSections(
    {
      target: artifact.target,
      info: artifact.info,
      funcOffsets: artifact.funcOffsets,
      trapSites: artifact.trapSites,
      debug,
    },
    {
      folder: dirname(resolve(path)),
      textName: basename(path),
      producer: `winch-ts ${VERSION}`,
      symbolName,
    },
  );
  for (const note of notes) await complain(`winch-ts: ${visible(note)}\n`);
  if (text !== undefined) await writeOutput(path, text);
  return sections;
}

/** How a module is compiled into a file that tools read while it runs. */
export interface IntoFile {
  /** With information for debuggers, and its source beside it. */
  readonly debug: boolean;
  /** Where it stays; without, it is in a folder that is there until this process ends. */
  readonly output: string | undefined;
  readonly quiet: boolean;
}

/**
 * Compiles a module into a file that debuggers and profilers read. An artifact stays what it is.
 *
 * @returns the path of the artifact
 * @throws CliError
 */
export async function compileIntoFile(
  path: string,
  options: CompileOptions,
  { debug, output, quiet }: IntoFile,
): Promise<string> {
  const input = await readInput(path);
  if (input.kind === 'artifact') {
    if (output === undefined) return path;
    throw new CliError(`${path}: is an artifact already, which perf reads as it is`, EXIT_USAGE);
  }
  if (output !== undefined) await refuseOverwriting([path], output);
  const artifact = compileFile(path, input.bytes, { ...options, debug }, quiet);
  const file = output ?? join(temporaryFolder(), `${basename(path, extname(path))}.winch`);
  const parts = debug ? await writeDebugText(artifact, `${file}.wat`) : undefined;
  await writeOutput(file, serializeArtifact(artifact, parts));
  return file;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
