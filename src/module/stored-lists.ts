import { type Export, ExternKind, type Import } from '../wasm/types.js';
import { BinaryReader } from './binary-reader.js';
import { readGlobalType, readMemoryType, readTableType } from './type-reader.js';

// Lists that are decoded again when somebody asks for them. The sections were found valid before.

/** @param start position of the contents of an import section */
export function decodeImports(bytes: Uint8Array, start: number): Import[] {
  const r = new BinaryReader(bytes, start, bytes.length, 0);
  const count = r.u32('number of imports');
  const imports: Import[] = [];
  let funcs = 0;
  let tables = 0;
  let memories = 0;
  let globals = 0;
  let tags = 0;
  for (let i = 0; i < count; i++) {
    const module = r.name('module name of an import');
    const name = r.name('field name of an import');
    const kind = r.u8('kind of an import') as ExternKind;
    switch (kind) {
      case ExternKind.Function: {
        const typeIndex = r.u32('type index');
        imports.push({ module, name, kind, index: funcs++, typeIndex });
        break;
      }
      case ExternKind.Table:
        imports.push({ module, name, kind, index: tables++, type: readTableType(r) });
        break;
      case ExternKind.Memory:
        imports.push({ module, name, kind, index: memories++, type: readMemoryType(r) });
        break;
      case ExternKind.Global:
        imports.push({ module, name, kind, index: globals++, type: readGlobalType(r) });
        break;
      case ExternKind.Tag:
        r.u8('attribute of a tag');
        imports.push({ module, name, kind, index: tags++, typeIndex: r.u32('type index') });
        break;
    }
  }
  return imports;
}

/** @param start position of the contents of an export section */
export function decodeExports(bytes: Uint8Array, start: number): Export[] {
  const r = new BinaryReader(bytes, start, bytes.length, 0);
  const count = r.u32('number of exports');
  const exports: Export[] = [];
  for (let i = 0; i < count; i++) {
    const name = r.name('name of an export');
    const kind = r.u8('kind of an export') as ExternKind;
    const index = r.u32('index of an export');
    exports.push({ name, kind, index });
  }
  return exports;
}

/** The first name that an export section has for a function, or undefined. */
export function findExportName(
  bytes: Uint8Array,
  start: number,
  funcIndex: number,
): string | undefined {
  const r = new BinaryReader(bytes, start, bytes.length, 0);
  const count = r.u32('number of exports');
  for (let i = 0; i < count; i++) {
    const at = r.pos;
    r.skipName('name of an export');
    const kind = r.u8('kind of an export') as ExternKind;
    if (r.u32('index of an export') !== funcIndex || kind !== ExternKind.Function) continue;
    r.pos = at;
    return r.name('name of an export');
  }
  return undefined;
}
