import { i32, i64, ScriptWriter } from './script-writer.js';

/** @typedef {(...operands: bigint[]) => bigint} Operator a 128-bit number from halves */

const wrap64 = (/** @type {bigint} */ value) => BigInt.asUintN(64, value);
const signed = (/** @type {bigint} */ value) => BigInt.asIntN(64, value);
const wide = (/** @type {bigint} */ lo, /** @type {bigint} */ hi) =>
  (wrap64(hi) << 64n) | wrap64(lo);

/** @type {Record<string, Operator>} */
const PAIRS = {
  add128: (aLo, aHi, bLo, bHi) => wide(aLo, aHi) + wide(bLo, bHi),
  sub128: (aLo, aHi, bLo, bHi) => wide(aLo, aHi) - wide(bLo, bHi),
};
/** @type {Record<string, Operator>} */
const PRODUCTS = {
  mul_wide_s: (a, b) => signed(a) * signed(b),
  mul_wide_u: (a, b) => wrap64(a) * wrap64(b),
};
const OPERATORS = { ...PAIRS, ...PRODUCTS };

/** @param {string} name */
const arity = (name) => (name in PAIRS ? 4 : 2);

/**
 * Low and high half of what an operator gives.
 * @param {string} name
 * @param {bigint[]} operands
 * @returns {[lo: bigint, hi: bigint]}
 */
function halves(name, operands) {
  const value = OPERATORS[name](...operands);
  return [wrap64(value), wrap64(value >> 64n)];
}

const TOP = 1n << 63n;
const EDGES = [0n, 1n, -1n, TOP, TOP - 1n, 0xffffffffn, 0x100000000n, -2n].map(wrap64);

/** Numbers from a seed (Knuth's linear congruential generator). */
function randomNumbers() {
  let state = 0x853c49e6748fea9bn;
  return () => {
    state = wrap64(state * 6364136223846793005n + 1442695040888963407n);
    return wrap64((state >> 29n) * 0x9e3779b97f4a7c15n);
  };
}

/**
 * Operands to try: all pairs of edges for products, a part of all fours for sums, and random ones.
 * @param {string} name
 * @param {() => bigint} random
 */
function operandLists(name, random) {
  /** @type {bigint[][]} */
  const lists = [];
  for (const [i, a] of EDGES.entries()) {
    for (const [j, b] of EDGES.entries()) {
      if (arity(name) === 2) lists.push([a, b]);
      else {
        lists.push([a, EDGES[(i + j) % 8], b, EDGES[(i + 3 * j) % 8]]);
        if ((i + j) % 2 === 0) lists.push([a, b, b, a]);
      }
    }
  }
  for (let i = 0; i < 24; i++) lists.push(Array.from({ length: arity(name) }, random));
  return lists;
}

const params = (/** @type {number} */ n) => `(param${' i64'.repeat(n)})`;
const get = (/** @type {number} */ index) => `(local.get ${index})`;

/** Every operator on edge values and random ones: in registers, the same registers, constants, slots. */
function operandScript() {
  const out = new ScriptWriter(
    'generate-wide-arithmetic.js',
    '128-bit arithmetic: operands in registers, in the same ones, constants, in memory; results kept, dropped, overwritten.',
  );
  const random = randomNumbers();
  /** @type {[name: string, args: bigint[], results: bigint[]][]} */
  const checks = [];
  out.line();
  out.line('(module');
  for (const name of Object.keys(OPERATORS)) {
    const n = arity(name);
    const all = Array.from({ length: n }, (_, i) => get(i)).join(' ');
    out.line(`  (func (export "${name}") ${params(n)} (result i64 i64) (i64.${name} ${all}))`);
    for (const list of operandLists(name, random)) checks.push([name, list, halves(name, list)]);

    // Only one of the results.
    out.line(
      `  (func (export "${name} low") ${params(n)} (result i64) (i64.${name} ${all}) (drop))`,
    );
    out.line(
      `  (func (export "${name} high") ${params(n)} (result i64) (local $high i64) (i64.${name} ${all}) (local.set $high) (drop) (local.get $high))`,
    );
    // Into the parameters, the high half first, as compilers write it.
    out.line(
      `  (func (export "${name} set") ${params(n)} (result i64 i64) (i64.${name} ${all}) (local.set 1) (local.set 0) (local.get 0) (local.get 1))`,
    );
    out.line(
      `  (func (export "${name} tee") ${params(n)} (result i64 i64 i64 i64) (i64.${name} ${all}) (local.tee 0) (local.get 0) (local.get 1))`,
    );
    for (let i = 0; i < 4; i++) {
      const list = Array.from({ length: n }, random);
      const [lo, hi] = halves(name, list);
      checks.push([`${name} low`, list, [lo]], [`${name} high`, list, [hi]]);
      checks.push([`${name} set`, list, [lo, hi]]);
      checks.push([`${name} tee`, list, [lo, hi, hi, list[1]]]);
    }

    // Operands that are the same, dead behind the operator or still needed.
    const choices = n === 2 ? [[0, 0]] : [];
    for (let code = 0; n === 4 && code < 81; code++) {
      choices.push([
        code % 3,
        Math.floor(code / 3) % 3,
        Math.floor(code / 9) % 3,
        Math.floor(code / 27),
      ]);
    }
    for (const choice of choices) {
      const text = choice.map(get).join(' ');
      const list = [random(), random(), random()];
      const result = halves(
        name,
        choice.map((i) => list[i]),
      );
      out.line(
        `  (func (export "${name} of ${choice}") ${params(3)} (result i64 i64) (i64.${name} ${text}))`,
      );
      out.line(
        `  (func (export "${name} of kept ${choice}") ${params(3)} (result i64 i64 i64 i64 i64) (i64.${name} ${text}) (local.get 0) (local.get 1) (local.get 2))`,
      );
      checks.push([`${name} of ${choice}`, list, result]);
      checks.push([`${name} of kept ${choice}`, list, [...result, ...list]]);
    }

    // Constants in every set of places, and zero ones, which a high half needs no register for.
    for (let mask = 1; mask < 1 << n; mask++) {
      for (const constant of [0n, 1n, wrap64(-1n), 0x123456789abcdef0n]) {
        const text = Array.from({ length: n }, (_, i) =>
          mask & (1 << i) ? i64(constant) : get(i),
        );
        const full = `${name} ${mask} ${constant.toString(16)}`;
        out.line(
          `  (func (export "${full}") ${params(n)} (result i64 i64) (i64.${name} ${text.join(' ')}))`,
        );
        for (const base of [EDGES, Array.from({ length: n }, random)]) {
          const list = Array.from({ length: n }, (_, i) => base[(i + 1) % base.length]);
          const operands = list.map((value, i) => (mask & (1 << i) ? constant : value));
          checks.push([full, list, halves(name, operands)]);
        }
      }
    }
  }
  out.line(')');
  for (const [name, args, results] of checks) out.returns(name, args.map(i64), results.map(i64));
  return out.toString();
}

/** What stands around the operators: other values in the registers, branches, loops, dead code. */
function contextScript() {
  const out = new ScriptWriter(
    'generate-wide-arithmetic.js',
    '128-bit arithmetic under register pressure, as operands of branches, in loops and in dead code; what is invalid.',
  );
  const random = randomNumbers();
  out.line();
  out.line('(module');
  out.line('  (memory 1)');
  out.line('  (func $id (param i64 i64) (result i64 i64) (local.get 0) (local.get 1))');
  const checks = [
    ...longSums(out, random),
    ...amongDivisions(out, random),
    ...branches(out, random),
    ...loops(out, random),
  ];
  out.line(
    '  (func (export "dead") (result i64 i64) (i64.const 5) (i64.const 6) (return) (i64.add128))',
  );
  out.line(
    '  (func (export "dead block") (result i64 i64) (block (result i64 i64) (i64.const 1) (i64.const 2) (br 0) (i64.const 3) (i64.sub128)))',
  );
  out.line('  (func (export "dead product") (result i64 i64) (unreachable) (i64.mul_wide_s))');
  out.line(
    '  (func (export "dead sum") (result i64) (unreachable) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.add128) (i64.mul_wide_u) (drop) (i64.mul))',
  );
  out.line(')');
  for (const [name, args, results] of checks) out.returns(name, args, results);
  out.returns('dead', [], [5, 6].map(i64));
  out.returns('dead block', [], [1, 2].map(i64));
  out.traps('dead product', [], 'unreachable');
  out.traps('dead sum', [], 'unreachable');
  for (const name of Object.keys(OPERATORS)) invalid(out, name);
  return out.toString();
}

/** @typedef {[name: string, args: string[], results: string[]][]} Checks calls and what they return */

/**
 * Sums and differences of many products: the operands lie deep, in slots.
 * @param {ScriptWriter} out
 * @param {() => bigint} random
 */
function longSums(out, random) {
  /** @type {Checks} */
  const checks = [];
  for (const depth of [3, 8, 12, 17, 40]) {
    for (const name of Object.keys(PAIRS)) {
      // p0 - (p1 - (p2 - ...)), where p_i = x * (y + i).
      const products = Array.from(
        { length: depth },
        (_, i) => `(i64.mul_wide_u (local.get 0) (i64.add (local.get 1) (i64.const ${i})))`,
      );
      out.line(
        `  (func (export "${name} ${depth}") (param i64 i64) (result i64 i64) ${products.join(' ')}${` (i64.${name})`.repeat(depth - 1)})`,
      );
      const [x, y] = [random(), random()];
      const product = (/** @type {number} */ i) => x * wrap64(y + BigInt(i));
      let sum = product(depth - 1);
      for (let i = depth - 2; i >= 0; i--) {
        sum = name === 'add128' ? product(i) + sum : product(i) - sum;
      }
      checks.push([`${name} ${depth}`, [x, y].map(i64), [sum, sum >> 64n].map(i64)]);
    }
  }
  return checks;
}

/**
 * Beside quotients, remainders and shifts, which want the same registers on some machines.
 * @param {ScriptWriter} out
 * @param {() => bigint} random
 */
function amongDivisions(out, random) {
  /** @type {Checks} */
  const checks = [];
  const quotient = '(i64.div_u (local.get 0) (local.get 1))';
  const rest = '(i64.rem_u (local.get 0) (local.get 1))';
  const shifted = '(i64.shl (local.get 0) (local.get 1))';
  for (const name of Object.keys(OPERATORS)) {
    const more = arity(name) === 4 ? ' (local.get 1) (local.get 0)' : '';
    out.line(
      `  (func (export "${name} among divisions") (param i64 i64) (result i64 i64 i64 i64 i64) ${quotient} ${rest} ${shifted} (i64.${name} (local.get 0) (local.get 1)${more}))`,
    );
    out.line(
      `  (func (export "${name} of quotients") (param i64 i64) (result i64 i64) (i64.${name} ${quotient} ${rest}${more}))`,
    );
    out.line(
      `  (func (export "${name} of a quotient") (param i64 i64) (result i64 i64 i64 i64) (local i64) (local.set 2 ${quotient}) (i64.${name} (local.get 2) (local.get 2)${more}) ${rest} (local.get 2))`,
    );
    out.line(
      `  (func (export "${name} of a remainder") (param i64 i64) (result i64 i64 i64 i64) (local i64) (local.set 2 ${rest}) (i64.${name} (local.get 0) (local.get 2)${more}) ${quotient} (local.get 2))`,
    );
    const pairs = [
      [random(), random() >> 40n],
      [wrap64(-7n), 3n],
      [TOP, 5n],
    ];
    for (const [x, y] of pairs) {
      const of = (/** @type {bigint} */ a, /** @type {bigint} */ b) =>
        halves(name, [a, b, y, x].slice(0, arity(name))).map(i64);
      const args = [x, y].map(i64);
      const [q, r] = [x / y, x % y];
      checks.push([
        `${name} among divisions`,
        args,
        [...[q, r, x << (y % 64n)].map(i64), ...of(x, y)],
      ]);
      checks.push([`${name} of quotients`, args, of(q, r)]);
      checks.push([`${name} of a quotient`, args, [...of(q, q), i64(r), i64(q)]]);
      checks.push([`${name} of a remainder`, args, [...of(x, r), i64(q), i64(r)]]);
    }
  }
  return checks;
}

/**
 * Results as operands of every branch, of calls and returns. What leaves `$other` grows by 2^64.
 * @param {ScriptWriter} out
 * @param {() => bigint} random
 */
function branches(out, random) {
  /** @type {Checks} */
  const checks = [];
  const is = (/** @type {number} */ how) => `(i32.eq (local.get $how) (i32.const ${how}))`;
  for (const name of Object.keys(OPERATORS)) {
    const more = arity(name) === 4 ? ' (local.get 2) (local.get 1)' : '';
    const value = `(i64.${name} (local.get 1) (local.get 2)${more})`;
    const types = '(result i64 i64)';
    out.line(`  (func (export "${name} to branches") (param $how i32) (param i64 i64) ${types}`);
    out.line(`    (block $out ${types}`);
    out.line(`      (block $other ${types}`);
    out.line(`        (if ${is(0)} (then ${value} (br $out)))`);
    out.line(`        (if ${is(1)} (then ${value} (br_if $other (local.get $how)) (drop) (drop)))`);
    out.line(`        (if ${is(2)} (then ${value} (br_table $out $other $out (i32.const 1))))`);
    out.line(`        (if ${is(3)} (then ${value} (call $id) (return)))`);
    out.line(`        (if ${is(4)} (then ${value} (return_call $id)))`);
    out.line(
      `        (if ${types} ${is(5)} (then ${value}) (else ${value} (i64.const 1) (i64.const 0) (i64.add128))))`,
    );
    out.line('      (i64.const 0) (i64.const 1) (i64.add128)))');
    const [a, b] = [random(), random()];
    for (let how = 0; how <= 6; how++) {
      let result = OPERATORS[name](...[a, b, b, a].slice(0, arity(name)));
      if (how !== 0 && how !== 3 && how !== 4) result += 1n << 64n;
      if (how === 6) result += 1n;
      checks.push([
        `${name} to branches`,
        [i32(how), i64(a), i64(b)],
        [result, result >> 64n].map(i64),
      ]);
    }
  }
  return checks;
}

/**
 * @param {ScriptWriter} out
 * @param {() => bigint} random
 */
function loops(out, random) {
  /** @type {Checks} */
  const checks = [];
  // Fibonacci numbers, in locals.
  out.line('  (func (export "fibonacci") (param $n i32) (result i64 i64)');
  out.line('    (local $aLo i64) (local $aHi i64) (local $bLo i64) (local $bHi i64)');
  out.line('    (local $lo i64) (local $hi i64)');
  out.line('    (local.set $bLo (i64.const 1))');
  out.line('    (loop');
  out.line(
    '      (i64.add128 (local.get $aLo) (local.get $aHi) (local.get $bLo) (local.get $bHi))',
  );
  out.line('      (local.set $hi) (local.set $lo)');
  out.line('      (local.set $aLo (local.get $bLo)) (local.set $aHi (local.get $bHi))');
  out.line('      (local.set $bLo (local.get $lo)) (local.set $bHi (local.get $hi))');
  out.line('      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))');
  out.line('    (local.get $aLo) (local.get $aHi))');
  let [a, b] = [0n, 1n];
  for (let n = 1; n <= 186; n++) {
    [a, b] = [b, a + b];
    if (n % 31 === 0 || n > 184) checks.push(['fibonacci', [i32(n)], [a, a >> 64n].map(i64)]);
  }
  // x * n + x * (n - 1) + ... + x, in parameters of the loop.
  for (const [name, sum] of /** @type {const} */ ([
    ['mul_wide_s', 'add128'],
    ['mul_wide_u', 'sub128'],
  ])) {
    out.line(
      `  (func (export "${name} ${sum} loop") (param $x i64) (param $n i64) (result i64 i64)`,
    );
    out.line('    (i64.const 0) (i64.const 0)');
    out.line('    (loop (param i64 i64) (result i64 i64)');
    out.line(`      (i64.${name} (local.get $x) (local.get $n)) (i64.${sum})`);
    out.line(
      '      (br_if 0 (i64.ne (local.tee $n (i64.sub (local.get $n) (i64.const 1))) (i64.const 0)))))',
    );
    for (const x of [random(), wrap64(-3n), TOP]) {
      const n = 50n;
      const total = (name === 'mul_wide_s' ? signed(x) : -x) * ((n * (n + 1n)) / 2n);
      checks.push([`${name} ${sum} loop`, [x, n].map(i64), [total, total >> 64n].map(i64)]);
    }
  }
  // n!, in 9 words of memory, by multiplications with a carry; the result is one word.
  out.line('  (func (export "factorial") (param $n i64) (param $word i32) (result i64)');
  out.line('    (local $at i32) (local $carry i64)');
  out.line('    (memory.fill (i32.const 0) (i32.const 0) (i32.const 72))');
  out.line('    (i64.store (i32.const 0) (i64.const 1))');
  out.line('    (loop $factors');
  out.line('      (local.set $at (i32.const 0)) (local.set $carry (i64.const 0))');
  out.line('      (loop $words');
  out.line('        (local.get $at)');
  out.line('        (i64.mul_wide_u (i64.load (local.get $at)) (local.get $n))');
  out.line('        (i64.add128 (local.get $carry) (i64.const 0))');
  out.line('        (local.set $carry) (i64.store)');
  out.line('        (local.set $at (i32.add (local.get $at) (i32.const 8)))');
  out.line('        (br_if $words (i32.lt_u (local.get $at) (i32.const 72))))');
  out.line(
    '      (br_if $factors (i64.ne (local.tee $n (i64.sub (local.get $n) (i64.const 1))) (i64.const 0))))',
  );
  out.line('    (i64.load (i32.shl (local.get $word) (i32.const 3))))');
  let factorial = 1n;
  for (let i = 2n; i <= 100n; i++) factorial *= i;
  for (let word = 0; word < 9; word++) {
    checks.push(['factorial', [i64(100), i32(word)], [i64(factorial >> BigInt(64 * word))]]);
  }
  return checks;
}

/**
 * Wrong operands and results, live and dead.
 * @param {ScriptWriter} out
 * @param {string} name
 */
function invalid(out, name) {
  const n = arity(name);
  const refuse = (/** @type {string} */ func, message = 'type mismatch') =>
    out.line(`(assert_invalid (module (func ${func})) "${message}")`);
  const operands = (/** @type {number} */ count, wrong = -1) =>
    Array.from({ length: count }, (_, i) => `(i${i === wrong ? 32 : 64}.const 1)`).join(' ');
  refuse(`(result i64 i64) ${operands(n - 1)} (i64.${name})`);
  for (let i = 0; i < n; i++) {
    refuse(`(result i64 i64) ${operands(n, i)} (i64.${name})`);
    refuse(`(result i64 i64) (unreachable) ${operands(n, i)} (i64.${name})`);
  }
  for (const dead of ['', '(unreachable) ']) {
    refuse(`(result i64) ${dead}${operands(n)} (i64.${name})`);
    refuse(`(result i64 i64 i64) ${operands(n)} (i64.${name})`);
    refuse(`(result i64 i32) ${dead}${operands(n)} (i64.${name})`);
    refuse(`(result i32 i64) ${dead}${operands(n)} (i64.${name})`);
  }
  refuse(`(unreachable) (i64.${name}) (drop)`);
  refuse(`(unreachable) (i64.${name}) (i32.eqz) (drop) (drop)`);
  out.line(
    `(assert_invalid (module (global i64 ${operands(n)} (i64.${name}))) "constant expression required")`,
  );
}

export function wideArithmeticScripts() {
  return new Map([
    ['wide-arithmetic.wast', operandScript()],
    ['wide-arithmetic-contexts.wast', contextScript()],
  ]);
}
