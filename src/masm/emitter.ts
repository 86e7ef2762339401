import { IntList, KEPT_WORDS } from '../util/int-list.js';
import type { TrapKind } from '../wasm/trap-kind.js';
import { CodeBuffer, EXPECTED_SITES, MAX_EXPECTED } from './code-buffer.js';
import { ConstantPool } from './constant-pool.js';
import { FRAME_BYTES_SHIFT, type FrameState } from './frame-states.js';
import { HandlerTable } from './handlers.js';

/**
 * Frames up to this many bytes may lie below the stack limit for the moment until the prologue has
 * compared: the margin below the limit holds one of them, outgoing arguments, stubs and a signal's frame.
 */
const MAX_UNCHECKED_FRAME = 32 * 1024;

/**
 * Frames of leaves up to this many bytes may lie below the stack limit for as long as they run. Only the innermost
 * frame is a leaf's, so the margin holds one of them in place of the one above.
 */
const MAX_UNCHECKED_LEAF = 4 * 1024;

/** A jump target inside the function being emitted: a small integer from {@link Emitter.newLabel}. */
export type Label = number;

/** No reference waits: the end of a chain. */
const NO_REFERENCE = -1;

/** Words per pending trap stub: kind, source offset, position of the branch to it. */
const STUB_WORDS = 3;
/** A stub is shared with one of this many before it. */
const STUB_WINDOW = 4;

/** Words per jump table: see {@link Emitter.addTable}. */
const TABLE_WORDS = 3;

/**
 * What is the same on every machine of a module's code: labels, references between functions, trap sites
 * and the stubs that branches go to, call sites, float constants and jump tables.
 *
 * A **reference** is the position of something that holds a distance within the code: a branch, a call, a
 * load of a constant. It is emitted with any distance and then given its target by
 * {@link patchReference}, at once or when the target has a place. References that wait for the same target
 * are a chain of pairs in a list: (position, index of the pair before it or -1).
 *
 * Behind the body of a function lie, in this order, its trap stubs, its constants and, where the machine
 * wants them there, its jump tables. Trap sites ascend that way.
 */
export abstract class Emitter extends CodeBuffer {
  /** Module offset of the operator being compiled; goes into trap sites and the address map. */
  sourceOffset = 0;
  /**
   * Trap sites of the whole module, in the order of emission (ascending code offset): pairs of the
   * faulting instruction's code offset and module offset, with the kind in a parallel list.
   */
  readonly trapSites = new IntList();
  readonly trapKinds = new IntList();
  /** Pairs (return address as code offset, module offset of the call operator), ascending. */
  readonly callSites = new IntList();
  /** Where bodies take their frames down, in ascending order: see {@link FrameState}. */
  readonly frameStates = new IntList();
  /** Where exceptions go. */
  readonly handlers = new HandlerTable();
  /** Bytes of the function's incoming stack arguments. */
  incomingBytes = 0;
  /** The function's frame needs no compare with the limit before the stack pointer moves, up to this many bytes. */
  uncheckedFrame = MAX_UNCHECKED_FRAME;

  /**
   * Position where what the machine remembers of the instruction just emitted holds, because code gets
   * there straight; -1: nowhere. A label or the end of a skip here ends that.
   */
  straightAt = -1;

  /** Position of each label of the function, or -1 while it is not bound. */
  labelPositions = new Int32Array(64);
  /** Last reference that waits for each label: a pair of {@link labelReferences}. */
  labelChains = new Int32Array(64);
  labelCount = 0;
  readonly labelReferences = new IntList(128);
  /** Code offset of each function, plus 1, or 0 while it is not known. */
  private functionStarts = new Int32Array(64);
  /** Last reference that waits for each function: a pair of the next list, plus 1, or 0. */
  private functionChains = new Int32Array(64);
  private readonly functionReferences = new IntList(128);
  /** Functions are compiled one by one, and go to places that somebody else knows. */
  private alone = false;
  /** Then: pairs (position of a reference, index of the function that it is to). */
  private readonly looseReferences = new IntList(64);

  private readonly stubs = new IntList();
  private readonly tables = new IntList();
  private readonly tableLabels = new IntList();
  readonly constants = new ConstantPool();

  // ---- the machine's part ---------------------------------------------------------------------

  /** Makes the reference at `at` lead to `target`, which is in its reach. */
  abstract patchReference(at: number, target: number): void;
  /** Emits an instruction that faults. */
  abstract emitTrap(): void;
  /** Emits the smallest unit of code that never runs, to align what follows. */
  abstract emitFiller(): void;

  // ---- labels ---------------------------------------------------------------------------------

  newLabel(): Label {
    const label = this.labelCount++;
    if (label === this.labelPositions.length) this.growLabels();
    this.labelPositions[label] = -1;
    this.labelChains[label] = NO_REFERENCE;
    return label;
  }

  private growLabels(): void {
    const size = this.labelPositions.length * 2;
    this.labelPositions = grown(this.labelPositions, size);
    this.labelChains = grown(this.labelChains, size);
  }

  /** Puts the label here. */
  bind(label: Label): void {
    const target = this.pos;
    this.straightAt = -1;
    this.labelPositions[label] = target;
    const { data } = this.labelReferences;
    for (let ref = this.labelChains[label]!; ref >= 0; ref = data[ref + 1]!) {
      this.patchReference(data[ref]!, target);
    }
    this.labelChains[label] = NO_REFERENCE;
  }

  /** The reference at `at` waits for the label, which is not bound. */
  awaitLabel(label: Label, at: number): void {
    const { labelReferences, labelChains } = this;
    const ref = labelReferences.length;
    labelReferences.pushPair(at, labelChains[label]!);
    labelChains[label] = ref;
  }

  // ---- references between functions -----------------------------------------------------------

  /** The reference at `at` leads to a function, or will when that is known. */
  referToFunction(funcIndex: number, at: number): void {
    if (this.alone) {
      this.looseReferences.pushPair(at, funcIndex);
      return;
    }
    if (funcIndex >= this.functionStarts.length) this.growFunctions(funcIndex);
    const start = this.functionStarts[funcIndex]!;
    if (start > 0) {
      this.patchReference(at, start - 1);
      return;
    }
    const { functionReferences, functionChains } = this;
    const ref = functionReferences.length;
    functionReferences.pushPair(at, functionChains[funcIndex]! - 1);
    functionChains[funcIndex] = ref + 1;
  }

  /** Tells where a function's code starts, and gives references that wait for it their target. */
  bindFunction(funcIndex: number, codeOffset: number): void {
    if (this.alone) return;
    if (funcIndex >= this.functionStarts.length) this.growFunctions(funcIndex);
    this.functionStarts[funcIndex] = codeOffset + 1;
    const { data } = this.functionReferences;
    for (let ref = this.functionChains[funcIndex]! - 1; ref >= 0; ref = data[ref + 1]!) {
      this.patchReference(data[ref]!, codeOffset);
    }
    this.functionChains[funcIndex] = 0;
  }

  /** Begins a function that is alone in the buffer; until the module ends, all are. */
  beginAlone(): void {
    this.alone = true;
    this.pos = 0;
    this.looseReferences.length = 0;
    this.trapSites.length = 0;
    this.trapKinds.length = 0;
    this.callSites.length = 0;
    this.frameStates.length = 0;
    this.handlers.clear();
  }

  /** The functions that follow are some of a module's; until the module ends, references to functions stay open. */
  beginPart(): void {
    this.alone = true;
    this.looseReferences.length = 0;
  }

  /** The open references: pairs (position, index of the function). Empties the list. */
  takeReferences(): Int32Array {
    return this.looseReferences.take();
  }

  /**
   * Adds the code of functions that were compiled elsewhere, aligned as one function is.
   *
   * @param expected bytes of code that there will be in all, by what is known by now
   * @returns its place
   */
  addPart(code: Uint8Array, expected: number): number {
    this.reserveOf(code.length + 16, expected);
    while ((this.pos & 15) !== 0) this.emitFiller();
    const place = this.pos;
    this.bytes.set(code, place);
    this.pos += code.length;
    return place;
  }

  /** Gives all references to functions their targets, by code offsets that may lie outside of this code. */
  resolveAlone(placeOf: (funcIndex: number) => number): void {
    const { data, length } = this.looseReferences;
    for (let i = 0; i < length; i += 2) this.patchReference(data[i]!, placeOf(data[i + 1]!));
  }

  private growFunctions(funcIndex: number): void {
    let size = this.functionStarts.length * 2;
    while (size <= funcIndex) size *= 2;
    this.functionStarts = grown(this.functionStarts, size);
    this.functionChains = grown(this.functionChains, size);
  }

  // ---- sites ----------------------------------------------------------------------------------

  /** Notes that the next instruction may fault. */
  markFaultSite(kind: TrapKind): void {
    this.trapSites.pushPair(this.pos, this.sourceOffset);
    this.trapKinds.push(kind);
  }

  /** Traps here. */
  trap(kind: TrapKind): void {
    this.markFaultSite(kind);
    this.emitTrap();
  }

  /** Notes that a call ends here. */
  noteCall(): void {
    this.callSites.pushPair(this.pos, this.sourceOffset);
  }

  /**
   * Notes what the frame of the running function is like from here on.
   * @param bytes of {@link FrameState.Popped}
   */
  noteFrame(state: FrameState, bytes = 0): void {
    this.frameStates.pushPair(this.pos, state | (bytes << FRAME_BYTES_SHIFT));
  }

  // ---- landing pads ---------------------------------------------------------------------------

  /** The size of the function's frame, when it is known, goes to a position in the landing pad that begins here. */
  notePad(at: number): void {
    this.straightAt = -1;
    this.handlers.pads.push(at);
  }

  // ---- trap stubs -----------------------------------------------------------------------------

  /** The branch at `at` goes to a stub that traps, for the operator being compiled. */
  branchToStub(kind: TrapKind, at: number): void {
    const { stubs } = this;
    stubs.push(kind);
    stubs.push(this.sourceOffset);
    stubs.push(at);
  }

  /** Where code is that does not run straight: behind a body or jumped over. */
  emitStubs(): void {
    const { data, length } = this.stubs;
    this.reserve((length / STUB_WORDS) * 4);
    const source = this.sourceOffset;
    for (let i = 0; i < length; i += STUB_WORDS) {
      const at = data[i + 2]!;
      const shared = this.sharedStub(i);
      this.patchReference(at, shared >= 0 ? shared : this.pos);
      if (shared >= 0) {
        data[i + 2] = shared;
        continue;
      }
      data[i + 2] = this.pos;
      this.sourceOffset = data[i + 1]!;
      this.trap(data[i]!);
    }
    this.sourceOffset = source;
    this.stubs.length = 0;
  }

  /** Position of an equal stub shortly before entry `i`, or -1. Emitted entries hold their position. */
  private sharedStub(i: number): number {
    const { data } = this.stubs;
    const least = Math.max(0, i - STUB_WINDOW * STUB_WORDS);
    for (let j = i - STUB_WORDS; j >= least; j -= STUB_WORDS) {
      if (data[j] === data[i] && data[j + 1] === data[i + 1]) return data[j + 2]!;
    }
    return -1;
  }

  // ---- float constants ------------------------------------------------------------------------

  /** Where code does not run straight, as {@link emitStubs}. Aligned by their size. */
  emitConstants(): void {
    const { constants } = this;
    if (constants.size === 0) return;
    const { placedVectors, wide, narrow, refs, vectorRefs } = constants;
    this.reserve(constants.size + 16);
    const mask = placedVectors.length > 0 ? 15 : wide.length > 0 ? 7 : 3;
    while ((this.pos & mask) !== 0) this.emitFiller();
    const start = this.pos;
    for (let i = 0; i < placedVectors.length; i++) this.emit32(placedVectors.data[i]!);
    for (let i = 0; i < wide.length; i++) this.emit32(wide.data[i]!);
    for (let i = 0; i < narrow.length; i++) this.emit32(narrow.data[i]!);
    const { data, length } = refs;
    for (let i = 0; i < length; i += 2) {
      this.patchReference(data[i]!, start + constants.offsetOf(data[i + 1]!));
    }
    for (let i = 0; i < vectorRefs.length; i += 2) {
      const offset = constants.vectorOffsetOf(vectorRefs.data[i + 1]!);
      this.patchReference(vectorRefs.data[i]!, start + offset);
    }
    constants.clear();
  }

  // ---- jump tables ----------------------------------------------------------------------------
  // A table is a 32-bit distance for each label, from the table's start.

  /**
   * Notes a table: its start, where it has a place, else a reference to it, for {@link emitTables}.
   * Its labels need not be bound yet.
   */
  addTable(at: number, labels: Int32Array, count: number): void {
    const { tables, tableLabels } = this;
    tables.push(at);
    tables.push(tableLabels.length);
    tables.push(count);
    for (let i = 0; i < count; i++) tableLabels.push(labels[i]!);
  }

  /** Gives all tables of the function a place here. */
  emitTables(): void {
    const { data, length } = this.tables;
    this.reserve(this.tableLabels.length * 4 + 4);
    while (length > 0 && (this.pos & 3) !== 0) this.emitFiller();
    for (let i = 0; i < length; i += TABLE_WORDS) {
      this.patchReference(data[i]!, this.pos);
      data[i] = this.pos;
      this.pos += 4 * data[i + 2]!;
    }
  }

  /** Fills the tables of the function, whose labels are all bound. */
  fillTables(): void {
    const { data, length } = this.tables;
    const labels = this.tableLabels.data;
    for (let i = 0; i < length; i += TABLE_WORDS) {
      const start = data[i]!;
      const first = data[i + 1]!;
      const count = data[i + 2]!;
      for (let j = 0; j < count; j++) {
        this.patch32(start + 4 * j, this.labelPositions[labels[first + j]!]! - start);
      }
    }
    this.tables.length = 0;
    this.tableLabels.length = 0;
  }

  // ---- functions and modules ------------------------------------------------------------------

  /** Starts the code of a function, aligned: forgets the labels of the one before. */
  beginBody(incomingBytes = 0, leaf = false): void {
    this.reserve(1024);
    this.incomingBytes = incomingBytes;
    this.uncheckedFrame = leaf ? MAX_UNCHECKED_LEAF : MAX_UNCHECKED_FRAME;
    while ((this.pos & 15) !== 0) this.emitFiller();
    this.forgetBody();
  }

  private forgetBody(): void {
    this.straightAt = -1;
    this.labelCount = 0;
    this.handlers.beginBody();
    this.labelReferences.length = 0;
    this.stubs.length = 0;
    this.tables.length = 0;
    this.tableLabels.length = 0;
    this.constants.begin();
  }

  override expectModule(bodyBytes: number): void {
    super.expectModule(bodyBytes);
    const expected = Math.min(bodyBytes, MAX_EXPECTED) * EXPECTED_SITES;
    this.trapSites.expect(2 * expected);
    this.trapKinds.expect(expected);
    this.callSites.expect(expected);
    this.frameStates.expect(expected);
  }

  /** Forgets all of the module before; what it took much memory for is let go. */
  override resetModule(): void {
    super.resetModule();
    this.forgetBody();
    this.sourceOffset = 0;
    this.trapSites.reset(KEPT_WORDS);
    this.trapKinds.reset(KEPT_WORDS);
    this.callSites.reset(KEPT_WORDS);
    this.frameStates.reset(KEPT_WORDS);
    this.handlers.reset();
    this.labelReferences.reset(KEPT_WORDS);
    this.functionReferences.reset(KEPT_WORDS);
    this.alone = false;
    this.looseReferences.reset(KEPT_WORDS);
    this.stubs.reset(KEPT_WORDS);
    this.tables.reset(KEPT_WORDS);
    this.tableLabels.reset(KEPT_WORDS);
    this.constants.reset(KEPT_WORDS);
    if (this.labelPositions.length > KEPT_WORDS) {
      this.labelPositions = new Int32Array(KEPT_WORDS);
      this.labelChains = new Int32Array(KEPT_WORDS);
    }
    if (this.functionStarts.length > KEPT_WORDS) {
      this.functionStarts = new Int32Array(KEPT_WORDS);
      this.functionChains = new Int32Array(KEPT_WORDS);
    } else {
      this.functionStarts.fill(0);
      this.functionChains.fill(0);
    }
  }
}

function grown(words: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(words);
  return larger;
}
