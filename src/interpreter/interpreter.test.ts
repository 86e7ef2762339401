import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  codeWords,
  linkageOf,
  PortableInstance,
} from '../../test/support/portable-instance.js';
import type { Artifact } from '../artifact/artifact.js';
import { compileModule } from '../compiler/module-compiler.js';
import { Code, ROWS } from '../masm/portable/encoding.js';
import { watToWasm } from '../text/wat.js';
import { AddressSpace } from './address-space.js';
import { CodeSpace } from './code-space.js';
import { instructionWords, linkCode } from './link.js';
import { verifyCode } from './verify.js';

/** What is used of the engine's own. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => { exports: Record<string, (a: bigint, b: bigint) => bigint | number> };
}

const compile = async (text: string): Promise<Artifact> =>
  compileModule(await watToWasm(text), { target: 'portable' });

const instance = async (text: string): Promise<PortableInstance> =>
  new PortableInstance(await compile(text));

describe('the interpreter', () => {
  it('computes with 64 bits in two words', async () => {
    const names = ['add', 'sub', 'mul', 'div_s', 'div_u', 'rem_s', 'rem_u', 'and', 'or', 'xor'];
    names.push('shl', 'shr_s', 'shr_u', 'rotl', 'rotr', 'eq', 'ne');
    names.push('lt_s', 'lt_u', 'gt_s', 'gt_u', 'le_s', 'le_u', 'ge_s', 'ge_u');
    const text = `(module ${names
      .map((name) => {
        const result = /^(eq|ne|[lg][te]_)/.test(name) ? 'i32' : 'i64';
        return `(func (export "${name}") (param i64 i64) (result ${result})
          local.get 0 local.get 1 i64.${name})`;
      })
      .join('\n')})`;
    const ours = await instance(text);
    const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
    const module = new engine.Module(Uint8Array.from(await watToWasm(text)));
    const theirs = new engine.Instance(module).exports;
    const values = [0n, 1n, -1n, 2n, 31n, 32n, 33n, 63n, 0xffff_ffffn, 0x1_0000_0000n, 10n ** 15n];
    values.push(
      2n ** 53n - 1n,
      2n ** 53n + 1n,
      2n ** 63n - 1n,
      -(2n ** 63n),
      -7n,
      0x1234_5678_9abc_def0n,
    );
    for (const name of names) {
      for (const a of values) {
        for (const b of values) {
          let want: bigint | undefined;
          try {
            const result = theirs[name]!(a, b);
            want = typeof result === 'bigint' ? result : BigInt(result);
          } catch {
            want = undefined;
          }
          const got = ours.call(name, a, b);
          const what = `${name} ${a} ${b}`;
          if (want === undefined) expect(got, what).toMatch(/^trap/);
          else if (typeof theirs[name]!(a, b) === 'number') {
            expect(BigInt.asIntN(32, got as bigint), what).toBe(want);
          } else expect(got, what).toBe(want);
        }
      }
    }
  });

  it('keeps the bits of what is no number, and reads memory at any address', async () => {
    const it1 = await instance(`(module (memory 1)
      (func (export "f") (param i64 i32) (result i64)
        local.get 1 local.get 0 f64.reinterpret_i64 f64.store
        local.get 1 f64.load f64.neg i64.reinterpret_f64)
      (func (export "byte") (param i32) (result i32) local.get 0 i32.load8_s offset=4294967295)
      (func (export "word") (param i32) (result i32) local.get 0 i32.load offset=3))`);
    expect(it1.call('f', 0x7ff0_0000_0000_0001n, 5n)).toBe(
      BigInt.asIntN(64, 0xfff0_0000_0000_0001n),
    );
    expect(it1.call('f', 0x7ff8_1234_0000_0001n, 8n)).toBe(
      BigInt.asIntN(64, 0xfff8_1234_0000_0001n),
    );
    expect(it1.call('byte', 1n)).toMatch(/^trap/);
    expect(it1.call('word', 65529n)).toSatisfy((x) => BigInt.asIntN(32, x as bigint) === 0n);
    expect(it1.call('word', 65530n)).toMatch(/^trap/);
    expect(it1.call('word', 0xffff_fffen)).toMatch(/^trap/);
  });

  it('traps where the table of sites says', async () => {
    const it1 = await instance(`(module
      (func $deep (export "deep") (param i32) (result i32) local.get 0 call $deep i32.const 1 i32.add)
      (func (export "div") (param i32 i32) (result i32) local.get 0 local.get 1 i32.div_s))`);
    const { trapSites } = it1.artifact;
    const sites = Array.from(trapSites).filter((_, i) => i % 2 === 0);
    for (const got of [
      it1.call('deep', 1n),
      it1.call('div', 1n, 0n),
      it1.call('div', -(2n ** 31n), -1n),
    ]) {
      expect(got).toMatch(/^trap at /);
      expect(sites).toContain(Number(/\d+/.exec(got as string)![0]));
    }
    expect(it1.call('div', 7n, -2n)).toSatisfy((x) => BigInt.asIntN(32, x as bigint) === -3n);
  });

  it('stops when fuel is used up, and goes on', async () => {
    const it1 = await instance(`(module (func (export "sum") (param i32) (result i32) (local i32)
      (loop
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      local.get 1))`);
    it1.interpreter.fuel = 40;
    let got = it1.call('sum', 100n);
    let stops = 0;
    while (got === 'out of fuel') {
      stops++;
      expect(it1.interpreter.fuel).toBe(0);
      it1.interpreter.fuel = 40;
      got = it1.resume();
    }
    expect(stops).toBe(2);
    expect(got).toSatisfy((x) => BigInt.asIntN(32, x as bigint) === 5050n);
    it1.interpreter.fuel = Number.POSITIVE_INFINITY;
    expect(it1.call('sum', 3n)).toSatisfy((x) => BigInt.asIntN(32, x as bigint) === 6n);
  });

  it('stops after each slice of its fuel, and uses as much as without', async () => {
    const it1 = await instance(`(module (func (export "count") (param i32)
      (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`);
    const { interpreter } = it1;
    // The call and 99 branches back.
    interpreter.fuel = 100;
    expect(it1.call('count', 100n)).not.toBe('out of fuel');
    expect(interpreter.fuel).toBe(0);
    interpreter.fuel = 99;
    expect(it1.call('count', 100n)).toBe('out of fuel');
    expect(interpreter.nextSlice()).toBe(false);
    interpreter.fuel = 1000;
    interpreter.slice = 7;
    interpreter.nextSlice();
    let stops = 0;
    for (let got = it1.call('count', 100n); got === 'out of fuel'; got = it1.resume()) {
      stops++;
      expect(interpreter.nextSlice()).toBe(true);
    }
    expect(stops).toBe(14);
    expect(interpreter.fuel).toBe(900);
  });
});

describe('byte code', () => {
  const TEXT = `(module (import "m" "f" (func $f (param i32))) (memory 1) (table 2 funcref)
    (type $t (func (param i32) (result i32)))
    (func $g (export "g") (param i32) (result i32)
      local.get 0 call $f
      local.get 0 memory.grow drop
      local.get 0 i32.load offset=8 call $h)
    (func $h (param i32) (result i32)
      (block (block (br_table 0 1 (local.get 0))))
      (return_call_indirect (type $t) (local.get 0) (i32.const 0))))`;

  it('has one kind of call for every callee, which linking resolves in place', async () => {
    const artifact = await compile(TEXT);
    const before = codeWords(artifact);
    const linked = before.slice();
    linkCode(linked, linkageOf(artifact));
    const changed: string[] = [];
    for (let at = 0; at < before.length; at += instructionWords(before, at)) {
      expect(instructionWords(linked, at)).toBe(instructionWords(before, at));
      if (before[at] === linked[at]) continue;
      const name = (op: number) => ROWS[op]![0];
      changed.push(`${name(before[at]!)} ${name(linked[at]!)} ${linked[at + 1]}`);
    }
    const start = artifact.funcOffsets[1]! / 4;
    const call = before.findIndex(
      (_, at) => linked[at] === Code.CallNear && before[at] === Code.Call && before[at + 1] === 2,
    );
    expect(changed).toEqual([
      'Call CallIndirectHost 100',
      'CallBuiltin CallIndirectHost 200',
      `Call CallNear ${start - (call + 1)}`,
    ]);
    // Nothing of a host is in the code: linked for another one, with other numbers, it differs in these alone.
    const other = before.slice();
    linkCode(other, { ...linkageOf(artifact), importSignature: () => 7 });
    const differences = other.filter((word, i) => word !== linked[i]);
    expect([...differences]).toEqual([7]);
  });

  it('is refused where an operand is none of its kind', async () => {
    const artifact = await compile(TEXT);
    const bounds = boundsOf(artifact);
    const good = codeWords(artifact);
    verifyCode(good, bounds);
    const damage = (change: (words: Int32Array, at: number) => void, op: Code) => {
      const words = good.slice();
      let at = 0;
      while (words[at] !== op) at += instructionWords(words, at);
      change(words, at);
      return () => verifyCode(words, bounds);
    };
    const cases: [(words: Int32Array, at: number) => void, Code, RegExp][] = [
      [(w, at) => (w[at + 1] = 128), Code.LoadU32, /operand 0 \(x\)/],
      [(w, at) => (w[at + 1] = 3), Code.LoadU32, /operand 0 \(x\)/],
      [(w, at) => (w[at] = 9999), Code.LoadU32, /no instruction/],
      [(w, at) => (w[at] = Code.Returned), Code.LoadU32, /not for modules/],
      [(w, at) => (w[at + 1] = 77), Code.Call, /operand 0 \(f\)/],
      [(w, at) => (w[at + 1] = 77), Code.CallBuiltin, /operand 0 \(b\)/],
      [(w, at) => (w[at + 2] = 1 << 20), Code.JumpTable, /ends outside/],
      [(w, at) => (w[at + 3] = 1), Code.JumpTable, /jump to no instruction/],
      [(w, at) => (w[at + 2] = 5000), Code.TrapUnlessBelow, /operand 1 \(v\)/],
      [(w, at) => (w[at + 1] = -1), Code.Enter, /no frame/],
    ];
    for (const [change, op, message] of cases) expect(damage(change, op)).toThrow(message);
    expect(() => verifyCode(good.subarray(4), bounds)).toThrow(/do not cover/);
    expect(() => verifyCode(good, { ...bounds, hasMemory: false })).toThrow(/no memory/);
  });

  it('is refused, or comes to an end, whatever words are changed', async () => {
    const artifact = await compile(`(module (memory 1)
      (func (export "f") (param i32) (result i32) (local i32 i64)
        (loop
          (local.set 2 (i64.add (local.get 2) (i64.extend_i32_u (local.get 0))))
          (i64.store (local.get 1) (local.get 2))
          (local.set 1 (i32.and (i32.add (local.get 1) (i32.const 8)) (i32.const 1023)))
          (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (i32.load (local.get 1))))`);
    let seed = 12345;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % n;
    };
    const good = codeWords(artifact);
    let refused = 0;
    let ran = 0;
    for (let i = 0; i < 400; i++) {
      const words = good.slice();
      words[random(words.length)] = random(2) === 0 ? random(300) : random(2 ** 32) | 0;
      let damaged: PortableInstance;
      try {
        damaged = new PortableInstance(artifact, words);
      } catch (error) {
        expect((error as Error).name).toBe('ArtifactError');
        refused++;
        continue;
      }
      damaged.interpreter.fuel = 10_000;
      try {
        damaged.call('f', 20n);
      } catch (error) {
        // What is looked at when it is used: addresses that code computes.
        expect(error).toBeInstanceOf(Error);
      }
      ran++;
    }
    expect(refused).toBeGreaterThan(50);
    expect(ran).toBeGreaterThan(50);
  });
});

describe('the spaces', () => {
  it('give, take back and give again', () => {
    const space = new AddressSpace();
    const a = space.allocate(100);
    const b = space.allocate(3 << 20);
    expect(a.address).toBe(2 ** 32 + 2 ** 20);
    expect(b.buffer.byteLength).toBe(3 << 20);
    expect(space.pieces[(b.address - 2 ** 32) / 2 ** 20 + 2]!.length).toBe(1 << 18);
    space.free(a.address);
    expect(() => space.free(a.address)).toThrow(/not allocated/);
    expect(() => space.free(b.address + (1 << 20))).toThrow(/not allocated/);
    space.free(b.address);
    expect(space.pieces.every((piece) => piece === undefined)).toBe(true);
    expect(() => space.allocate(2 ** 33)).toThrow(RangeError);
    const code = new CodeSpace();
    const first = code.add(new Int32Array(10).fill(Code.Trap));
    const second = code.add(new Int32Array(100_000).fill(Code.Trap));
    expect(code.words[(second - 2 ** 33) / 4]).toBe(Code.Trap);
    code.remove(first);
    expect(code.words[(first - 2 ** 33) / 4]).toBe(Code.Nop);
    expect(code.add(new Int32Array(8))).toBe(first);
    expect(() => code.remove(first + 4)).toThrow(/no code/);
  });

  it('number operators as their rows', () => {
    expect(ROWS.length).toBe(Code.Count);
    expect(ROWS[Code.Nop]![0]).toBe('Nop');
    expect(ROWS[Code.BranchF64NotLe]![0]).toBe('BranchF64NotLe');
    expect(ROWS[Code.TailJumpRegister]![0]).toBe('TailJumpRegister');
  });
});
