import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isArtifact } from '../artifact/serialize.js';
import { isBinaryModule, TextError, watToWasm } from '../text/wat.js';
import { CliError, systemReason } from './failure.js';

export type InputFile =
  | { readonly kind: 'module'; readonly bytes: Uint8Array }
  | { readonly kind: 'artifact'; readonly bytes: Uint8Array };

/**
 * Reads a binary module, a text module (converted to binary) or an artifact: told apart by how the
 * contents start, and by the file's name where that says nothing.
 * @throws CliError
 */
export async function readInput(path: string): Promise<InputFile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${systemReason(error)}`);
  }
  if (isArtifact(bytes)) return { kind: 'artifact', bytes };
  if (isBinaryModule(bytes) || !looksLikeText(path, bytes)) return { kind: 'module', bytes };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(`${path}: neither a binary module nor text in UTF-8`);
  }
  try {
    return { kind: 'module', bytes: await watToWasm(text) };
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const place = error.line === 0 ? path : `${path}:${error.line}:${error.column}`;
    throw new CliError(`${place}: ${error.reason}`);
  }
}

/** Text starts with a parenthesis or a comment. */
function looksLikeText(path: string, bytes: Uint8Array): boolean {
  if (extname(path).toLowerCase() === '.wat') return true;
  if (extname(path).toLowerCase() === '.wasm') return false;
  return /^\s*(?:\(|;;)/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 4096)));
}

/**
 * Writes a file so that it is whole or not there: beside its place first, then renamed.
 * @throws CliError
 */
export async function writeOutput(path: string, bytes: Uint8Array | string): Promise<void> {
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    if (await isDirectory(path)) throw Object.assign(new Error(), { code: 'EISDIR' });
    const file = await open(aside, 'wx');
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw new CliError(`cannot write ${path}: ${systemReason(error)}`);
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
