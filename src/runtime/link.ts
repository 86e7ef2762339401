import type { ModuleInfo } from '../module/module-info.js';
import type { FuncType } from '../wasm/types.js';
import { ExternKind, type GlobalType, type Import, type Limits } from '../wasm/types.js';
import { typeName, type ValType } from '../wasm/value-types.js';
import { LinkError } from './errors.js';
import { WasmFunction } from './function.js';
import type { Global } from './global.js';
import { Memory } from './memory.js';
import { NativeCode } from './native-code.js';
import { Table } from './table.js';
import { Tag } from './tag.js';

/** What can be exported. */
export type Extern = WasmFunction | Table | Memory | Global | Tag;
/** What can be imported. */
export type Imported = Extern | NativeCode;

export function externKind(value: Imported): ExternKind {
  if (value instanceof WasmFunction || value instanceof NativeCode) return ExternKind.Function;
  if (value instanceof Table) return ExternKind.Table;
  if (value instanceof Tag) return ExternKind.Tag;
  return value instanceof Memory ? ExternKind.Memory : ExternKind.Global;
}

const KIND_NAMES = ['function', 'table', 'memory', 'global', 'tag'];

/**
 * Checks that what was given for each import matches (spec 2.0, section 3.4 "External types").
 *
 * @param externs one for each import, in order
 * @throws LinkError naming module and field
 */
export function checkImports(info: ModuleInfo, externs: readonly (Imported | undefined)[]): void {
  for (let i = 0; i < info.imports.length; i++) {
    const item = info.imports[i]!;
    const reason = mismatch(info, item, externs[i]);
    if (reason !== undefined) {
      throw new LinkError(`import "${item.module}" "${item.name}": ${reason}`);
    }
  }
}

function mismatch(
  info: ModuleInfo,
  item: Import,
  extern: Imported | undefined,
): string | undefined {
  const wanted = KIND_NAMES[item.kind]!;
  if (extern === undefined) return `unknown import, a ${wanted} is expected`;
  if (externKind(extern) !== item.kind) {
    return `incompatible import type, a ${wanted} is expected, not a ${KIND_NAMES[externKind(extern)]}`;
  }
  switch (item.kind) {
    case ExternKind.Function: {
      if (extern instanceof NativeCode) return undefined;
      const want = info.types[item.typeIndex]!;
      const { type } = extern as WasmFunction;
      if (want.key === type.key) return undefined;
      return different(typeText(want), typeText(type));
    }
    case ExternKind.Table: {
      const table = extern as Table;
      if (item.type.elemType !== table.type.elemType) {
        return different(typeName(item.type.elemType), typeName(table.type.elemType));
      }
      return limitsMismatch(item.type, table.length, table.type.max);
    }
    case ExternKind.Memory: {
      const memory = extern as Memory;
      if (memory.matches(item.type)) return undefined;
      const { min, max, shared } = item.type;
      const wanted = `${shared ? 'a shared' : 'a'} memory of ${limitsText(min, max)}`;
      return different(wanted, memoryText(memory));
    }
    case ExternKind.Global: {
      const { type } = extern as Global;
      if (item.type.type === type.type && item.type.mutable === type.mutable) return undefined;
      return different(globalText(item.type), globalText(type));
    }
    case ExternKind.Tag: {
      const want = info.types[item.typeIndex]!;
      const { type } = extern as Tag;
      if (want.key === type.key) return undefined;
      return different(`a tag ${typeText(want)}`, `one of ${typeText(type)}`);
    }
  }
}

function different(wanted: string, given: string): string {
  return `incompatible import type, ${wanted} is expected, not ${given}`;
}

function limitsMismatch(wanted: Limits, size: number, max: number): string | undefined {
  if (size >= wanted.min && (wanted.max < 0 || (max >= 0 && max <= wanted.max))) return undefined;
  return different(limitsText(wanted.min, wanted.max), limitsText(size, max));
}

function memoryText({ pages, type }: Memory): string {
  if (type === undefined) return `one of ${pages} pages from elsewhere`;
  return (type.shared ? 'a shared one of ' : '') + limitsText(pages, type.max);
}

function limitsText(size: number, max: number): string {
  return `size ${size} with ${max < 0 ? 'no maximum' : `maximum ${max}`}`;
}

/** A function type in the style of the text format. */
function typeText({ params, results }: FuncType): string {
  const list = (types: readonly ValType[]) => types.map(typeName).join(' ');
  return `(${list(params)}) -> (${list(results)})`;
}

function globalText({ type, mutable }: GlobalType): string {
  return `${mutable ? 'mutable' : 'immutable'} ${typeName(type)}`;
}
