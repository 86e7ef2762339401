import type { ModuleInfo } from '../module/module-info.js';
import { MAX_VALUES } from '../stack/value-stack.js';
import { CatchKind } from '../wasm/immediates.js';
import { MAX_BR_TABLE_TARGETS, MAX_LOCALS } from '../wasm/limits.js';
import {
  ATOMIC_PREFIX,
  Immediate,
  MISC_PREFIX,
  OP_ACCESS_LOG2,
  OP_COUNT,
  OP_IMMEDIATE,
  OP_SHAPE,
  Op,
  prefixedOp,
  Shape,
  VECTOR_BASE,
  VECTOR_PREFIX,
} from '../wasm/opcodes.js';
import { valTypeOfByte } from '../wasm/value-types.js';

/** What is looked at of an operator. */
const enum Step {
  /** Not one of ours. */
  Refuse = 0,
  Skip0,
  Skip1,
  Skip2,
  Skip4,
  Skip8,
  MemArg,
  BlockType,
  BrTable,
  /** So many zero bytes. */
  Zero1,
  Zero2,
  /** An integer, then a zero byte. */
  Skip1Zero1,
  SelectT,
  HeapType,
  RefFunc,
  Prefix,
  VectorPrefix,
  Skip16,
  SkipByte,
  MemArgLane,
  TryTable,
}

const STEPS = new Uint8Array(OP_COUNT);
for (let op = 0; op < OP_COUNT; op++) {
  if (OP_SHAPE[op] !== Shape.Illegal) STEPS[op] = stepOf(op, OP_IMMEDIATE[op]!);
}
STEPS[MISC_PREFIX] = Step.Prefix;
STEPS[VECTOR_PREFIX] = Step.VectorPrefix;
STEPS[ATOMIC_PREFIX] = Step.Prefix;

function stepOf(op: number, immediate: Immediate): Step {
  switch (immediate) {
    case Immediate.None:
      return Step.Skip0;
    case Immediate.BlockType:
      return Step.BlockType;
    case Immediate.BrTable:
      return Step.BrTable;
    case Immediate.Func:
      return op === Op.RefFunc ? Step.RefFunc : Step.Skip1;
    case Immediate.CallIndirect:
    case Immediate.TableInit:
    case Immediate.TableCopy:
      return Step.Skip2;
    case Immediate.SelectT:
      return Step.SelectT;
    case Immediate.MemArg:
    case Immediate.AtomicMemArg:
      return Step.MemArg;
    case Immediate.Memory:
    case Immediate.Zero:
      return Step.Zero1;
    case Immediate.MemoryCopy:
      return Step.Zero2;
    case Immediate.MemoryInit:
      return Step.Skip1Zero1;
    case Immediate.F32:
      return Step.Skip4;
    case Immediate.F64:
      return Step.Skip8;
    case Immediate.HeapType:
      return Step.HeapType;
    case Immediate.V128:
    case Immediate.Shuffle:
      return Step.Skip16;
    case Immediate.Lane:
      return Step.SkipByte;
    case Immediate.MemArgLane:
      return Step.MemArgLane;
    case Immediate.TryTable:
      return Step.TryTable;
    default:
      return Step.Skip1;
  }
}

/** 1 for bytes that are value types of ours. */
const IS_TYPE = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (valTypeOfByte(byte) >= 0) IS_TYPE[byte] = 1;
}

const V128 = 0x7b;

/** In place of a position or a value: not one of ours. */
const NEVER = -1;

/** Position behind a LEB128 integer whose value is not wanted. */
const behind = (bytes: Uint8Array, pos: number): number => {
  let at = pos;
  while (bytes[at++]! >= 0x80);
  return at;
};

/** An unsigned integer; `NEVER` for one that is longer than one of ours may be. */
const unsignedAt = (bytes: Uint8Array, pos: number): number => {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[pos + i]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  return NEVER;
};

/**
 * Functions with more results, and blocks and tags with more values of either kind, are few bytes that become much code: each branch, each
 * block and each catch has all of them. Modules that have such are compiled at once, so that code that is over its budget is refused when it
 * always is. Parameters of functions are not meant: a call takes what other operators have put there.
 */
export const MOST_VALUES = 32;

/** Whether a block may have a type that is an index, by {@link MOST_VALUES}; false for what is no index. */
const isTypeOfBlock = (info: ModuleInfo, bytes: Uint8Array, pos: number): boolean => {
  // Negative ones are types that are not ours, in longer forms too.
  if ((bytes[behind(bytes, pos) - 1]! & 0x40) !== 0) return false;
  const type = unsignedAt(bytes, pos);
  const { typeTable } = info;
  if (type < 0 || type >= typeTable.length) return false;
  return typeTable.count(typeTable.params(type)) <= MOST_VALUES;
};

/**
 * Whether a function body that another validator has found to be valid is so by our rules, too. Others know
 * more proposals than we do, so this looks for what only those have: operators, types, forms of immediates, and for what
 * is beyond limits that are ours alone. False also in case of doubt: then our own validator has the word.
 *
 * @param bytes holds the body, from its local declarations at `start` to `end`
 * @param mostResults that a type of the module has
 * @param vectors whether they are ours: values of type v128 and operators on them
 */
export const hasOnlyOurs = (
  info: ModuleInfo,
  mostResults: number,
  vectors: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean => {
  // An operator that adds to the stack has two bytes at least.
  if (((end - start) >> 1) * mostResults + MAX_LOCALS >= MAX_VALUES) return false;
  let pos = start;
  const groups = unsignedAt(bytes, pos);
  pos = behind(bytes, pos);
  for (let i = 0; i < groups; i++) {
    pos = behind(bytes, pos);
    if (pos >= end || IS_TYPE[bytes[pos]!] === 0) return false;
    if (!vectors && bytes[pos] === V128) return false;
    pos++;
  }
  const steps = STEPS;
  const isType = IS_TYPE;
  while (pos < end) {
    const op = bytes[pos++]!;
    switch (steps[op]! as Step) {
      case Step.Skip0:
        break;
      case Step.Skip1:
        while (bytes[pos++]! >= 0x80);
        break;
      case Step.MemArg:
        // Above are those with the index of a memory.
        if (bytes[pos++]! >= 0x40) return false;
        while (bytes[pos++]! >= 0x80);
        break;
      case Step.BlockType: {
        const byte = bytes[pos]!;
        if (byte === 0x40 || isType[byte] !== 0) {
          pos++;
          break;
        }
        if (!isTypeOfBlock(info, bytes, pos)) return false;
        while (bytes[pos++]! >= 0x80);
        break;
      }
      case Step.TryTable:
        pos = behindTryTable(info, bytes, pos, end);
        if (pos < 0) return false;
        break;
      case Step.Skip2:
        while (bytes[pos++]! >= 0x80);
        while (bytes[pos++]! >= 0x80);
        break;
      case Step.Skip4:
        pos += 4;
        break;
      case Step.Skip8:
        pos += 8;
        break;
      case Step.BrTable: {
        const count = unsignedAt(bytes, pos);
        if (count < 0 || count > MAX_BR_TABLE_TARGETS) return false;
        pos = behind(bytes, pos);
        for (let i = 0; i <= count; i++) while (bytes[pos++]! >= 0x80);
        break;
      }
      case Step.Prefix: {
        const sub = bytes[pos++]!;
        if (sub >= 0x80) return false;
        pos = behindPrefixed(bytes, pos, prefixedOp(op, sub));
        if (pos < 0) return false;
        break;
      }
      case Step.VectorPrefix: {
        if (!vectors) return false;
        const op = prefixedOp(VECTOR_PREFIX, unsignedAt(bytes, pos) >>> 0);
        pos = behindPrefixed(bytes, behind(bytes, pos), op);
        if (pos < 0) return false;
        break;
      }
      default:
        pos = behindRare(info, bytes, pos, steps[op]!);
        if (pos < 0) return false;
    }
  }
  return pos === end && bytes[end - 1] === Op.End;
};

/** Behind the immediates of a `try_table`. */
const behindTryTable = (info: ModuleInfo, bytes: Uint8Array, pos: number, end: number): number => {
  const type = bytes[pos]!;
  if (type !== 0x40 && IS_TYPE[type] === 0 && !isTypeOfBlock(info, bytes, pos)) return NEVER;
  let at = behind(bytes, pos);
  const count = unsignedAt(bytes, at);
  at = behind(bytes, at);
  if (count < 0 || count > end - at) return NEVER;
  for (let i = 0; i < count; i++) {
    const kind = bytes[at++]!;
    if (!(kind <= CatchKind.AllRef)) return NEVER;
    if (kind < CatchKind.All) at = behind(bytes, at);
    at = behind(bytes, at);
  }
  return at;
};

const behindPrefixed = (bytes: Uint8Array, pos: number, op: number): number => {
  switch (STEPS[op]! as Step) {
    case Step.Skip0:
      return pos;
    case Step.Skip1:
      return behind(bytes, pos);
    case Step.Skip16:
      return pos + 16;
    case Step.SkipByte:
      return pos + 1;
    case Step.MemArg:
    case Step.MemArgLane: {
      // Of an atomic access. There are hosts that do not look at the alignment.
      if (op < VECTOR_BASE && bytes[pos] !== OP_ACCESS_LOG2[op]) return NEVER;
      // Above are those with the index of a memory.
      if (bytes[pos]! >= 0x40) return NEVER;
      const at = behind(bytes, pos + 1);
      return STEPS[op] === Step.MemArg ? at : at + 1;
    }
    case Step.Skip2:
      return behind(bytes, behind(bytes, pos));
    case Step.Zero1:
      return bytes[pos] === 0 ? pos + 1 : NEVER;
    case Step.Zero2:
      return bytes[pos] === 0 && bytes[pos + 1] === 0 ? pos + 2 : NEVER;
    case Step.Skip1Zero1: {
      const at = behind(bytes, pos);
      return bytes[at] === 0 ? at + 1 : NEVER;
    }
    default:
      return NEVER;
  }
};

const behindRare = (info: ModuleInfo, bytes: Uint8Array, pos: number, step: Step): number => {
  switch (step) {
    case Step.Zero1:
      return bytes[pos] === 0 ? pos + 1 : NEVER;
    case Step.SelectT:
      return bytes[pos] === 1 && IS_TYPE[bytes[pos + 1]!] !== 0 ? pos + 2 : NEVER;
    case Step.HeapType:
      return bytes[pos] === 0x70 || bytes[pos] === 0x6f || bytes[pos] === 0x69 ? pos + 1 : NEVER;
    case Step.RefFunc:
      return info.refFuncs.has(unsignedAt(bytes, pos)) ? behind(bytes, pos) : NEVER;
    default:
      return NEVER;
  }
};
