import { Random } from './mutator.js';

/** A vector as four words. */
type Lanes4 = Int32Array;

/** How a function of a chain goes on to the next one. */
const enum How {
  Tail,
  TailIndirect,
  Call,
  /** A call of a host function before, with all parameters live over it. */
  AfterHost,
}

/** So many vectors that some are on the stack, whatever the machine. */
const MOST = 24;

/**
 * A module with chains of functions that give vectors to each other, as arguments in registers and on the stack, beside
 * numbers: directly, by a table, by tail calls, with a host function called between. Each function mixes its parameters,
 * so that the last bit of each counts.
 *
 * It imports `host.call`, an i32 to an i32, of n to n + 1. `run` takes vectors at address 0 and leaves one at
 * {@link RESULT}; `often` does so a number of times.
 */
export interface PassingModule {
  readonly text: string;
  /** What is at {@link RESULT} after a run, of so many words from address 0. */
  expected(input: Int32Array): Lanes4;
}

export const RESULT = 1024;
export const INPUT_WORDS = 4 * MOST;

interface Link {
  readonly vectors: number;
  readonly how: How;
  /** For each vector of the next function: which of mine, with a constant added. */
  readonly from: readonly { readonly index: number; readonly plus: readonly number[] }[];
}

export function passingModule(seed: number, functions: number): PassingModule {
  const random = new Random(seed);
  const counts = Array.from({ length: functions + 1 }, (_, i) => {
    // All registers and the stack, fewer, and a few only.
    return i % 3 === 0 ? MOST - random.below(4) : i % 3 === 1 ? 8 : 1 + random.below(MOST);
  });
  const links: Link[] = counts.slice(0, -1).map((vectors, i) => ({
    vectors,
    how: random.below(4) as How,
    from: Array.from({ length: counts[i + 1]! }, () => ({
      index: random.below(vectors),
      plus: Array.from({ length: 4 }, () => random.next() | 0),
    })),
  }));
  const last = counts[functions]!;
  return {
    text: textOf(links, last),
    expected(input) {
      let values = Array.from({ length: counts[0]! }, (_, i) => input.slice(4 * i, 4 * i + 4));
      const after: { how: How; values: Lanes4[] }[] = [];
      for (const { how, from } of links) {
        after.push({ how, values });
        values = from.map(({ index, plus }) => values[index]!.map((word, k) => word + plus[k]!));
      }
      let result = mixed(values);
      for (const { how, values: own } of after.reverse()) {
        if (how === How.Tail || how === How.TailIndirect) continue;
        result = result.map((word, k) => word ^ mixed(own)[k]!);
      }
      return result;
    },
  };
}

/** As {@link mixText} does it. */
function mixed(values: readonly Lanes4[]): Lanes4 {
  let sum = new Int32Array(4);
  for (const value of values) sum = sum.map((word, k) => Math.imul(word, 31) + value[k]!);
  return sum;
}

function mixText(count: number): string {
  let text = '(v128.const i64x2 0 0)';
  for (let i = 0; i < count; i++) {
    text = `(i32x4.add (i32x4.mul ${text} (i32x4.splat (i32.const 31))) (local.get $v${i}))`;
  }
  return text;
}

/** Numbers stand between the vectors, as arguments of both classes of registers. */
function paramsText(count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) {
    text += ` (param $v${i} v128)`;
    if (i % 3 === 1) text += ` (param $n${i} i32)`;
    if (i % 5 === 2) text += ` (param $d${i} f64)`;
  }
  return text;
}

/** Ends with a trap if a number is not the one that {@link argumentsText} gave. */
function checksText(count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) {
    if (i % 3 === 1) {
      text += `(if (i32.ne (local.get $n${i}) (i32.const ${1000 + i})) (then unreachable))`;
    }
    if (i % 5 === 2) {
      text += `(if (f64.ne (local.get $d${i}) (f64.const ${i}.5)) (then unreachable))`;
    }
  }
  return text;
}

function argumentsText(vectors: readonly string[]): string {
  return vectors
    .map((vector, i) => {
      const number = i % 3 === 1 ? ` (i32.const ${1000 + i})` : '';
      const double = i % 5 === 2 ? ` (f64.const ${i}.5)` : '';
      return vector + number + double;
    })
    .join(' ');
}

function textOf(links: readonly Link[], last: number): string {
  const names = [...links.keys(), links.length].map((i) => `$f${i}`).join(' ');
  const counts = [...links.map(({ vectors }) => vectors), last];
  const types = counts.map((count, i) => `(type $t${i} (func${paramsText(count)} (result v128)))`);
  const functions = links.map(({ vectors, how, from }, i) => {
    const next = argumentsText(
      from.map(
        ({ index, plus }) =>
          `(i32x4.add (local.get $v${index}) (v128.const i32x4 ${plus.join(' ')}))`,
      ),
    );
    const host = `(if (i32.ne (call $host (i32.const ${i})) (i32.const ${i + 1})) (then unreachable))`;
    const called = `(call $f${i + 1} ${next})`;
    const own = mixText(vectors);
    let body: string;
    if (how === How.Tail) body = `(return_call $f${i + 1} ${next})`;
    else if (how === How.TailIndirect) {
      body = `(return_call_indirect (type $t${i + 1}) ${next} (i32.const ${i + 1}))`;
    } else body = `${how === How.AfterHost ? host : ''} (v128.xor ${called} ${own})`;
    return `(func $f${i}${paramsText(vectors)} (result v128) ${checksText(vectors)} ${body})`;
  });
  const loads = Array.from(
    { length: counts[0]! },
    (_, i) => `(v128.load offset=${16 * i} (i32.const 0))`,
  );
  return `(module
    (import "host" "call" (func $host (param i32) (result i32)))
    (memory (export "memory") 1)
    ${types.join('\n')}
    (table funcref (elem ${names}))
    ${functions.join('\n')}
    (func $f${links.length}${paramsText(last)} (result v128) ${checksText(last)} ${mixText(last)})
    (func $run (export "run")
      (v128.store offset=${RESULT} (i32.const 0) (call $f0 ${argumentsText(loads)})))
    (func (export "often") (param i32)
      (loop
        (call $run)
        (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`;
}

/** The module whose `run` takes a number of turns that interruptions fall into, with vectors in all registers. */
export interface TurningModule {
  readonly text: string;
  expected(input: Int32Array, turns: number): Int32Array;
}

/** How many vectors turn: more than there are registers, so that some are in their slots. */
const TURNING = 18;
export const TURNED_WORDS = 4 * TURNING;

/** `run` takes vectors from address 0 and leaves as many at {@link RESULT}. */
export function turningModule(): TurningModule {
  const all = [...Array(TURNING).keys()];
  const steps = all.map((i) => {
    const next = (i + 1) % TURNING;
    return `(local.set $v${i} (i32x4.add (i8x16.shuffle 5 6 7 8 9 10 11 12 13 14 15 0 1 2 3 4
      (local.get $v${i}) (local.get $v${i})) (local.get $v${next})))`;
  });
  return {
    text: `(module (memory (export "memory") 1) (func (export "run") (param $n i32)
      ${all.map((i) => `(local $v${i} v128)`).join(' ')}
      ${all.map((i) => `(local.set $v${i} (v128.load offset=${16 * i} (i32.const 0)))`).join('\n')}
      (loop $again ${steps.join('\n')}
        (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      ${all.map((i) => `(v128.store offset=${RESULT + 16 * i} (i32.const 0) (local.get $v${i}))`).join('\n')}))`,
    expected(input, turns) {
      const words = input.slice(0, TURNED_WORDS);
      const bytes = new Uint8Array(words.buffer);
      for (let turn = 0; turn < turns; turn++) {
        for (const i of all) {
          const own = bytes.slice(16 * i, 16 * i + 16);
          for (let k = 0; k < 16; k++) bytes[16 * i + k] = own[(k + 5) & 15]!;
          const next = 4 * ((i + 1) % TURNING);
          for (let k = 0; k < 4; k++) words[4 * i + k] = words[4 * i + k]! + words[next + k]!;
        }
      }
      return words;
    },
  };
}
