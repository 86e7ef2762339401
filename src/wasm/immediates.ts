import type { i64 } from './numbers.js';
/** The immediates that follow an opcode (spec 3.0, section 5.4). */
export const enum Immediate {
  None = 0,
  BlockType,
  Label,
  /** Vector of labels, then the default one. */
  BrTable,
  Func,
  /** Type index, then table index. */
  CallIndirect,
  /** Vector of value types. */
  SelectT,
  Local,
  Global,
  Table,
  /** Alignment exponent, then offset. */
  MemArg,
  Memory,
  I32,
  I64,
  F32,
  F64,
  HeapType,
  /** Data index, then memory index. */
  MemoryInit,
  Data,
  MemoryCopy,
  /** Element index, then table index. */
  TableInit,
  Elem,
  TableCopy,
  /** 16 bytes. */
  V128,
  /** 16 bytes, each the number of a lane of two vectors. */
  Shuffle,
  /** The number of a lane, a byte. */
  Lane,
  /** A memory argument, then the number of a lane. */
  MemArgLane,
  /** As MemArg; the alignment is the natural one. */
  AtomicMemArg,
  /** A zero byte. */
  Zero,
  Tag,
  /** Block type, then a vector of {@link CatchKind}s, each with the tag that it has and a label. */
  TryTable,
}

/** What a clause of `try_table` catches and hands over: bit 0, the reference, too; bit 1, any exception. */
export const enum CatchKind {
  Tag = 0,
  TagRef = 1,
  All = 2,
  AllRef = 3,
}

/**
 * How each immediate is written: `n` an integer in LEB128, `n*` a vector, `c*` one of clauses, and last a number of so
 * many bytes. It is all that one has to know to go past it.
 */
const FORMATS: Readonly<Record<Immediate, string>> = {
  [Immediate.None]: '',
  [Immediate.BlockType]: 'n',
  [Immediate.Label]: 'n',
  [Immediate.BrTable]: 'n*n',
  [Immediate.Func]: 'n',
  [Immediate.CallIndirect]: 'nn',
  [Immediate.SelectT]: 'n*',
  [Immediate.Local]: 'n',
  [Immediate.Global]: 'n',
  [Immediate.Table]: 'n',
  [Immediate.MemArg]: 'nn',
  [Immediate.Memory]: 'n',
  [Immediate.I32]: 'n',
  [Immediate.I64]: 'n',
  [Immediate.F32]: '4',
  [Immediate.F64]: '8',
  [Immediate.HeapType]: 'n',
  [Immediate.MemoryInit]: 'nn',
  [Immediate.Data]: 'n',
  [Immediate.MemoryCopy]: 'nn',
  [Immediate.TableInit]: 'nn',
  [Immediate.Elem]: 'n',
  [Immediate.TableCopy]: 'nn',
  [Immediate.V128]: '16',
  [Immediate.Shuffle]: '16',
  [Immediate.Lane]: '1',
  [Immediate.MemArgLane]: 'nn1',
  [Immediate.AtomicMemArg]: 'nn',
  [Immediate.Zero]: 'n',
  [Immediate.Tag]: 'n',
  [Immediate.TryTable]: 'nc*',
};

const KINDS = Object.keys(FORMATS).length;
/** Bytes behind the integers. */
export const FIXED_BYTES = new Uint8Array(KINDS);
/** 1 for those that begin with a vector of integers. */
export const HAS_VECTOR = new Uint8Array(KINDS);
/** Integers of each {@link Immediate}, those of a vector not counted. */
export const IMMEDIATE_INTEGERS = new Uint8Array(KINDS);

for (const [immediate, format] of Object.entries(FORMATS)) {
  const at = Number(immediate);
  HAS_VECTOR[at] = format.startsWith('n*') ? 1 : 0;
  const rest = format.replace(/[nc]\*/, '');
  const integers = /^n*/.exec(rest)![0].length;
  IMMEDIATE_INTEGERS[at] = integers;
  FIXED_BYTES[at] = Number(rest.slice(integers));
}

/** Goes past an immediate, which is well formed and starts at `pos`; returns the position behind. */
export function skipImmediate(immediate: Immediate, bytes: Uint8Array, pos: number): number {
  let at = pos;
  let integers = IMMEDIATE_INTEGERS[immediate]!;
  if (HAS_VECTOR[immediate] !== 0) {
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      integers += (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
  }
  for (; integers > 0; integers--) while (bytes[at++]! >= 0x80);
  return immediate === Immediate.TryTable ? skipClauses(bytes, at) : at + FIXED_BYTES[immediate]!;
}

/** Goes past the clauses of a `try_table`, of which there are no more than bytes; the position behind. */
export function skipClauses(bytes: Uint8Array, pos: number): number {
  let at = pos;
  let count: i64 = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    count += (byte & 0x7f) * 2 ** shift;
    if (!(byte >= 0x80)) break;
  }
  for (; count > 0 && at < bytes.length; count--) {
    const all = bytes[at++]! >= CatchKind.All;
    if (!all) while (bytes[at++]! >= 0x80);
    while (bytes[at++]! >= 0x80);
  }
  return at;
}
