import type { ModuleInfo } from '../module/module-info.js';
import { listOfOne, NO_TYPES } from '../module/type-table.js';
import { Op } from '../wasm/operators.js';
import { isNumType } from '../wasm/value-types.js';

/** Bytes that a body of an accessor has at most: two indices of up to five bytes. */
const MAX_BODY = 12;

/**
 * Whether a function has the type that an accessor of its global has, and no other parameters: these would
 * have to be converted. Words may come from anywhere.
 *
 * @param word as {@link accessorOf} returns it
 */
export function isAccessor(info: ModuleInfo, funcIndex: number, word: number): boolean {
  const global = info.globals[Math.floor(word / 2)];
  if (global === undefined || !isNumType(global.type)) return false;
  const writes = word % 2 === 1;
  const { typeTable } = info;
  const type = info.funcTypes[funcIndex]!;
  const value = listOfOne(global.type);
  return (
    typeTable.params(type) === (writes ? value : NO_TYPES) &&
    typeTable.results(type) === (writes ? NO_TYPES : value) &&
    (global.mutable || !writes)
  );
}

/**
 * What the body of a function does that only reads or writes a global, as toolchains export them for their stack
 * pointer: JavaScript that calls it can do the same without machine code.
 *
 * The body is `global.get x`, or `local.get 0; global.set x`, without locals.
 *
 * @param bytes of a body that is valid, from its local declarations to its end
 * @returns 2 times the global's index, and 1 more for one that writes; -1 for other functions. Its type
 *   is another question: {@link isAccessor}
 */
export function accessorOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > MAX_BODY || bytes[start] !== 0) return -1;
  let at = start + 1;
  let writes = 0;
  if (bytes[at] === Op.LocalGet && bytes[at + 1] === 0) {
    at += 2;
    if (bytes[at] !== Op.GlobalSet) return -1;
    writes = 1;
  } else if (bytes[at] !== Op.GlobalGet) {
    return -1;
  }
  at++;
  let index = 0;
  for (let shift = 0; at < end; shift += 7) {
    const byte = bytes[at++]!;
    index += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  return at === end - 1 && bytes[at] === Op.End ? 2 * index + writes : -1;
}
