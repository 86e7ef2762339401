/**
 * What a function body does with its locals, found the slow and plain way: a control-flow graph with
 * one node an operator, and data flow over it until nothing changes. To judge analyses that are fast.
 */
import { ModuleDecoder } from '../../src/frontend/module-decoder.js';
import type { ModuleInfo } from '../../src/module/module-info.js';
import { skipImmediate } from '../../src/wasm/immediates.js';
import { Immediate, MISC_PREFIX, OP_IMMEDIATE, Op, prefixedOp } from '../../src/wasm/opcodes.js';

/** A function body whose local declarations have been read. */
export interface Body {
  readonly bytes: Uint8Array;
  /** Position of the first operator, and one past the last byte. */
  readonly start: number;
  readonly end: number;
  readonly params: number;
  /** Parameters included. */
  readonly locals: number;
}

export interface Operator {
  readonly op: number;
  /** Position of its first byte. */
  readonly at: number;
  /** The local of local.get, local.set and local.tee, else -1. */
  readonly local: number;
  /** Label indices of branches. */
  readonly labels: readonly number[];
}

class Cursor {
  constructor(
    private readonly bytes: Uint8Array,
    public pos: number,
  ) {}

  byte(): number {
    return this.bytes[this.pos++]!;
  }

  leb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
}

/** The bodies of a module, in order. */
export function bodiesOf(wasm: Uint8Array): Body[] {
  const bodies: Body[] = [];
  let info: ModuleInfo | undefined;
  const decoder = new ModuleDecoder({
    beginCode(known) {
      info = known;
    },
    functionBody(funcIndex, bytes, start, end) {
      const copy = bytes.slice(start, end);
      const cursor = new Cursor(copy, 0);
      const params = info!.funcType(funcIndex).params.length;
      let locals = params;
      for (let groups = cursor.leb(); groups > 0; groups--) {
        locals += cursor.leb();
        cursor.byte();
      }
      bodies.push({ bytes: copy, start: cursor.pos, end: copy.length, params, locals });
    },
  });
  decoder.push(wasm);
  decoder.finish();
  return bodies;
}

/** The operators of a well-formed body. */
export function operatorsOf({ bytes, start, end }: Body): Operator[] {
  const found: Operator[] = [];
  const cursor = new Cursor(bytes, start);
  while (cursor.pos < end) {
    const at = cursor.pos;
    let op = cursor.byte();
    if (op >= MISC_PREFIX) op = prefixedOp(op, cursor.leb());
    let local = -1;
    const labels: number[] = [];
    switch (OP_IMMEDIATE[op] as Immediate) {
      case Immediate.None:
        break;
      case Immediate.Local:
        local = cursor.leb();
        break;
      case Immediate.Label:
        labels.push(cursor.leb());
        break;
      case Immediate.BrTable:
        for (let rest = cursor.leb(); rest >= 0; rest--) labels.push(cursor.leb());
        break;
      case Immediate.TryTable:
        cursor.pos = skipImmediate(Immediate.TryTable, bytes, cursor.pos);
        break;
      case Immediate.SelectT:
        for (let rest = cursor.leb(); rest > 0; rest--) cursor.byte();
        break;
      case Immediate.F32:
        cursor.pos += 4;
        break;
      case Immediate.F64:
        cursor.pos += 8;
        break;
      case Immediate.CallIndirect:
      case Immediate.MemArg:
      case Immediate.AtomicMemArg:
      case Immediate.MemoryInit:
      case Immediate.MemoryCopy:
      case Immediate.TableInit:
      case Immediate.TableCopy:
        cursor.leb();
        cursor.leb();
        break;
      default:
        cursor.leb();
    }
    found.push({ op, at, local, labels });
  }
  return found;
}

/** A block: the function itself first, then in order of appearance. Numbers are operator numbers. */
export interface Block {
  /** The operator that opens it; -1 for the function. */
  readonly open: number;
  readonly isLoop: boolean;
  /** Number of its `else`, or -1. */
  otherwise: number;
  end: number;
}

export interface Flow {
  readonly blocks: readonly Block[];
  /** Whether the operator can be reached from the start. */
  readonly reachable: readonly boolean[];
  /** Locals that something may read before and after each operator: bit masks. */
  readonly liveBefore: readonly bigint[];
  readonly liveAfter: readonly bigint[];
  /** Locals that may hold their initial value before each operator; without parameters. */
  readonly unsetBefore: readonly bigint[];
}

export function flowOf(body: Body, operators: readonly Operator[]): Flow {
  const count = operators.length;
  const blocks: Block[] = [{ open: -1, isLoop: false, otherwise: -1, end: count - 1 }];
  // First the places of all blocks, and which are open at each operator.
  const open: Block[] = [blocks[0]!];
  const openAt: Block[][] = [];
  operators.forEach(({ op }, n) => {
    if (op === Op.Block || op === Op.Loop || op === Op.If) {
      const block = { open: n, isLoop: op === Op.Loop, otherwise: -1, end: -1 };
      blocks.push(block);
      open.push(block);
    }
    openAt.push([...open]);
    if (op === Op.Else) open.at(-1)!.otherwise = n;
    if (op === Op.End) open.pop()!.end = n;
  });
  const successors = operators.map(({ op, labels }, n): number[] => {
    const around = openAt[n]!;
    const targets = labels.map((label) => {
      const block = around[around.length - 1 - label]!;
      return block.isLoop ? block.open : block.end;
    });
    const inner = around.at(-1)!;
    switch (op) {
      case Op.If:
        return [n + 1, inner.otherwise >= 0 ? inner.otherwise + 1 : inner.end];
      case Op.Else:
        return [inner.end];
      case Op.Br:
      case Op.BrTable:
        return targets;
      case Op.BrIf:
        return [n + 1, ...targets];
      case Op.Return:
      case Op.Unreachable:
      case Op.ReturnCall:
      case Op.ReturnCallIndirect:
        return [];
      default:
        return n + 1 < count ? [n + 1] : [];
    }
  });

  const sets = operators.map(({ op, local }) =>
    op === Op.LocalSet || op === Op.LocalTee ? 1n << BigInt(local) : 0n,
  );
  const reads = operators.map(({ op, local }) => (op === Op.LocalGet ? 1n << BigInt(local) : 0n));
  const liveBefore = operators.map(() => 0n);
  const liveAfter = operators.map(() => 0n);
  for (let changed = true; changed; ) {
    changed = false;
    for (let n = count - 1; n >= 0; n--) {
      let after = 0n;
      for (const next of successors[n]!) after |= liveBefore[next]!;
      const before = reads[n]! | (after & ~sets[n]!);
      if (after !== liveAfter[n] || before !== liveBefore[n]) changed = true;
      liveAfter[n] = after;
      liveBefore[n] = before;
    }
  }

  const unsetBefore = operators.map(() => 0n);
  const reachable = operators.map(() => false);
  unsetBefore[0] = ((1n << BigInt(body.locals)) - 1n) & ~((1n << BigInt(body.params)) - 1n);
  reachable[0] = true;
  for (const work = [0]; work.length > 0; ) {
    const n = work.pop()!;
    const unset = unsetBefore[n]! & ~sets[n]!;
    for (const next of successors[n]!) {
      if (reachable[next] && (unset & ~unsetBefore[next]!) === 0n) continue;
      reachable[next] = true;
      unsetBefore[next]! |= unset;
      work.push(next);
    }
  }
  return { blocks, reachable, liveBefore, liveAfter, unsetBefore };
}
