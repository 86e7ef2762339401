import type { DebugRecord } from '../../src/debug-info/record.js';
import { FUNCTION_WORDS } from '../../src/debug-info/record.js';
import { skipImmediate } from '../../src/wasm/immediates.js';
import { isPrefix, OP_IMMEDIATE, Op, prefixedOp } from '../../src/wasm/opcodes.js';

// Programs of `randomProgram` that write the values of all locals to memory before each call, for any engine to run.

const FIRST = 2 << 16;
/** Pages of memory; the trace lies behind the program's own two. */
const PAGES = 1000;
/** The global that tells where the trace ends. */
const TRACE = 1;
const STORES = [Op.I32Store, Op.I64Store, Op.F32Store, Op.F64Store];

function leb(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) out.push((rest & 0x7f) | 0x80);
  out.push(rest);
  return out;
}

function sleb(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest < -64 || rest > 63; rest >>= 7) out.push((rest & 0x7f) | 0x80);
  out.push(rest & 0x7f);
  return out;
}

/** Types of the locals of a defined function, parameters first. */
export function localTypes(
  { functions, localTypes: types }: DebugRecord,
  index: number,
): Uint8Array {
  const end = functions[FUNCTION_WORDS * (index + 1) + 3] ?? types.length;
  return types.subarray(functions[FUNCTION_WORDS * index + 3]!, end);
}

/** The program with traces; `record` is of a compile of it. */
export function withTracedCalls(bytes: Uint8Array, record: DebugRecord): Uint8Array {
  const out: number[] = [...bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at]!;
    let size = 0;
    let pos = at + 1;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[pos++]!;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    at = pos + size;
    let contents = [...bytes.subarray(pos, at)];
    if (id === 5) contents = [1, 0, ...leb(PAGES)];
    else if (id === 6) contents = [2, ...contents.slice(1), 0x7f, 1, 0x41, ...sleb(FIRST), 0x0b];
    else if (id === 7) {
      const name = [...Buffer.from('trace')];
      contents = [contents[0]! + 1, ...contents.slice(1), name.length, ...name, 3, TRACE];
    } else if (id === 10) contents = [...leb(contents[0]!), ...bodies(bytes, record)];
    out.push(id, ...leb(contents.length), ...contents);
  }
  return Uint8Array.from(out);
}

function bodies(bytes: Uint8Array, record: DebugRecord): number[] {
  const out: number[] = [];
  const { functions } = record;
  for (let index = 0; FUNCTION_WORDS * index < functions.length; index++) {
    const start = functions[FUNCTION_WORDS * index + 4]!;
    const types = localTypes(record, index);
    const body: number[] = [];
    let at = start;
    // One group a local, each with a byte for count and type.
    const groups = bytes[at++]!;
    body.push(groups, ...bytes.subarray(at, at + 2 * groups));
    at += 2 * groups;
    for (let depth = 1; depth > 0; ) {
      const from = at;
      let op: number = bytes[at++]!;
      if (isPrefix(op)) op = prefixedOp(op, bytes[at++]!);
      at = skipImmediate(OP_IMMEDIATE[op]!, bytes, at);
      if (op === Op.Block || op === Op.Loop || op === Op.If) depth++;
      else if (op === Op.End) depth--;
      else if (op === Op.Call || op === Op.CallIndirect) {
        const put = (value: number[], store: number): void => {
          body.push(Op.GlobalGet, TRACE, ...value, store, 0, 0);
          body.push(Op.GlobalGet, TRACE, Op.I32Const, 8, Op.I32Add, Op.GlobalSet, TRACE);
        };
        put([Op.I32Const, ...sleb(from)], Op.I32Store);
        for (let i = 0; i < types.length; i++) put([Op.LocalGet, ...leb(i)], STORES[types[i]!]!);
      }
      body.push(...bytes.subarray(from, at));
    }
    out.push(...leb(body.length), ...body);
  }
  return out;
}

/** What such a program exports besides. */
export interface TraceExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly trace: { readonly value: number };
}

/** What a run of such a program has written: 8 bytes for each call, its module offset, and then for each local. */
export function readTrace({ memory, trace }: TraceExports): DataView {
  return new DataView(memory.buffer, FIRST, trace.value - FIRST);
}
