import { TypeTable, tableOf } from '../module/type-table.js';
import type { FuncType } from '../wasm/types.js';
import { bytesOfKind, isFloatKind, type Kind, kindOf, type ValType } from '../wasm/value-types.js';
import type { CallingConvention } from './convention.js';
import { NO_REG, type Reg } from './places.js';

// A layout says where the parameters and results of one function type are. It is words of the table,
// named by the index of the first:
//
//   +0  number of parameters
//   +1  number of results
//   +2  size of the stack-argument area, a multiple of 16
//   +3  register of the single result, or NO_REG
//   +4  register of the out-pointer argument, or NO_REG when there are fewer than two results
//   +5  size of the results behind the out-pointer, a multiple of 16
//   +6  register of the vmctx argument
//   +7  pairs: of each parameter its type, and its place: a register if not negative, else the bitwise
//       complement of its byte offset in the stack-argument area;
//       then of each result its type, and its byte offset behind the out-pointer (0 without one)
const PARAMS = 0;
const RESULTS = 1;
const STACK_BYTES = 2;
const RESULT_REG = 3;
const OUT_POINTER = 4;
const RESULT_BYTES = 5;
const VMCTX_ARG = 6;
const PAIRS = 7;

/** The name of a layout in its {@link SignatureTable}. */
export type Layout = number;

/** No layout is made yet. */
const NONE = -1;
/** A stack argument takes this many bytes at least. */
const MIN_STACK_ARG = 8;
/** Words that there is room for at first, and between modules. */
const CAPACITY = 1 << 12;
/** Enough for one type of a few parameters; tables for one type are made for each that JavaScript sees. */
const ONE_TYPE = 64;

const EMPTY = new TypeTable();

/**
 * Where the parameters and results of function types are: of a few that every module has, and of one
 * module's after the other.
 *
 * One result comes back in a register. Two or more are written through an out-pointer, a hidden first
 * argument, to memory of the caller's that is laid out as a C struct of the result types. The vmctx is the
 * next argument.
 */
export class SignatureTable {
  private words: Int32Array;
  private length = 0;
  private types = EMPTY;
  /** Layout of each of the module's types, or NONE. */
  private layouts = new Int32Array(0);
  private readonly common: Int32Array;
  // What the convention says.
  private readonly gpArgs: Int32Array;
  private readonly fpArgs: Int32Array;
  private readonly gpResult: Reg;
  private readonly fpResult: Reg;
  /** Where the layouts of the module's types begin. */
  private readonly ownStart: number;

  /**
   * @param common types that every module has
   * @param capacity words that there is room for at first
   */
  constructor(convention: CallingConvention, common: TypeTable, capacity = CAPACITY) {
    this.gpArgs = Int32Array.from(convention.gpArgs);
    this.fpArgs = Int32Array.from(convention.fpArgs);
    this.gpResult = convention.gpResult;
    this.fpResult = convention.fpResult;
    this.words = new Int32Array(capacity);
    this.common = new Int32Array(common.length);
    for (let i = 0; i < common.length; i++) this.common[i] = this.make(common, i);
    this.ownStart = this.length;
  }

  /** Takes the types of a module in the place of those before. Their layouts are made when asked for. */
  begin(types: TypeTable): void {
    this.types = types;
    this.layouts = new Int32Array(types.length).fill(NONE);
    this.length = this.ownStart;
  }

  /** Lets go of the module's types, and of memory that unusually many of them needed. */
  end(): void {
    this.types = EMPTY;
    this.layouts = new Int32Array(0);
    this.length = this.ownStart;
    if (this.words.length <= CAPACITY) return;
    const words = new Int32Array(CAPACITY);
    words.set(this.words.subarray(0, CAPACITY));
    this.words = words;
  }

  /** The layout of one of the types that every module has. */
  ofCommon(index: number): Layout {
    return this.common[index]!;
  }

  /** The layout of a type of the module. */
  of(typeIndex: number): Layout {
    const layout = this.layouts[typeIndex]!;
    return layout !== NONE ? layout : this.makeOwn(typeIndex);
  }

  paramCount(layout: Layout): number {
    return this.words[layout + PARAMS]!;
  }

  resultCount(layout: Layout): number {
    return this.words[layout + RESULTS]!;
  }

  /** Size of the stack-argument area, a multiple of 16. */
  stackBytes(layout: Layout): number {
    return this.words[layout + STACK_BYTES]!;
  }

  /** Register of the single result, or NO_REG. */
  resultReg(layout: Layout): Reg {
    return this.words[layout + RESULT_REG]!;
  }

  /** Register of the out-pointer argument, or NO_REG when there are fewer than two results. */
  outPointer(layout: Layout): Reg {
    return this.words[layout + OUT_POINTER]!;
  }

  /** Size of the results behind the out-pointer, a multiple of 16. */
  resultBytes(layout: Layout): number {
    return this.words[layout + RESULT_BYTES]!;
  }

  /** Register of the vmctx argument. */
  vmctxArg(layout: Layout): Reg {
    return this.words[layout + VMCTX_ARG]!;
  }

  paramType(layout: Layout, index: number): ValType {
    return this.words[layout + PAIRS + 2 * index]!;
  }

  paramKind(layout: Layout, index: number): Kind {
    return kindOf(this.paramType(layout, index));
  }

  /**
   * Place of a parameter: a register if not negative, else the bitwise complement of its byte offset in
   * the stack-argument area.
   */
  paramPlace(layout: Layout, index: number): number {
    return this.words[layout + PAIRS + 2 * index + 1]!;
  }

  resultType(layout: Layout, index: number): ValType {
    return this.words[layout + PAIRS + 2 * (this.words[layout + PARAMS]! + index)]!;
  }

  resultKind(layout: Layout, index: number): Kind {
    return kindOf(this.resultType(layout, index));
  }

  /** Byte offset of a result behind the out-pointer. */
  resultOffset(layout: Layout, index: number): number {
    return this.words[layout + PAIRS + 2 * (this.words[layout + PARAMS]! + index) + 1]!;
  }

  private makeOwn(typeIndex: number): Layout {
    const layout = this.make(this.types, typeIndex);
    this.layouts[typeIndex] = layout;
    return layout;
  }

  private make(types: TypeTable, index: number): Layout {
    const params = types.params(index);
    const results = types.results(index);
    const paramCount = types.count(params);
    const resultCount = types.count(results);
    const layout = this.length;
    this.reserve(PAIRS + 2 * (paramCount + resultCount));
    const words = this.words;
    let gp = 0;
    const outPointer = resultCount > 1 ? this.gpArgs[gp++]! : NO_REG;
    words[layout + VMCTX_ARG] = this.gpArgs[gp++]!;
    let fp = 0;
    let stack = 0;
    let at = layout + PAIRS;
    for (let i = 0; i < paramCount; i++, at += 2) {
      const type = types.typeAt(params, i);
      const kind = kindOf(type);
      const float = isFloatKind(kind);
      const regs = float ? this.fpArgs : this.gpArgs;
      const next = float ? fp++ : gp++;
      words[at] = type;
      if (next < regs.length) words[at + 1] = regs[next]!;
      else {
        const size = Math.max(MIN_STACK_ARG, bytesOfKind(kind));
        stack = (stack + size - 1) & -size;
        words[at + 1] = ~stack;
        stack += size;
      }
    }
    let offset = 0;
    for (let i = 0; i < resultCount; i++, at += 2) {
      const type = types.typeAt(results, i);
      words[at] = type;
      words[at + 1] = 0;
      if (outPointer === NO_REG) continue;
      const size = bytesOfKind(kindOf(type));
      offset = (offset + size - 1) & -size;
      words[at + 1] = offset;
      offset += size;
    }
    let resultReg = NO_REG;
    if (resultCount === 1) {
      resultReg = isFloatKind(kindOf(types.typeAt(results, 0))) ? this.fpResult : this.gpResult;
    }
    words[layout + PARAMS] = paramCount;
    words[layout + RESULTS] = resultCount;
    words[layout + STACK_BYTES] = (stack + 15) & ~15;
    words[layout + RESULT_REG] = resultReg;
    words[layout + OUT_POINTER] = outPointer;
    words[layout + RESULT_BYTES] = (offset + 15) & ~15;
    this.length = at;
    return layout;
  }

  /** Makes room for `count` more words. */
  private reserve(count: number): void {
    let capacity = this.words.length;
    if (this.length + count <= capacity) return;
    while (capacity < this.length + count) capacity *= 2;
    const words = new Int32Array(capacity);
    words.set(this.words);
    this.words = words;
  }
}

/** A table of one type, as its common type 0. */
export function signatureOf(
  convention: CallingConvention,
  { params, results }: Pick<FuncType, 'params' | 'results'>,
): SignatureTable {
  return new SignatureTable(convention, tableOf([[params, results]]), ONE_TYPE);
}
