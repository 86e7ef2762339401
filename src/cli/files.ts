import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { TextDecoder } from 'node:util';
import { isArtifact } from '../artifact/deserialize.js';
import { isBinaryModule, TextError, watToWasm } from '../text/wat.js';
import { CliError, EXIT_USAGE, systemReason } from './failure.js';
import { complain, print, ReaderGone, type StandardStream } from './output.js';
import { replaceFile, writeThrough } from './replace-file.js';

export type InputFile =
  | { readonly kind: 'module'; readonly bytes: Uint8Array }
  | { readonly kind: 'artifact'; readonly bytes: Uint8Array };

/** Stands for standard input, or output. */
export const STANDARD = '-';

/**
 * Reads a binary module, a text module (converted to binary) or an artifact: told apart by how the
 * contents start, and by the file's name where that says nothing.
 * @throws CliError
 */
export async function readInput(path: string): Promise<InputFile> {
  let bytes: Uint8Array;
  try {
    // A descriptor, which need not have a name.
    bytes = path === STANDARD ? readFileSync(0) : await readFile(path);
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${systemReason(error)}`);
  }
  if (isArtifact(bytes)) return { kind: 'artifact', bytes };
  if (isBinaryModule(bytes) || !looksLikeText(path, bytes)) return moduleInput(path, bytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(`${path}: neither a binary module nor text in UTF-8`);
  }
  try {
    return moduleInput(path, await watToWasm(text));
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const place = error.line === 0 ? path : `${path}:${error.line}:${error.column}`;
    throw new CliError(`${place}: ${error.reason}`);
  }
}

/** Whether a file starts as an artifact does; false where it cannot be read twice. */
export function startsAsArtifact(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return false;
  }
  try {
    const start = new Uint8Array(64);
    return fstatSync(fd).isFile() && isArtifact(start.subarray(0, readSync(fd, start)));
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
}

/** The half word behind the version tells what follows the preamble (component model, Binary.md). */
const LAYER_AT = 6;
const COMPONENT_LAYER = 1;

function moduleInput(path: string, bytes: Uint8Array): InputFile {
  const layer = bytes.length < LAYER_AT + 2 ? 0 : bytes[LAYER_AT]! | (bytes[LAYER_AT + 1]! << 8);
  if (isBinaryModule(bytes) && layer === COMPONENT_LAYER) {
    throw new CliError(`${path}: a component, not a core module; components are not supported`);
  }
  return { kind: 'module', bytes };
}

/** Text starts with a parenthesis or a comment. */
function looksLikeText(path: string, bytes: Uint8Array): boolean {
  if (extname(path).toLowerCase() === '.wat') return true;
  if (extname(path).toLowerCase() === '.wasm') return false;
  return /^\s*(?:\(|;;)/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 4096)));
}

/**
 * Writes a file so that it is whole or not there. What is no plain file (a device, a pipe) is written
 * to as it stands, and a link stays a link.
 * @param executable the file is a program
 * @throws CliError
 */
export async function writeOutput(
  path: string,
  contents: Uint8Array | string,
  executable = false,
): Promise<void> {
  const bytes = typeof contents === 'string' ? Buffer.from(contents) : contents;
  if (path === STANDARD) return print(bytes);
  try {
    const there = await statOf(path);
    if (there?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (there === undefined) await replaceFile(path, bytes, undefined, executable);
    // `/dev/stdout` and what it leads to: more goes there, before and after.
    else if (isStream(there, 1)) await print(bytes);
    else if (isStream(there, 2)) await complain(bytes);
    else if (there.isFile()) await replaceFile(path, bytes, there, executable);
    else await writeThrough(path, bytes);
  } catch (error) {
    if (error instanceof CliError || error instanceof ReaderGone) throw error;
    throw new CliError(`cannot write ${path}: ${systemReason(error)}`);
  }
}

/**
 * Refuses to write over what was read, by whatever names and links the two go.
 * @throws CliError
 */
export async function refuseOverwriting(inputs: Iterable<string>, output: string): Promise<void> {
  if (output === STANDARD) return;
  const there = await statOf(output);
  // Writing to a terminal or a pipe takes nothing away from what is read there.
  if (there === undefined || !(there.isFile() || there.isBlockDevice())) return;
  for (const input of inputs) {
    if (!isSame(await statOf(input), there)) continue;
    throw new CliError(`input and output are the same file: ${input}, ${output}`, EXIT_USAGE);
  }
}

/**
 * Refuses a file in a folder that is not there, before the work whose result it is for.
 * @throws CliError
 */
export async function refuseNoFolder(output: string): Promise<void> {
  try {
    await stat(dirname(output));
  } catch (error) {
    throw new CliError(`cannot write ${output}: ${systemReason(error)}`);
  }
}

/** What a path leads to, or undefined where nothing is found. */
async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch {
    return undefined;
  }
}

function isStream(there: BigIntStats, fd: StandardStream): boolean {
  return isSame(fstatSync(fd, { bigint: true }), there);
}

function isSame(a: BigIntStats | undefined, b: BigIntStats): boolean {
  return a !== undefined && a.dev === b.dev && a.ino === b.ino;
}
