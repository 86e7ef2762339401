import { BUILTIN_TYPES } from '../abi/builtin-signatures.js';
import type { CallingConvention } from '../abi/convention.js';
import { NO_REG } from '../abi/places.js';
import { SignatureTable } from '../abi/signature-layout.js';
import { type TableForm, VmctxLayout } from '../abi/vmctx-layout.js';
import type { BoundsMode } from '../artifact/artifact.js';
import type { OperatorSink } from '../frontend/operator-sink.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import type { VectorAssembler } from '../masm/vector-assembler.js';
import { type CodeFacts, NO_FACTS } from '../module/code-facts.js';
import { type ModuleInfo, NO_INFO } from '../module/module-info.js';
import type { TypeTable } from '../module/type-table.js';
import { passesVectors } from '../module/vector-types.js';
import { BlockKind } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { Loc, RECORD, SLOT_BYTES, type ValueStack, WIDE_SLOT_BYTES } from '../stack/value-stack.js';
import { CompileError } from '../wasm/compile-error.js';
import type { u32 } from '../wasm/numbers.js';
import { OP_OPERAND, type Op } from '../wasm/opcodes.js';
import { kindOf, type ValType } from '../wasm/value-types.js';
import {
  atomicCompareExchange,
  atomicFence,
  atomicLoad,
  atomicNotify,
  atomicRmw,
  atomicStore,
  atomicWait,
} from './atomics.js';
import { beginElse, beginIf, beginLoop, endBlock } from './blocks.js';
import { br, brIf, brTable, unreachable } from './branches.js';
import {
  dataDrop,
  elemDrop,
  memoryCopy,
  memoryFill,
  memoryGrow,
  memoryInit,
  memorySize,
  tableCopy,
  tableFill,
  tableGet,
  tableGrow,
  tableInit,
  tableSet,
} from './builtins.js';
import { call, callIndirect } from './calls.js';
import { compare, select, test } from './conditions.js';
import { forgetConstLocals } from './constant-locals.js';
import type { DebugRecorder } from './debug-recorder.js';
import { addLocals } from './entry.js';
import {
  beginCatch,
  beginTry,
  beginTryTable,
  endByDelegate,
  endTry,
  forgetClauses,
  rethrow,
  throwRef,
  throwTag,
} from './exceptions.js';
import { joins } from './join-table.js';
import { lookAhead } from './look-ahead.js';
import { loadLane, loadMemory, storeLane, storeMemory } from './memory.js';
import { binary, convert, divide, pushConstant, shift, unary } from './numeric.js';
import { forgetTries } from './open-tries.js';
import { moves } from './parallel-moves.js';
import { refFunc, refIsNull, refNull } from './references.js';
import { PINS, unpin } from './registers.js';
import { endBody, returnFromFunction } from './returns.js';
import { fn, NO_LABEL, NO_MEMORIES } from './state.js';
import { tableSize } from './tables.js';
import { returnCall, returnCallIndirect } from './tail-calls.js';
import { globalGet, globalSet, localGet, localSet, localTee, overwriteLocal } from './variables.js';
import {
  extractLane,
  replaceLane,
  shuffle,
  splat,
  vectorBinary,
  vectorConstant,
  vectorShift,
  vectorTernary,
  vectorTest,
  vectorUnary,
} from './vectors.js';
import { binary128, multiplyWide } from './wide-arithmetic.js';

/**
 * Watches the compile operator by operator; for debugging. It must not compile anything itself: the
 * stacks are in use.
 */
export interface CompileObserver {
  function(funcIndex: number, codeOffset: number): void;
  /** After each operator: the state is on `stack`, its code lies from `codeStart` to `codeEnd`. */
  operator(op: Op, offset: number, stack: ValueStack, codeStart: number, codeEnd: number): void;
}

const NO_VMCTX = new VmctxLayout(NO_INFO);
const NO_OFFSETS = new Uint32Array(1);

/**
 * Generates machine code for one function after the other, in one pass, driven by the body decoder:
 * between {@link beginModule} and {@link endModule}, for one module after the other.
 *
 * This class holds what lasts for a module, and is the table of what there is: a method an operator,
 * each of which is a function of the file that its import names. The function being compiled is `fn`
 * of state.ts and the stacks of stack/state.ts.
 */
export class FunctionCompiler implements OperatorSink {
  private facts: CodeFacts = NO_FACTS;
  private types: TypeTable = NO_INFO.typeTable;
  private vmctx = NO_VMCTX;
  private explicitBounds = false;
  private visibleMemories = NO_MEMORIES;
  /** See {@link passesVectors}. */
  private passesVectors = false;
  private readonly signatures: SignatureTable;
  /** Of the functions that follow and have no vectors, see {@link ValueStack.slotBytes}. */
  slotBytes = SLOT_BYTES;
  /** Code offset of each defined function, in order. */
  funcOffsets = NO_OFFSETS;
  /** Values stored to their slots, over all functions. */
  spills = 0;
  /** Branches that needed moves. */
  merges = 0;
  /** Moves and swaps of registers. */
  moves = 0;
  private observer: CompileObserver | undefined = undefined;
  private recorder: DebugRecorder | undefined = undefined;
  /** Records of locals are read even if the function does not name them, and are checked. */
  private verifies = false;
  private operatorStart = 0;

  /** @param noVectors why functions with vectors are refused; '' where they are not */
  constructor(
    private readonly masm: ModuleAssembler,
    private readonly convention: CallingConvention,
    private readonly noVectors = '',
  ) {
    this.signatures = new SignatureTable(convention, BUILTIN_TYPES);
  }

  // ---- modules ----------------------------------------------------------------------------------

  /**
   * The functions that follow are of a module, whose code is the first in the buffer.
   *
   * @param facts of the same module
   * @param verify registers are to be recounted after each operator, or an observer is there
   * @param recorder is told of each operator; `endOperator` is going to be called for it as for `verify`
   * @throws CompileError for types that code cannot have here
   */
  beginModule(
    info: ModuleInfo,
    facts: CodeFacts,
    bounds: BoundsMode,
    tables: TableForm,
    observer: CompileObserver | undefined,
    verify: boolean,
    recorder: DebugRecorder | undefined,
  ): void {
    this.facts = facts;
    this.types = info.typeTable;
    this.verifies = verify;
    this.recorder = recorder;
    this.vmctx = new VmctxLayout(info, tables);
    this.explicitBounds = bounds === 'explicit';
    this.signatures.begin(info.typeTable);
    this.visibleMemories = visibleMemories(info);
    this.passesVectors = passesVectors(info);
    if (this.passesVectors && this.noVectors !== '') {
      throw new CompileError(this.noVectors, { offset: 0 });
    }
    this.funcOffsets = new Uint32Array(info.funcTypes.length - info.importedFuncs + 1);
    this.observer = observer;
    this.spills = 0;
    this.moves = 0;
    this.merges = 0;
  }

  /**
   * Lets go of the module and its code, which were copied, and of memory that an unusual function
   * needed.
   */
  endModule(): void {
    this.facts = NO_FACTS;
    this.types = NO_INFO.typeTable;
    this.vmctx = NO_VMCTX;
    this.signatures.end();
    this.visibleMemories = NO_MEMORIES;
    this.funcOffsets = NO_OFFSETS;
    this.observer = undefined;
    this.recorder = undefined;
    this.masm.resetModule();
    this.enterModule();
    lookAhead.forget();
    joins.trim();
  }

  /** Makes the state of functions the state of one of this module. */
  private enterModule(): void {
    fn.masm = this.masm;
    fn.constants = this.masm.constants;
    // Functions that use it where there is none are refused.
    fn.vectors = this.masm.vectors as VectorAssembler;
    fn.handlers = this.masm.handlers;
    fn.convention = this.convention;
    fn.facts = this.facts;
    fn.types = this.types;
    fn.vmctx = this.vmctx;
    fn.signatures = this.signatures;
    fn.visibleMemories = this.visibleMemories;
    fn.explicitBounds = this.explicitBounds;
    fn.addressFlags = this.masm.traits.indexNeedsZeroExtend ? Loc.UpperUnknown : 0;
    fn.upperFlags = this.masm.traits.zeroExtends ? Loc.UpperUnknown : 0;
  }

  // ---- functions --------------------------------------------------------------------------------

  beginFunction(
    funcIndex: number,
    locals: Int32Array,
    localCount: number,
    offset: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    vectorLocals: boolean,
  ): void {
    this.enterModule();
    const masm = this.masm;
    masm.sourceOffset = offset;
    unpin();
    moves.reset();
    joins.length = 0;
    forgetConstLocals();
    forgetTries();
    forgetClauses();
    const signatures = this.signatures;
    const own = signatures.of(this.facts.funcTypes[funcIndex]!);
    fn.own = own;
    lookAhead.scan(bytes, start, end, signatures.paramCount(own), localCount);
    const vectors = this.passesVectors || lookAhead.usesVectors || vectorLocals;
    if (vectors && this.noVectors !== '') {
      throw new CompileError(this.noVectors, { offset, funcIndex });
    }
    stack.useSlots(vectors ? WIDE_SLOT_BYTES : this.slotBytes);
    fn.allocatableGp = masm.traits.allocatableGp;
    fn.allocatableFp = masm.traits.allocatableFp & ~(vectors ? fn.vectors.scratch : 0);
    stack.useRegisters(fn.allocatableGp, fn.allocatableFp);
    fn.here = 0;
    fn.frameBytes = 0;
    // The code of a function does not depend on others, which may be compiled elsewhere.
    fn.nextVictim = 0;
    fn.overwritten = NO_REG;
    fn.memoryBaseValid = false;
    fn.returnLabel = NO_LABEL;
    fn.spills = 0;
    fn.merges = 0;
    masm.reserveOperator();
    fn.isLeaf = lookAhead.isLeaf(this.vmctx.isStruct);
    const entry = masm.beginFunction(
      signatures.stackBytes(own),
      signatures.outPointer(own),
      fn.isLeaf,
    );
    this.funcOffsets[funcIndex - this.facts.importedFuncs] = entry;
    masm.bindFunction(funcIndex, entry);
    addLocals(locals, localCount, this.verifies);
    this.operatorStart = masm.pos;
    this.observer?.function(funcIndex, entry);
    this.recorder?.beginFunction(masm, entry, locals, localCount, bytes);
  }

  endFunction(live: boolean): void {
    const masm = this.masm;
    endBody(live);
    this.recorder?.endFunction(masm, this.operatorStart, masm.pos);
    masm.endFunction(fn.frameBytes);
    this.spills += fn.spills;
    this.merges += fn.merges;
    this.moves += moves.count;
  }

  beginOperator(offset: number, position: number): void {
    fn.here = position;
    this.masm.sourceOffset = offset;
    this.masm.reserveOperator();
  }

  endOperator(op: Op): void {
    const masm = this.masm;
    if (this.verifies) {
      stack.verify();
      if (PINS[0] !== 0 || PINS[1] !== 0) verifyPins();
      this.observer?.operator(op, masm.sourceOffset, stack, this.operatorStart, masm.pos);
    }
    this.recorder?.operator(masm, op, this.operatorStart);
    this.operatorStart = masm.pos;
  }

  // ---- operators --------------------------------------------------------------------------------

  constant(type: ValType, lo: number, hi: number): void {
    pushConstant(type, lo, hi);
  }

  unary(op: Op): void {
    unary(op);
  }

  binary(op: Op): void {
    binary(op);
  }

  shift(op: Op): void {
    shift(op);
  }

  divide(op: Op): void {
    divide(op);
  }

  compare(op: Op, next: number): void {
    compare(op, next);
  }

  test(op: Op, next: number): void {
    test(kindOf(OP_OPERAND[op]!), next);
  }

  convert(op: Op): void {
    convert(op);
  }

  binary128(op: Op): void {
    binary128(op);
  }

  multiplyWide(op: Op): void {
    multiplyWide(op);
  }

  load(op: Op, offset: u32, memory: number): void {
    loadMemory(op, offset, memory);
  }

  store(op: Op, offset: u32, memory: number): void {
    storeMemory(op, offset, memory);
  }

  vectorConstant(w0: number, w1: number, w2: number, w3: number): void {
    vectorConstant(w0, w1, w2, w3);
  }

  vectorUnary(op: Op): void {
    vectorUnary(op);
  }

  vectorBinary(op: Op): void {
    vectorBinary(op);
  }

  vectorTernary(op: Op): void {
    vectorTernary(op);
  }

  vectorShift(op: Op): void {
    vectorShift(op);
  }

  vectorTest(op: Op, next: number): void {
    vectorTest(op, next);
  }

  splat(op: Op): void {
    splat(op);
  }

  extractLane(op: Op, lane: number): void {
    extractLane(op, lane);
  }

  replaceLane(op: Op, lane: number): void {
    replaceLane(op, lane);
  }

  shuffle(w0: number, w1: number, w2: number, w3: number): void {
    shuffle(w0, w1, w2, w3);
  }

  loadLane(op: Op, offset: u32, memory: number, lane: number): void {
    loadLane(op, offset, memory, lane);
  }

  storeLane(op: Op, offset: u32, memory: number, lane: number): void {
    storeLane(op, offset, memory, lane);
  }

  atomicLoad(op: Op, offset: u32, memory: number): void {
    atomicLoad(op, offset, memory);
  }

  atomicStore(op: Op, offset: u32, memory: number): void {
    atomicStore(op, offset, memory);
  }

  atomicRmw(op: Op, offset: u32, memory: number): void {
    atomicRmw(op, offset, memory);
  }

  atomicCompareExchange(op: Op, offset: u32, memory: number): void {
    atomicCompareExchange(op, offset, memory);
  }

  atomicWait(op: Op, offset: u32, memory: number): void {
    atomicWait(op, offset, memory);
  }

  atomicNotify(offset: u32, memory: number): void {
    atomicNotify(offset, memory);
  }

  atomicFence(): void {
    atomicFence();
  }

  drop(): void {
    stack.drop();
  }

  select(): void {
    select();
  }

  overwriteLocal(index: number): void {
    this.recorder?.overwrite(index);
    overwriteLocal(index);
  }

  localGet(index: number): void {
    localGet(index);
  }

  localSet(index: number): void {
    localSet(index);
  }

  localTee(index: number): void {
    localTee(index);
  }

  globalGet(index: number): void {
    globalGet(index);
  }

  globalSet(index: number): void {
    globalSet(index);
  }

  block(_block: number): void {}

  loop(block: number): void {
    beginLoop(block);
  }

  if(block: number): void {
    beginIf(block);
  }

  else(block: number, live: boolean): void {
    beginElse(block, live);
  }

  end(block: number, live: boolean): boolean {
    return control.kind(block) < BlockKind.Try ? endBlock(block, live) : endTry(block, live);
  }

  br(block: number): void {
    br(block);
  }

  brIf(block: number): void {
    brIf(block);
  }

  brTable(targets: Int32Array, count: number): void {
    brTable(targets, count);
  }

  return(): void {
    returnFromFunction();
  }

  unreachable(): void {
    unreachable();
  }

  call(funcIndex: number): void {
    call(funcIndex);
  }

  callIndirect(typeIndex: number, table: number): void {
    callIndirect(typeIndex, table);
  }

  returnCall(funcIndex: number): void {
    returnCall(funcIndex);
  }

  returnCallIndirect(typeIndex: number, table: number): void {
    returnCallIndirect(typeIndex, table);
  }

  try(block: number): void {
    beginTry(block);
  }

  catch(block: number, tag: number, live: boolean): void {
    beginCatch(block, tag, live);
  }

  delegate(block: number, target: number, live: boolean): boolean {
    return endByDelegate(block, target, live);
  }

  tryTable(block: number, clauses: Int32Array, count: number): void {
    beginTryTable(block, clauses, count);
  }

  throw(tag: number): void {
    throwTag(tag);
  }

  throwRef(): void {
    throwRef();
  }

  rethrow(block: number): void {
    rethrow(block);
  }

  refNull(type: ValType): void {
    refNull(type);
  }

  refIsNull(next: number): void {
    refIsNull(next);
  }

  refFunc(funcIndex: number): void {
    refFunc(funcIndex);
  }

  tableGet(table: number): void {
    tableGet(table);
  }

  tableSet(table: number): void {
    tableSet(table);
  }

  tableSize(table: number): void {
    tableSize(table);
  }

  tableGrow(table: number): void {
    tableGrow(table);
  }

  tableFill(table: number): void {
    tableFill(table);
  }

  tableCopy(dst: number, src: number): void {
    tableCopy(dst, src);
  }

  tableInit(elem: number, table: number): void {
    tableInit(elem, table);
  }

  elemDrop(elem: number): void {
    elemDrop(elem);
  }

  memorySize(memory: number): void {
    memorySize(memory);
  }

  memoryGrow(memory: number): void {
    memoryGrow(memory);
  }

  memoryFill(memory: number): void {
    memoryFill(memory);
  }

  memoryCopy(dst: number, src: number): void {
    memoryCopy(dst, src);
  }

  memoryInit(data: number, memory: number): void {
    memoryInit(data, memory);
  }

  dataDrop(data: number): void {
    dataDrop(data);
  }
}

/** By memory: 1 if others than the module's own code can grow it. */
const visibleMemories = (info: ModuleInfo): Uint8Array => {
  const visible = new Uint8Array(info.memories.length);
  for (let i = 0; i < visible.length; i++) {
    const shared = i < info.importedMemories || info.memories[i]!.shared;
    visible[i] = shared || info.exportedMemories.has(i) ? 1 : 0;
  }
  return visible;
};

/**
 * Registers stay pinned between operators only for a pending condition.
 * @hostOnly
 */
const verifyPins = (): void => {
  if ((stack.locAt(stack.top - RECORD) & Loc.Condition) === 0) {
    throw new Error(`registers stayed pinned: ${PINS[0]!.toString(2)} ${PINS[1]!.toString(2)}`);
  }
};
