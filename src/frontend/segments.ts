import type { BinaryReader } from '../module/binary-reader.js';
import type { ModuleInfo } from '../module/module-info.js';
import { ElementFlag } from '../module/segment-lists.js';
import { readRefType } from '../module/value-type-reader.js';
import { MAX_DATA_SEGMENTS, MAX_ELEMENT_SEGMENTS, MAX_TABLE_SIZE } from '../wasm/limits.js';
import { Needs, needs } from '../wasm/proposals.js';
import { isSubtype, typeName, ValType } from '../wasm/value-types.js';
import { type ConstExprFeatures, readConstExpr, readFuncIndex } from './const-expr.js';

/**
 * Reads the element section.
 *
 * @param shift what to add to an index into the reader's bytes to get a position in the store
 */
export function readElementSection(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
  shift: number,
): void {
  const count = r.count('element segments', MAX_ELEMENT_SEGMENTS, 2);
  info.elements.begin(count);
  for (let i = 0; i < count; i++) {
    const at = r.pos;
    info.elements.add(at + shift, readElementSegment(r, info, features));
  }
}

/** Checks a segment; returns the type of its items. */
function readElementSegment(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
): ValType {
  const at = r.pos;
  const flags = r.u32('flags of an element segment');
  if (flags > 7) throw r.error(`malformed elements segment kind ${flags}: 0 to 7 expected`, at);
  const active = (flags & ElementFlag.NotActive) === 0;
  const explicit = (flags & ElementFlag.Explicit) !== 0;
  const expressions = (flags & ElementFlag.Expressions) !== 0;
  let table = -1;
  const tableAt = r.pos;
  if (active) {
    table = explicit ? r.u32('table index') : 0;
    if (table >= info.tables.length) {
      throw r.error(
        `unknown table ${table}: the module has ${info.tables.length} tables`,
        explicit ? tableAt : at,
      );
    }
    readConstExpr(r, info, ValType.I32, features);
  }
  let type = ValType.FuncRef;
  if (!active || explicit) {
    if (expressions) type = readRefType(r, 'type of an element segment');
    else readElementKind(r);
  }
  if (active && !isSubtype(type, info.tables[table]!.elemType)) {
    throw r.error(
      `type mismatch: table ${table} holds ${typeName(info.tables[table]!.elemType)}, its element segment ${typeName(type)}`,
      explicit ? tableAt : at,
    );
  }
  if (expressions) readItemExprs(r, info, type, features);
  else readItemFuncs(r, info);
  return type;
}

function readElementKind(r: BinaryReader): void {
  const at = r.pos;
  const kind = r.u8('element kind');
  if (kind !== 0) {
    throw r.error(`malformed element kind ${kind}: 0x00 (functions) expected`, at);
  }
}

function readItemFuncs(r: BinaryReader, info: ModuleInfo): void {
  const count = r.count('elements', MAX_TABLE_SIZE);
  for (let i = 0; i < count; i++) info.declareRef(readFuncIndex(r, info));
}

function readItemExprs(
  r: BinaryReader,
  info: ModuleInfo,
  type: ValType,
  features: ConstExprFeatures,
): void {
  const count = r.count('elements', MAX_TABLE_SIZE, 2);
  for (let i = 0; i < count; i++) readConstExpr(r, info, type, features);
}

/**
 * Reads the data section.
 *
 * @param shift what to add to an index into the reader's bytes to get a position in the store
 */
export function readDataSection(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
  shift: number,
): void {
  const at = r.pos;
  const count = r.count('data segments', MAX_DATA_SEGMENTS, 2);
  if (info.dataCount >= 0 && info.dataCount !== count) {
    throw r.error(
      `data count and data section have inconsistent lengths: ${info.dataCount} and ${count}`,
      at,
    );
  }
  info.data.begin(count);
  for (let i = 0; i < count; i++) {
    info.data.add(r.pos + shift);
    readDataSegment(r, info, features);
  }
}

function readDataSegment(r: BinaryReader, info: ModuleInfo, features: ConstExprFeatures): void {
  const at = r.pos;
  const flags = r.u32('flags of a data segment');
  if (flags > 2) throw r.error(`malformed data segment kind ${flags}: 0, 1 or 2 expected`, at);
  let memory = 0;
  if (flags !== 1) {
    const memoryAt = r.pos;
    if (flags === 2) memory = r.u32('memory index');
    if (memory >= info.memories.length) {
      const reason = `unknown memory ${memory}: the module has ${info.memories.length} memories`;
      throw r.error(
        memory > 0 ? `${reason}; ${needs('another', Needs.MultiMemory)}` : reason,
        flags === 2 ? memoryAt : at,
      );
    }
    readConstExpr(r, info, ValType.I32, features);
  }
  r.skip(r.u32('size of a data segment'), 'data segment');
}
