import { constImmediate } from '../wasm/const-operators.js';
import { skipImmediate } from '../wasm/immediates.js';
import { Immediate, isPrefix, Op, prefixedOp } from '../wasm/operators.js';
import type { ConstExpr, ConstInstr } from '../wasm/types.js';
import { BinaryReader } from './binary-reader.js';
import { readHeapType } from './value-type-reader.js';

// Valid constant expressions, decoded from where they lie. For `ref.null`, `lo` is the ValType of the
// null.

/**
 * Reads the immediate of a constant (`i32.const` and its like): returns the lower 32 bits and leaves the
 * upper in the reader's `hi`, both as int32.
 */
export function readConstant(r: BinaryReader, op: Op): number {
  switch (constImmediate(op)) {
    case Immediate.I64:
      return r.s64('i64 constant');
    case Immediate.F64: {
      const lo = r.word('f64 constant');
      r.hi = r.word('f64 constant');
      return lo;
    }
    case Immediate.F32:
      r.hi = 0;
      return r.word('f32 constant');
    default:
      r.hi = 0;
      return r.s32('i32 constant');
  }
}

/** Reads one instruction, or `end` (undefined). */
function readInstr(r: BinaryReader): ConstInstr | undefined {
  const byte = r.u8('instruction');
  const op: Op = isPrefix(byte) ? prefixedOp(byte, r.u32('opcode')) : byte;
  if (op === Op.End) return undefined;
  switch (constImmediate(op)) {
    case Immediate.None:
      return { op, lo: 0, hi: 0 };
    case Immediate.HeapType:
      return { op, lo: readHeapType(r), hi: 0 };
    case Immediate.Func:
    case Immediate.Global:
      return { op, lo: r.u32('index'), hi: 0 };
    case Immediate.V128: {
      const lo = r.word('vector');
      const hi = r.word('vector');
      const lo2 = r.word('vector');
      return { op, lo, hi, lo2, hi2: r.word('vector') };
    }
    default: {
      const lo = readConstant(r, op);
      return { op, lo, hi: r.hi };
    }
  }
}

/** Goes past a whole expression, with its `end`. */
export function skipConstExpr(r: BinaryReader): void {
  const { bytes } = r;
  for (let byte = bytes[r.pos++]!; byte !== Op.End; byte = bytes[r.pos++]!) {
    const op = isPrefix(byte) ? prefixedOp(byte, r.u32('opcode')) : byte;
    r.pos = skipImmediate(constImmediate(op), bytes, r.pos);
  }
}

/** An expression that starts at a position of the bytes. */
class StoredConstExpr implements Iterable<ConstInstr> {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly at: number,
  ) {}

  [Symbol.iterator](): Iterator<ConstInstr> {
    const r = new BinaryReader(this.bytes, this.at, this.bytes.length, 0);
    const instrs: ConstInstr[] = [];
    for (let instr = readInstr(r); instr !== undefined; instr = readInstr(r)) instrs.push(instr);
    return instrs[Symbol.iterator]();
  }
}

/** What has the bytes that positions refer to. */
interface BytesSource {
  bytes(): Uint8Array;
}

/** The constant expression at a position. */
export function constExprAt(source: BytesSource, position: number): ConstExpr {
  return new StoredConstExpr(source.bytes(), position);
}

/** A list of constant expressions: a position each. */
export class ConstExprs implements Iterable<ConstExpr> {
  private positions = new Uint32Array(0);
  private count = 0;

  constructor(private readonly source: BytesSource) {}

  get length(): number {
    return this.count;
  }

  /** Makes room for so many expressions, which {@link add} will add. */
  begin(count: number): void {
    this.positions = new Uint32Array(count);
  }

  add(position: number): void {
    this.positions[this.count++] = position;
  }

  get(index: number): ConstExpr {
    if (index >= this.count) throw new RangeError(`no constant expression ${index}`);
    return constExprAt(this.source, this.positions[index]!);
  }

  forEach(visit: (expr: ConstExpr, index: number) => void): void {
    for (let i = 0; i < this.count; i++) visit(this.get(i), i);
  }

  *[Symbol.iterator](): Generator<ConstExpr> {
    for (let i = 0; i < this.count; i++) yield this.get(i);
  }
}
