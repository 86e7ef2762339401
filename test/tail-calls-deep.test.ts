import { beforeAll, describe, expect, it } from 'vitest';
import { WebAssembly } from '../src/index.js';
import { watToWasm } from '../src/text/wat.js';

const HOPS = 100_000_000;

const list = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');

/**
 * Three functions that call each other in turn: 0, 8 and 20 further arguments, so that the area for
 * stack arguments grows twice and shrinks once in each round. `n` counts down; `$b` and `$c` read what
 * they add from their last argument, which lies farthest out.
 */
function ring(call: (callee: 'a' | 'b' | 'c', args: string) => string): string {
  const down = '(i64.sub (local.get $n) (i64.const 1))';
  const done = '(if (i64.eqz (local.get $n)) (then (return (local.get $sum))))';
  return `
    (func $a (type $a) (param $n i64) (param $sum i64) (result i64)
      ${done}
      ${call('b', `${down} (i64.add (local.get $sum) (i64.const 1)) ${list(7, (i) => `(i64.const ${i})`)} (local.get $n)`)})
    (func $b (type $b) (param $n i64) (param $sum i64) (param ${list(8, () => 'i64')}) (result i64)
      ${done}
      ${call('c', `${down} (i64.add (local.get $sum) (local.get 9)) ${list(10, (i) => `(f64.const ${i})`)} ${list(9, (i) => `(local.get ${i % 10})`)} (local.get 8)`)})
    (func $c (type $c) (param $n i64) (param $sum i64) (param ${list(10, () => 'f64')} ${list(10, () => 'i64')}) (result i64)
      ${done}
      ${call('a', `${down} (i64.add (local.get $sum) (local.get 21))`)})`;
}

/** What the ring gives: the sum of 1 for each hop into $a, the count at $a for $b, 6 for $c. */
function closedForm(hops: number): bigint {
  let sum = 0n;
  const rounds = BigInt(Math.floor(hops / 3));
  const n = BigInt(hops);
  // In round r (from 0) the count at $a is n - 3 r: 1, then that count, then 6 are added.
  sum += rounds * 7n + rounds * n - (3n * rounds * (rounds - 1n)) / 2n;
  const rest = hops % 3;
  if (rest >= 1) sum += 1n;
  if (rest >= 2) sum += n - 3n * rounds;
  return sum;
}

const MODULE = `(module
  (type $a (func (param i64 i64) (result i64)))
  (type $b (func (param i64 i64 ${list(8, () => 'i64')}) (result i64)))
  (type $c (func (param i64 i64 ${list(10, () => 'f64')} ${list(10, () => 'i64')}) (result i64)))
  (import "host" "throw" (func $throw (param i64) (result i64)))
  (table funcref (elem $a $b $c))
  BODY
  (func (export "run") (param i64) (result i64) (call $a (local.get 0) (i64.const 0)))
  (func $after (param i64 ${list(12, () => 'i64')}) (result i64) (return_call $throw (local.get 0)))
  (func (export "throw") (param i64) (result i64)
    (drop (call $a (local.get 0) (i64.const 0)))
    (return_call $after (local.get 0) ${list(12, (i) => `(i64.const ${i})`)}))
)`;

describe('10^8 mutual tail calls in constant stack', () => {
  const forms = {
    directly: ring((callee, args) => `(return_call $${callee} ${args})`),
    'through a table': ring(
      (callee, args) =>
        `(return_call_indirect (type $${callee}) ${args} (i32.const ${'abc'.indexOf(callee)}))`,
    ),
  };
  for (const [name, body] of Object.entries(forms)) {
    describe(name, () => {
      let run: (n: bigint) => bigint;
      let throwing: (n: bigint) => bigint;
      const failure = new Error('from the host');

      beforeAll(async () => {
        const bytes = await watToWasm(MODULE.replace('BODY', body));
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
          host: {
            throw() {
              throw failure;
            },
          },
        });
        run = exports.run as typeof run;
        throwing = exports.throw as typeof throwing;
      });

      it('few', () => {
        for (const hops of [0, 1, 2, 3, 4, 5, 100, 101, 102]) {
          expect(run(BigInt(hops))).toBe(closedForm(hops));
        }
      });

      it('10^8', () => {
        expect(run(BigInt(HOPS))).toBe(closedForm(HOPS));
      });

      it('a host function at the end of a chain may throw', () => {
        for (let i = 0; i < 1000; i++) {
          let caught: unknown;
          try {
            throwing(BigInt(i));
          } catch (error) {
            caught = error;
          }
          expect(caught).toBe(failure);
        }
        expect(run(1000n)).toBe(closedForm(1000));
      });
    });
  }
});
