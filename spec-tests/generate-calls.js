import { f32, f64, i32, i64, ScriptWriter } from './script-writer.js';

const GENERATOR = 'generate-calls.js';

/** @typedef {'i32' | 'i64' | 'f32' | 'f64'} Type */

/** @param {number} count @param {(index: number) => string} make */
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** @type {Record<string, (i: number) => Type>} */
const ORDERS = {
  'i32 i64 f32 f64': (i) => /** @type {const} */ (['i32', 'i64', 'f32', 'f64'])[i % 4],
  'f64 f32 i32': (i) => /** @type {const} */ (['f64', 'f32', 'i32'])[i % 3],
  i32: () => 'i32',
  f32: () => 'f32',
};

/** @param {Type} type @param {number} value */
function constant(type, value) {
  return type === 'i32'
    ? i32(value)
    : type === 'i64'
      ? i64(value)
      : type === 'f32'
        ? f32(value)
        : f64(value);
}

/** @param {Type} type @param {string} v */
function toI64(type, v) {
  if (type === 'i64') return v;
  return type === 'i32' ? `(i64.extend_i32_s ${v})` : `(i64.trunc_${type}_s ${v})`;
}

/** @param {number[]} values */
function hash(values) {
  return values.reduce((h, v) => BigInt.asIntN(64, h * 31n + BigInt(v)), BigInt(values.length));
}

/** @returns {string} */
function argumentScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Calls with 0 to 40 mixed arguments: from constants, locals, loads and calls; direct and indirect.',
  );
  /** @type {[string, string[], string][]} */
  const checks = [];
  out.line();
  out.line('(module');
  out.line('  (memory 1)');
  out.line('  (func $five (result i32) (i32.const 5))');
  /** @type {string[]} */
  const table = [];
  for (const [order, typeOf] of Object.entries(ORDERS)) {
    for (const n of [0, 1, 4, 6, 7, 8, 9, 10, 13, 16, 21, 40]) {
      const id = `$f${table.length}`;
      const types = times(n, typeOf).join(' ');
      const param = n === 0 ? '' : `(param ${types})`;
      const name = `${n} of ${order}`;
      out.line(
        `  (func ${id} ${param} (result i64) (i64.const ${n}) ${times(n, (i) => `(i64.mul (i64.const 31)) (i64.add ${toI64(typeOf(i), `(local.get ${i})`)})`).join(' ')})`,
      );
      const index = table.push(id) - 1;
      const values = Array.from({ length: n }, (_, i) => (i % 2 ? -i - 1 : i + 1));
      const args = values.map((v, i) => {
        const t = typeOf(i);
        if (i % 4 === 1)
          return `(${t}.add (${t}.load offset=${i * 8} (local.get $at)) ${constant(t, v)})`;
        if (i % 4 === 2) return `(local.get $l${i})`;
        if (i % 4 === 3 && t === 'i32') return `(i32.add (call $five) (i32.const ${v - 5}))`;
        return constant(t, v);
      });
      const locals = times(n, (i) => (i % 4 === 2 ? `(local $l${i} ${typeOf(i)})` : '')).join(' ');
      const sets = times(n, (i) =>
        i % 4 === 2 ? `(local.set $l${i} ${constant(typeOf(i), values[i])})` : '',
      ).join(' ');
      out.line(`  (func (export "${name}") (param $at i32) (result i64) ${locals} ${sets}`);
      out.line(`    (i64.const 100) (f64.const 2) (call ${id} ${args.join(' ')})`);
      out.line(
        `    (call_indirect ${param} (result i64) ${args.join(' ')} (i32.const ${index})) (i64.sub)`,
      );
      out.line(
        `    (i64.eqz) (if (param i64 f64) (result i64) (then (drop)) (else (unreachable)))`,
      );
      out.line(`    (call ${id} ${args.join(' ')}) (i64.add))`);
      checks.push([name, [i32(0)], i64(hash(values) + 100n)]);
    }
  }
  out.line(`  (table funcref (elem ${table.join(' ')})))`);
  for (const [name, args, result] of checks) out.returns(name, args, [result]);
  // The same lists from outside: what an entry trampoline has to place.
  out.line();
  out.line('(module');
  /** @type {[string, string[], string][]} */
  const entries = [];
  for (const [order, typeOf] of Object.entries(ORDERS)) {
    for (const n of [1, 5, 6, 7, 8, 9, 12, 17, 40]) {
      const types = times(n, typeOf).join(' ');
      const name = `${n} of ${order}`;
      out.line(
        `  (func (export "${name}") (param ${types}) (result i64) (i64.const ${n}) ${times(n, (i) => `(i64.mul (i64.const 31)) (i64.add ${toI64(typeOf(i), `(local.get ${i})`)})`).join(' ')})`,
      );
      const values = Array.from({ length: n }, (_, i) => (i % 3 ? -i - 9 : i + 1));
      entries.push([name, values.map((v, i) => constant(typeOf(i), v)), i64(hash(values))]);
    }
  }
  out.line(')');
  for (const [name, args, result] of entries) out.returns(name, args, [result]);
  return out.toString();
}

/** @returns {string} */
function resultScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Calls with 0 to 10 and 60 results: to the outside, to another function, through chains.',
  );
  /** @type {[string, string[], string[]][]} */
  const checks = [];
  out.line();
  out.line('(module');
  /** @type {string[]} */
  const table = [];
  for (const [order, typeOf] of Object.entries(ORDERS)) {
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 60]) {
      for (const p of [0, 3, 9]) {
        const id = `$f${table.length}`;
        const types = times(n, typeOf).join(' ');
        const param = p === 0 ? '' : `(param ${times(p, typeOf).join(' ')})`;
        const name = `${n} from ${p} of ${order}`;
        // A result is a parameter plus its place, or its place.
        const from = (/** @type {number} */ i) => {
          for (let j = i % Math.max(p, 1); j < p; j++) if (typeOf(j) === typeOf(i)) return j;
          return -1;
        };
        const values = Array.from({ length: n }, (_, i) => (from(i) < 0 ? i : i + from(i) + 50));
        out.line(`  (func ${id} (export "${name}") ${param} (result ${types})`);
        out.line(
          `    ${times(n, (i) => (from(i) < 0 ? constant(typeOf(i), i) : `(${typeOf(i)}.add (local.get ${from(i)}) ${constant(typeOf(i), i)})`)).join(' ')})`,
        );
        const index = table.push(id) - 1;
        const args = times(p, (i) => constant(typeOf(i), i + 50));
        checks.push([name, args, values.map((v, i) => constant(typeOf(i), v))]);
        // Called inside, with values under the results.
        out.line(
          `  (func (export "use ${name}") (result i64) (local $h i64) ${times(n, (i) => `(local $r${i} ${typeOf(i)})`).join(' ')}`,
        );
        out.line(`    (i64.const 7) (f32.const 3) ${args.join(' ')}`);
        out.line(
          index % 2
            ? `    (call ${id})`
            : `    (call_indirect ${param} (result ${types}) (i32.const ${index}))`,
        );
        out.line(`    ${times(n, (i) => `(local.set $r${n - 1 - i})`).join(' ')} (drop)`);
        out.line(
          `    (local.set $h (i64.const ${n})) ${times(n, (i) => `(local.set $h (i64.add (i64.mul (local.get $h) (i64.const 31)) ${toI64(typeOf(i), `(local.get $r${i})`)}))`).join(' ')}`,
        );
        out.line('    (i64.add (local.get $h)))');
        checks.push([`use ${name}`, [], [i64(hash(values) + 7n)]]);
      }
    }
  }
  out.line(`  (table funcref (elem ${table.join(' ')})))`);
  for (const [name, args, results] of checks) out.returns(name, args, results);
  return out.toString();
}

/** @returns {string} */
function leafScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Functions without calls, with frames of several sizes; wherever the stack ends in a recursion that calls them.',
  );
  out.line();
  out.line('(module');
  const sizes = [0, 40, 520];
  for (const n of sizes) {
    out.line(`  (func $leaf${n} (export "leaf ${n}") (param $p i64) (result i64)`);
    out.line(`    ${times(n, (i) => `(local $l${i} i64)`).join(' ')}`);
    for (let i = 0; i < n; i++) {
      out.line(`    (local.set $l${i} (i64.mul (local.get $p) (i64.const ${i + 1})))`);
    }
    // All are live at once.
    out.line(`    (local.get $p) ${times(n, (i) => `(i64.add (local.get $l${i}))`).join(' ')})`);
    out.line(`  (func $deep${n} (export "deep ${n}") (param $p i64) (result i64)`);
    out.line(`    (i64.add (call $leaf${n} (local.get $p))`);
    out.line(`      (call $deep${n} (i64.add (local.get $p) (i64.const 1)))))`);
  }
  out.line(')');
  for (const n of sizes) {
    const sum = (/** @type {bigint} */ p) => p + (p * BigInt(n) * BigInt(n + 1)) / 2n;
    for (const p of [0n, 3n, -5n]) out.returns(`leaf ${n}`, [i64(p)], [i64(sum(p))]);
    out.line(`(assert_exhaustion (invoke "deep ${n}" (i64.const 1)) "call stack exhausted")`);
    out.returns(`leaf ${n}`, [i64(7n)], [i64(sum(7n))]);
  }
  return out.toString();
}

/** @returns {Map<string, string>} */
export function callScripts() {
  return new Map([
    ['call-arguments.wast', argumentScript()],
    ['call-results.wast', resultScript()],
    ['leaf-frames.wast', leafScript()],
  ]);
}
