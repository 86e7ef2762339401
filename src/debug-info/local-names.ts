import { BinaryReader } from '../module/binary-reader.js';
import type { ModuleInfo } from '../module/module-info.js';
import { decodeUtf8, encodeUtf8 } from '../util/utf8.js';
import { CompileError } from '../wasm/compile-error.js';

/** Subsection of a name section: names of locals by function. */
const LOCALS = 2;
const NAME = encodeUtf8('name');
/** Names that are kept; more are left out. */
const MOST_NAMES = 1 << 22;

/** Names of locals, by function and number. */
export type LocalNames = ReadonlyMap<number, ReadonlyMap<number, string>>;

/** Reads the names of locals from the name sections; reading ends quietly at what is malformed. */
export function readLocalNames(info: ModuleInfo): LocalNames {
  const names = new Map<number, Map<number, string>>();
  let left = MOST_NAMES;
  for (const { bytes } of info.customSectionsNamed(NAME)) {
    const r = new BinaryReader(bytes, 0, bytes.length, 0);
    try {
      while (r.remaining > 0) {
        const id = r.u8('id of a name subsection');
        const size = r.u32('size of a name subsection');
        const at = r.skip(size, 'name subsection');
        if (id === LOCALS)
          left -= readSubsection(new BinaryReader(bytes, at, at + size, 0), names, left);
      }
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
    }
  }
  return names;
}

function readSubsection(
  r: BinaryReader,
  names: Map<number, Map<number, string>>,
  most: number,
): number {
  let found = 0;
  for (let functions = r.count('functions with names', most, 2); functions > 0; functions--) {
    const index = r.u32('function index');
    const locals = new Map<number, string>();
    for (let n = r.count('names of locals', most - found, 2); n > 0; n--, found++) {
      const local = r.u32('local index');
      const size = r.u32('length of a name');
      const at = r.skip(size, 'name');
      const name = decodeUtf8(r.bytes, at, r.pos);
      if (name !== undefined && name !== '') locals.set(local, name);
    }
    names.set(index, locals);
  }
  return found;
}
