import { BinaryReader } from '../module/binary-reader.js';
import type { ModuleInfo } from '../module/module-info.js';
import { readHeapType, readValType } from '../module/value-type-reader.js';
import { IntList } from '../util/int-list.js';
import { encodeUtf8 } from '../util/utf8.js';
import { CatchKind, Immediate } from '../wasm/immediates.js';
import { isPrefix, OP_ACCESS_LOG2, OP_IMMEDIATE, Op, opName, prefixedOp } from '../wasm/opcodes.js';
import { type ConstInstr, ExternKind, type FuncType } from '../wasm/types.js';
import { typeName } from '../wasm/value-types.js';
import { type DebugRecord, FUNCTION_WORDS } from './record.js';
import { SectionWriter } from './section.js';

/** A module's functions as text, one operator a line. */
export interface ModuleText {
  readonly bytes: Uint8Array;
  /** Line, from 1, at which each defined function begins. */
  readonly functionLines: Int32Array;
  /** Pairs (module offset of an operator, its line), ascending in both. */
  readonly operatorLines: Int32Array;
}

/** Blocks are indented up to this depth. */
const MAX_INDENT = 40;
/** Names longer than this are left out. */
const MAX_NAME = 1000;
/** Bytes of text behind which functions go by their numbers: a call of two bytes can name a thousand. */
const MAX_NAMED_TEXT = 1 << 26;
/** Types with more parameters and results than this are told by their numbers alone: a block of two bytes can have any. */
const MAX_TYPES_SHOWN = 32;

/**
 * Writes what there is to see of a module in a debugger: all but its segments, in the text format, flat. What has a
 * name that the format can spell is called by it.
 */
export function writeModuleText(info: ModuleInfo, record: DebugRecord): ModuleText {
  return new TextWriter(info, record).write();
}

class TextWriter {
  private readonly out = new SectionWriter(1 << 16);
  private line = 1;
  private readonly functionLines: Int32Array;
  private readonly operatorLines = new IntList(1 << 12);
  private readonly reader: BinaryReader;
  private readonly names = new Map<number, string>();

  constructor(
    private readonly info: ModuleInfo,
    private readonly record: DebugRecord,
  ) {
    this.functionLines = new Int32Array(info.funcTypes.length - info.importedFuncs);
    const { bodies, firstBodyAt } = record;
    this.reader = new BinaryReader(bytesOrNone(bodies), 0, bodies.length, firstBodyAt);
  }

  write(): ModuleText {
    const { info, functionLines } = this;
    this.put('(module');
    info.types.forEach((type, i) => {
      this.put(`  (type (;${i};) (func${signature(type)}))`);
    });
    for (const imported of info.imports) {
      const { module, name, index } = imported;
      const at = `  (import ${quoted(module)} ${quoted(name)}`;
      if (imported.kind === ExternKind.Function) {
        this.put(`${at} (func ${this.functionName(index)} (type ${imported.typeIndex})))`);
      } else this.put(`  ;; import ${quoted(module)} ${quoted(name)}`);
    }
    info.memories.forEach(({ min, max, shared }, i) => {
      if (i < info.importedMemories) return;
      this.put(`  (memory (;${i};) ${limits(min, max)}${shared ? ' shared' : ''})`);
    });
    info.tables.forEach(({ min, max, elemType }, i) => {
      if (i < info.importedTables) return;
      this.put(`  (table (;${i};) ${limits(min, max)} ${typeName(elemType)})`);
    });
    info.globals.forEach((global, i) => {
      if (i < info.importedGlobals) return;
      const type = typeName(global.type);
      const init = [...info.globalInits.get(i - info.importedGlobals)].map(constant).join(' ');
      this.put(`  (global (;${i};) ${global.mutable ? `(mut ${type})` : type} ${init})`);
    });
    for (const { name, kind, index } of info.exports) {
      this.put(`  (export ${quoted(name)} (${KINDS[kind]} ${index}))`);
    }
    for (let i = 0; i < functionLines.length; i++) {
      functionLines[i] = this.line;
      this.func(info.importedFuncs + i);
    }
    this.put(')');
    return {
      bytes: this.out.finish().bytes,
      functionLines,
      operatorLines: this.operatorLines.toArray(),
    };
  }

  private func(index: number): void {
    const { info, reader: r, record } = this;
    const words = FUNCTION_WORDS * (index - info.importedFuncs);
    r.pos = record.functions[words + 4]! - record.firstBodyAt;
    const type = info.funcTypes[index]!;
    this.put(
      `  (func ${this.functionName(index)} (type ${type})${shortSignature(info.types[type]!)}`,
    );
    for (let groups = r.u32('groups of locals'); groups > 0; groups--) {
      const count = r.u32('number of locals');
      const name = typeName(readValType(r, 'type of a local'));
      if (count > 0 && count <= 8) this.put(`    (local ${Array(count).fill(name).join(' ')})`);
      else if (count > 0) this.put(`    ;; ${count} locals of type ${name}`);
    }
    for (let depth = 1; depth > 0; ) {
      const at = r.pos + record.firstBodyAt;
      let op = r.u8('opcode');
      if (isPrefix(op)) op = prefixedOp(op, r.u32('opcode'));
      if (op === Op.End || op === Op.Delegate) depth--;
      this.operatorLines.pushPair(at, this.line);
      const indent = Math.min(MAX_INDENT, depth - (isMiddle(op) ? 1 : 0));
      const text =
        depth === 0 ? '  )' : `${'  '.repeat(indent + 1)}${opName(op)}${this.immediates(op)}`;
      if (opens(op)) depth++;
      this.put(text);
    }
  }

  private immediates(op: number): string {
    const r = this.reader;
    const index = (): string => ` ${r.u32('index')}`;
    switch (OP_IMMEDIATE[op]! as Immediate) {
      case Immediate.None:
        return '';
      case Immediate.BlockType:
        return this.blockType();
      case Immediate.BrTable: {
        const labels: number[] = [];
        for (let count = r.u32('labels') + 1; count > 0; count--) labels.push(r.u32('label'));
        return ` ${labels.join(' ')}`;
      }
      case Immediate.Func:
        return ` ${this.functionUse(r.u32('function'))}`;
      case Immediate.CallIndirect: {
        const type = r.u32('type');
        const table = r.u32('table');
        return `${table === 0 ? '' : ` ${table}`} (type ${type})`;
      }
      case Immediate.SelectT: {
        const types: string[] = [];
        for (let n = r.u32('types'); n > 0; n--) types.push(typeName(readValType(r, 'type')));
        return ` (result ${types.join(' ')})`;
      }
      case Immediate.Zero:
        r.u8('zero byte');
        return '';
      case Immediate.MemArg:
      case Immediate.AtomicMemArg:
        return this.memArg(op);
      case Immediate.MemArgLane:
        return `${this.memArg(op)} ${r.u8('lane')}`;
      case Immediate.Lane:
        return ` ${r.u8('lane')}`;
      case Immediate.Shuffle:
        return ` ${r.bytes.subarray(r.skip(16, 'lanes'), r.pos).join(' ')}`;
      case Immediate.V128:
        return vector(r.word('vector'), r.word('vector'), r.word('vector'), r.word('vector'));
      case Immediate.I32:
        return ` ${r.s32('constant')}`;
      case Immediate.I64: {
        r.s64('constant');
        return ` ${this.longBefore()}`;
      }
      case Immediate.F32:
        return ` ${float(this.view(4).getFloat32(0, true), () => this.nan(4))}`;
      case Immediate.F64:
        return ` ${float(this.view(8).getFloat64(0, true), () => this.nan(8))}`;
      case Immediate.HeapType:
        return ` ${typeName(readHeapType(r)).replace('ref', '')}`;
      case Immediate.MemoryInit: {
        const data = index();
        r.u32('memory');
        return data;
      }
      case Immediate.Memory:
        r.u32('memory');
        return '';
      case Immediate.MemoryCopy:
        r.u32('memory');
        r.u32('memory');
        return '';
      case Immediate.TableInit: {
        const elem = index();
        return `${index()}${elem}`;
      }
      case Immediate.TableCopy:
        return index() + index();
      case Immediate.TryTable:
        return `${this.blockType()}${this.clauses()}`;
      default:
        return index();
    }
  }

  private memArg(op: number): string {
    const r = this.reader;
    const align = r.u32('alignment');
    const offset = r.u32('offset');
    const natural = align === OP_ACCESS_LOG2[op];
    return `${offset === 0 ? '' : ` offset=${offset}`}${natural ? '' : ` align=${2 ** align}`}`;
  }

  private clauses(): string {
    const r = this.reader;
    const clauses: string[] = [];
    for (let n = r.u32('clauses'); n > 0; n--) {
      const kind = r.u8('clause');
      const tag = kind < CatchKind.All ? ` ${r.u32('tag')}` : '';
      clauses.push(` (${CLAUSES[kind]}${tag} ${r.u32('label')})`);
    }
    return clauses.join('');
  }

  /** The i64 constant that the reader has just gone past. */
  private longBefore(): bigint {
    const { bytes, pos } = this.reader;
    let start = pos - 1;
    while (start > 0 && bytes[start - 1]! >= 0x80) start--;
    let value = 0n;
    for (let at = pos - 1; at >= start; at--) value = (value << 7n) | BigInt(bytes[at]! & 0x7f);
    return BigInt.asIntN(64, BigInt.asIntN(7 * (pos - start), value));
  }

  private blockType(): string {
    const { reader: r, info } = this;
    const byte = r.bytes[r.pos]!;
    if (byte === 0x40) {
      r.pos++;
      return '';
    }
    if ((byte & 0xc0) === 0x40) return ` (result ${typeName(readValType(r, 'type'))})`;
    const index = r.s33('block type');
    return ` (type ${index})${shortSignature(info.types[index]!)}`;
  }

  private view(size: number): DataView {
    const r = this.reader;
    const at = r.skip(size, 'constant');
    return new DataView(r.bytes.buffer, r.bytes.byteOffset + at, size);
  }

  /** A NaN by its bits, which the reader has just gone past. */
  private nan(size: number): string {
    const { bytes, pos } = this.reader;
    let bits = 0n;
    for (let i = 1; i <= size; i++) bits = (bits << 8n) | BigInt(bytes[pos - i]!);
    return size === 4 ? nanOf(bits, 23n, 31n) : nanOf(bits, 52n, 63n);
  }

  private functionUse(index: number): string {
    if (this.out.pos > MAX_NAMED_TEXT) return String(index);
    let name = this.names.get(index);
    if (name === undefined) {
      const known = this.info.names.functions.get(index);
      const plain = known !== undefined && isPlain(known);
      name = plain ? `$${known}` : String(index);
      this.names.set(index, name);
    }
    return name;
  }

  private functionName(index: number): string {
    const name = this.functionUse(index);
    return name.startsWith('$') ? `${name} (;${index};)` : `(;${index};)`;
  }

  private put(text: string): void {
    const { out } = this;
    out.reserve(3 * text.length + 1);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x80) out.bytes[out.pos++] = code;
      else {
        const rest = encodeUtf8(text.slice(i));
        out.raw(rest);
        break;
      }
    }
    out.u8(0x0a);
    this.line++;
  }
}

const CLAUSES = ['catch', 'catch_ref', 'catch_all', 'catch_all_ref'];

/** Operators that begin a block. */
const opens = (op: number): boolean =>
  (op >= Op.Block && op <= Op.If) || op === Op.Try || op === Op.TryTable;

/** Operators that end a part of a block and begin another. */
const isMiddle = (op: number): boolean => op === Op.Else || op === Op.Catch || op === Op.CatchAll;

const KINDS: Readonly<Record<ExternKind, string>> = {
  [ExternKind.Function]: 'func',
  [ExternKind.Table]: 'table',
  [ExternKind.Memory]: 'memory',
  [ExternKind.Global]: 'global',
  [ExternKind.Tag]: 'tag',
};

function limits(min: number, max: number): string {
  return max < 0 ? String(min) : `${min} ${max}`;
}

/** An instruction of a constant expression. */
function constant({ op, lo, hi, lo2 = 0, hi2 = 0 }: ConstInstr): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setInt32(0, lo, true);
  view.setInt32(4, hi, true);
  let operand = '';
  if (op === Op.I32Const || op === Op.GlobalGet || op === Op.RefFunc) operand = ` ${lo}`;
  else if (op === Op.I64Const) operand = ` ${view.getBigInt64(0, true)}`;
  else if (op === Op.F32Const) {
    const bits = BigInt(lo >>> 0);
    operand = ` ${float(view.getFloat32(0, true), () => nanOf(bits, 23n, 31n))}`;
  } else if (op === Op.F64Const) {
    const bits = view.getBigUint64(0, true);
    operand = ` ${float(view.getFloat64(0, true), () => nanOf(bits, 52n, 63n))}`;
  } else if (op === Op.V128Const) operand = vector(lo, hi, lo2, hi2);
  else if (op === Op.RefNull) operand = ` ${typeName(lo).replace('ref', '')}`;
  return `(${opName(op)}${operand})`;
}

/** The immediate of `v128.const`. */
function vector(...words: number[]): string {
  const hex = words.map((word) => `0x${(word >>> 0).toString(16).padStart(8, '0')}`);
  return ` i32x4 ${hex.join(' ')}`;
}

/** A NaN by its bits. @param width of the mantissa @param sign number of the sign's bit */
function nanOf(bits: bigint, width: bigint, sign: bigint): string {
  const payload = bits & ((1n << width) - 1n);
  return `${bits >> sign === 1n ? '-' : ''}nan:0x${payload.toString(16)}`;
}

function bytesOrNone(bytes: Uint8Array): Uint8Array {
  return bytes.length > 0 ? bytes : new Uint8Array(1);
}

/** Behind a `(type N)`, which says the same. */
function shortSignature(type: FuncType): string {
  return type.params.length + type.results.length > MAX_TYPES_SHOWN ? '' : signature(type);
}

function signature({ params, results }: FuncType): string {
  const list = (word: string, types: FuncType['params']): string =>
    types.length === 0 ? '' : ` (${word} ${types.map(typeName).join(' ')})`;
  return list('param', params) + list('result', results);
}

/** A name in quotes, on one line. */
function quoted(name: string): string {
  const short = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}...` : name;
  return `"${short.replace(/["\\\p{Cc}\u2028\u2029]/gu, (char) => {
    const bytes = [...encodeUtf8(char)];
    return bytes.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
  })}"`;
}

/** Whether the text format can spell a name behind a dollar sign (spec 3.0, section 6.3.5). */
function isPlain(name: string): boolean {
  return name.length <= MAX_NAME && /^[A-Za-z0-9!#$%&'*+\-./:<=>?@\\^_`|~]+$/.test(name);
}

function float(value: number, nan: () => string): string {
  if (Number.isNaN(value)) return nan();
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
