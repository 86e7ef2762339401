import { describe, expect, it } from 'vitest';
import { ModuleInfo } from '../module/module-info.js';
import { NO_TYPES } from '../module/type-table.js';
import { ValType } from '../wasm/value-types.js';
import {
  Builtin,
  FUNCREF_CODE,
  FUNCREF_ID,
  FUNCREF_SIGNATURE,
  FUNCREF_SIZE,
  FUNCREF_VMCTX,
  IMPORT_VMCTX,
  MEMORY_LENGTH,
  TABLE_LENGTH,
  THREAD_BUILTIN,
  THREAD_BUILTINS,
  THREAD_CALLEE,
  THREAD_FRAME,
  THREAD_HOST_SP,
  THREAD_MEMMOVE,
  THREAD_MEMSET,
  THREAD_PENDING,
  THREAD_STACK_BASE,
  THREAD_STATUS,
  THREAD_TICKS,
  THREAD_TRAP_FP,
  THREAD_TRAP_PC,
  VMCTX_ID,
  VMCTX_STACK_LIMIT,
  VMCTX_THREAD,
  VmctxLayout,
} from './vmctx-layout.js';

interface Counts {
  readonly memories: number;
  readonly tables: number;
  readonly imports: number;
  readonly globals: number;
  readonly refs: number;
  readonly types: number;
}

function moduleWith(counts: Counts): ModuleInfo {
  const info = new ModuleInfo();
  for (let i = 0; i < counts.types; i++) info.typeTable.add(NO_TYPES, NO_TYPES);
  for (let i = 0; i < counts.memories; i++) info.memories.push({ min: 0, max: -1, shared: false });
  for (let i = 0; i < counts.tables; i++) {
    info.tables.push({ min: 0, max: -1, elemType: ValType.FuncRef });
  }
  for (let i = 0; i < counts.globals; i++) {
    info.globals.push({ type: ValType.I64, mutable: true });
  }
  info.importedFuncs = counts.imports;
  for (let i = 0; i < counts.refs; i++) info.declareRef(5 * i);
  return info;
}

type Field = readonly [name: string, start: number, size: number];

function expectApart(fields: readonly Field[], size: number): void {
  const sorted = [...fields].sort((a, b) => a[1] - b[1]);
  let end = 0;
  let last = 'the start';
  for (const [name, start, bytes] of sorted) {
    expect(start, `${name} after ${last}`).toBeGreaterThanOrEqual(end);
    expect(start % bytes, `alignment of ${name}`).toBe(0);
    end = start + bytes;
    last = name;
  }
  expect(size).toBeGreaterThanOrEqual(end);
}

function fieldsOf(layout: VmctxLayout, counts: Counts): Field[] {
  const fields: Field[] = [
    ['id', VMCTX_ID, 4],
    ['thread', VMCTX_THREAD, 8],
    ['stack limit', VMCTX_STACK_LIMIT, 8],
  ];
  const each = (count: number, add: (i: number) => void) => {
    for (let i = 0; i < count; i++) add(i);
  };
  each(counts.memories, (i) => {
    fields.push([`base of memory ${i}`, layout.memory(i), 8]);
    fields.push([`length of memory ${i}`, layout.memory(i) + MEMORY_LENGTH, 8]);
  });
  each(counts.tables, (i) => {
    fields.push([`elements of table ${i}`, layout.table(i), 8]);
    fields.push([`length of table ${i}`, layout.table(i) + TABLE_LENGTH, 8]);
  });
  each(counts.imports, (i) => {
    fields.push([`code of import ${i}`, layout.importedFunc(i), 8]);
    fields.push([`vmctx of import ${i}`, layout.importedFunc(i) + IMPORT_VMCTX, 8]);
  });
  each(counts.globals, (i) => fields.push([`global ${i}`, layout.global(i), 8]));
  each(counts.refs, (i) => fields.push([`function reference ${i}`, layout.funcRef(i), 8]));
  each(counts.types, (i) => fields.push([`signature ${i}`, layout.signature(i), 4]));
  return fields;
}

describe('VmctxLayout', () => {
  const cases: Counts[] = [
    { memories: 0, tables: 0, imports: 0, globals: 0, refs: 0, types: 0 },
    { memories: 1, tables: 1, imports: 1, globals: 1, refs: 1, types: 1 },
    { memories: 3, tables: 4, imports: 5, globals: 7, refs: 3, types: 9 },
    { memories: 0, tables: 2, imports: 0, globals: 1, refs: 2, types: 3 },
    { memories: 1, tables: 0, imports: 1000, globals: 2001, refs: 500, types: 333 },
  ];
  it.each(cases)('keeps all fields apart and aligned: %j', (counts) => {
    const layout = new VmctxLayout(moduleWith(counts));
    expectApart(fieldsOf(layout, counts), layout.size);
    expect(layout.size % 16).toBe(0);
  });

  it('leaves no gaps but the rounding at the end', () => {
    const counts = cases[2]!;
    const layout = new VmctxLayout(moduleWith(counts));
    const last = layout.signature(counts.types - 1) + 4;
    expect(layout.tag(0) - last).toBeLessThan(8);
    // What throws by a reference has a place, too.
    expect(layout.size - layout.tag(1)).toBeLessThan(16);
    expect(layout.memory(0)).toBe(24);
    expect(layout.table(0)).toBe(layout.memory(counts.memories));
    expect(layout.importedFunc(0)).toBe(layout.table(counts.tables));
    expect(layout.global(0)).toBe(layout.importedFunc(counts.imports));
    expect(layout.funcRef(0)).toBe(layout.global(counts.globals - 1) + 8);
    expect(layout.signature(0)).toBe(layout.funcRef(counts.refs));
  });

  it('gives a v128 global 16 bytes, aligned, and an imported one a pointer', () => {
    const info = moduleWith({ memories: 1, tables: 1, imports: 1, globals: 2, refs: 3, types: 4 });
    const types = [ValType.I32, ValType.V128, ValType.I64, ValType.V128, ValType.FuncRef];
    for (const type of types) info.globals.push({ type, mutable: true });
    info.globals[0] = { type: ValType.V128, mutable: true };
    info.importedGlobals = 1;
    const layout = new VmctxLayout(info);
    const fields = info.globals.map(({ type }, i): Field => {
      const bytes = type === ValType.V128 && i >= info.importedGlobals ? 16 : 8;
      return [`global ${i}`, layout.global(i), bytes];
    });
    expectApart(
      [...fields, ['import', layout.importedFunc(0), 8], ['reference', layout.funcRef(0), 8]],
      layout.size,
    );
    expect(fields.map(([, start]) => start - layout.global(0))).toEqual([0, 8, 16, 24, 40, 56, 72]);
  });

  it('stays in reach of 31-bit offsets at the limits of a module', () => {
    const info = moduleWith({
      memories: 1,
      tables: 100_000,
      imports: 1_000_000,
      globals: 1_000_000,
      refs: 1_000_000,
      types: 1_000_000,
    });
    expect(new VmctxLayout(info).size).toBeLessThan(2 ** 31);
  });
});

it('fields of a function reference and of the thread context are apart', () => {
  expectApart(
    [
      ['code', FUNCREF_CODE, 8],
      ['vmctx', FUNCREF_VMCTX, 8],
      ['signature', FUNCREF_SIGNATURE, 4],
      ['id', FUNCREF_ID, 4],
    ],
    FUNCREF_SIZE,
  );
  expectApart(
    [
      ['host sp', THREAD_HOST_SP, 8],
      ['status', THREAD_STATUS, 4],
      ['frame', THREAD_FRAME, 4],
      ['callee', THREAD_CALLEE, 4],
      ['builtin', THREAD_BUILTIN, 4],
      ['trap pc', THREAD_TRAP_PC, 8],
      ['trap fp', THREAD_TRAP_FP, 8],
      ['stack base', THREAD_STACK_BASE, 8],
      ['pending', THREAD_PENDING, 4],
      ['ticks', THREAD_TICKS, 4],
      ['memmove', THREAD_MEMMOVE, 8],
      ['memset', THREAD_MEMSET, 8],
      ['first builtin', THREAD_BUILTINS, 8],
    ],
    THREAD_BUILTINS + 8 * Builtin.Count,
  );
});
