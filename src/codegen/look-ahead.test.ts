import { describe, expect, it } from 'vitest';
import { type Body, bodiesOf, flowOf, operatorsOf } from '../../test/support/local-flow.js';
import { Random, randomProgram } from '../../test/support/random-program.js';
import { watToWasm } from '../text/wat.js';
import { Immediate, OP_IMMEDIATE, Op } from '../wasm/opcodes.js';
import { LookAhead } from './look-ahead.js';

function scanned(body: Body): LookAhead {
  const scan = new LookAhead();
  scan.scan(body.bytes, body.start, body.end, body.params, body.locals);
  return scan;
}

/** A function whose parameters $p0 and $p1 and locals $a and $b are i32, and its scan. */
async function scanOf(code: string, more = ''): Promise<{ scan: LookAhead; body: Body }> {
  const wasm = await watToWasm(`(module ${more}
    (func (param $p0 i32) (param $p1 i32) (local $a i32) (local $b i32) ${code}))`);
  const body = bodiesOf(wasm).at(-1)!;
  return { scan: scanned(body), body };
}

const A = 2;
const B = 3;
/** Immediates of what touches memory. */
const ACCESSES = new Set<number>([Immediate.MemArg, Immediate.AtomicMemArg]);

/** Positions of an operator, in order. */
function positions(body: Body, op: number): number[] {
  return operatorsOf(body)
    .filter((found) => found.op === op)
    .map((found) => found.at);
}

describe('needsZero', () => {
  const cases: [string, string, number][] = [
    ['never read', '(local.set $a (i32.const 1))', 0],
    ['set before the read', '(local.set $a (i32.const 1)) (drop (local.get $a))', 0],
    ['teed before the read', '(drop (local.tee $a (i32.const 1))) (drop (local.get $a))', 0],
    ['read before the set', '(drop (local.get $a)) (local.set $a (i32.const 1))', 1],
    ['read in the set of itself', '(local.set $a (i32.add (local.get $a) (i32.const 1)))', 1],
    [
      'set in one arm',
      '(if (local.get $p0) (then (local.set $a (i32.const 1)))) (drop (local.get $a))',
      1,
    ],
    [
      'set and read in one arm',
      '(if (local.get $p0) (then (local.set $a (i32.const 1)) (drop (local.get $a))))',
      0,
    ],
    [
      'set in one arm, read in the other',
      '(if (local.get $p0) (then (local.set $a (i32.const 1))) (else (drop (local.get $a))))',
      1,
    ],
    [
      'set in a block that can be left early',
      `(block (br_if 0 (local.get $p0)) (local.set $a (i32.const 1))) (drop (local.get $a))`,
      1,
    ],
    [
      'set in a block before it can be left, and read inside',
      `(block (local.set $a (i32.const 1)) (br_if 0 (local.get $p0)) (drop (local.get $a)))`,
      0,
    ],
    [
      'set in a loop, read after it',
      '(loop (local.set $a (i32.const 1)) (br_if 0 (local.get $p0))) (drop (local.get $a))',
      0,
    ],
    [
      'set in a loop that a branch out of a block leaves before',
      `(block (loop (br_if 1 (local.get $p0)) (local.set $a (i32.const 1)) (br 0)))
        (drop (local.get $a))`,
      1,
    ],
    [
      'set in a try, and read where it is caught',
      '(try (do (local.set $a (i32.const 1))) (catch_all (drop (local.get $a))))',
      1,
    ],
    [
      'set in a try and where it is caught, and read there',
      '(try (do (local.set $a (i32.const 1))) (catch_all (local.set $a (i32.const 2)) (drop (local.get $a))))',
      0,
    ],
    [
      'set in a try_table, and read where it is caught',
      '(block $h (try_table (catch_all $h) (local.set $a (i32.const 1)))) (drop (local.get $a))',
      1,
    ],
    [
      'set before a try_table, and read where it is caught',
      '(local.set $a (i32.const 1)) (block $h (try_table (catch_all $h))) (drop (local.get $a))',
      0,
    ],
    [
      'set in a try that delegates, and read behind',
      '(try (do (local.set $a (i32.const 1))) (delegate 0)) (drop (local.get $a))',
      1,
    ],
    [
      'read in a loop before the set in it',
      '(loop (drop (local.get $a)) (local.set $a (i32.const 1)) (br_if 0 (local.get $p0)))',
      1,
    ],
  ];
  it.each(cases)('%s', async (_, code, expected) => {
    const { scan } = await scanOf(code);
    expect(scan.needsZero[A]).toBe(expected);
    expect([scan.needsZero[0], scan.needsZero[1]]).toEqual([0, 0]);
  });
});

describe('lastRead', () => {
  it('is -1 for locals that are never read', async () => {
    const { scan } = await scanOf(
      '(local.set $a (local.get $p0)) (drop (local.tee $b (i32.const 0)))',
    );
    expect([scan.lastRead[1], scan.lastRead[A], scan.lastRead[B]]).toEqual([-1, -1, -1]);
  });

  it('is the last read in straight code', async () => {
    const { scan, body } = await scanOf(
      '(drop (local.get $p0)) (drop (local.get $p1)) (drop (local.get $p0)) (nop)',
    );
    const [, p1, p0] = positions(body, Op.LocalGet);
    expect([scan.lastRead[0], scan.lastRead[1]]).toEqual([p0, p1]);
  });

  it('is the end of a loop that reads what was set before it', async () => {
    const { scan, body } = await scanOf('(loop (drop (local.get $p0)) (br_if 0 (local.get $p1)))');
    const [end] = positions(body, Op.End);
    expect([scan.lastRead[0], scan.lastRead[1]]).toEqual([end, end]);
  });

  it('is the read, in a loop that sets before it reads', async () => {
    const { scan, body } = await scanOf(
      `(loop (local.set $a (i32.const 1)) (drop (local.get $a)) (br_if 0 (local.get $p1)))`,
    );
    expect(scan.lastRead[A]).toBe(positions(body, Op.LocalGet)[0]);
  });

  it('is the end of a loop that sets after it reads', async () => {
    const { scan, body } = await scanOf(
      `(local.set $a (i32.const 1))
       (loop (drop (local.get $a)) (local.set $a (i32.const 2)) (br_if 0 (local.get $p1)))`,
    );
    expect(scan.lastRead[A]).toBe(positions(body, Op.End)[0]);
  });

  it('is the end of a loop that sets on some ways only', async () => {
    const { scan, body } = await scanOf(
      `(loop (if (local.get $p0) (then (local.set $a (i32.const 1))))
         (drop (local.get $a)) (br_if 0 (local.get $p1)))`,
    );
    expect(scan.lastRead[A]).toBe(positions(body, Op.End)[1]);
  });

  it('is the end of the outermost loop behind the set', async () => {
    const { scan, body } = await scanOf(
      `(loop
         (local.set $a (i32.const 1))
         (loop (loop (drop (local.get $a)) (br_if 0 (local.get $p1))) (br_if 0 (local.get $p1)))
         (loop (drop (local.get $p0)))
         (br_if 0 (local.get $p1)))
       (drop (local.get $p1))`,
    );
    const ends = positions(body, Op.End);
    // Ends in order: innermost, middle, second inner, outer, function.
    expect(scan.lastRead[A]).toBe(ends[1]);
    expect(scan.lastRead[0]).toBe(ends[3]);
    expect(scan.lastRead[1]).toBe(positions(body, Op.LocalGet).at(-1));
  });

  it('is behind a loop where that reads it last', async () => {
    const { scan, body } = await scanOf(
      '(loop (drop (local.get $p0)) (br_if 0 (local.get $p1))) (drop (local.get $p0))',
    );
    expect(scan.lastRead[0]).toBe(positions(body, Op.LocalGet).at(-1));
  });
});

describe('blocks', () => {
  it('are numbered in order of appearance, with their ends and elses', async () => {
    const { scan, body } = await scanOf(
      `(block (loop (if (local.get $p0) (then (nop)) (else (block)))))
       (if (local.get $p0) (then))`,
    );
    const ends = positions(body, Op.End);
    const [otherwise] = positions(body, Op.Else);
    // 0 function, 1 block, 2 loop, 3 if, 4 block in its else, 5 second if.
    expect([0, 1, 2, 3, 4, 5].map((b) => scan.blockEnd(b))).toEqual([
      ends[5],
      ends[3],
      ends[2],
      ends[1],
      ends[0],
      ends[4],
    ]);
    expect(scan.blockElse(3)).toBe(otherwise);
    for (const b of [0, 1, 2, 4, 5]) expect(scan.blockElse(b)).toBe(scan.blockEnd(b));
  });

  it('that are loops tell what is used and set inside, also by loops in them', async () => {
    const { scan } = await scanOf(
      `(loop (loop (local.set $a (local.get $p0))) (drop (local.tee $b (i32.const 0))))
       (loop (drop (local.get $p1)))`,
    );
    const used = (block: number) => [0, 1, A, B].map((x) => scan.usesLocal(block, x));
    const set = (block: number) => [0, 1, A, B].map((x) => scan.setsLocal(block, x));
    expect(used(2)).toEqual([true, false, true, false]);
    expect(set(2)).toEqual([false, false, true, false]);
    expect(used(1)).toEqual([true, false, true, true]);
    expect(set(1)).toEqual([false, false, true, true]);
    expect(used(3)).toEqual([false, true, false, false]);
    expect(set(3)).toEqual([false, false, false, false]);
    expect(used(0)).toEqual([true, true, true, true]);
  });

  it('track 64 locals, and no more', async () => {
    const wasm = await watToWasm(`(module (func (local ${'i32 '.repeat(200)})
      (loop (local.set 31 (local.get 32)) (local.set 64 (local.get 63)) (local.set 150 (local.get 199)))))`);
    const scan = scanned(bodiesOf(wasm)[0]!);
    const marked = (test: (x: number) => boolean) =>
      Array.from({ length: 200 }, (_, x) => x).filter(test);
    expect(marked((x) => scan.usesLocal(1, x))).toEqual([31, 32, 63]);
    expect(marked((x) => scan.setsLocal(1, x))).toEqual([31]);
    expect(scan.needsZero[199]).toBe(1);
    expect(scan.needsZero[150]).toBe(0);
  });

  it.each([
    ['call', '(call $f)'],
    ['call_indirect', '(call_indirect (type $t) (i32.const 0))'],
    ['memory.grow', '(drop (memory.grow (i32.const 0)))'],
    ['memory.fill', '(memory.fill (i32.const 0) (i32.const 0) (i32.const 0))'],
    ['memory.copy', '(memory.copy (i32.const 0) (i32.const 0) (i32.const 0))'],
    ['table.grow', '(drop (table.grow 0 (ref.null func) (i32.const 0)))'],
    ['memory.size, which asks for what others can grow', '(drop (memory.size))'],
  ])('that are loops know of %s, and of all around it that there is a call', async (_, code) => {
    const { scan } = await scanOf(
      `(loop (block (loop (if (local.get $p0) (then ${code}))))) (loop (nop))`,
      '(memory 1) (table 1 funcref) (type $t (func)) (func $f)',
    );
    expect([0, 1, 3].map((b) => scan.calls(b))).toEqual([true, true, true]);
    expect(scan.calls(5)).toBe(false);
  });

  it.each([
    ['table.size', '(drop (table.size 0))'],
    ['trunc_sat', '(drop (i32.trunc_sat_f32_s (f32.const 1)))'],
    ['mul_wide', '(i64.mul_wide_s (i64.const 1) (i64.const 2)) (drop) (drop)'],
    ['return_call, which does not come back', '(return_call $f)'],
  ])('do not take %s for a call', async (_, code) => {
    const { scan } = await scanOf(`(loop ${code})`, '(memory 1) (table 1 funcref) (func $f)');
    expect(scan.calls(1)).toBe(false);
  });

  it.each([
    ['i32.atomic.load', '(drop (i32.atomic.load (i32.const 0)))', false],
    ['i64.atomic.rmw.add', '(drop (i64.atomic.rmw.add (i32.const 0) (i64.const 1)))', false],
    ['memory.atomic.notify', '(drop (memory.atomic.notify (i32.const 0) (i32.const 1)))', true],
    [
      'memory.atomic.wait32',
      '(drop (memory.atomic.wait32 (i32.const 0) (i32.const 1) (i64.const 0)))',
      true,
    ],
    [
      'memory.atomic.wait64',
      '(drop (memory.atomic.wait64 (i32.const 0) (i64.const 1) (i64.const 0)))',
      true,
    ],
  ])('takes %s for what it is', async (_, code, calls) => {
    const { scan } = await scanOf(`(loop ${code})`, '(memory 1)');
    expect([scan.calls(1), scan.isLeaf(false), scan.touchesMemory(1)]).toEqual([
      calls,
      !calls,
      true,
    ]);
  });

  it('takes a fence for neither a call nor an access', async () => {
    const { scan } = await scanOf('(loop (atomic.fence))', '(memory 1)');
    expect([scan.calls(1), scan.isLeaf(false), scan.touchesMemory(1)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each([
    ['a throw', '(throw $t)'],
    ['a throw by reference', '(throw_ref (ref.null exn))'],
    ['a try, whose pads want the vmctx', '(try (do) (catch_all))'],
    ['a try_table', '(block $h (try_table (catch_all $h)))'],
  ])('take %s for a call', async (_, code) => {
    const { scan } = await scanOf(`(loop ${code})`, '(tag $t)');
    expect([scan.calls(1), scan.isLeaf(false), scan.rethrows]).toEqual([true, false, false]);
  });

  it('tell whether something is thrown again by its try', async () => {
    const { scan } = await scanOf('(try (do) (catch_all (rethrow 0)))');
    expect(scan.rethrows).toBe(true);
  });

  it('know of loads and stores', async () => {
    const { scan } = await scanOf(
      `(loop (loop (drop (i32.load (local.get $p0)))))
       (loop (i64.store8 offset=1000 (local.get $p0) (i64.const 0))) (loop (nop))`,
      '(memory 1)',
    );
    expect([0, 1, 2, 3, 4].map((b) => scan.touchesMemory(b))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('giving up', () => {
  /** Nothing is known: every local may be read unset and lives to the end. */
  function expectUnknown(scan: LookAhead, params: number, locals: number): void {
    for (let x = 0; x < locals; x++) {
      expect(scan.lastRead[x]).toBe(0x7fffffff);
      expect(scan.needsZero[x]).toBe(x < params ? 0 : 1);
      expect(scan.usesLocal(0, x)).toBe(false);
      expect(scan.setsLocal(0, x)).toBe(false);
    }
    expect(scan.blockEnd(0)).toBe(0);
    expect(scan.blockElse(0)).toBe(0);
    expect(scan.calls(0)).toBe(true);
    expect(scan.touchesMemory(0)).toBe(false);
  }

  /** Bytes that tell when anything but them is read. */
  function guarded(code: readonly number[]): Uint8Array {
    return new Proxy(Uint8Array.from(code), {
      get(target, key) {
        const value = Reflect.get(target, key, target) as unknown;
        if (typeof key === 'string' && Number(key) > target.length + 1) {
          throw new Error(`byte ${key} of ${target.length} was read`);
        }
        return value;
      },
    });
  }

  function scanBytes(code: readonly number[], params = 1, locals = 3): LookAhead {
    const scan = new LookAhead();
    // Behind the count of local declarations, as in every body.
    scan.scan(guarded([0, ...code]), 1, code.length + 1, params, locals);
    return scan;
  }

  const malformed: [string, number[]][] = [
    ['an empty body', []],
    ['no end', [Op.Nop]],
    ['an end too early', [Op.End, Op.Nop]],
    ['an open block', [Op.Block, 0x40, Op.End]],
    ['an illegal opcode', [0x27, Op.End]],
    ['a try_table with 2^32 - 1 clauses', [0x1f, 0x40, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, Op.End]],
    ['a try_table cut short', [0x1f, 0x40, 2, 0, 0]],
    ['a delegate outside of all', [0x18, 0]],
    ['an illegal prefixed opcode', [0xfc, 0x7f, Op.End]],
    ['an illegal prefixed opcode of two bytes', [0xfc, 0xff, 0x01, Op.End]],
    ['a prefixed opcode that does not end', [0xfc, 0x80, 0x80]],
    ['a prefix at the end', [0xfc]],
    ['a local that is none', [Op.LocalGet, 3, Op.Drop, Op.End]],
    ['a local far off', [Op.LocalSet, 0xff, 0xff, 0xff, 0xff, 0x0f, Op.End]],
    ['a local index without end', [Op.LocalGet, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['a local index cut short', [Op.LocalGet]],
    ['an immediate without end', [Op.I32Const, 0x80, 0x80, 0x80]],
    ['a memory argument cut short', [Op.I32Load, 0x02]],
    ['a constant cut short', [Op.F64Const, 0, 0]],
    ['a br_table with 2^32 - 1 targets', [Op.BrTable, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, Op.End]],
    ['a br_table with more targets than bytes', [Op.BrTable, 10, 0, 0, 0, Op.End]],
    ['a br_table without targets', [Op.BrTable]],
    ['a select with 2^32 - 1 types', [Op.SelectT, 0xff, 0xff, 0xff, 0xff, 0x0f, Op.End]],
    ['a block type without end', [Op.Block, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]],
  ];
  it.each(malformed)('%s', (_, code) => {
    expectUnknown(scanBytes(code), 1, 3);
  });

  it('a prefixed opcode in two bytes is known', () => {
    const code = [Op.LocalGet, 1, 0xfc, 0x80, 0x00, Op.Drop, Op.LocalGet, 2, Op.Drop, Op.End];
    const scan = scanBytes(code);
    expect([...scan.lastRead.subarray(0, 3)]).toEqual([-1, 1, 7]);
    expect([...scan.needsZero.subarray(1, 3)]).toEqual([1, 1]);
  });

  it('random bytes', () => {
    const random = new Random(5);
    for (let round = 0; round < 3000; round++) {
      const code = Array.from({ length: random.below(40) }, () => random.below(256));
      code.push(Op.End);
      scanBytes(code);
    }
  });

  it('else and end in a row, as in no body, do no harm', () => {
    const scan = scanBytes([Op.Else, Op.Else, Op.LocalGet, 1, Op.Drop, Op.End]);
    expect(scan.needsZero[1]).toBe(1);
  });

  it('more than 1,000 nested blocks', () => {
    const nested = (depth: number) => [
      ...Array(depth).fill([Op.Loop, 0x40]).flat(),
      ...[Op.LocalGet, 0, Op.Drop],
      ...Array(depth + 1).fill(Op.End),
    ];
    const deep = scanBytes(nested(990));
    expect(deep.lastRead[0]).toBe(nested(990).length - 1);
    expect(deep.blockEnd(0)).toBe(nested(990).length);
    expectUnknown(scanBytes(nested(1001)), 1, 3);
    expectUnknown(scanBytes(nested(200_000)), 1, 3);
  });

  it('forgets it with the next body', () => {
    const scan = scanBytes([0x06]);
    scan.scan(Uint8Array.from([0, Op.LocalGet, 0, Op.Drop, Op.End]), 1, 5, 1, 3);
    expect([...scan.lastRead.subarray(0, 3)]).toEqual([1, -1, -1]);
    expect([...scan.needsZero.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(scan.calls(0)).toBe(false);
  });

  it('takes 50,000 locals after 3', () => {
    const scan = scanBytes([Op.LocalGet, 0, Op.Drop, Op.End]);
    const code = Uint8Array.from([0, Op.LocalGet, 0xcf, 0x86, 0x03, Op.Drop, Op.End]);
    scan.scan(code, 1, code.length, 1, 50_000);
    expect(scan.needsZero[49_999]).toBe(1);
    expect(scan.lastRead[49_999]).toBe(1);
    expect(scan.needsZero[49_998]).toBe(0);
  });
});

describe('against exact data flow', () => {
  let claims = 0;

  /** Fails where the scan calls a local dead or set that is not. `scan` may be used before. */
  function check(scan: LookAhead, body: Body): void {
    scan.scan(body.bytes, body.start, body.end, body.params, body.locals);
    const operators = operatorsOf(body);
    const flow = flowOf(body, operators);
    const fail = (what: string, x: number, n: number): never => {
      const code = Buffer.from(body.bytes.subarray(body.start, body.end)).toString('hex');
      throw new Error(`local ${x} ${what} operator ${n} at ${operators[n]!.at} of ${code}`);
    };
    const locals = Array.from({ length: body.locals }, (_, x) => x);
    const has = (mask: bigint, x: number) => ((mask >> BigInt(x)) & 1n) !== 0n;
    operators.forEach(({ op, at, local }, n) => {
      if (!flow.reachable[n]) return;
      if (op === Op.LocalGet && has(flow.unsetBefore[n]!, local) && scan.needsZero[local] === 0) {
        fail('can be read before it is set, by', local, n);
      }
      for (const x of locals) {
        if (scan.lastRead[x]! > at) continue;
        claims++;
        if (has(flow.liveAfter[n]!, x)) fail('is alive behind', x, n);
      }
    });
    flow.blocks.forEach((block, b) => {
      const end = scan.blockEnd(b);
      const otherwise = scan.blockElse(b);
      expect(end).toBe(operators[block.end]!.at);
      expect(otherwise).toBe(operators[block.otherwise < 0 ? block.end : block.otherwise]!.at);
      for (const x of locals) {
        if (scan.lastRead[x]! < end) {
          const join = block.isLoop ? block.open : block.end;
          if (flow.reachable[join] && has(flow.liveBefore[join]!, x))
            fail('joins alive at', x, join);
        }
        if (scan.lastRead[x]! < otherwise && block.open >= 0 && !block.isLoop) {
          const start = block.otherwise < 0 ? block.end : block.otherwise + 1;
          if (flow.reachable[start] && has(flow.liveBefore[start]!, x)) {
            fail('is alive where the condition fails, at', x, start);
          }
        }
      }
      if (!block.isLoop && b !== 0) return;
      // What the loop contains, as written.
      const inside = operators.slice(block.open + 1, block.end);
      const seen = locals.filter((x) => x < 64);
      const named = new Set(inside.map(({ local }) => local));
      const isSet = ({ op }: { op: number }) => op === Op.LocalSet || op === Op.LocalTee;
      const set = new Set(inside.filter(isSet).map(({ local }) => local));
      expect(seen.filter((x) => scan.usesLocal(b, x))).toEqual(seen.filter((x) => named.has(x)));
      expect(seen.filter((x) => scan.setsLocal(b, x))).toEqual(seen.filter((x) => set.has(x)));
      expect(scan.calls(b)).toBe(inside.some(({ op }) => op === Op.Call || op === Op.CallIndirect));
      expect(scan.touchesMemory(b)).toBe(inside.some(({ op }) => ACCESSES.has(OP_IMMEDIATE[op]!)));
    });
  }

  it('random programs', () => {
    claims = 0;
    const scan = new LookAhead();
    for (let seed = 1; seed <= 60; seed++) {
      for (const body of bodiesOf(randomProgram(seed).bytes)) check(scan, body);
    }
    // It says something at all.
    expect(claims).toBeGreaterThan(1000);
  });

  /**
   * A body with nothing but locals and branches, whose operands and types do not fit: the scan does
   * not look at them.
   */
  function randomBody(random: Random): Body {
    const params = random.below(3);
    const locals = params + 1 + random.below(4);
    // The count of local declarations comes first.
    const code: number[] = [0];
    let budget = 10 + random.below(60);
    const statements = (depth: number) => {
      for (let n = random.below(6); n > 0 && budget > 0; n--) {
        budget--;
        const local = random.below(locals);
        switch (random.below(10)) {
          case 0:
          case 1:
          case 2:
            code.push(Op.LocalGet, local);
            break;
          case 3:
            code.push(Op.LocalSet, local);
            break;
          case 4:
            code.push(Op.LocalTee, local);
            break;
          case 5:
            code.push(Op.BrIf, random.below(depth + 1));
            break;
          case 6:
            code.push(
              ...random.pick([
                [Op.Br, random.below(depth + 1)],
                [Op.Return],
                [Op.BrTable, 1, random.below(depth + 1), random.below(depth + 1)],
                [Op.Nop],
              ]),
            );
            break;
          default:
            if (depth > 8) break;
            nested(random.pick([Op.Block, Op.Loop, Op.Loop, Op.If]), depth + 1);
        }
      }
    };
    const nested = (op: number, depth: number) => {
      code.push(op, 0x40);
      statements(depth);
      if (op === Op.If && random.below(2) === 0) {
        code.push(Op.Else);
        statements(depth);
      }
      code.push(Op.End);
    };
    while (budget > 0 && random.below(8) > 0) statements(0);
    code.push(Op.End);
    return { bytes: Uint8Array.from(code), start: 1, end: code.length, params, locals };
  }

  it('random control flow', () => {
    claims = 0;
    const random = new Random(12);
    const scan = new LookAhead();
    for (let round = 0; round < 4000; round++) check(scan, randomBody(random));
    expect(claims).toBeGreaterThan(50_000);
  });
});
