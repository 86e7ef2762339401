import {
  FUNCREF_CODE,
  FUNCREF_ID,
  FUNCREF_SIGNATURE,
  FUNCREF_SIZE,
  FUNCREF_VMCTX,
  IMPORT_VMCTX,
  VMCTX_ID,
  VMCTX_STACK_LIMIT,
  VMCTX_THREAD,
  VmctxLayout,
} from '../abi/vmctx-layout.js';
import type { Artifact } from '../artifact/artifact.js';
import { ArtifactFile } from '../artifact/artifact-file.js';
import { ELEMENT_WORDS, NO_REFS } from '../artifact/start-tables.js';
import type { StartParts } from '../artifact/tables.js';
import type { ModuleInfo } from '../module/module-info.js';
import type { ElementSegment } from '../module/segment-lists.js';
import { FRAME_CODE, FRAME_INDEX, NOT_COMPILED } from '../stubs/layout.js';
import { TrapKind } from '../wasm/trap-kind.js';
import type { ConstExpr } from '../wasm/types.js';
import { ExternKind, SegmentMode } from '../wasm/types.js';
import { isHostRef, isRefType, ValType } from '../wasm/value-types.js';
import { runBuiltin } from './builtins.js';
import type { CodeRange, CodeTables } from './code-ranges.js';
import { type ConstScope, evaluate } from './const-expr.js';
import { GuardError, LinkError } from './errors.js';
import { exceptionsOf } from './exceptions.js';
import { type Accessed, WasmFunction } from './function.js';
import { Global } from './global.js';
import { hasJsStack, LEVELS_TO_COMPILE } from './js-stack.js';
import { LazyCode } from './lazy-code.js';
import type { Life } from './lifetimes.js';
import { checkImports, type Extern, externKind, type Imported } from './link.js';
import { Memory } from './memory.js';
import { NativeCode, noNative } from './native-code.js';
import { type Block, writePointer } from './native-heap.js';
import { checkMachine } from './platform.js';
import { ExternWords, FunctionWords, releaseWith } from './reference-words.js';
import type { Context, Holder, References } from './references.js';
import type { Store } from './store.js';
import { Table } from './table.js';
import type { Tag } from './tag.js';
import { hostTrap } from './traps.js';
import { readRaw, writeVector } from './values.js';

/** An artifact's code in a thread's executable memory. */
export class ModuleCode {
  /** Where the code is; of functions that are compiled one by one, the first of its ranges. */
  readonly range: CodeRange;
  /** Of a module whose functions are compiled when they are called first. */
  readonly lazy: LazyCode | undefined;
  readonly layout: VmctxLayout;
  /** Numbers of the module's types. */
  readonly signatures: Uint32Array;
  readonly life: Life;
  /** What functions that only access a global do, by their index: see `accessorOf`. */
  readonly accessors = new Map<number, number>();
  /** Tables to instantiate by, of an artifact that was read from a file or from bytes. */
  readonly start: StartParts | undefined;

  private constructor(
    readonly store: Store,
    readonly artifact: Artifact,
  ) {
    checkMachine(artifact.target, artifact.features);
    if (artifact.tableForm !== 'pointers') throw new Error('the code is for objects of C');
    const { machine } = store.thread;
    const { info } = artifact;
    this.signatures = Uint32Array.from(info.types, (type) => store.signature(type));
    this.start = artifact instanceof ArtifactFile ? artifact.tables.start : undefined;
    const ranges: CodeRange[] = [];
    const { functionRoom } = machine;
    if (artifact.functions !== undefined && functionRoom !== undefined) {
      this.lazy = new LazyCode(functionRoom, artifact.functions, info, ranges);
    } else {
      ranges.push(machine.load(artifact, tablesOf(artifact)));
      if (artifact.handlerSpans.length > 0) exceptionsOf(store).catchForeign();
    }
    this.range = ranges[0]!;
    this.layout = new VmctxLayout(info);
    const { accessors } = artifact;
    for (let i = 0; i < accessors.length; i += 2)
      this.accessors.set(accessors[i]!, accessors[i + 1]!);
    this.life = store.lifetimes.begin(Number.POSITIVE_INFINITY, () => {
      for (const range of ranges) machine.free(range);
    });
  }

  /** Where a function that the module defines is called. */
  addressOf(index: number): number {
    if (this.lazy !== undefined) return this.lazy.addressOf(index);
    const { info, funcOffsets } = this.artifact;
    return this.range.address + funcOffsets[index - info.importedFuncs]!;
  }

  /**
   * Gives new memories the contents that active segments leave, if they are to be mapped.
   * @throws ArtifactError when they are not what was written
   */
  mapContents(memories: readonly Memory[]): boolean {
    const { artifact, start, store } = this;
    if (start === undefined || start.runs.length === 0) return false;
    const contents = store.thread.machine.start?.contentsOf(artifact, start);
    if (contents === undefined) return false;
    (artifact as ArtifactFile).tables.checkContents();
    return contents(memories);
  }

  /**
   * Maps an artifact, once per thread.
   *
   * @throws Error when the code is for another machine, or needs CPU features that this one lacks
   * @throws RangeError when there is no memory for it
   */
  static of(store: Store, artifact: Artifact): ModuleCode {
    let code = loaded.get(artifact);
    if (code === undefined) {
      code = new ModuleCode(store, artifact);
      loaded.set(artifact, code);
    }
    return code;
  }
}

const loaded = new WeakMap<Artifact, ModuleCode>();

/** Not the artifact itself: a range of code must not keep it, it keeps what is cached under it. */
function tablesOf(artifact: Artifact): CodeTables {
  if (artifact instanceof ArtifactFile) return artifact.tables;
  const { info, moduleBytes, funcOffsets, trapSites, trapKinds, callSites } = artifact;
  const { handlers, handlerSpans } = artifact;
  return {
    ...{ info, moduleBytes, funcOffsets, trapSites, trapKinds, callSites },
    ...{ handlers, handlerSpans },
  };
}

/** A function that an instance defines. */
class InstanceFunction extends WasmFunction {
  constructor(
    readonly instance: Instance,
    readonly index: number,
    pointer: number,
  ) {
    super(instance.store, instance.info.funcType(index), pointer);
  }

  get owner(): Context {
    return this.instance;
  }

  override get accessed(): Accessed | undefined {
    const word = this.instance.code.accessors.get(this.index);
    if (word === undefined) return undefined;
    return { global: this.instance.global(word >> 1), writes: (word & 1) === 1 };
  }

  get name(): string {
    return this.instance.info.names.functions.get(this.index) ?? `wasm-function[${this.index}]`;
  }
}

/** Bytes of memory that an instance gives back when it goes weigh as much as another instance. */
const BYTES_A_PIN = 1 << 20;

/** A module with its state. */
export class Instance implements Context, ConstScope {
  pinned = false;
  mark = 0;
  readonly contextId: number;
  readonly info: ModuleInfo;
  readonly functions: readonly (WasmFunction | undefined)[];
  readonly tables: readonly Table[];
  readonly memories: readonly Memory[];
  /** Those of its memories that others can grow without telling. */
  readonly watched: readonly Memory[];

  private readonly layout: VmctxLayout;
  /** The vmctx; behind it the FuncRef records. */
  private readonly context: Block;
  /** Address of the records of the functions whose reference can be taken, and of the start function. */
  private readonly records: number;
  private readonly funcs: (WasmFunction | undefined)[];
  private readonly globals: (Global | undefined)[];
  readonly tags: readonly Tag[];
  private readonly droppedData: Uint8Array;
  readonly life: Life;
  private readonly droppedElements: Uint8Array;
  /** Code of the native functions that it imports, by index; most instances have none. */
  private nativeCode: Map<number, number> | undefined = undefined;
  private exported: Map<string, Extern> | undefined;
  /** What the globals that it defines refer to; undefined without such globals. */
  private readonly functionWords: FunctionWords | undefined;
  private readonly externWords: ExternWords | undefined;

  private constructor(
    readonly store: Store,
    readonly code: ModuleCode,
    externs: readonly Imported[],
    memories: readonly Memory[],
  ) {
    const { info } = code.artifact;
    const { layout } = code;
    this.info = info;
    this.layout = layout;
    this.droppedData = info.data.length === 0 ? EMPTY : new Uint8Array(info.data.length);
    this.droppedElements =
      info.elements.length === 0 ? EMPTY : new Uint8Array(info.elements.length);
    // Most functions are never asked for: of a large module, V8 keeps those that are in a hash table.
    this.funcs = info.funcTypes.length <= FEW_FUNCTIONS ? new Array(info.funcTypes.length) : [];
    this.functions = this.funcs;
    this.globals = info.globals.length === 0 ? NO_GLOBALS : new Array(info.globals.length);
    this.memories = memories;
    this.watched = memories.some(isWatched) ? memories.filter(isWatched) : NO_MEMORIES;
    const { heap, references, thread } = store;
    const context = heap.allocate(layout.size + FUNCREF_SIZE * (info.refFuncs.size + 1));
    this.context = context;
    this.records = context.address + layout.size;
    this.contextId = references.newContextId();
    this.functionWords = definesGlobal(info, isFuncRef) ? new FunctionWords() : undefined;
    this.externWords = definesGlobal(info, isHostRef) ? new ExternWords(store) : undefined;
    const tables: Table[] = info.tables.length === 0 ? NO_TABLES : new Array(info.tables.length);
    this.tables = tables;
    this.life = store.lifetimes.begin(
      context.length,
      releaseWith(references.releaseContext, this.externWords),
      context.address,
      context.length,
      this.contextId,
    );
    context.u32[(context.base + VMCTX_ID) >> 2] = this.contextId;
    writePointer(context, VMCTX_THREAD, thread.context.address);
    writePointer(context, VMCTX_STACK_LIMIT, thread.stackLimit);
    const tags: Tag[] = info.tags.length === 0 ? NO_TAGS : [];
    this.tags = tags;
    const { imports, types } = info;
    const { signatures } = code;
    const firstSignature = (context.base + layout.signature(0)) >> 2;
    for (let i = 0; i < signatures.length; i++) {
      context.u32[firstSignature + i] = signatures[i]!;
    }
    for (let i = 0; i < imports.length; i++) {
      const item = imports[i]!;
      if (item.kind === ExternKind.Function) {
        this.importFunction(item.index, externs[i] as WasmFunction | NativeCode);
      } else if (item.kind === ExternKind.Table) tables[item.index] = externs[i] as Table;
      else if (item.kind === ExternKind.Global) this.importGlobal(item.index, externs[i] as Global);
      else if (item.kind === ExternKind.Tag) tags[item.index] = externs[i] as Tag;
    }
    for (let i = info.importedTables; i < info.tables.length; i++) {
      tables[i] = new Table(store, info.tables[i]!);
    }
    const exceptions = exceptionsOf(store);
    for (let i = info.importedTags; i < info.tags.length; i++) {
      tags[i] = exceptions.newTag(types[info.tags[i]!]!);
    }
    for (let i = 0; i < tags.length; i++) this.writeCallee(layout.tag(i), tags[i]!.thrower);
    const { rethrower } = exceptions;
    writePointer(context, layout.tag(tags.length), rethrower.code);
    writePointer(context, layout.tag(tags.length) + IMPORT_VMCTX, rethrower.contextAddress);
    let weight = 1;
    for (let i = 0; i < memories.length; i++) {
      const memory = memories[i]!;
      memory.attach(context, layout.memory(i), this.contextId);
      if (i >= info.importedMemories) weight += memory.knownLength / BYTES_A_PIN;
    }
    for (let i = 0; i < tables.length; i++) {
      tables[i]!.attach(context, layout.table(i), this.contextId);
    }
    const { refFuncs, start } = info;
    const { start: known, range } = code;
    if (
      known !== undefined &&
      thread.machine.start?.writeRecords(info, known, layout, context, range.address) === true
    ) {
      for (let i = 0; i < info.importedFuncs; i++) this.referTo(refFuncs.get(i) ?? -1, i);
    } else {
      for (let number = 0; number < refFuncs.size; number++) {
        this.referTo(number, refFuncs.at(number));
      }
    }
    if (start >= 0 && this.defines(start) && !refFuncs.has(start)) {
      this.writeRecord(refFuncs.size, start);
    }
    references.pin(this, weight);
  }

  /**
   * Instantiates a module (spec 2.0, section 4.5.4): links, allocates, runs the active segments and
   * the start function.
   *
   * @param externs what is imported: one for each of the module's imports, in order
   * @throws LinkError when an import is missing or does not match
   * @throws GuardError when the code relies on guard pages that a memory does not have
   * @throws RuntimeError for a segment out of bounds (what came before it stays written), and for a
   *   trap of the start function
   * @throws RangeError when there is no memory
   */
  static create(
    store: Store,
    artifact: Artifact,
    externs: readonly (Imported | undefined)[] = [],
  ): Instance {
    const { info } = artifact;
    checkImports(info, externs);
    store.references.settleIfDue();
    const memories: Memory[] =
      info.memories.length === 0 ? NO_MEMORIES : new Array(info.memories.length);
    let imported = 0;
    for (let i = 0; imported < info.importedMemories; i++) {
      const extern = externs[i]!;
      if (externKind(extern) === ExternKind.Memory) memories[imported++] = extern as Memory;
    }
    for (let i = info.importedMemories; i < info.memories.length; i++) {
      const mode = artifact.bounds === 'guard' ? 'auto' : store.explicitMemories;
      memories[i] = Memory.create(store, info.memories[i]!, mode);
    }
    if (artifact.bounds === 'guard' && memories.some((memory) => !memory.guarded)) {
      throw new GuardError('the code needs guard pages behind its memory, and there are none');
    }
    const code = ModuleCode.of(store, artifact);
    const instance = new Instance(store, code, externs as readonly Imported[], memories);
    instance.initialise();
    return instance;
  }

  /** Calls back for each export, in the order of the module. */
  forEachExport(visit: (name: string, extern: Extern, kind: ExternKind) => void): void {
    const { exports } = this.info;
    for (let i = 0; i < exports.length; i++) {
      const { name, kind, index } = exports[i]!;
      visit(name, this.extern(kind, index), kind);
    }
  }

  /** What the module exports, by name, in the order of the module. */
  get exports(): ReadonlyMap<string, Extern> {
    if (this.exported === undefined) {
      const exported = new Map<string, Extern>();
      this.forEachExport((name, extern) => exported.set(name, extern));
      this.exported = exported;
    }
    return this.exported;
  }

  /**
   * The function of an index, for functions whose reference can be taken (all exported ones).
   * @throws RangeError for other ones
   */
  function(index: number): WasmFunction {
    const known = this.funcs[index];
    if (known !== undefined) return known;
    if (!this.info.refFuncs.has(index) && index !== this.info.start) {
      throw new RangeError(`function ${index} has no reference`);
    }
    const func = new InstanceFunction(this, index, this.funcPointer(index));
    this.funcs[index] = func;
    return func;
  }

  global(index: number): Global {
    let global = this.globals[index];
    if (global === undefined) {
      const type = this.info.globals[index];
      if (type === undefined) throw new RangeError(`no global ${index}`);
      global = new Global(this.store, type, this.context, this.layout.global(index), this);
      this.globals[index] = global;
    }
    return global;
  }

  // ---- for the runtime ------------------------------------------------------------------------

  get contextAddress(): number {
    return this.context.address;
  }

  /** The function whose FuncRef record is at an address, or undefined. */
  functionOfRecord(pointer: number): WasmFunction | undefined {
    const { refFuncs, start } = this.info;
    const number = (pointer - this.records) / FUNCREF_SIZE;
    if (!Number.isInteger(number) || number < 0 || number > refFuncs.size) return undefined;
    const index = number === refFuncs.size ? start : refFuncs.at(number);
    // Those of imported functions lie in the contexts that define them.
    return this.defines(index) ? this.function(index) : undefined;
  }

  hasRecord(pointer: number): boolean {
    return pointer >= this.records && pointer < this.context.address + this.context.length;
  }

  /** Address of the FuncRef of a function whose reference can be taken, or of the start function. */
  funcPointer(index: number): number {
    const { refFuncs } = this.info;
    if (!this.defines(index)) return this.funcs[index]!.pointer;
    return this.records + FUNCREF_SIZE * (refFuncs.get(index) ?? refFuncs.size);
  }

  globalBits(index: number): bigint {
    const { info, context } = this;
    if (index < info.importedGlobals) return this.globals[index]!.getRaw();
    return readRaw(
      context.views,
      context.base + this.layout.global(index),
      info.globals[index]!.type,
    );
  }

  runBuiltin(builtin: number, frame: number): void {
    if (builtin === NOT_COMPILED) {
      const { thread } = this.store;
      if (!hasJsStack(LEVELS_TO_COMPILE)) throw new RangeError('Maximum call stack size exceeded');
      const index = thread.u32[(frame + FRAME_INDEX) >> 2]!;
      const lazy = this.code.lazy!;
      thread.writePointer(frame + FRAME_CODE, lazy.compile(index));
      if (lazy.catches) exceptionsOf(this.store).catchForeign();
      return;
    }
    runBuiltin(this.store, this, builtin, frame);
  }

  trace(visit: (holder: Holder) => void): void {
    const { info, tables } = this;
    for (let i = 0; i < info.importedFuncs; i++) {
      if (!this.defines(i)) visit(this.funcs[i]!.owner);
    }
    for (let i = 0; i < tables.length; i++) visit(tables[i]!);
    for (let i = 0; i < info.importedGlobals; i++) visit(this.globals[i]!);
    for (let i = 0; i < this.tags.length; i++) visit(this.tags[i]!.thrower);
    this.functionWords?.trace(visit);
  }

  takeStock(references: References): void {
    const { context, externWords, functionWords, info, layout } = this;
    if (externWords === undefined && functionWords === undefined) return;
    functionWords?.begin();
    externWords?.begin();
    for (let i = info.importedGlobals; i < info.globals.length; i++) {
      const { type } = info.globals[i]!;
      const words = type === ValType.FuncRef ? functionWords : externWords;
      if (!isRefType(type)) continue;
      const at = (context.base + layout.global(i)) >> 2;
      words!.add(references, context.u32[at]!, context.u32[at + 1]!);
    }
  }

  letGo(references: References): void {
    this.functionWords?.letGo(references);
    this.externWords?.letGo(references);
  }

  /** memory.init: copies from a data segment. @throws RuntimeError out of bounds */
  initMemory(segment: number, memory: number, to: number, from: number, count: number): void {
    const bytes = this.droppedData[segment] === 1 ? EMPTY : this.info.data.get(segment).bytes;
    const target = this.memories[memory]!;
    if (from + count > bytes.length || to + count > target.byteLength) {
      throw hostTrap(this.store.thread, TrapKind.OutOfBoundsMemoryAccess);
    }
    if (count > 0) new Uint8Array(target.buffer, to, count).set(bytes.subarray(from, from + count));
  }

  dropData(segment: number): void {
    this.droppedData[segment] = 1;
  }

  /** table.init: copies from an element segment. @throws RuntimeError out of bounds */
  initTable(segment: number, table: number, to: number, from: number, count: number): void {
    const { funcs, items } = this.info.elements.get(segment);
    const length = this.droppedElements[segment] === 1 ? 0 : (funcs ?? items).length;
    const target = this.tables[table]!;
    if (from + count > length || to + count > target.length) {
      throw hostTrap(this.store.thread, TrapKind.OutOfBoundsTableAccess);
    }
    for (let i = 0; i < count; i++) {
      const word =
        funcs === undefined
          ? Number(evaluate(items.get(from + i), this))
          : this.funcPointer(funcs[from + i]!);
      target.setWord(to + i, word);
    }
  }

  dropElements(segment: number): void {
    this.droppedElements[segment] = 1;
  }

  // ---- making ---------------------------------------------------------------------------------

  private extern(kind: ExternKind, index: number): Extern {
    switch (kind) {
      case ExternKind.Function:
        return this.function(index);
      case ExternKind.Table:
        return this.tables[index]!;
      case ExternKind.Memory:
        return this.memories[index]!;
      case ExternKind.Global:
        return this.global(index);
      case ExternKind.Tag:
        return this.tags[index]!;
    }
  }

  /** Whether a function is this instance's own: native code that it imports, too, gets its vmctx. */
  private defines(index: number): boolean {
    return index >= this.info.importedFuncs || this.nativeCode?.has(index) === true;
  }

  private importFunction(index: number, func: WasmFunction | NativeCode): void {
    const { context, info, layout, store } = this;
    const at = layout.importedFunc(index);
    if (func instanceof NativeCode) {
      const { native } = store.platform;
      if (native === undefined) throw new LinkError(noNative(store));
      const code = native.callee(store.shape(info.funcType(index)), func.address);
      this.nativeCode ??= new Map();
      this.nativeCode.set(index, code);
      writePointer(context, at, code);
      writePointer(context, at + IMPORT_VMCTX, context.address);
      return;
    }
    this.funcs[index] = func;
    this.writeCallee(at, func);
  }

  private importGlobal(index: number, global: Global): void {
    this.globals[index] = global;
    writePointer(this.context, this.layout.global(index), global.address);
  }

  /** Tells code where a function is that it calls. */
  private writeCallee(at: number, { pointer }: WasmFunction): void {
    const { context, store } = this;
    writePointer(context, at, store.heap.readPointer(pointer + FUNCREF_CODE));
    writePointer(context, at + IMPORT_VMCTX, store.heap.readPointer(pointer + FUNCREF_VMCTX));
  }

  /** Makes the pointer of a number that of a function, and its record where it is this instance's. No number: -1. */
  private referTo(number: number, index: number): void {
    if (number < 0) return;
    if (this.defines(index)) this.writeRecord(number, index);
    writePointer(this.context, this.layout.funcRef(number), this.funcPointer(index));
  }

  /** Fills the record of a number with a function that this instance defines. */
  private writeRecord(number: number, index: number): void {
    const { context, code, info, layout } = this;
    const at = layout.size + FUNCREF_SIZE * number;
    const address = this.nativeCode?.get(index) ?? code.addressOf(index);
    writePointer(context, at + FUNCREF_CODE, address);
    writePointer(context, at + FUNCREF_VMCTX, context.address);
    const word = (context.base + at) >> 2;
    context.u32[word + FUNCREF_SIGNATURE / 4] = code.signatures[info.funcTypes[index]!]!;
    context.u32[word + FUNCREF_ID / 4] = index;
  }

  /** Runs what a module may have of each kind: without it not even a closure is made. */
  private initialise(): void {
    const { info } = this;
    if (info.globalInits.length > 0) this.initGlobals();
    if (info.elements.length > 0) this.initElements();
    if (info.data.length > 0) this.initMemories();
    if (info.start >= 0) this.function(info.start).call([]);
  }

  private initGlobals(): void {
    const { context, info, layout } = this;
    info.globalInits.forEach((init, i) => {
      const bits = evaluate(init, this);
      const index = info.importedGlobals + i;
      const at = context.base + layout.global(index);
      if (info.globals[index]!.type === ValType.V128) writeVector(context.views, at, bits);
      else context.u64[at >> 3] = bits;
    });
  }

  private initElements(): void {
    this.info.elements.forEach((segment, i) => {
      if (segment.mode === SegmentMode.Active && !this.initByTable(segment, i)) {
        const { funcs, items } = segment;
        this.initTable(i, segment.table, this.offset(segment.offset), 0, (funcs ?? items).length);
      }
      if (segment.mode !== SegmentMode.Passive) this.dropElements(i);
    });
  }

  /** Writes a segment of plain functions by what is known of it; false where nothing is. */
  private initByTable({ table, offset, itemCount }: ElementSegment, segment: number): boolean {
    const { code, context, layout, store } = this;
    const { start } = code;
    const { machine } = store.thread;
    if (start === undefined || machine.start === undefined || itemCount < FEW_ELEMENTS)
      return false;
    const first = start.elements[ELEMENT_WORDS * segment + 2]!;
    if (first === NO_REFS || first + itemCount > start.elementRefs.length) return false;
    const target = this.tables[table]!;
    const to = this.offset(offset);
    if (to + itemCount > target.length) return false;
    const numbers = start.elementRefs.subarray(first, first + itemCount);
    machine.start.writeElements(numbers, target.addressAt(to), context.address + layout.funcRef(0));
    return true;
  }

  private initMemories(): void {
    if (this.code.mapContents(this.memories)) {
      // Such have active segments only.
      this.droppedData.fill(1);
      return;
    }
    this.info.data.forEach((segment, i) => {
      if (segment.mode !== SegmentMode.Active) return;
      this.initMemory(i, segment.memory, this.offset(segment.offset), 0, segment.bytes.length);
      this.dropData(i);
    });
  }

  /** A segment's offset, unsigned. */
  private offset(expr: ConstExpr): number {
    return Number(evaluate(expr, this));
  }
}

const isFuncRef = (type: ValType): boolean => type === ValType.FuncRef;

/** Whether a module defines a global of such a type. */
function definesGlobal(info: ModuleInfo, isOne: (type: ValType) => boolean): boolean {
  for (let i = info.importedGlobals; i < info.globals.length; i++) {
    if (isOne(info.globals[i]!.type)) return true;
  }
  return false;
}

function isWatched(memory: Memory): boolean {
  return memory.isWatched;
}

/** So many functions have a place each from the beginning: an array that grows has room for seventeen at first. */
const FEW_FUNCTIONS = 16;
/** So many elements are written one by one. */
const FEW_ELEMENTS = 64;
const EMPTY = new Uint8Array(0);
// Most instances have none: these are never stored to.
const NO_GLOBALS: (Global | undefined)[] = [];
const NO_TABLES: Table[] = [];
const NO_TAGS: Tag[] = [];
const NO_MEMORIES: Memory[] = [];
