import { describe, expect, it } from 'vitest';
import { compileWat } from '../../test/support/wat-module.js';
import { getStore, Instance, type WasmFunction } from '../runtime/node.js';

/** Compiles functions with the bookkeeping checked, and gives a way to call the export `f`. */
async function run(text: string): Promise<(...args: unknown[]) => unknown> {
  const artifact = await compileWat(`(module ${text})`, { verify: true });
  const instance = Instance.create(getStore(), artifact, []);
  const f = instance.exports.get('f') as WasmFunction;
  return (...args) => f.call(args);
}

/** A function `f` with the given head and code, beside an opaque identity that destroys registers. */
function f(head: string, code: string): string {
  return `(func $id (param i32) (result i32) (local.get 0))
    (func $f (export "f") ${head} ${code})`;
}

/** The numbers from 0 below `n`, each through a template. */
function each(n: number, make: (i: number) => string): string {
  return Array.from({ length: n }, (_, i) => make(i)).join(' ');
}

describe('locals at joins', () => {
  it('that are constants on one way, and on both', async () => {
    const call = await run(
      f(
        '(param i32) (result i32) (local $a i32) (local $b i32) (local $c i32)',
        `(local.set $b (i32.const 7)) (local.set $c (i32.const 3))
         (if (local.get 0)
           (then (local.set $a (i32.const 10)) (local.set $b (local.get 0)))
           (else (local.set $a (i32.const 20)) (local.set $c (i32.const 4))))
         (i32.add (local.get $a) (i32.add (i32.mul (local.get $b) (i32.const 100))
           (i32.mul (local.get $c) (i32.const 10000))))`,
      ),
    );
    expect([call(0), call(5)]).toEqual([40720, 30510]);
  });

  it('that are constants of every type, met by br_if', async () => {
    const call = await run(
      f(
        '(param i32) (result f64) (local $a i64) (local $b f32) (local $c f64) (local $d i32)',
        `(local.set $a (i64.const 0x100000001)) (local.set $b (f32.const 0.5))
         (local.set $c (f64.const -2.25)) (local.set $d (i32.const -1))
         (block (br_if 0 (local.get 0))
           (local.set $a (i64.const -1)) (local.set $b (f32.const 8)) (local.set $c (f64.const 1)))
         (f64.add (f64.add (f64.convert_i64_s (local.get $a)) (f64.promote_f32 (local.get $b)))
           (f64.add (local.get $c) (f64.convert_i32_s (local.get $d))))`,
      ),
    );
    expect([call(1), call(0)]).toEqual([0x100000001 + 0.5 - 2.25 - 1, -1 + 8 + 1 - 1]);
  });

  it('more constants than stay in registers', async () => {
    const n = 30;
    const call = await run(
      f(
        `(param i32) (result i32) ${each(n, (i) => `(local $x${i} i32)`)}`,
        `${each(n, (i) => `(local.set $x${i} (i32.const ${i + 1}))`)}
         (if (local.get 0) (then ${each(n / 2, (i) => `(local.set $x${2 * i} (i32.const ${100 * i}))`)}))
         (i32.const 0) ${each(n, (i) => `(local.get $x${i}) i32.add`)}`,
      ),
    );
    expect([call(0), call(1)]).toEqual([465, 240 + 100 * 105]);
  });

  it('that share a register, and part on one way', async () => {
    const call = await run(
      f(
        '(param i32 i32) (result i32) (local $a i32) (local $b i32) (local $c i32)',
        `(local.set $a (i32.add (local.get 1) (i32.const 1)))
         (local.set $b (local.get $a)) (local.set $c (local.get $a))
         (if (local.get 0) (then (local.set $b (i32.const 50)) (local.set $a (local.get $c))
           (local.set $c (i32.add (local.get $c) (i32.const 1)))))
         (i32.add (local.get $a) (i32.add (i32.mul (local.get $b) (i32.const 100))
           (i32.mul (local.get $c) (i32.const 10000))))`,
      ),
    );
    expect([call(0, 1), call(1, 1)]).toEqual([20202, 35002]);
  });

  it('that trade places on one way', async () => {
    const call = await run(
      f(
        '(param i32 i64 i64 i64) (result i64)',
        `(block (br_if 0 (local.get 0))
           (local.get 1) (local.get 2) (local.get 3)
           (local.set 1) (local.set 2) (local.set 3)
           (local.get 2) (local.get 1) (local.set 2) (local.set 1))
         (i64.add (local.get 1) (i64.add (i64.mul (local.get 2) (i64.const 10))
           (i64.mul (local.get 3) (i64.const 100))))`,
      ),
    );
    expect([call(1, 1n, 2n, 3n), call(0, 1n, 2n, 3n)]).toEqual([321n, 132n]);
  });
});

describe('block results', () => {
  it.each([4, 5, 9])('%i of them, from three branches', async (n) => {
    const results = each(n, () => 'i32');
    const values = (base: number) =>
      each(n, (i) => `(i32.add (local.get 0) (i32.const ${base + i}))`);
    const call = await run(
      f(
        '(param i32) (result i32)',
        `(block (result ${results})
           ${values(10)} (br_if 0 (i32.eq (local.get 0) (i32.const 0))) ${each(n, () => 'drop')}
           ${each(n, (i) => `(i32.const ${20 + i})`)} (br_if 0 (i32.eq (local.get 0) (i32.const 1)))
           ${each(n, () => 'drop')} ${values(30)})
         ${each(n - 1, () => '(i32.const 3) i32.mul i32.add')}`,
      ),
    );
    const fold = (base: number, x: number) => {
      let sum = base + n - 1 + x;
      for (let i = n - 2; i >= 0; i--) sum = (base + i + x + 3 * sum) | 0;
      return sum;
    };
    expect([call(0), call(1), call(2)]).toEqual([fold(10, 0), fold(20, 0), fold(30, 2)]);
  });

  it('move down over operands that a br_if drops', async () => {
    for (const n of [1, 4, 6]) {
      const call = await run(
        f(
          '(param i32 i32) (result i32)',
          `(local.get 1)
           (block (result ${each(n, () => 'i32')})
             (i32.mul (local.get 1) (i32.const 2)) (call $id (local.get 1)) (i32.const 9)
             ${each(n, (i) => `(i32.add (local.get 1) (i32.const ${i}))`)}
             (br_if 0 (local.get 0))
             ${each(n + 3, () => 'drop')} ${each(n, (i) => `(i32.const ${i})`)})
           ${each(n, () => '(i32.const 2) i32.mul i32.add')}`,
        ),
      );
      const fold = (x: number, base: number) => {
        let sum = base + n - 1;
        for (let i = n - 2; i >= 0; i--) sum = base + i + 2 * sum;
        return x + 2 * sum;
      };
      expect([call(1, 7), call(0, 7)]).toEqual([fold(7, 7), fold(7, 0)]);
    }
  });

  it('are the same whether the operands below are kept or dropped', async () => {
    const call = await run(
      f(
        '(param i32 i32) (result i32)',
        `(block (result i32)
           (call $id (i32.const 100)) (local.get 1)
           (br_if 0 (local.get 0))
           (i32.add))`,
      ),
    );
    expect([call(1, 5), call(0, 5)]).toEqual([5, 105]);
  });
});

describe('br_table', () => {
  it('with entries that need moves, entries that need none, and returns', async () => {
    const call = await run(
      f(
        '(param i32 i32 i32) (result i32)',
        `(block $a (result i32)
           (block $b (result i32)
             (call $id (i32.const 1000))
             (block $c (result i32)
               (i32.const 77) (local.get 1) (local.get 0)
               (br_table $a $b $c 3 $c $a))
             (i32.add) (i32.add (local.get 2)))
           (i32.add (i32.const 10000)))
         (i32.add (local.get 2))`,
      ),
    );
    expect([0, 1, 2, 3, 4, 5, -1].map((i) => call(i, 5, 3))).toEqual([
      8, 10008, 11011, 5, 11011, 8, 8,
    ]);
  });

  it('whose index is also a local that lives on', async () => {
    const call = await run(
      f(
        '(param i32) (result i32)',
        '(block (block (block (br_table 0 1 2 (local.get 0)))' +
          ' (return (i32.add (local.get 0) (i32.const 10))))' +
          ' (return (i32.add (local.get 0) (i32.const 20)))) (local.get 0)',
      ),
    );
    expect([0, 1, 2, 99].map((i) => call(i))).toEqual([10, 21, 2, 99]);
  });

  it('out of and back into loops', async () => {
    const call = await run(
      f(
        '(param i32) (result i32) (local $n i32)',
        `(block (loop $l (local.set $n (i32.add (local.get $n) (i32.const 1)))
           (br_table $l 1 (i32.ge_u (local.get $n) (local.get 0)))))
         (local.get $n)`,
      ),
    );
    expect([call(0), call(5)]).toEqual([1, 5]);
  });
});

describe('if', () => {
  it.each([1, 4, 6])('with %i parameters, with and without else', async (n) => {
    const types = each(n, () => 'i32');
    const push = each(n, (i) => `(i32.add (local.get 1) (i32.const ${i}))`);
    const fold = each(n - 1, () => '(i32.const 3) i32.mul i32.add');
    const both = await run(
      f(
        '(param i32 i32) (result i32)',
        `${push} (local.get 0)
         (if (param ${types}) (result i32) (then ${fold})
           (else ${each(n - 1, () => 'drop')} (i32.add (local.get 1))))`,
      ),
    );
    const without = await run(
      f(
        '(param i32 i32) (result i32)',
        `${push} (local.get 0)
         (if (param ${types}) (result ${types})
           (then ${each(n, () => 'drop')} ${each(n, (i) => `(call $id (i32.const ${i}))`)}))
         ${fold}`,
      ),
    );
    const expected = (base: number) => {
      let sum = base + n - 1;
      for (let i = n - 2; i >= 0; i--) sum = base + i + 3 * sum;
      return sum;
    };
    expect([both(1, 4), both(0, 4)]).toEqual([expected(4), 8]);
    expect([without(1, 4), without(0, 4)]).toEqual([expected(0), expected(4)]);
  });

  it('with one value as several parameters', async () => {
    const call = await run(
      f(
        '(param i32 i32) (result i32)',
        `(local.get 1) (local.get 1) (local.get 1) (local.get 0)
         (if (param i32 i32 i32) (result i32) (then i32.sub i32.sub)
           (else i32.add i32.add (local.set 1 (i32.const 3)) (i32.add (local.get 1))))`,
      ),
    );
    expect([call(1, 9), call(0, 9)]).toEqual([9, 30]);
  });

  it('that ends unreachable on one way or both', async () => {
    const call = await run(
      f(
        '(param i32 i32) (result i32)',
        `(block (if (local.get 0)
           (then (local.set 1 (i32.const 5)) (br 1))
           (else (if (local.get 1) (then (return (i32.const 6))) (else (br 2)))))
           unreachable)
         (local.get 1)`,
      ),
    );
    expect([call(1, 1), call(0, 1), call(0, 0)]).toEqual([5, 6, 0]);
  });
});

describe('loops', () => {
  const sum = (body: string) =>
    f(
      '(param $n i32) (result i32) (local $i i32) (local $s i32) (local $k i32)',
      `(local.set $k (i32.const 3))
       (loop $l
         (local.set $s (i32.add (local.get $s) ${body}))
         (local.set $i (i32.add (local.get $i) (i32.const 1)))
         (br_if $l (i32.lt_s (local.get $i) (local.get $n))))
       (i32.add (local.get $s) (i32.mul (local.get $k) (i32.const 1000)))`,
    );

  it('without calls', async () => {
    const call = await run(sum('(i32.mul (local.get $i) (local.get $k))'));
    expect([call(1), call(10)]).toEqual([3000, 3135]);
  });

  it('with calls', async () => {
    const call = await run(sum('(call $id (i32.mul (local.get $i) (local.get $k)))'));
    expect([call(1), call(10)]).toEqual([3000, 3135]);
  });

  it('with a call in a nested one', async () => {
    const call = await run(
      sum(`(block (result i32)
        (loop $m (result i32) (local.set $k (call $id (i32.add (local.get $k) (i32.const 1))))
          (br_if $m (i32.and (local.get $k) (i32.const 1))) (local.get $k)))`),
    );
    let [k, s] = [3, 0];
    for (let i = 0; i < 5; i++) {
      do k++;
      while (k & 1);
      s += k;
    }
    expect(call(5)).toBe(s + 1000 * k);
  });

  it('with parameters and operands below', async () => {
    const call = await run(
      f(
        '(param i32) (result i32)',
        `(call $id (i32.const 5)) (i32.const 0) (local.get 0)
         (loop $l (param i32 i32) (result i32)
           (local.set 0) (i32.add (local.get 0))
           (i32.sub (local.get 0) (i32.const 1)) (br_if $l (i32.gt_s (local.get 0) (i32.const 1)))
           (drop))
         (i32.mul)`,
      ),
    );
    expect([call(1), call(4)]).toEqual([5, 50]);
  });

  it('that swap locals in every round', async () => {
    const call = await run(
      f(
        '(param $n i32) (param $a f64) (param $b f64) (result f64)',
        `(loop $l (local.get $a) (local.get $b) (local.set $a) (local.set $b)
           (local.set $n (i32.sub (local.get $n) (i32.const 1)))
           (br_if $l (local.get $n)))
         (f64.sub (local.get $a) (local.get $b))`,
      ),
    );
    expect([call(1, 5, 3), call(2, 5, 3)]).toEqual([-2, 2]);
  });
});

describe('more values than registers', () => {
  it.each([
    ['i32', (i: number) => i, '(i32.const 1)'],
    ['f64', (i: number) => i, '(f64.const 1)'],
  ])('%s on the stack, over a branch, a loop and a call', async (type, _, one) => {
    const n = 40;
    const text = `(func $id (param ${type}) (result ${type}) (local.get 0))
      (func (export "f") (param i32) (param $x ${type}) (result ${type}) (local $i i32)
        ${each(n, (i) => `(${type}.add (local.get $x) (${type}.const ${i}))`)}
        (if (local.get 0) (then (local.set $x (${type}.const 100))))
        (loop (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 3))))
        (call $id (local.get $x))
        ${each(n, () => `${type}.add`)} ${one} ${type}.add)`;
    const call = await run(text);
    const base = (n * (n - 1)) / 2 + 1;
    expect([call(0, 2), call(1, 2)]).toEqual([base + 2 * n + 2, base + 2 * n + 100]);
  });

  it('as locals, live around a loop', async () => {
    const n = 24;
    const call = await run(
      f(
        `(param i32) (result i32) ${each(n, (i) => `(local $x${i} i32)`)}`,
        `${each(n, (i) => `(local.set $x${i} (i32.add (local.get 0) (i32.const ${i})))`)}
         (loop ${each(n, (i) => `(local.set $x${i} (i32.add (local.get $x${i}) (local.get $x${(i + 1) % n})))`)}
           (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
         (i32.const 0) ${each(n, (i) => `(local.get $x${i}) (i32.const ${i + 1}) i32.mul i32.add`)}`,
      ),
    );
    const expected = (p: number) => {
      const x = Array.from({ length: n }, (_, i) => p + i);
      for (let r = 0; r < p; r++) for (let i = 0; i < n; i++) x[i] = (x[i]! + x[(i + 1) % n]!) | 0;
      return x.reduce((s, v, i) => (s + Math.imul(v, i + 1)) | 0, 0);
    };
    expect([call(1), call(4)]).toEqual([expected(1), expected(4)]);
  });

  it('as results of the function, more than 9, by every kind of return', async () => {
    const n = 14;
    const values = (base: number) =>
      each(n, (i) => `(i32.add (local.get 1) (i32.const ${base + i}))`);
    const call = await run(
      f(
        `(param i32 i32) (result ${each(n, () => 'i32')})`,
        `${values(0)} (br_if 0 (i32.eqz (local.get 0))) ${each(n, () => 'drop')}
         (if (i32.eq (local.get 0) (i32.const 1)) (then ${values(100)} return))
         (block (if (i32.eq (local.get 0) (i32.const 2)) (then ${values(200)} br 2)))
         ${values(300)} (br_table 0 0 (local.get 0))`,
      ),
    );
    for (const way of [0, 1, 2, 3]) {
      expect(call(way, 7)).toEqual(Array.from({ length: n }, (_, i) => 7 + 100 * way + i));
    }
  });
});

describe('copies of locals', () => {
  it('that a tee leaves keep the value when the local changes', async () => {
    const call = await run(
      f(
        '(param i32) (result i32) (local $a i32)',
        `(local.tee $a (i32.add (local.get 0) (i32.const 1)))
         (local.tee $a (i32.mul (local.get $a) (i32.const 10)))
         (local.set $a (i32.const 5))
         (i32.sub) (i32.add (local.get $a))`,
      ),
    );
    expect(call(2)).toBe(3 - 30 + 5);
  });

  const operators: [string, string, (x: number) => number][] = [
    ['add', '(i32.add (local.get $x) (i32.const 3))', (x) => x + 3],
    ['sub from a constant', '(i32.sub (i32.const 3) (local.get $x))', (x) => 3 - x],
    ['add to itself', '(i32.add (local.get $x) (local.get $x))', (x) => 2 * x],
    ['shift by itself', '(i32.shl (i32.const 1) (local.get $x))', (x) => 1 << x],
    ['divide by itself', '(i32.div_s (i32.const 100) (local.get $x))', (x) => Math.trunc(100 / x)],
    ['rem', '(i32.rem_u (local.get $x) (i32.const 4))', (x) => x % 4],
    ['clz', '(i32.clz (local.get $x))', (x) => Math.clz32(x)],
    ['call', '(call $id (local.get $x))', (x) => x],
    ['call of a sum', '(call $id (i32.add (local.get $x) (i32.const 1)))', (x) => x + 1],
    ['load', '(i32.load8_u (local.get $x))', () => 0],
    ['compare', '(i32.lt_s (local.get $x) (i32.const 100))', (x) => Number(x < 100)],
    ['select', '(select (i32.const 4) (local.get $x) (local.get $x))', () => 4],
  ];
  it.each(operators)('stay on the stack over x = %s of x', async (_, code, of) => {
    for (const assign of ['set', 'tee']) {
      const call = await run(
        `(memory 1) ${f(
          '(param $x i32) (result i32)',
          `(local.get $x) (local.get $x)
           (local.${assign} $x ${code}) ${assign === 'tee' ? 'drop' : ''}
           (local.set $x (i32.add (local.get $x) (i32.const 1)))
           (i32.const 1000) i32.mul i32.add
           (i32.const 1000) i32.mul (local.get $x) i32.add`,
        )}`,
      );
      expect(call(9)).toBe(9_009_000 + of(9) + 1);
    }
  });

  it('stay in place when a call without results comes before the set', async () => {
    const call = await run(`(func $nothing)
      (func (export "f") (param $x i32) (result i32)
        (local.get $x) (i32.const 6) (call $nothing) (local.set $x)
        (i32.add (local.get $x)))`);
    expect(call(5)).toBe(11);
  });
});
