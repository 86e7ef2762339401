import type { FuncType } from '../wasm/types.js';
import { isFloatKind, Kind, kindOf, type ValType } from '../wasm/value-types.js';
import type { CallingConvention } from './convention.js';
import { NO_REG, type Reg } from './places.js';

/**
 * Where the parameters and results of one function type are.
 *
 * One result comes back in a register. Two or more are written through an out-pointer, a hidden
 * argument, to memory of the caller's that is laid out as a C struct of the result types.
 */
export class SignatureLayout {
  /** Kind of each parameter. */
  readonly paramKinds: Uint8Array;
  /**
   * Place of each parameter: a register if not negative, else the bitwise complement of its byte
   * offset in the stack-argument area.
   */
  readonly paramPlaces: Int32Array;
  /** Size of the stack-argument area, a multiple of 16. */
  readonly stackBytes: number;
  readonly resultKinds: Uint8Array;
  /** Register of the single result, or NO_REG. */
  readonly resultReg: Reg;
  /** Register of the out-pointer argument, or NO_REG when there are fewer than two results. */
  readonly outPointer: Reg;
  /** Byte offset of each result behind the out-pointer; empty without one. */
  readonly resultOffsets: Int32Array;
  /** Size of the results behind the out-pointer, a multiple of 16. */
  readonly resultBytes: number;

  constructor(type: FuncType, convention: CallingConvention) {
    const { params, results } = type;
    let gp = 0;
    let fp = 0;
    let stack = 0;
    this.resultKinds = kindsOf(results);
    this.outPointer = results.length > 1 ? convention.outPointer : NO_REG;
    if (this.outPointer === convention.gpArgs[0]) gp++;
    this.paramKinds = kindsOf(params);
    this.paramPlaces = new Int32Array(params.length);
    for (let i = 0; i < params.length; i++) {
      const float = isFloatKind(this.paramKinds[i]!);
      const reg = float ? convention.fpArgs[fp] : convention.gpArgs[gp];
      if (reg !== undefined) {
        this.paramPlaces[i] = reg;
        if (float) fp++;
        else gp++;
      } else {
        this.paramPlaces[i] = ~stack;
        stack += 8;
      }
    }
    this.stackBytes = (stack + 15) & ~15;
    this.resultReg = NO_REG;
    this.resultOffsets = new Int32Array(results.length > 1 ? results.length : 0);
    let offset = 0;
    if (results.length === 1) {
      this.resultReg = isFloatKind(this.resultKinds[0]!)
        ? convention.fpResult
        : convention.gpResult;
    } else if (results.length > 1) {
      for (let i = 0; i < results.length; i++) {
        const size = this.resultKinds[i] === Kind.I32 || this.resultKinds[i] === Kind.F32 ? 4 : 8;
        offset = (offset + size - 1) & -size;
        this.resultOffsets[i] = offset;
        offset += size;
      }
    }
    this.resultBytes = (offset + 15) & ~15;
  }
}

function kindsOf(types: readonly ValType[]): Uint8Array {
  const kinds = new Uint8Array(types.length);
  for (let i = 0; i < types.length; i++) kinds[i] = kindOf(types[i]!);
  return kinds;
}

/** Layouts that are kept: real modules have a few hundred types. */
const MAX_LAYOUTS = 4096;

/** The layouts of a module's types, made when first asked for; no more of them than a module should need. */
export class SignatureLayouts {
  private layouts: SignatureLayout[] = [];
  private count = 0;

  /** @param types by index, for example an array */
  constructor(
    private readonly types: { at(index: number): FuncType | undefined },
    private readonly convention: CallingConvention,
  ) {}

  get(typeIndex: number): SignatureLayout {
    return this.layouts[typeIndex] ?? this.make(typeIndex);
  }

  private make(typeIndex: number): SignatureLayout {
    if (this.count === MAX_LAYOUTS) {
      this.layouts = [];
      this.count = 0;
    }
    const layout = new SignatureLayout(this.types.at(typeIndex)!, this.convention);
    this.layouts[typeIndex] = layout;
    this.count++;
    return layout;
  }
}
