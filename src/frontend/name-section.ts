import { BinaryReader } from './binary-reader.js';
import { CompileError } from './compile-error.js';
import { MAX_FUNCTIONS, MAX_IMPORTS } from './limits.js';
import type { ModuleNames } from './module-info.js';
import { decodeUtf8 } from './utf8.js';

const enum Subsection {
  Module = 0,
  Functions = 1,
}

/**
 * Reads the name section (spec 3.0, appendix "Custom sections"): the module's name and those of its
 * functions, into `names`. As the standard asks of custom sections, nothing in it makes a module
 * invalid: reading ends quietly at what is malformed, and a name that is not UTF-8 is left out.
 *
 * @param bytes holds the section's contents behind its name in `[start, end)`
 */
export function readNameSection(
  bytes: Uint8Array,
  start: number,
  end: number,
  names: ModuleNames,
): void {
  const r = new BinaryReader(bytes, start, end, 0);
  try {
    while (r.remaining > 0) {
      const id = r.u8('id of a name subsection') as Subsection;
      const size = r.u32('size of a name subsection');
      const at = r.skip(size, 'name subsection');
      const part = new BinaryReader(bytes, at, at + size, 0);
      if (id === Subsection.Module) names.module = readName(part);
      else if (id === Subsection.Functions) readFunctionNames(part, names.functions);
    }
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
}

function readFunctionNames(r: BinaryReader, functions: Map<number, string>): void {
  const most = MAX_FUNCTIONS + MAX_IMPORTS;
  const count = r.count('function names', most, 2);
  for (let i = 0; i < count; i++) {
    const index = r.u32('function index');
    const name = readName(r);
    if (name !== undefined && index < most) functions.set(index, name);
  }
}

function readName(r: BinaryReader): string | undefined {
  const length = r.u32('length of a name');
  const at = r.skip(length, 'name');
  return decodeUtf8(r.bytes, at, at + length);
}
