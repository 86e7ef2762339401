import { CompileError } from '../wasm/compile-error.js';
import { BinaryReader } from './binary-reader.js';
import type { ModuleInfo } from './module-info.js';
import { findFunctionName, isNameSection } from './name-section.js';

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
  return (
    info.names.functions.get(funcIndex) ??
    findAhead(ahead, sectionPos, funcIndex) ??
    info.exportNameOf(funcIndex)
  );
}

/** Walks the sections ahead to the name section. */
function findAhead(bytes: Uint8Array, start: number, funcIndex: number): string | undefined {
  if (start < 0 || start >= bytes.length) return undefined;
  const r = new BinaryReader(bytes, start, bytes.length, 0);
  try {
    while (r.remaining > 0) {
      const id = r.u8('section id');
      const size = r.u32('section size');
      const at = r.skip(size, 'section');
      if (id !== 0) continue;
      const section = new BinaryReader(bytes, at, at + size, 0);
      const nameAt = section.skipName('name of a custom section');
      if (!isNameSection(bytes, nameAt, section.pos)) continue;
      return findFunctionName(bytes, section.pos, section.end, funcIndex);
    }
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
  return undefined;
}
