import type { Export, FuncType, GlobalType, Import, MemoryType, TableType } from '../wasm/types.js';
import { ExternKind } from '../wasm/types.js';
import { ConstExprs } from './const-instrs.js';
import { type CustomSection, customSectionsOf } from './custom-sections.js';
import { ModuleNames } from './name-section.js';
import { RefFuncs } from './ref-funcs.js';
import { SectionStore } from './section-store.js';
import { DataSegments, ElementSegments } from './segment-lists.js';
import { decodeExports, decodeImports, findExportName } from './stored-lists.js';
import { TypeTable } from './type-table.js';

/** A type index for each function; the decoder adds to a list. */
export type FuncTypes = number[] | Uint32Array;

/**
 * All of a module but its code. Index spaces hold imports first, then definitions. The decoder fills
 * it section by section; from the code section on, everything that code can refer to is complete.
 *
 * Of what a module can have by the million, nothing is kept but where it lies in the module's bytes;
 * objects are made when somebody asks. Asking for a whole list (`types`, `imports`, `exports`,
 * `customSections`) makes all of it.
 */
export class ModuleInfo {
  readonly typeTable = new TypeTable();
  /** Type index of every function. */
  funcTypes: FuncTypes = [];
  readonly tables: TableType[] = [];
  readonly memories: MemoryType[] = [];
  readonly globals: GlobalType[] = [];
  /** Type index of every tag; such a type has no results. */
  readonly tags: number[] = [];
  /** Initial values of the defined globals (not of imported ones), in order. */
  readonly globalInits: ConstExprs;
  /** Index of the start function, or -1. */
  start = -1;
  readonly elements: ElementSegments;
  readonly data: DataSegments;
  /** Count of the data count section, or -1 when there is none. */
  dataCount = -1;
  readonly names: ModuleNames;
  /** Indices of the memories that are exported. */
  readonly exportedMemories = new Set<number>();
  importedFuncs = 0;
  importedTables = 0;
  importedMemories = 0;
  importedGlobals = 0;
  importedTags = 0;
  /**
   * Functions whose reference can be taken: named outside of function bodies by an export, an
   * element segment or a constant expression (spec 3.0, section 3.5.20, "C.refs"). The value is the
   * function's dense number among them, in the order of first mention.
   */
  readonly refFuncs = new RefFuncs();

  private importsAt = -1;
  private importList: Import[] | undefined = undefined;
  private exportsAt = -1;
  private exportList: Export[] | undefined = undefined;

  /** @param store holds the module's sections; what is not decoded yet is found there */
  constructor(private readonly store = new SectionStore()) {
    this.globalInits = new ConstExprs({ bytes: () => store.head() });
    this.elements = new ElementSegments(store);
    this.data = new DataSegments(store);
    this.names = new ModuleNames(store);
  }

  /** Number of types. */
  get typeCount(): number {
    return this.typeTable.length;
  }

  /** All types as objects. What compiles reads {@link typeTable}. */
  get types(): readonly FuncType[] {
    return this.typeTable.all();
  }

  /** The type of a function as an object. */
  funcType(funcIndex: number): FuncType {
    return this.types[this.funcTypes[funcIndex]!]!;
  }

  get imports(): Import[] {
    this.importList ??= this.importsAt < 0 ? [] : decodeImports(this.store.head(), this.importsAt);
    return this.importList;
  }

  get exports(): Export[] {
    this.exportList ??= this.exportsAt < 0 ? [] : decodeExports(this.store.head(), this.exportsAt);
    return this.exportList;
  }

  /** Name of the first export of a function, or undefined; makes no list. */
  exportNameOf(funcIndex: number): string | undefined {
    if (this.exportList !== undefined || this.exportsAt < 0) {
      const found = this.exports.find(
        ({ kind, index }) => kind === ExternKind.Function && index === funcIndex,
      );
      return found?.name;
    }
    return findExportName(this.store.head(), this.exportsAt, funcIndex);
  }

  get customSections(): CustomSection[] {
    return customSectionsOf(this.store.bytes());
  }

  /** The custom sections whose name has these bytes. */
  customSectionsNamed(name: Uint8Array): CustomSection[] {
    return customSectionsOf(this.store.bytes(), name);
  }

  /** The type of the next function. */
  addFunction(type: number): void {
    (this.funcTypes as number[]).push(type);
  }

  /** Notes that a reference to the function can be taken. */
  declareRef(funcIndex: number): void {
    this.refFuncs.add(funcIndex);
  }

  /** The import section, which is valid, has its contents at a position in the store. */
  setImports(position: number): void {
    this.importsAt = position;
  }

  /** The same of the export section. */
  setExports(position: number): void {
    this.exportsAt = position;
  }
}

/** Stands for a module where there is none: the compiler holds it between two modules. */
export const NO_INFO = new ModuleInfo();
