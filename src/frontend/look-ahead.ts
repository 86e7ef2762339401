import { BinaryReader } from './binary-reader.js';
import { CompileError } from './compile-error.js';
import { ExternKind, type ModuleInfo, type ModuleNames } from './module-info.js';
import { readNameSection } from './name-section.js';

/**
 * A function's name for an error message: from the name section if it has been read or can be found
 * ahead, else the name of an export.
 *
 * @param ahead bytes of the module that have arrived
 * @param sectionPos index in `ahead` where a section starts, behind the code section
 */
export function lookUpFunctionName(
  info: ModuleInfo,
  funcIndex: number,
  ahead: Uint8Array,
  sectionPos: number,
): string | undefined {
  const name =
    info.names.functions.get(funcIndex) ?? findName(ahead, sectionPos)?.functions.get(funcIndex);
  if (name !== undefined) return name;
  return info.exports.find((e) => e.kind === ExternKind.Function && e.index === funcIndex)?.name;
}

/** Walks the sections ahead to the name section. */
function findName(bytes: Uint8Array, start: number): ModuleNames | undefined {
  if (start < 0 || start >= bytes.length) return undefined;
  const r = new BinaryReader(bytes, start, bytes.length, 0);
  try {
    while (r.remaining > 0) {
      const id = r.u8('section id');
      const size = r.u32('section size');
      const at = r.skip(size, 'section');
      if (id !== 0) continue;
      const section = new BinaryReader(bytes, at, at + size, 0);
      if (section.name('name of a custom section') !== 'name') continue;
      const names: ModuleNames = { module: undefined, functions: new Map() };
      readNameSection(bytes, section.pos, section.end, names);
      return names;
    }
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
  return undefined;
}
