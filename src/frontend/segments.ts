import type { BinaryReader } from './binary-reader.js';
import {
  type ConstExprFeatures,
  isShortOffset,
  readConstExpr,
  readFuncIndex,
  readShortOffset,
} from './const-expr.js';
import { MAX_DATA_SEGMENTS, MAX_ELEMENT_SEGMENTS, MAX_TABLE_SIZE } from './limits.js';
import {
  type ConstExpr,
  type DataSegment,
  type ElementSegment,
  type ModuleInfo,
  SegmentMode,
} from './module-info.js';
import { Op } from './opcodes.js';
import { type SectionBytes, StoredDataSegment } from './section-store.js';
import { readRefType } from './type-reader.js';
import { Needs, needs } from './unsupported.js';
import { typeName, ValType } from './value-types.js';

/** Bits of an element segment's leading integer (spec 3.0, section 5.5.12). */
const enum ElementFlag {
  /** Passive or declarative, not active. */
  NotActive = 1,
  /** Active: the table is named; otherwise: declarative. */
  Explicit = 2,
  /** Items are expressions, not function indices. */
  Expressions = 4,
}

const NO_OFFSET: ConstExpr = [];
const NO_ITEMS: readonly ConstExpr[] = [];

export function readElementSection(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
): void {
  const count = r.count('element segments', MAX_ELEMENT_SEGMENTS, 2);
  for (let i = 0; i < count; i++) info.elements.push(readElementSegment(r, info, features));
}

function readElementSegment(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
): ElementSegment {
  const at = r.pos;
  const flags = r.u32('flags of an element segment');
  if (flags > 7) throw r.error(`malformed elements segment kind ${flags}: 0 to 7 expected`, at);
  const active = (flags & ElementFlag.NotActive) === 0;
  const explicit = (flags & ElementFlag.Explicit) !== 0;
  const expressions = (flags & ElementFlag.Expressions) !== 0;
  let mode: SegmentMode = explicit ? SegmentMode.Declarative : SegmentMode.Passive;
  let table = -1;
  let tableAt = r.pos;
  let offset = NO_OFFSET;
  if (active) {
    mode = SegmentMode.Active;
    tableAt = r.pos;
    table = explicit ? r.u32('table index') : 0;
    if (table >= info.tables.length) {
      throw r.error(
        `unknown table ${table}: the module has ${info.tables.length} tables`,
        explicit ? tableAt : at,
      );
    }
    offset = readConstExpr(r, info, ValType.I32, features);
  }
  let type = ValType.FuncRef;
  if (!active || explicit) {
    if (expressions) type = readRefType(r, 'type of an element segment');
    else readElementKind(r);
  }
  if (active && info.tables[table]!.elemType !== type) {
    throw r.error(
      `type mismatch: table ${table} holds ${typeName(info.tables[table]!.elemType)}, its element segment ${typeName(type)}`,
      explicit ? tableAt : at,
    );
  }
  const items = expressions ? readItemExprs(r, info, type, features) : readItemFuncs(r, info);
  const funcs = items instanceof Uint32Array ? items : undefined;
  return {
    mode,
    table,
    offset,
    type,
    funcs,
    items: items instanceof Uint32Array ? NO_ITEMS : items,
  };
}

function readElementKind(r: BinaryReader): void {
  const at = r.pos;
  const kind = r.u8('element kind');
  if (kind !== 0) {
    throw r.error(`malformed element kind ${kind}: 0x00 (functions) expected`, at);
  }
}

function readItemFuncs(r: BinaryReader, info: ModuleInfo): Uint32Array {
  const count = r.count('elements', MAX_TABLE_SIZE);
  const funcs = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const index = readFuncIndex(r, info);
    info.declareRef(index);
    funcs[i] = index;
  }
  return funcs;
}

/** Items as expressions: as function indices when each is a plain `ref.func`. */
function readItemExprs(
  r: BinaryReader,
  info: ModuleInfo,
  type: ValType,
  features: ConstExprFeatures,
): Uint32Array | readonly ConstExpr[] {
  const count = r.count('elements', MAX_TABLE_SIZE, 2);
  const exprs: ConstExpr[] = [];
  let plain = true;
  for (let i = 0; i < count; i++) {
    const expr = readConstExpr(r, info, type, features);
    plain &&= expr.length === 1 && expr[0]!.op === Op.RefFunc;
    exprs.push(expr);
  }
  return plain ? Uint32Array.from(exprs, (expr) => expr[0]!.lo) : exprs;
}

/**
 * Reads the data section.
 *
 * @param section holds the reader's bytes from its first on; segments refer to it
 */
export function readDataSection(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
  section: SectionBytes,
): void {
  const at = r.pos;
  const count = r.count('data segments', MAX_DATA_SEGMENTS, 2);
  if (info.dataCount >= 0 && info.dataCount !== count) {
    throw r.error(
      `data count and data section have inconsistent lengths: ${info.dataCount} and ${count}`,
      at,
    );
  }
  for (let i = 0; i < count; i++) info.data.push(readDataSegment(r, info, features, section));
}

function readDataSegment(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
  section: SectionBytes,
): DataSegment {
  const at = r.pos;
  const flags = r.u32('flags of a data segment');
  if (flags > 2) throw r.error(`malformed data segment kind ${flags}: 0, 1 or 2 expected`, at);
  let memory = 0;
  let offset: ConstExpr | undefined = NO_OFFSET;
  let constant = 0;
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
    if (isShortOffset(r)) {
      offset = undefined;
      constant = readShortOffset(r);
    } else offset = readConstExpr(r, info, ValType.I32, features);
  }
  const size = r.u32('size of a data segment');
  const start = r.skip(size, 'data segment');
  const mode = flags === 1 ? SegmentMode.Passive : SegmentMode.Active;
  return new StoredDataSegment(mode, memory, offset, constant, section, start, size);
}
