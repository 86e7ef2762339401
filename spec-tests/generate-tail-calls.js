import { f32Bits, f64, i32, i64, ScriptWriter } from './script-writer.js';

const GENERATOR = 'generate-tail-calls.js';

/** Enough parameters for 0 to 12 stack slots where six or eight travel in registers. */
const SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20];

/** Slots around the reach of short displacements and immediates of the machines' encodings. */
const LIMITS = [32, 38, 39, 40, 64, 80, 528];

/** @param {number} count @param {(index: number) => string} make */
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** @param {string} type @param {number} count */
const params = (type, count) => (count === 0 ? '' : ` (param${` ${type}`.repeat(count)})`);

/**
 * A function whose result depends on the place of every argument.
 * @param {string} type @param {number} count
 */
function hashBody(type, count) {
  const step = times(
    count,
    (i) => `(${type}.mul (${type}.const 31)) (${type}.add (local.get ${i}))`,
  );
  return `(${type}.const ${count + 1}) ${step.join(' ')}`;
}

/** The same in JavaScript. @param {bigint[]} values */
function hash(values) {
  return values.reduce((h, v) => BigInt.asIntN(64, h * 31n + v), BigInt(values.length + 1));
}

/** The same for doubles; exact while it stays below 2^53. @param {number[]} values */
function floatHash(values) {
  return values.reduce((h, v) => h * 31 + v, values.length + 1);
}

/**
 * The argument that goes to place `i` of a callee: an incoming one, from the other end, plus `i`.
 * @param {number} from parameters of the caller @param {number} i
 */
function source(from, i) {
  return from === 0 ? -1 : (from - 1 - (i % from) + from) % from;
}

/** @param {string} type @param {number} from @param {number} i */
function argument(type, from, i) {
  const at = source(from, i);
  if (at < 0) return `(${type}.const ${i})`;
  // A third goes as it came, so that moves with and without arithmetic mix.
  return i % 3 === 0 ? `(local.get ${at})` : `(${type}.add (local.get ${at}) (${type}.const ${i}))`;
}

/** @param {number[]} values @param {number} to */
function passed(values, to) {
  return Array.from({ length: to }, (_, i) => {
    const at = source(values.length, i);
    return at < 0 ? i : i % 3 === 0 ? values[at] : values[at] + i;
  });
}

/**
 * Every pair of sizes, with the arguments of one type.
 * @param {'i64' | 'f64'} type @param {boolean} indirect
 */
function pairScript(type, indirect) {
  const constant = type === 'i64' ? i64 : f64;
  const sizes = type === 'i64' ? SIZES : SIZES.filter((n) => n % 2 === 0 || n === 9 || n === 11);
  const how = indirect ? 'return_call_indirect' : 'return_call';
  const out = new ScriptWriter(
    GENERATOR,
    `${how} between all pairs of sizes of ${type} arguments; places reversed, areas overlapping.`,
  );
  out.line();
  out.line('(module');
  for (const n of sizes) {
    out.line(`  (type $t${n} (func${params(type, n)} (result ${type})))`);
    // The callee's locals must be zero whatever the frame before it left behind.
    out.line(`  (func $hash${n} (type $t${n}) (local ${type} ${type} ${type} ${type})`);
    out.line(
      `    (if (${type}.ne (${type}.add (${type}.add (local.get ${n}) (local.get ${n + 1})) (${type}.add (local.get ${n + 2}) (local.get ${n + 3}))) (${type}.const 0)) (then (unreachable)))`,
    );
    out.line(`    ${hashBody(type, n)})`);
  }
  out.line(`  (table funcref (elem ${sizes.map((n) => `$hash${n}`).join(' ')}))`);
  for (const m of sizes) {
    sizes.forEach((n, index) => {
      const args = times(n, (i) => argument(type, m, i)).join(' ');
      const call = indirect
        ? `(return_call_indirect (type $t${n}) ${args} (i32.const ${index}))`
        : `(return_call $hash${n} ${args})`;
      out.line(`  (func $${m}-${n} (export "${m}-${n}") (type $t${m}) ${call})`);
    });
    // An ordinary caller of them all, three times round, with values of its own alive.
    out.line(
      `  (func (export "from ${m}") (param $k ${type}) (result ${type}) (local $n i32) (local $sum ${type})`,
    );
    out.line('    (loop $again');
    out.line('      (local.get $k) (local.get $sum)');
    for (const n of sizes) {
      const args = times(m, (i) => `(${type}.const ${i + 1})`).join(' ');
      out.line(`      (call $${m}-${n} ${args}) (${type}.add)`);
    }
    out.line('      (local.set $sum) (local.set $k)');
    out.line(
      '      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 3))))',
    );
    out.line(`    (${type}.add (local.get $sum) (local.get $k)))`);
  }
  out.line(')');
  for (const m of sizes) {
    const values = Array.from({ length: m }, (_, i) => i + 1);
    let sum = 0n;
    let floatSum = 0;
    for (const n of sizes) {
      const given = passed(values, n);
      if (type === 'i64') {
        const result = hash(given.map(BigInt));
        sum += result;
        out.returns(`${m}-${n}`, values.map(i64), [i64(result)]);
      } else {
        const result = floatHash(given);
        out.returns(`${m}-${n}`, values.map(f64), [f64(result)]);
      }
    }
    if (type === 'i64') {
      out.returns(`from ${m}`, [i64(7)], [i64(sum * 3n + 7n)]);
      continue;
    }
    for (let round = 0; round < 3; round++) {
      for (const n of sizes) floatSum += floatHash(passed(values, n));
    }
    out.returns(`from ${m}`, [constant(7)], [f64(floatSum + 7)]);
  }
  return out.toString();
}

/** @param {boolean} indirect */
function limitScript(indirect) {
  const how = indirect ? 'return_call_indirect' : 'return_call';
  const out = new ScriptWriter(
    GENERATOR,
    `${how} between argument areas around the machines' encoding limits: ${LIMITS.join(', ')} slots.`,
  );
  out.line();
  out.line('(module');
  // A result that depends on every place, without one line for each of 528 arguments.
  for (const n of [0, ...LIMITS]) {
    out.line(`  (type $t${n} (func${params('i64', n)} (result i64)))`);
    out.line(`  (func $hash${n} (type $t${n}) ${hashBody('i64', n)})`);
  }
  const sizes = [0, ...LIMITS];
  /** @type {string[]} */
  const entries = sizes.map((n) => `$hash${n}`);
  for (const m of sizes) {
    sizes.forEach((n, index) => {
      const args = times(n, (i) => argument('i64', m, i)).join(' ');
      const call = indirect
        ? `(return_call_indirect (type $t${n}) ${args} (i32.const ${index}))`
        : `(return_call $hash${n} ${args})`;
      out.line(`  (func $${m}-${n} (type $t${m}) ${call})`);
      entries.push(`$${m}-${n}`);
    });
  }
  for (const m of sizes) {
    out.line(`  (func (export "from ${m}") (param $callee i32) (result i64)`);
    out.line('    (i64.const 1000003)');
    out.line(`    ${times(m, (i) => `(i64.const ${i + 1})`).join(' ')}`);
    out.line(`    (call_indirect (type $t${m}) (local.get $callee)) (i64.sub))`);
  }
  out.line(`  (table funcref (elem ${entries.join(' ')}))`);
  out.line(')');
  for (const m of sizes) {
    const values = Array.from({ length: m }, (_, i) => i + 1);
    for (const n of sizes) {
      const result = 1000003n - hash(passed(values, n).map(BigInt));
      const callee = entries.indexOf(`$${m}-${n}`);
      out.returns(`from ${m}`, [i32(callee)], [i64(result)]);
    }
  }
  return out.toString();
}

/** Permutations of the places of arguments, repeated: each is its own parallel move. */
function permutationScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Self tail calls that permute their arguments: cycles, swaps, copies, in registers and in slots.',
  );
  /** @type {Record<string, (i: number, n: number) => number>} which incoming argument goes to i */
  const PERMUTATIONS = {
    rotate: (i, n) => (i + 1) % n,
    'rotate back': (i, n) => (i + n - 1) % n,
    reverse: (i, n) => n - 1 - i,
    'swap pairs': (i, n) => ((i ^ 1) < n ? i ^ 1 : i),
    'swap ends': (i, n) => (i === 0 ? n - 1 : i === n - 1 ? 0 : i),
    'two cycles': (i, n) =>
      i < n / 2 ? (i + 1) % Math.ceil(n / 2) : i === n - 1 ? Math.ceil(n / 2) : i + 1,
    same: (i) => i,
    spread: (i) => i >> 1,
    'all from last': (_, n) => n - 1,
    stride: (i, n) => (i * 5 + 2) % n,
  };
  /** @type {[string, (i: number) => 'i32' | 'i64' | 'f32' | 'f64'][]} */
  const TYPES = [
    ['i64', () => 'i64'],
    ['i32', () => 'i32'],
    ['f64', () => 'f64'],
    ['mixed', (i) => /** @type {const} */ (['i32', 'f64', 'i64', 'f32'])[i % 4]],
  ];
  out.line();
  out.line('(module');
  /** @type {{name: string, count: number, n: number, f: (i: number, n: number) => number}[]} */
  const cases = [];
  for (const [kind, typeOf] of TYPES) {
    for (const n of [4, 9, 24]) {
      for (const [name, f] of Object.entries(PERMUTATIONS)) {
        const full = `${kind} ${n} ${name}`;
        const list = times(n, typeOf).join(' ');
        const convert = (
          /** @type {string} */ from,
          /** @type {string} */ to,
          /** @type {string} */ v,
        ) => (from === to ? v : toType(from, to, v));
        const args = times(n, (i) =>
          convert(typeOf(f(i, n)), typeOf(i), `(local.get ${f(i, n) + 1})`),
        );
        const sum = times(
          n,
          (i) =>
            `(i64.mul (i64.const 37)) (i64.add ${toType(typeOf(i), 'i64', `(local.get ${i + 1})`)})`,
        );
        const id = `$f${cases.length}`;
        out.line(`  (func ${id} (param i32 ${list}) (result i64)`);
        out.line(`    (if (i32.eqz (local.get 0)) (then (return (i64.const 0) ${sum.join(' ')})))`);
        out.line(
          `    (return_call ${id} (i32.sub (local.get 0) (i32.const 1)) ${args.join(' ')}))`,
        );
        const start = times(n, (i) => `(${typeOf(i)}.const ${i + 1})`).join(' ');
        out.line(
          `  (func (export "${full}") (param i32) (result i64) (call ${id} (local.get 0) ${start}))`,
        );
        cases.push({ name: full, count: cases.length, n, f });
      }
    }
  }
  out.line(')');
  for (const { name, n, f } of cases) {
    for (const rounds of [1, 2, 7]) {
      let values = Array.from({ length: n }, (_, i) => i + 1);
      for (let r = 0; r < rounds; r++) values = values.map((_, i) => values[f(i, n)]);
      const result = values.reduce((h, v) => BigInt.asIntN(64, h * 37n + BigInt(v)), 0n);
      out.returns(name, [i32(rounds)], [i64(result)]);
    }
  }
  return out.toString();
}

/** A conversion that keeps small integers. @param {string} from @param {string} to @param {string} v */
function toType(from, to, v) {
  if (from === to) return v;
  if (from === 'i32' && to === 'i64') return `(i64.extend_i32_s ${v})`;
  if (from === 'i64' && to === 'i32') return `(i32.wrap_i64 ${v})`;
  if (from === 'f32' && to === 'f64') return `(f64.promote_f32 ${v})`;
  if (from === 'f64' && to === 'f32') return `(f32.demote_f64 ${v})`;
  return from[0] === 'i' ? `(${to}.convert_${from}_s ${v})` : `(${to}.trunc_${from}_s ${v})`;
}

/** Mixed types in registers and slots, exact bits. */
function mixedScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Tail calls with i32, i64, f32 and f64 in one list: each keeps its bits, NaNs included.',
  );
  const orders = [
    ['i32', 'i64', 'f32', 'f64'],
    ['f32', 'i32'],
    ['f64', 'f32', 'f32', 'i64', 'i32', 'i32'],
    ['i64', 'i64', 'i32', 'f32', 'i32', 'f32', 'f64'],
  ];
  const bits = [0x7fa00001, 0xffc12345, 0x80000000, 1, 0x7f800000, 0xdeadbeef];
  const constantOf = (/** @type {string} */ t, /** @type {number} */ i) =>
    t === 'i32'
      ? i32(bits[i % 6])
      : t === 'i64'
        ? i64((BigInt(bits[i % 6]) << 32n) | BigInt(i))
        : t === 'f32'
          ? f32Bits(bits[i % 6])
          : f64(i * 1.5 - 7);
  const bitsOf = (/** @type {string} */ t, /** @type {string} */ v) =>
    t === 'i32'
      ? `(i64.extend_i32_u ${v})`
      : t === 'f32'
        ? `(i64.extend_i32_u (i32.reinterpret_f32 ${v}))`
        : t === 'f64'
          ? `(i64.reinterpret_f64 ${v})`
          : v;
  const words = new DataView(new ArrayBuffer(8));
  const bitValue = (/** @type {string} */ t, /** @type {number} */ i) => {
    if (t === 'i32' || t === 'f32') return BigInt(bits[i % 6]);
    if (t === 'i64') return (BigInt(bits[i % 6]) << 32n) | BigInt(i);
    words.setFloat64(0, i * 1.5 - 7);
    return words.getBigUint64(0);
  };
  out.line();
  out.line('(module');
  /** @type {{name: string, types: string[], index: number}[]} */
  const cases = [];
  for (const order of orders) {
    for (const n of [3, 10, 17, 30]) {
      const types = times(n, (i) => order[i % order.length]);
      const id = cases.length;
      const reversed = [...types].reverse();
      // The list turned round at each hop, then picked apart, one argument at a time.
      const pick = times(
        n,
        (i) =>
          `(if (i32.eq (local.get 0) (i32.const ${i})) (then (return ${bitsOf(types[i], `(local.get ${i + 1})`)})))`,
      );
      out.line(`  (func $pick${id} (param i32 ${types.join(' ')}) (result i64)`);
      out.line(`    ${pick.join('\n    ')}`);
      out.line('    (unreachable))');
      out.line(`  (func $back${id} (param ${reversed.join(' ')} i32) (result i64)`);
      out.line(
        `    (return_call $pick${id} (local.get ${n}) ${times(n, (i) => `(local.get ${n - 1 - i})`).join(' ')}))`,
      );
      out.line(`  (func $over${id} (param ${types.join(' ')} i32) (result i64)`);
      out.line(
        `    (return_call $back${id} ${times(n, (i) => `(local.get ${n - 1 - i})`).join(' ')} (local.get ${n})))`,
      );
      out.line(`  (func (export "mixed ${id}") (param i32) (result i64)`);
      out.line(
        `    (return_call $over${id} ${times(n, (i) => constantOf(types[i], i)).join(' ')} (local.get 0)))`,
      );
      cases.push({ name: `mixed ${id}`, types, index: id });
    }
  }
  out.line(')');
  for (const { name, types } of cases) {
    types.forEach((t, i) => {
      out.returns(name, [i32(i)], [i64(bitValue(t, i))]);
    });
  }
  return out.toString();
}

/** @returns {Map<string, string>} */
export function tailCallScripts() {
  return new Map([
    ['tail-call-pairs-direct.wast', pairScript('i64', false)],
    ['tail-call-pairs-indirect.wast', pairScript('i64', true)],
    ['tail-call-pairs-float.wast', pairScript('f64', false)],
    ['tail-call-pairs-float-indirect.wast', pairScript('f64', true)],
    ['tail-call-limits-direct.wast', limitScript(false)],
    ['tail-call-limits-indirect.wast', limitScript(true)],
    ['tail-call-permutations.wast', permutationScript()],
    ['tail-call-mixed.wast', mixedScript()],
  ]);
}
