/**
 * Exceptions. A `try` costs its body nothing but that calls find all in slots that handlers may read, as they do
 * anyway, and a jump over the handlers. A *landing pad* begins with nothing in registers; the runtime has put what it
 * caught to the slots above the operands that the block began with.
 */

import { THROW_REF_TYPE } from '../abi/builtin-signatures.js';
import type { Slot } from '../abi/places.js';
import type { Layout } from '../abi/signature-layout.js';
import { HANDS_REFERENCE, REFERENCE_FIRST, TAG_SHIFT } from '../masm/handlers.js';
import { NO_TYPES, type TypeList } from '../module/type-table.js';
import { BlockKind, NO_JOIN } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { Loc, RECORD } from '../stack/value-stack.js';
import { IntList, KEPT_WORDS } from '../util/int-list.js';
import { CatchKind } from '../wasm/immediates.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, ValType } from '../wasm/value-types.js';
import { beginCall, emitArgs } from './calls.js';
import { joinPosition } from './join-table.js';
import { enterJoin, enterPad, fixJoin } from './joins.js';
import { lookAhead } from './look-ahead.js';
import { emitPlan, jumpToBlock, labelOf, planMerge } from './merges.js';
import { closeTry, headAround, openTry } from './open-tries.js';
import { allocGp, unpin } from './registers.js';
import { returnFromFunction } from './returns.js';
import { fn, NO_LABEL, useSlot } from './state.js';

/** Clauses of the open `try_table`s, which their ends want: a CatchKind, the tag, the block. */
const clauses = new IntList();
const CLAUSE_WORDS = 3;

/** Forgets all of them, for a new function, and memory that an unusual one needed. */
export const forgetClauses = (): void => {
  clauses.reset(KEPT_WORDS);
};

/** Begins a `try`; its handlers follow behind the body. */
export const beginTry = (block: number): void => {
  const head = openTry(block);
  control.setElseLabel(block, head);
  control.setElseJoin(block, head);
};

/** Begins a `try_table`, whose handlers are its clauses. */
export const beginTryTable = (block: number, given: Int32Array, count: number): void => {
  control.setElseLabel(block, openTry(block));
  control.setElseJoin(block, clauses.length);
  for (let i = 0; i < CLAUSE_WORDS * count; i++) clauses.push(given[i]!);
};

/**
 * Ends a `try_table`: its landing pads branch to the labels of the clauses.
 *
 * @returns whether the code behind is reachable
 */
const endTryTable = (block: number, live: boolean): boolean => {
  closeTry();
  const results = control.results(block);
  const base = control.height(block);
  const first = control.elseJoin(block);
  const end = clauses.length;
  if (live && end > first) jumpTo(block, results);
  let last = control.elseLabel(block);
  for (let i = first; i < end; i += CLAUSE_WORDS) {
    const kind = clauses.data[i]! as CatchKind;
    const withReference = (kind & CatchKind.TagRef) !== 0;
    const what = whatOf(clauses.data[i + 1]!, withReference ? HANDS_REFERENCE : 0);
    last = land(last, what, base);
    pushCaught(clauses.data[i + 1]!);
    if (withReference) pushInSlot(ValType.ExnRef);
    const target = clauses.data[i + 2]!;
    if (target === 0) returnFromFunction();
    else jumpTo(target, control.labelTypes(target));
    stack.dropTo(base);
  }
  clauses.length = first;
  return endJoined(block, live && end === first, base, results);
};

/**
 * Begins a handler of a `try`. Behind the operands that were there, it has the reference to the exception, then its values.
 *
 * @param tag -1: of `catch_all`
 * @param live whether the end of what is before is reachable
 */
export const beginCatch = (block: number, tag: number, live: boolean): void => {
  const base = control.height(block);
  if (control.kind(block) === BlockKind.Try) closeTry();
  if (live) jumpTo(block, control.results(block));
  // Nobody else can see the reference.
  const wanted = lookAhead.rethrows;
  const what = whatOf(tag, wanted ? HANDS_REFERENCE | REFERENCE_FIRST : 0);
  const last = control.elseJoin(block);
  control.setElseJoin(block, land(last, what, wanted ? base : base + RECORD));
  if (wanted) pushInSlot(ValType.ExnRef);
  else stack.pushConst(ValType.ExnRef, 0, 0);
  pushCaught(tag);
};

/** Ends a `try_table`, a `try` or its last handler. @returns whether the code behind is reachable */
export const endTry = (block: number, live: boolean): boolean => {
  if (control.kind(block) === BlockKind.TryTable) return endTryTable(block, live);
  const isBody = control.kind(block) === BlockKind.Try;
  if (isBody) closeTry();
  const results = control.results(block);
  // Behind a catch, results lie one slot above where they belong.
  if (!isBody && live) fixJoin(block, results);
  return endJoined(block, live, control.height(block), results);
};

/**
 * Ends a `try` whose exceptions go on as if they came from a block outside.
 *
 * @returns whether the code behind is reachable
 */
export const endByDelegate = (block: number, target: number, live: boolean): boolean => {
  closeTry();
  fn.handlers.setNext(control.elseLabel(block), headAround(target));
  return endJoined(block, live, control.height(block), control.results(block));
};

/** Throws an exception with the topmost operands. The code behind is not reachable. */
export const throwTag = (tag: number): void => {
  leaveFor(tag, fn.signatures.of(fn.facts.tags[tag]!));
};

/** Throws the exception again that the topmost operand is a reference to. */
export const throwRef = (): void => {
  fn.handlers.noteThrowRef();
  leaveFor(fn.facts.tags.length, fn.signatures.ofCommon(THROW_REF_TYPE));
};

/** Throws the exception again that a handler of a `try` has caught. */
export const rethrow = (block: number): void => {
  const reg = allocGp();
  fn.masm.loadSlot(Kind.I64, reg, stack.slotOf(control.height(block)));
  stack.pushReg(ValType.ExnRef, reg, 0);
  throwRef();
};

/** Calls what throws; that does not return. */
const leaveFor = (tag: number, layout: Layout): void => {
  const masm = fn.masm;
  const signatures = fn.signatures;
  const first = stack.top - signatures.paramCount(layout) * RECORD;
  const area = beginCall(layout, first);
  emitArgs(layout, first, area);
  masm.callImport(~tag, fn.vmctx.tag(tag), fn.convention.calleeReg, signatures.vmctxArg(layout));
  masm.trap(TrapKind.Unreachable);
  stack.dropTo(first);
  stack.emptyAll();
  unpin();
  fn.memoryBaseValid = false;
};

/** A handler's word of what it catches and hands over. */
const whatOf = (tag: number, flags: number): number => ((tag + 1) << TAG_SHIFT) | flags;

/**
 * Emits the start of a landing pad.
 *
 * @param last record that asks this one next
 * @param first handle of the value that the runtime puts to its slot first
 * @returns the handler's record
 */
const land = (last: number, what: number, first: number): number => {
  const masm = fn.masm;
  const block = control.depth - 1;
  enterPad(control.height(block));
  masm.reserveOperator();
  const slot = stack.slotOf(first);
  const { firstSlot } = masm.traits;
  const place = firstSlot === 0 ? slot : firstSlot - slot;
  const step = firstSlot === 0 ? stack.slotBytes : -stack.slotBytes;
  const { handlers } = fn;
  const record = handlers.add(masm.pos, what, place, step, handlers.next(last));
  handlers.setNext(last, record);
  masm.landingPad();
  return record;
};

/** Pushes the values of a tag's exception, which are in their slots. */
const pushCaught = (tag: number): void => {
  const types = fn.types;
  const list = tag < 0 ? NO_TYPES : types.params(fn.facts.tags[tag]!);
  const count = types.count(list);
  for (let i = 0; i < count; i++) pushInSlot(types.typeAt(list, i));
};

const pushInSlot = (type: ValType): void => {
  const slot: Slot = stack.slotOf(stack.pushPlain(type, Loc.Stored));
  useSlot(slot);
};

/** Goes to a block's label. */
const jumpTo = (block: number, list: TypeList): void => {
  const arity = fn.types.count(list);
  if (fixJoin(block, list) || arity !== 0) jumpToBlock(block, arity);
  else fn.masm.jump(labelOf(block));
};

/** Binds the label at the end of a block, where something branches to it. */
const endJoined = (block: number, live: boolean, base: number, results: TypeList): boolean => {
  const join = control.join(block);
  if (join === NO_JOIN) return live;
  if (live && planMerge(join, base, fn.types.count(results), joinPosition(block))) emitPlan();
  const label = control.label(block);
  if (label !== NO_LABEL) fn.masm.bind(label);
  enterJoin(join, base, results);
  return true;
};
