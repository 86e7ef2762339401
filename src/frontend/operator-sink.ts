import type { u32 } from '../wasm/numbers.js';
import type { Op } from '../wasm/opcodes.js';
import type { ValType } from '../wasm/value-types.js';

/**
 * What the body decoder drives: one call an operator, in program order, already validated, and only
 * for reachable code. Operands are on the shared value stack with their types checked; the sink pops
 * them and pushes the results, so that the stack's types stay right.
 *
 * `next` is the byte behind the operator (-1 at the end), for fusing a compare with what uses it.
 * `frame` is a depth in the shared control stack.
 */
export interface OperatorSink {
  /**
   * @param locals types of all locals, parameters first
   * @param localCount how many entries of `locals` count
   * @param offset module offset of the body
   * @param bytes holds the body's operators, not validated yet, from `start` to `end`
   * @param vectorLocals whether locals that are no parameters are vectors
   */
  beginFunction(
    funcIndex: number,
    locals: Int32Array,
    localCount: number,
    offset: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    vectorLocals: boolean,
  ): void;
  /**
   * Every operator starts with this.
   * @param offset its module offset
   * @param position its position in `bytes`
   */
  beginOperator(offset: number, position: number): void;
  /** After each operator, also in unreachable code, if the decoder was asked for debug calls. */
  endOperator(op: Op): void;

  constant(type: ValType, lo: number, hi: number): void;
  unary(op: Op): void;
  binary(op: Op): void;
  shift(op: Op): void;
  divide(op: Op): void;
  compare(op: Op, next: number): void;
  test(op: Op, next: number): void;
  convert(op: Op): void;
  /** `i64.add128`, `i64.sub128`. */
  binary128(op: Op): void;
  /** `i64.mul_wide_s`, `i64.mul_wide_u`. */
  multiplyWide(op: Op): void;
  load(op: Op, offset: u32, memory: number): void;
  store(op: Op, offset: u32, memory: number): void;
  /** Four words, lane 0 first. */
  vectorConstant(w0: number, w1: number, w2: number, w3: number): void;
  vectorUnary(op: Op): void;
  vectorBinary(op: Op): void;
  vectorTernary(op: Op): void;
  vectorShift(op: Op): void;
  vectorTest(op: Op, next: number): void;
  splat(op: Op): void;
  extractLane(op: Op, lane: number): void;
  replaceLane(op: Op, lane: number): void;
  /** `i8x16.shuffle`, by the numbers of lanes: four of them in each word, the first lowest. */
  shuffle(w0: number, w1: number, w2: number, w3: number): void;
  loadLane(op: Op, offset: u32, memory: number, lane: number): void;
  storeLane(op: Op, offset: u32, memory: number, lane: number): void;
  atomicLoad(op: Op, offset: u32, memory: number): void;
  atomicStore(op: Op, offset: u32, memory: number): void;
  atomicRmw(op: Op, offset: u32, memory: number): void;
  atomicCompareExchange(op: Op, offset: u32, memory: number): void;
  atomicWait(op: Op, offset: u32, memory: number): void;
  atomicNotify(offset: u32, memory: number): void;
  atomicFence(): void;
  drop(): void;
  select(): void;

  /** The operator that follows the coming one sets this local; operands keep their copies of it. */
  overwriteLocal(index: number): void;
  localGet(index: number): void;
  localSet(index: number): void;
  localTee(index: number): void;
  globalGet(index: number): void;
  globalSet(index: number): void;

  /** The frame of the block was pushed. */
  block(frame: number): void;
  loop(frame: number): void;
  if(frame: number): void;
  /**
   * @param live whether the end of the `then` branch is reachable
   */
  else(frame: number, live: boolean): void;
  /**
   * Ends a block (not the function). Leaves its results on the stack if the code behind is reachable.
   * @param live whether the end of the block is reached from inside
   * @returns whether the code behind the block is reachable
   */
  end(frame: number, live: boolean): boolean;
  /** Ends the function. */
  endFunction(live: boolean): void;
  /** Branches leave their operands on the stack; the decoder drops them. */
  br(frame: number): void;
  brIf(frame: number): void;
  /** @param targets frames; the default is the last of `count` */
  brTable(targets: Int32Array, count: number): void;
  return(): void;
  unreachable(): void;

  call(funcIndex: number): void;
  callIndirect(typeIndex: number, table: number): void;
  returnCall(funcIndex: number): void;
  returnCallIndirect(typeIndex: number, table: number): void;

  /** The frame of the block was pushed. */
  try(frame: number): void;
  /**
   * Begins what a `try` does with an exception. Leaves the reference to it and its values on the stack.
   * @param tag -1 of `catch_all`
   * @param live whether the end of what is before is reachable
   */
  catch(frame: number, tag: number, live: boolean): void;
  /**
   * Ends a `try` whose exceptions go on as if they came from the frame `target`.
   * @returns as {@link end}
   */
  delegate(frame: number, target: number, live: boolean): boolean;
  /**
   * The frame of the block was pushed.
   * @param clauses of each a `CatchKind`, its tag and the frame that it branches to
   */
  tryTable(frame: number, clauses: Int32Array, count: number): void;
  throw(tag: number): void;
  throwRef(): void;
  /** @param frame behind whose catch it is thrown again */
  rethrow(frame: number): void;

  refNull(type: ValType): void;
  refIsNull(next: number): void;
  refFunc(funcIndex: number): void;
  tableGet(table: number): void;
  tableSet(table: number): void;
  tableSize(table: number): void;
  tableGrow(table: number): void;
  tableFill(table: number): void;
  tableCopy(dst: number, src: number): void;
  tableInit(elem: number, table: number): void;
  elemDrop(elem: number): void;
  memorySize(memory: number): void;
  memoryGrow(memory: number): void;
  memoryFill(memory: number): void;
  memoryCopy(dst: number, src: number): void;
  memoryInit(data: number, memory: number): void;
  dataDrop(data: number): void;
}
