import type { ModuleInfo } from '../module/module-info.js';
import { type Imported, Global as RuntimeGlobal } from '../runtime/index.js';
import type { Import } from '../wasm/types.js';
import { ExternKind, type GlobalType } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';
import { isObject } from './conversions.js';
import { LinkError } from './errors.js';
import { importedTag } from './exceptions.js';
import { importedFunction, NO_FUNCTION, wasmFunctionOf } from './functions.js';
import { unwrapGlobal } from './global.js';
import { fail } from './interface.js';
import { unwrapMemory } from './memory.js';
import { nativeCodeOf } from './native-code.js';
import { apiStore } from './store.js';
import { unwrapTable } from './table.js';

/**
 * Reads a module's imports from an import object (JavaScript interface, "read the imports").
 * Whether their types match is checked when linking.
 *
 * @param context the function that was called, as it begins messages
 * @throws TypeError where an object is missing, LinkError for values of another kind
 */
export function readImports(info: ModuleInfo, importObject: unknown, context: string): Imported[] {
  if (info.imports.length > 0 && importObject === undefined) {
    throw fail(context, TypeError, 'Imports argument must be present and must be an object');
  }
  if (info.imports.length === 0) return NONE;
  const externs: Imported[] = [];
  info.imports.forEach((item, i) => {
    const from = (importObject as Record<string, unknown>)[item.module];
    if (!isObject(from)) {
      const what = `Import #${i} "${item.module}"`;
      throw fail(context, TypeError, `${what}: module is not an object or function`);
    }
    const value = (from as Record<string, unknown>)[item.name];
    const extern = toExtern(info, item, value);
    if (typeof extern === 'string') {
      throw fail(context, LinkError, `Import #${i} "${item.module}" "${item.name}": ${extern}`);
    }
    externs.push(extern);
  });
  return externs;
}

/** Stays empty. */
const NONE: Imported[] = [];

/** The import of a value, or what is wrong with it. */
function toExtern(info: ModuleInfo, item: Import, value: unknown): Imported | string {
  switch (item.kind) {
    case ExternKind.Function: {
      if (typeof value !== 'function') {
        return nativeCodeOf(value) ?? 'function import requires a callable';
      }
      const type = info.types[item.typeIndex]!;
      return importedFunction(type, value as (...args: never[]) => unknown, item.index);
    }
    case ExternKind.Table:
      return unwrapTable(value) ?? 'table import requires a WebAssembly.Table';
    case ExternKind.Memory:
      return unwrapMemory(value) ?? 'memory import must be a WebAssembly.Memory object';
    case ExternKind.Global:
      return unwrapGlobal(value) ?? valueGlobal(item.type, value);
    case ExternKind.Tag:
      return importedTag(info.types[item.typeIndex]!, value);
  }
}

/** An immutable global of a plain value, or what is wrong with the value. */
function valueGlobal(type: GlobalType, value: unknown): RuntimeGlobal | string {
  if (type.type === ValType.V128) return 'global import of type v128 must be a WebAssembly.Global';
  if (type.mutable) return 'imported mutable global must be a WebAssembly.Global object';
  switch (type.type) {
    case ValType.I64:
      if (typeof value !== 'bigint') return NO_VALUE;
      break;
    case ValType.FuncRef:
      if (value !== null && wasmFunctionOf(value) === undefined) return NO_FUNCTION;
      break;
    case ValType.ExternRef:
      break;
    case ValType.ExnRef:
      return NO_VALUE;
    default:
      if (typeof value !== 'number') return NO_VALUE;
  }
  const global = RuntimeGlobal.create(apiStore(), type);
  global.set(value);
  return global;
}

const NO_VALUE =
  'global import must be a number, valid Wasm reference, or WebAssembly.Global object';
