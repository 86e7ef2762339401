import type { BinaryReader } from '../module/binary-reader.js';
import { ByteInterner } from '../module/byte-interner.js';
import type { ModuleInfo } from '../module/module-info.js';
import {
  FuncTypeReader,
  readGlobalType,
  readMemoryType,
  readTableType,
} from '../module/type-reader.js';
import { hexByte } from '../module/value-type-reader.js';
import { decodeUtf8 } from '../util/utf8.js';
import type { CompileError } from '../wasm/compile-error.js';
import * as limits from '../wasm/limits.js';
import { Needs, needs } from '../wasm/proposals.js';
import { ExternKind } from '../wasm/types.js';
import { type ConstExprFeatures, readConstExpr, readFuncIndex } from './const-expr.js';

/** Section ids (spec 3.0, section 5.5.2). */
export const enum Section {
  Custom = 0,
  Type = 1,
  Import = 2,
  Function = 3,
  Table = 4,
  Memory = 5,
  Global = 6,
  Export = 7,
  Start = 8,
  Element = 9,
  Code = 10,
  Data = 11,
  DataCount = 12,
  Tag = 13,
}

const SECTION_NAMES = [
  'custom',
  'type',
  'import',
  'function',
  'table',
  'memory',
  'global',
  'export',
  'start',
  'element',
  'code',
  'data',
  'data count',
  'tag',
];

export function sectionName(id: Section): string {
  return `${SECTION_NAMES[id]} section`;
}

/** The place of each section in a module, by id: data count comes before code, tags after memory. */
export const SECTION_RANK: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6];

export function readTypeSection(r: BinaryReader, info: ModuleInfo): void {
  const count = r.count('types', limits.MAX_TYPES, 2);
  const { typeTable } = info;
  const types = new FuncTypeReader(r, typeTable);
  typeTable.expect(count);
  for (let i = 0; i < count; i++) types.read();
  typeTable.trim();
}

function readTypeIndex(r: BinaryReader, info: ModuleInfo): number {
  const at = r.pos;
  const index = r.u32('type index');
  if (index >= info.typeCount) {
    throw r.error(`unknown type ${index}: the module has ${info.typeCount} types`, at);
  }
  return index;
}

/** @param shift what to add to an index into the reader's bytes to get a position in the store */
export function readImportSection(r: BinaryReader, info: ModuleInfo, shift: number): void {
  const start = r.pos;
  const count = r.count('imports', limits.MAX_IMPORTS, 3);
  for (let i = 0; i < count; i++) readImport(r, info);
  info.setImports(start + shift);
}

function readImport(r: BinaryReader, info: ModuleInfo): void {
  r.skipName('module name of an import');
  r.skipName('field name of an import');
  const at = r.pos;
  const kind = r.u8('kind of an import');
  switch (kind) {
    case ExternKind.Function:
      info.addFunction(readTypeIndex(r, info));
      info.importedFuncs++;
      break;
    case ExternKind.Table:
      if (info.tables.length === limits.MAX_TABLES)
        throw tooManyTables(r, info.tables.length + 1, at);
      info.tables.push(readTableType(r));
      info.importedTables++;
      break;
    case ExternKind.Memory: {
      const type = readMemoryType(r);
      if (info.memories.length === limits.MAX_MEMORIES) {
        throw r.error(needs('a second memory', Needs.MultiMemory), at);
      }
      info.memories.push(type);
      info.importedMemories++;
      break;
    }
    case ExternKind.Global:
      info.globals.push(readGlobalType(r));
      info.importedGlobals++;
      break;
    case ExternKind.Tag:
      info.tags.push(readTagType(r, info));
      info.importedTags++;
      break;
    default:
      throw r.error(
        `malformed import kind ${hexByte(kind)}: 0x00 (function), 0x01 (table), 0x02 (memory), 0x03 (global) or 0x04 (tag) expected`,
        at,
      );
  }
}

/** The type of a tag: of exceptions, which have no results. */
function readTagType(r: BinaryReader, info: ModuleInfo): number {
  const at = r.pos;
  const attribute = r.u8('attribute of a tag');
  if (attribute !== 0) {
    throw r.error(`malformed tag attribute ${hexByte(attribute)}: 0x00 (exception) expected`, at);
  }
  const typeAt = r.pos;
  const type = readTypeIndex(r, info);
  const { typeTable } = info;
  if (typeTable.count(typeTable.results(type)) !== 0) {
    throw r.error(`non-empty tag result type: type ${type} has results, none are expected`, typeAt);
  }
  return type;
}

export function readTagSection(r: BinaryReader, info: ModuleInfo): void {
  const count = r.count('tags', limits.MAX_TAGS, 2);
  for (let i = 0; i < count; i++) info.tags.push(readTagType(r, info));
}

export function readFunctionSection(r: BinaryReader, info: ModuleInfo): void {
  const count = r.count('functions', limits.MAX_FUNCTIONS);
  for (let i = 0; i < count; i++) info.addFunction(readTypeIndex(r, info));
}

function tooManyTables(r: BinaryReader, count: number, at: number): CompileError {
  return r.error(`${count} tables exceed the limit of ${limits.MAX_TABLES}`, at);
}

export function readTableSection(r: BinaryReader, info: ModuleInfo): void {
  const at = r.pos;
  const count = r.count('tables', limits.MAX_TABLES, 2);
  const all = info.tables.length + count;
  if (all > limits.MAX_TABLES) throw tooManyTables(r, all, at);
  for (let i = 0; i < count; i++) info.tables.push(readTableType(r));
}

export function readMemorySection(r: BinaryReader, info: ModuleInfo): void {
  const at = r.pos;
  const count = r.u32('number of memories');
  if (count + info.memories.length > limits.MAX_MEMORIES) {
    throw r.error(needs('a second memory', Needs.MultiMemory), at);
  }
  for (let i = 0; i < count; i++) info.memories.push(readMemoryType(r));
}

/** @param shift what to add to an index into the reader's bytes to get a position in the store */
export function readGlobalSection(
  r: BinaryReader,
  info: ModuleInfo,
  features: ConstExprFeatures,
  shift: number,
): void {
  const count = r.count('globals', limits.MAX_GLOBALS, 3);
  info.globalInits.begin(count);
  for (let i = 0; i < count; i++) {
    const type = readGlobalType(r);
    // The global comes into scope behind its own initial value.
    info.globalInits.add(r.pos + shift);
    readConstExpr(r, info, type.type, features);
    info.globals.push(type);
  }
}

/**
 * @param shift what to add to an index into the reader's bytes to get a position in the store
 * @param differ names are known to differ: those of a module that was compiled do
 */
export function readExportSection(
  r: BinaryReader,
  info: ModuleInfo,
  shift: number,
  differ: boolean,
): void {
  const start = r.pos;
  const count = r.count('exports', limits.MAX_EXPORTS, 3);
  const names = differ ? undefined : new ByteInterner(r.bytes);
  for (let i = 0; i < count; i++) {
    const nameAt = r.pos;
    const nameStart = r.skipName('name of an export');
    const at = r.pos;
    const kind = r.u8('kind of an export');
    const index = readExportIndex(r, info, kind, at);
    if (names !== undefined && names.intern(nameStart, at) !== i) {
      const name = decodeUtf8(r.bytes, nameStart, at)!;
      throw r.error(`duplicate export name ${quote(name)}: names must differ`, nameAt);
    }
    if (kind === ExternKind.Memory) info.exportedMemories.add(index);
    if (kind === ExternKind.Function) info.declareRef(index);
  }
  info.setExports(start + shift);
}

function readExportIndex(r: BinaryReader, info: ModuleInfo, kind: number, at: number): number {
  let space: readonly unknown[];
  let what: string;
  switch (kind) {
    case ExternKind.Function:
      return readFuncIndex(r, info);
    case ExternKind.Table:
      space = info.tables;
      what = 'table';
      break;
    case ExternKind.Memory:
      space = info.memories;
      what = 'memory';
      break;
    case ExternKind.Global:
      space = info.globals;
      what = 'global';
      break;
    case ExternKind.Tag:
      space = info.tags;
      what = 'tag';
      break;
    default:
      throw r.error(
        `malformed export kind ${hexByte(kind)}: 0x00 (function), 0x01 (table), 0x02 (memory), 0x03 (global) or 0x04 (tag) expected`,
        at,
      );
  }
  const indexAt = r.pos;
  let index = r.shortU32();
  if (index < 0) index = r.u32(`${what} index`);
  if (index >= space.length) {
    throw r.error(
      `unknown ${what} ${index}: ${space.length} of its kind are in the module`,
      indexAt,
    );
  }
  return index;
}

/** A name for a message: quoted, control characters escaped, cut when it is long. */
function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}...` : name);
}

export function readStartSection(r: BinaryReader, info: ModuleInfo): void {
  const at = r.pos;
  const index = readFuncIndex(r, info);
  const { typeTable } = info;
  const type = info.funcTypes[index]!;
  const params = typeTable.count(typeTable.params(type));
  const results = typeTable.count(typeTable.results(type));
  if (params !== 0 || results !== 0) {
    throw r.error(
      `start function ${index} must have no parameters and no results, but has ${params} and ${results}`,
      at,
    );
  }
  info.start = index;
}

export function readDataCountSection(r: BinaryReader, info: ModuleInfo): void {
  const at = r.pos;
  const count = r.u32('number of data segments');
  if (count > limits.MAX_DATA_SEGMENTS) {
    throw r.error(`${count} data segments exceed the limit of ${limits.MAX_DATA_SEGMENTS}`, at);
  }
  info.dataCount = count;
}
