import { type ModuleInfo, NO_INFO } from './module-info.js';

/**
 * What function bodies can refer to, in flat tables by index: all that decoding and compiling them reads of a
 * module. Lengths of index spaces are lengths of tables.
 */
export class CodeFacts {
  /** Type index of each function, imports first. */
  readonly funcTypes: Int32Array;
  /** Value type of each global. */
  readonly globalTypes: Int32Array;
  /** 1 for globals that can be set. */
  readonly mutableGlobals: Uint8Array;
  /** Element type of each table. */
  readonly tableTypes: Int32Array;
  /** 1 for memories that threads share. */
  readonly sharedMemories: Uint8Array;
  /** Type index of each tag. */
  readonly tags: Int32Array;
  /** Type of the elements of each segment. */
  readonly elementTypes: Int32Array;
  /** By function: 1 more than its number among those whose reference can be taken, or 0. The end may be missing. */
  readonly refNumbers: Int32Array;
  readonly importedFuncs: number;
  readonly importedGlobals: number;
  /** Of the data count section, or -1 where there is none. */
  readonly dataCount: number;

  constructor(info: ModuleInfo) {
    const { elements, funcTypes, globals, memories, tables, tags } = info;
    this.funcTypes = Int32Array.from(funcTypes as ArrayLike<number>);
    this.globalTypes = Int32Array.from(globals, ({ type }) => type);
    this.mutableGlobals = Uint8Array.from(globals, ({ mutable }) => (mutable ? 1 : 0));
    this.tableTypes = Int32Array.from(tables, ({ elemType }) => elemType);
    this.sharedMemories = Uint8Array.from(memories, ({ shared }) => (shared ? 1 : 0));
    this.tags = Int32Array.from(tags);
    this.elementTypes = new Int32Array(elements.length);
    for (let i = 0; i < elements.length; i++) this.elementTypes[i] = elements.typeAt(i);
    this.refNumbers = info.refFuncs.numberWords;
    this.importedFuncs = info.importedFuncs;
    this.importedGlobals = info.importedGlobals;
    this.dataCount = info.dataCount;
  }
}

/** Of no module. */
export const NO_FACTS = new CodeFacts(NO_INFO);
