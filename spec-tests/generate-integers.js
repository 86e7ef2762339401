import { i32, i64, ScriptWriter } from './script-writer.js';

/** A result that stands for a trap. @param {string} message */
const trap = (message) => ({ message });
const ZERO = trap('integer divide by zero');
const OVERFLOW = trap('integer overflow');

/**
 * Reference semantics on unsigned bit patterns. `n` is the width.
 * @type {Record<string, (a: bigint, b: bigint, n: number) => bigint | {message: string}>}
 */
const BINARY = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div_s: (a, b, n) => {
    const x = BigInt.asIntN(n, a);
    const y = BigInt.asIntN(n, b);
    if (y === 0n) return ZERO;
    return y === -1n && x === -(1n << BigInt(n - 1)) ? OVERFLOW : x / y;
  },
  div_u: (a, b) => (b === 0n ? ZERO : a / b),
  rem_s: (a, b, n) => (b === 0n ? ZERO : BigInt.asIntN(n, a) % BigInt.asIntN(n, b)),
  rem_u: (a, b) => (b === 0n ? ZERO : a % b),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b, n) => a << (b % BigInt(n)),
  shr_s: (a, b, n) => BigInt.asIntN(n, a) >> (b % BigInt(n)),
  shr_u: (a, b, n) => a >> (b % BigInt(n)),
  rotl: (a, b, n) => rotateLeft(a, b % BigInt(n), BigInt(n)),
  rotr: (a, b, n) => rotateLeft(a, (BigInt(n) - (b % BigInt(n))) % BigInt(n), BigInt(n)),
};

/** @type {Record<string, (a: bigint, b: bigint, n: number) => boolean>} */
const COMPARE = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt_s: (a, b, n) => BigInt.asIntN(n, a) < BigInt.asIntN(n, b),
  lt_u: (a, b) => a < b,
  gt_s: (a, b, n) => BigInt.asIntN(n, a) > BigInt.asIntN(n, b),
  gt_u: (a, b) => a > b,
  le_s: (a, b, n) => BigInt.asIntN(n, a) <= BigInt.asIntN(n, b),
  le_u: (a, b) => a <= b,
  ge_s: (a, b, n) => BigInt.asIntN(n, a) >= BigInt.asIntN(n, b),
  ge_u: (a, b) => a >= b,
};

/** @type {Record<string, (a: bigint, n: number) => bigint>} */
const UNARY = {
  clz: (a, n) => BigInt(n - (a === 0n ? 0 : a.toString(2).length)),
  ctz: (a, n) => BigInt(a === 0n ? n : a.toString(2).length - a.toString(2).lastIndexOf('1') - 1),
  popcnt: (a) => BigInt(a.toString(2).replaceAll('0', '').length),
  extend8_s: (a) => BigInt.asIntN(8, a),
  extend16_s: (a) => BigInt.asIntN(16, a),
  extend32_s: (a) => BigInt.asIntN(32, a),
};

/** @param {bigint} a @param {bigint} by @param {bigint} n */
function rotateLeft(a, by, n) {
  return (a << by) | (a >> (n - by));
}

/** @param {number} n width */
function edgeValues(n) {
  const top = 1n << BigInt(n - 1);
  const shared = [0n, 1n, -1n, 2n, 7n, 31n, 32n, -8n, 127n, -129n, top, top - 1n, top + 1n];
  const wide = [33n, 63n, 64n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x100000000n, -0x80000001n];
  const narrow = [0x8000n, 0xff80n, 0x12345678n];
  return [...shared, ...(n === 64 ? [...wide, 0x123456789abcdef0n] : narrow)].map((v) =>
    BigInt.asUintN(n, v),
  );
}

/**
 * The values as data, so that no compiler sees them as constants.
 * @param {bigint[]} values @param {number} n
 */
function dataString(values, n) {
  let text = '';
  for (const value of values) {
    for (let i = 0; i < n / 8; i++) {
      text += `\\${((value >> BigInt(8 * i)) & 255n).toString(16).padStart(2, '0')}`;
    }
  }
  return text;
}

/** @param {32 | 64} n */
function integerScript(n) {
  const t = `i${n}`;
  const constant = n === 32 ? i32 : i64;
  const values = edgeValues(n);
  const out = new ScriptWriter(
    'generate-integers.js',
    `Every ${t} operator on edge values: operands in registers, constants on either side, in memory.`,
  );
  // Every so manieth pair.
  const every = n === 64 ? 5 : 3;
  const unary = Object.keys(UNARY).filter((name) => n === 64 || name !== 'extend32_s');

  out.line();
  out.line('(module');
  out.line(`  (memory 1) (data (i32.const 0) "${dataString(values, n)}")`);
  for (const name of Object.keys(BINARY)) {
    out.line(
      `  (func (export "${name}") (param ${t} ${t}) (result ${t}) (${t}.${name} (local.get 0) (local.get 1)))`,
    );
  }
  for (const name of Object.keys(COMPARE)) {
    out.line(
      `  (func (export "${name}") (param ${t} ${t}) (result i32) (${t}.${name} (local.get 0) (local.get 1)))`,
    );
  }
  for (const name of unary) {
    out.line(`  (func (export "${name}") (param ${t}) (result ${t}) (${t}.${name} (local.get 0)))`);
  }
  out.line(`  (func (export "eqz") (param ${t}) (result i32) (${t}.eqz (local.get 0)))`);
  out.line(')');
  for (const [name, reference] of Object.entries(BINARY)) {
    for (const a of values) {
      for (const b of values) {
        // Shifts see every count; the others a part of the pairs, which keeps files readable.
        const isShift = /^(sh|rot)/.test(name);
        const at = values.indexOf(a);
        const isChosen = isShift ? at % every === 1 : (at + values.indexOf(b)) % every === 0;
        const mayTrap = b === 0n || (b === BigInt.asUintN(n, -1n) && a === 1n << BigInt(n - 1));
        if (!isChosen && !mayTrap) continue;
        const result = reference(a, b, n);
        if (typeof result === 'bigint') {
          out.returns(name, [constant(a), constant(b)], [constant(result)]);
        } else out.traps(name, [constant(a), constant(b)], result.message);
      }
    }
  }
  for (const [name, reference] of Object.entries(COMPARE)) {
    for (const a of values) {
      for (const b of values) {
        if (a !== b && (values.indexOf(a) + values.indexOf(b)) % every !== 0) continue;
        out.returns(name, [constant(a), constant(b)], [i32(reference(a, b, n) ? 1 : 0)]);
      }
    }
  }
  for (const name of unary) {
    for (const a of values) out.returns(name, [constant(a)], [constant(UNARY[name](a, n))]);
  }
  for (const a of values) out.returns('eqz', [constant(a)], [i32(a === 0n ? 1 : 0)]);
  return out.toString();
}

/**
 * Each operator with each edge value as a constant on its left and right, compared with the same
 * operation on a value from memory: bit k of the result is set where the k-th pair differs.
 * @param {32 | 64} n
 */
function constantScript(n) {
  const t = `i${n}`;
  const constant = n === 32 ? i32 : i64;
  const values = edgeValues(n);
  const out = new ScriptWriter(
    'generate-integers.js',
    `${t} operators with constant operands against the same with loaded ones; 0 says all agree.`,
  );
  out.line();
  out.line('(module');
  out.line(`  (memory 1) (data (i32.const 0) "${dataString(values, n)}")`);
  out.line(
    `  (func $bit (param $at i32) (param $differ i32) (result i32) (i32.shl (local.get $differ) (local.get $at)))`,
  );
  const names = [...Object.keys(BINARY), ...Object.keys(COMPARE)];
  for (const name of names) {
    const result = name in COMPARE ? 'i32' : t;
    const divides = /^(div|rem)/.test(name);
    for (const side of ['left', 'right']) {
      out.line(`  (func (export "${name} ${side}") (param $x ${t}) (result i32) (local $d i32)`);
      values.forEach((value, k) => {
        if (divides && side === 'right' && value === 0n) return;
        if (
          name === 'div_s' &&
          value === BigInt.asUintN(n, side === 'right' ? -1n : 1n << BigInt(n - 1))
        )
          return;
        const loaded = `(${t}.load (i32.const ${(k * n) / 8}))`;
        const pair = (/** @type {string} */ v) =>
          side === 'right'
            ? `(${t}.${name} (local.get $x) ${v})`
            : `(${t}.${name} ${v} (local.get $x))`;
        out.line(
          `    (local.set $d (i32.or (local.get $d) (call $bit (i32.const ${k}) (${result}.ne ${pair(constant(value))} ${pair(loaded)}))))`,
        );
      });
      out.line('    (local.get $d))');
    }
  }
  // Both sides constant.
  for (const name of names) {
    const result = name in COMPARE ? 'i32' : t;
    out.line(`  (func (export "${name} folded") (result i32) (local $d i32)`);
    let bit = 0;
    for (const [j, k] of [
      [1, 2],
      [4, 10],
      [10, 5],
      [11, 3],
      [7, 6],
      [12, 9],
    ]) {
      const [a, b] = [values[j], values[k]];
      const at = (/** @type {number} */ i) => `(${t}.load (i32.const ${(i * n) / 8}))`;
      out.line(
        `    (local.set $d (i32.or (local.get $d) (call $bit (i32.const ${bit++}) (${result}.ne (${t}.${name} ${constant(a)} ${constant(b)}) (${t}.${name} ${at(j)} ${at(k)})))))`,
      );
    }
    out.line('    (local.get $d))');
  }
  const traps = [
    ['div_s', 0n],
    ['div_u', 0n],
    ['rem_s', 0n],
    ['rem_u', 0n],
    ['div_s', -1n],
  ];
  for (const [name, divisor] of traps) {
    out.line(
      `  (func (export "${name} by ${divisor}") (param ${t}) (result ${t}) (${t}.${name} (local.get 0) (${t}.const ${divisor})))`,
    );
  }
  out.line(
    `  (func (export "folded trap zero") (result ${t}) (${t}.div_u (${t}.const 7) (${t}.const 0)))`,
  );
  out.line(
    `  (func (export "folded trap overflow") (result ${t}) (${t}.div_s ${constant(1n << BigInt(n - 1))} (${t}.const -1)))`,
  );
  // The quotient is not used; the trap must happen all the same.
  out.line(
    `  (func (export "dropped trap") (param ${t}) (drop (${t}.rem_u (${t}.const 7) (local.get 0))))`,
  );
  out.line(')');
  const xs = [0n, 1n, -1n, 5n, 1n << BigInt(n - 1), 0x5a5a5a5a5a5a5a5an].map((v) =>
    BigInt.asUintN(n, v),
  );
  for (const name of names) {
    for (const x of xs) {
      const min = 1n << BigInt(n - 1);
      out.returns(`${name} right`, [constant(x)], [i32(0)]);
      if (/^(div|rem)/.test(name) && x === 0n) continue;
      if (name === 'div_s' && x === min) continue;
      out.returns(`${name} left`, [constant(x)], [i32(0)]);
    }
    out.returns(`${name} folded`, [], [i32(0)]);
  }
  for (const name of ['div_s', 'div_u', 'rem_s', 'rem_u']) {
    out.traps(`${name} by 0`, [constant(9n)], ZERO.message);
  }
  out.returns('div_s by -1', [constant(9n)], [constant(-9n)]);
  out.traps('div_s by -1', [constant(1n << BigInt(n - 1))], OVERFLOW.message);
  out.traps('folded trap zero', [], ZERO.message);
  out.traps('folded trap overflow', [], OVERFLOW.message);
  out.traps('dropped trap', [constant(0n)], ZERO.message);
  out.returns('dropped trap', [constant(3n)], []);
  return out.toString();
}

/** @returns {Map<string, string>} */
export function integerScripts() {
  return new Map([
    ['integers-i32.wast', integerScript(32)],
    ['integers-i64.wast', integerScript(64)],
    ['integer-constants-i32.wast', constantScript(32)],
    ['integer-constants-i64.wast', constantScript(64)],
    ['conditions.wast', conditionScript()],
  ]);
}

/** @returns {string} */
function conditionScript() {
  const out = new ScriptWriter(
    'generate-integers.js',
    'Conditions consumed by if, br_if, select, eqz, br_table and kept in a local: 63 says all saw true.',
  );
  /** @type {{name: string, t: string, text: string, holds: (a: bigint, b: bigint) => boolean}[]} */
  const conditions = [];
  for (const n of [32, 64]) {
    const t = `i${n}`;
    const five = BigInt(5);
    for (const [name, reference] of Object.entries(COMPARE)) {
      const variants = /** @type {const} */ ([
        ['', '(local.get $a)', '(local.get $b)', (a, b) => reference(a, b, n)],
        [' right 5', '(local.get $a)', `(${t}.const 5)`, (a) => reference(a, five, n)],
        [' left 5', `(${t}.const 5)`, '(local.get $b)', (_, b) => reference(five, b, n)],
        [' right 0', '(local.get $a)', `(${t}.const 0)`, (a) => reference(a, 0n, n)],
      ]);
      for (const [suffix, left, right, holds] of variants) {
        conditions.push({
          name: `${t}.${name}${suffix}`,
          t,
          text: `(${t}.${name} ${left} ${right})`,
          holds,
        });
      }
    }
    conditions.push({
      name: `${t}.eqz`,
      t,
      text: `(${t}.eqz (local.get $a))`,
      holds: (a) => a === 0n,
    });
    conditions.push({
      name: `${t}.and.eqz`,
      t,
      text: `(${t}.eqz (${t}.and (local.get $a) (local.get $b)))`,
      holds: (a, b) => (a & b) === 0n,
    });
    conditions.push({
      name: `${t}.eqz.eqz`,
      t,
      text: `(i32.eqz (${t}.eqz (local.get $a)))`,
      holds: (a) => a !== 0n,
    });
  }
  out.line();
  out.line('(module');
  for (const { name, t, text } of conditions) {
    out.line(
      `  (func (export "${name}") (param $a ${t}) (param $b ${t}) (result i32) (local $c i32)`,
    );
    out.line(`    (local.set $c ${text})`);
    out.line(`    (if (result i32) ${text} (then (i32.const 1)) (else (i32.const 0)))`);
    out.line(
      `    (block (result i32) (i32.const 2) (br_if 0 ${text}) (drop) (i32.const 0)) (i32.or)`,
    );
    out.line(`    (select (i32.const 4) (i32.const 0) ${text}) (i32.or)`);
    out.line(
      `    (if (result i32) (i32.eqz ${text}) (then (i32.const 0)) (else (i32.const 8))) (i32.or)`,
    );
    out.line(
      `    (block (result i32) (block (result i32) (i32.const 16) (br_table 0 1 ${text})) (drop) (i32.const 0)) (i32.or)`,
    );
    out.line(`    (i32.or (i32.shl (local.get $c) (i32.const 5))))`);
  }
  out.line(')');
  const samples = [
    [0, 0],
    [5, 5],
    [5, 6],
    [6, 5],
    [-1, 5],
    [5, -1],
    [-1, -1],
    [0, 5],
    [4, 3],
  ];
  for (const { name, t, holds } of conditions) {
    const n = t === 'i32' ? 32 : 64;
    const constant = t === 'i32' ? i32 : i64;
    for (const [a, b] of samples) {
      const truth = holds(BigInt.asUintN(n, BigInt(a)), BigInt.asUintN(n, BigInt(b)));
      out.returns(name, [constant(a), constant(b)], [i32(truth ? 63 : 0)]);
    }
    if (n === 64) {
      const high = 1n << 32n; // zero in the lower half only
      const truth = holds(high, 0n);
      out.returns(name, [i64(high), i64(0)], [i32(truth ? 63 : 0)]);
    }
  }
  return out.toString();
}
