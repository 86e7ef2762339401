import {
  Builtin,
  StructBuiltin,
  structAdapter,
  THREAD_BUILTINS,
  threadBuiltin,
} from '../abi/vmctx-layout.js';
import type { Artifact } from '../artifact/artifact.js';
import { Op } from '../wasm/opcodes.js';
import { type ConstExpr, ExternKind, type Limits, SegmentMode } from '../wasm/types.js';
import { type CInterface, letterOf, ObjectError, typeText } from './c-interface.js';
import type { DataImage, PointerTarget } from './data-image.js';
import type { InstanceLayout } from './instance-layout.js';

/** Where the code of a module's functions is that C or the run time asks for; offsets in the section. */
export interface CodePlaces {
  readonly size: number;
  /** C entries of the functions whose reference can be taken, by number; unused for imported ones. */
  readonly entries: Int32Array;
  /** Adapters of imported functions by index, and of types; -1: none is needed. */
  readonly importAdapters: Int32Array;
  readonly typeAdapters: Int32Array;
  /** The C entry of the start function; -1: none. */
  readonly start: number;
}

/** `WINCH_MODULE_VERSION` of `c/winch-module.h`. */
const VERSION = 1;
const EXPLICIT = 1;
const WASM2C = 2;
/** `MOST_OPERANDS` of `c/winch-instance.c`. */
const MOST_OPERANDS = 32;
const NO_INDEX = 0xffff_ffff;

/** `enum winch_init_op`. */
const enum InitOp {
  End,
  Const,
  Global,
  Func,
  I32Add,
  I32Sub,
  I32Mul,
  I64Add,
  I64Sub,
  I64Mul,
}

const ARITHMETIC = new Map<Op, InitOp>([
  [Op.I32Add, InitOp.I32Add],
  [Op.I32Sub, InitOp.I32Sub],
  [Op.I32Mul, InitOp.I32Mul],
  [Op.I64Add, InitOp.I64Add],
  [Op.I64Sub, InitOp.I64Sub],
  [Op.I64Mul, InitOp.I64Mul],
]);

/** The run time's functions that builtins are, by {@link Builtin}, behind `winch_rt_` or `winch_w2c_`. */
const BUILTINS: Readonly<Record<Exclude<Builtin, Builtin.Count>, string>> = {
  [Builtin.MemoryGrow]: 'memory_grow',
  [Builtin.MemorySize]: 'memory_size',
  [Builtin.MemoryInit]: 'memory_init',
  [Builtin.DataDrop]: 'data_drop',
  [Builtin.MemoryCopy]: 'memory_copy',
  [Builtin.MemoryFill]: 'memory_fill',
  [Builtin.TableGrow]: 'table_grow',
  [Builtin.TableFill]: 'table_fill',
  [Builtin.TableCopy]: 'table_copy',
  [Builtin.TableInit]: 'table_init',
  [Builtin.ElemDrop]: 'elem_drop',
  [Builtin.AtomicWait32]: 'atomic_wait32',
  [Builtin.AtomicWait64]: 'atomic_wait64',
  [Builtin.AtomicNotify]: 'atomic_notify',
  // Of shared memories, which objects do not have.
  [Builtin.MemoryLook]: 'memory_look',
};

const CODE: PointerTarget = 'code';
const CONSTANTS: PointerTarget = 'constants';
const DATA: PointerTarget = 'data';

/**
 * Writes a module's description as `c/winch-module.h` draws it.
 *
 * @param constants gets what has no pointers
 * @param data gets the rest
 * @returns offset in `data` of `struct winch_module`
 * @throws ObjectError for a constant expression that the run time could not evaluate
 */
export function describeModule(
  c: CInterface,
  artifact: Artifact,
  layout: InstanceLayout,
  places: CodePlaces,
  constants: DataImage,
  data: DataImage,
): number {
  const writer = new DescriptionWriter(c, artifact, layout, places, constants, data);
  return writer.module();
}

function gap(): Error {
  return new RangeError('internal error: the context of an object has a gap');
}

class DescriptionWriter {
  constructor(
    private readonly c: CInterface,
    private readonly artifact: Artifact,
    private readonly layout: InstanceLayout,
    private readonly places: CodePlaces,
    private readonly constants: DataImage,
    private readonly data: DataImage,
  ) {}

  module(): number {
    const { artifact, c, constants, data, layout, places } = this;
    const { info } = c;
    const { trapKinds, trapSites } = artifact;
    constants.align(4);
    const sites = constants.length;
    for (let i = 0; i < trapSites.length; i += 2) constants.u32(trapSites[i]!);
    const kinds = constants.append(trapKinds);
    const name = constants.string(c.name);
    const context = this.context();
    const types = this.types();
    const adapters = this.list(places.typeAdapters, (at) => {
      if (at < 0) data.pointer();
      else data.pointer(CODE, at);
    });
    const imports = this.imports();
    const memories = this.externs(ExternKind.Memory);
    const tables = this.externs(ExternKind.Table);
    const globals = this.globals();
    const refs = this.refs();
    const segments = this.dataSegments();
    const elements = this.elementSegments();
    const at = data.align(16);
    data.u32(VERSION);
    data.u32((artifact.bounds === 'explicit' ? EXPLICIT : 0) | (c.abi === 'wasm2c' ? WASM2C : 0));
    data.pointer('state');
    data.pointer(CONSTANTS, name);
    data.pointer(CODE);
    data.u64(places.size);
    data.pointer(CONSTANTS, sites);
    data.pointer(CONSTANTS, kinds);
    data.u64(trapKinds.length);
    for (const place of [context, types, adapters, imports, memories, tables, globals, refs])
      data.pointer(DATA, place);
    data.pointer(DATA, segments);
    data.pointer(DATA, elements);
    if (places.start < 0) data.pointer();
    else data.pointer(CODE, places.start);
    data.pointer({ symbol: c.abi === 'native' ? 'winch_trap' : 'winch_w2c_trap' });
    const { vmctx } = layout;
    for (const word of [
      info.typeCount,
      info.importedFuncs,
      info.memories.length,
      info.importedMemories,
      info.tables.length,
      info.importedTables,
      info.globals.length,
      info.importedGlobals,
      info.refFuncs.size,
      info.data.length,
      info.elements.length,
      layout.size,
      layout.tail,
      vmctx.memories,
      vmctx.tables,
      vmctx.importedFuncs,
      vmctx.funcRefs,
      vmctx.signatures,
      layout.memoryPointers,
      layout.tablePointers,
      layout.ownMemories,
      layout.ownTables,
      layout.funcs,
      layout.dropped,
    ])
      data.u32(word);
    return at;
  }

  /** A context of which compiled code reads only builtins' addresses. */
  private context(): number {
    const { data } = this;
    const { abi } = this.c;
    const prefix = abi === 'native' ? 'winch_rt_' : 'winch_w2c_';
    const at = data.align(16);
    for (let offset = 0; offset < THREAD_BUILTINS; offset += 8) data.u64(0);
    for (let builtin: Builtin = 0; builtin < Builtin.Count; builtin++) {
      if (data.length !== at + threadBuiltin(builtin)) throw gap();
      data.pointer({ symbol: prefix + BUILTINS[builtin as Exclude<Builtin, Builtin.Count>] });
    }
    if (abi === 'native') return at;
    if (data.length !== at + threadBuiltin(StructBuiltin.TableGet)) throw gap();
    data.pointer({ symbol: 'winch_w2c_table_get' });
    data.pointer({ symbol: 'winch_w2c_table_set' });
    if (data.length !== at + structAdapter(0)) throw gap();
    for (const adapter of this.places.typeAdapters) {
      if (adapter < 0) data.pointer();
      else data.pointer(CODE, adapter);
    }
    return at;
  }

  private types(): number {
    const { c, constants, data } = this;
    const texts = c.info.types.map((type) => constants.string(typeText(type)));
    return this.list(texts, (text) => data.pointer(CONSTANTS, text));
  }

  private list<T>(items: Iterable<T>, write: (item: T) => void): number {
    const at = this.data.align(8);
    for (const item of items) write(item);
    return at;
  }

  private imports(): number {
    const { c, data, places } = this;
    const functions = c.imports.filter(({ item }) => item.kind === ExternKind.Function);
    return this.list(functions, ({ item, symbol, from }) => {
      const adapter = places.importAdapters[item.index]!;
      if (adapter < 0) data.pointer({ symbol });
      else data.pointer(CODE, adapter);
      data.u32(from);
      data.u32(c.info.funcTypes[item.index]!);
    });
  }

  /** Memories or tables. */
  private externs(kind: ExternKind.Memory | ExternKind.Table): number {
    const { c, data } = this;
    const { info } = c;
    const isTable = kind === ExternKind.Table;
    const imported = c.imports.filter(({ item }) => item.kind === kind);
    const all: readonly Limits[] = isTable ? info.tables : info.memories;
    return this.list(all.entries(), ([i, { min, max }]) => {
      const source = imported[i];
      data.limit(min);
      data.limit(max);
      if (source === undefined) data.pointer();
      else data.pointer({ symbol: source.symbol });
      data.u32(source?.from ?? 0);
      data.u32(isTable ? letterOf(info.tables[i]!.elemType).charCodeAt(0) : 0);
    });
  }

  private globals(): number {
    const { c, data, layout } = this;
    const { info } = c;
    const imported = c.imports.filter(({ item }) => item.kind === ExternKind.Global);
    const inits: number[] = [];
    info.globalInits.forEach((init) => {
      inits.push(this.expression(init));
    });
    return this.list(info.globals.entries(), ([i, { type }]) => {
      const source = imported[i];
      if (source === undefined) {
        data.pointer();
        data.pointer(CONSTANTS, inits[i - info.importedGlobals]!);
      } else {
        data.pointer({ symbol: source.symbol });
        data.pointer();
      }
      data.u32(source?.from ?? 0);
      data.u32(layout.vmctx.global(i));
      data.u32(letterOf(type).charCodeAt(0));
      data.u32(0);
    });
  }

  private refs(): number {
    const { artifact, c, data, places } = this;
    const { info } = c;
    const symbols = c.imports.filter(({ item }) => item.kind === ExternKind.Function);
    return this.list(info.refFuncs, ([index, number]) => {
      const isImport = index < info.importedFuncs;
      if (isImport) {
        const { symbol } = symbols[index]!;
        const adapter = places.importAdapters[index]!;
        if (adapter < 0) data.pointer({ symbol });
        else data.pointer(CODE, adapter);
        data.pointer({ symbol });
      } else {
        data.pointer(CODE, artifact.funcOffsets[index - info.importedFuncs]!);
        data.pointer(CODE, places.entries[number]!);
      }
      data.u32(info.funcTypes[index]!);
      data.u32(isImport ? index : NO_INDEX);
    });
  }

  private dataSegments(): number {
    const { c, constants, data } = this;
    const rows: { bytes: number; size: number; offset: number; mode: number; memory: number }[] =
      [];
    c.info.data.forEach(({ bytes, offset, mode, memory }) => {
      rows.push({
        bytes: constants.append(bytes),
        size: bytes.length,
        offset: mode === SegmentMode.Active ? 0 : -1,
        mode,
        memory,
      });
      if (mode === SegmentMode.Active) rows.at(-1)!.offset = this.expression(offset);
    });
    return this.list(rows, ({ bytes, size, offset, mode, memory }) => {
      data.pointer(CONSTANTS, bytes);
      data.u64(size);
      if (offset < 0) data.pointer();
      else data.pointer(CONSTANTS, offset);
      data.u32(mode);
      data.u32(memory);
    });
  }

  private elementSegments(): number {
    const { c, constants, data } = this;
    const { refFuncs, elements } = c.info;
    const rows: { funcs: number; items: number; offset: number; words: number[] }[] = [];
    elements.forEach(({ funcs, items, offset, mode, table }) => {
      const count = (funcs ?? items).length;
      let funcsAt = -1;
      let itemsAt = -1;
      const isDropped = mode === SegmentMode.Declarative;
      if (funcs !== undefined) {
        funcsAt = constants.align(4);
        if (!isDropped) for (const index of funcs) constants.u32(refFuncs.get(index)!);
      } else {
        itemsAt = constants.align(8);
        if (!isDropped) items.forEach((item) => void this.expression(item));
      }
      const offsetAt = mode === SegmentMode.Active ? this.expression(offset) : -1;
      const words = [count, mode, Math.max(0, table), 0];
      rows.push({ funcs: funcsAt, items: itemsAt, offset: offsetAt, words });
    });
    return this.list(rows, ({ funcs, items, offset, words }) => {
      for (const at of [funcs, items, offset]) {
        if (at < 0) data.pointer();
        else data.pointer(CONSTANTS, at);
      }
      for (const word of words) data.u32(word);
    });
  }

  /** Writes a constant expression; returns where. */
  private expression(expr: ConstExpr): number {
    const { constants } = this;
    const at = constants.align(8);
    let depth = 0;
    const emit = (op: InitOp, index: number, lo = 0, hi = 0): void => {
      constants.u32(op);
      constants.u32(index);
      constants.u64(lo, hi);
    };
    for (const { op, lo, hi } of expr) {
      const arithmetic = ARITHMETIC.get(op);
      depth += arithmetic === undefined ? 1 : -1;
      if (depth > MOST_OPERANDS) {
        throw new ObjectError(`a constant expression has more than ${MOST_OPERANDS} operands`);
      }
      if (arithmetic !== undefined) emit(arithmetic, 0);
      else if (op === Op.GlobalGet) emit(InitOp.Global, lo);
      else if (op === Op.RefFunc) emit(InitOp.Func, this.c.info.refFuncs.get(lo)!);
      else if (op === Op.RefNull) emit(InitOp.Const, 0);
      else {
        const isWide = op === Op.I64Const || op === Op.F64Const;
        emit(InitOp.Const, 0, lo >>> 0, isWide ? hi >>> 0 : 0);
      }
    }
    emit(InitOp.End, 0);
    return at;
  }
}
