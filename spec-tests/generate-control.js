import { f64, i32, i64, ScriptWriter } from './script-writer.js';

const GENERATOR = 'generate-control.js';

/** @param {number} count @param {(index: number) => string} make */
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

const wrap64 = (/** @type {bigint} */ v) => BigInt.asIntN(64, v);

/**
 * Expressions with many values alive at once: all left operands are made before the innermost
 * right one.
 * @returns {string}
 */
function pressureScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'More values alive than there are registers: integers, floats, both, across calls and joins.',
  );
  const depths = [5, 13, 16, 17, 24, 40, 90];
  /** @type {[string, (i: number) => string, (i: number, x: bigint) => bigint][]} */
  const leaves = [
    [
      'products',
      (i) => `(i64.mul (local.get 0) (i64.const ${i + 1}))`,
      (i, x) => x * BigInt(i + 1),
    ],
    ['loads', (i) => `(i64.load offset=${i * 8} (i32.const 0))`, (i) => BigInt(i * i + 1)],
    [
      'shifts',
      (i) => `(i64.shl (local.get 0) (i64.extend_i32_u (local.tee 1 (i32.const ${i % 64}))))`,
      (i, x) => x << BigInt(i % 64),
    ],
    [
      'quotients',
      (i) => `(i64.div_u (i64.const ${1000000 + i}) (i64.or (local.get 0) (i64.const 1)))`,
      (i, x) => BigInt(1000000 + i) / (x | 1n),
    ],
    [
      'comparisons',
      (i) => `(i64.extend_i32_u (i64.gt_u (local.get 0) (i64.const ${i * 3})))`,
      (i, x) => (x > BigInt(i * 3) ? 1n : 0n),
    ],
  ];
  out.line();
  out.line('(module');
  out.line('  (memory 1)');
  out.line('  (func $fill (local $i i64)');
  out.line(
    '    (loop (i64.store (i32.wrap_i64 (i64.shl (local.get $i) (i64.const 3))) (i64.add (i64.mul (local.get $i) (local.get $i)) (i64.const 1)))',
  );
  out.line(
    '      (br_if 0 (i64.lt_u (local.tee $i (i64.add (local.get $i) (i64.const 1))) (i64.const 200)))))',
  );
  out.line('  (start $fill)');
  out.line('  (func $id (param i64) (result i64) (local.get 0))');
  out.line('  (func $half (param f64) (result f64) (f64.mul (local.get 0) (f64.const 0.5)))');
  /** @type {[string, string[], string][]} */
  const checks = [];
  const x = 37n;
  for (const depth of depths) {
    for (const [name, leaf, value] of leaves) {
      // a0 - (a1 - (a2 - …)): order and identity of all operands matter.
      const text = `${times(depth, leaf).join(' ')}${' (i64.sub)'.repeat(depth - 1)}`;
      let sum = value(depth - 1, x);
      for (let i = depth - 2; i >= 0; i--) sum = wrap64(value(i, x) - sum);
      out.line(`  (func (export "${name} ${depth}") (param i64) (result i64) (local i32) ${text})`);
      checks.push([`${name} ${depth}`, [i64(x)], i64(wrap64(sum))]);
    }
    const calls = times(depth, (i) =>
      i % 4 === 3
        ? `(call $id (i64.add (local.get 0) (i64.const ${i})))`
        : `(i64.mul (local.get 0) (i64.const ${i}))`,
    );
    let sum = 0n;
    for (let i = depth - 1; i >= 0; i--) {
      const v = i % 4 === 3 ? x + BigInt(i) : x * BigInt(i);
      sum = i === depth - 1 ? v : wrap64(v - sum);
    }
    out.line(
      `  (func (export "calls between ${depth}") (param i64) (result i64) ${calls.join(' ')}${' (i64.sub)'.repeat(depth - 1)})`,
    );
    checks.push([`calls between ${depth}`, [i64(x)], i64(wrap64(sum))]);

    const floats = times(depth, (i) =>
      i % 5 === 4
        ? `(call $half (f64.const ${i * 2}))`
        : `(f64.add (local.get 0) (f64.const ${i}))`,
    );
    let floatSum = 0;
    for (let i = depth - 1; i >= 0; i--) {
      const v = i % 5 === 4 ? i : 37 + i;
      floatSum = i === depth - 1 ? v : v - floatSum;
    }
    out.line(
      `  (func (export "floats ${depth}") (param f64) (result f64) ${floats.join(' ')}${' (f64.sub)'.repeat(depth - 1)})`,
    );
    checks.push([`floats ${depth}`, [f64(37)], f64(floatSum)]);

    // Integers and floats take turns; each pair is joined on the way out.
    const both = times(
      depth,
      (i) =>
        `(i64.add (local.get 0) (i64.const ${i})) (f64.convert_i32_s (i32.add (local.get 1) (i32.const ${i})))`,
    );
    const join =
      ' (i64.trunc_f64_s) (i64.sub) (local.set 2) (local.set 2 (i64.mul (local.get 2) (i64.const 3))) (local.set 3 (i64.add (local.get 3) (local.get 2)))';
    let total = 0n;
    for (let i = 0; i < depth; i++) total += (x + BigInt(i) - BigInt(5 + i)) * 3n;
    out.line(
      `  (func (export "both ${depth}") (param i64 i32) (result i64) (local i64 i64) ${both.join(' ')}${join.repeat(depth)} (local.get 3))`,
    );
    checks.push([`both ${depth}`, [i64(x), i32(5)], i64(total)]);

    // Values stay under a block, an if and a loop.
    const under = times(depth, (i) => `(i64.xor (local.get 0) (i64.const ${i * 7}))`);
    let mixed = x ^ BigInt((depth - 1) * 7);
    mixed += 1n + 2n + 3n;
    for (let i = depth - 2; i >= 0; i--) mixed = wrap64((x ^ BigInt(i * 7)) - mixed);
    out.line(
      `  (func (export "under blocks ${depth}") (param i64) (result i64) (local $n i32) ${under.join(' ')}`,
    );
    out.line(
      '    (block (result i64) (br_if 0 (i64.const 1) (i64.ne (local.get 0) (i64.const 0)))) (i64.add)',
    );
    out.line(
      '    (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 9)) (else (i64.const 2))) (i64.add)',
    );
    out.line(
      '    (loop (result i64) (br_if 0 (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 3))) (i64.extend_i32_u (local.get $n))) (i64.add)',
    );
    out.line(`   ${' (i64.sub)'.repeat(depth - 1)})`);
    checks.push([`under blocks ${depth}`, [i64(x)], i64(mixed)]);
  }
  out.line(')');
  for (const [name, args, result] of checks) out.returns(name, args, [result]);
  return out.toString();
}

/** @returns {string} */
function localScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Locals over branches and loops: many of them, permuted, constant on one side of a join.',
  );
  /** @type {[string, string[], string][]} */
  const checks = [];
  out.line();
  out.line('(module');
  for (const type of ['i32', 'i64', 'f32', 'f64', 'mixed']) {
    for (const n of [2, 3, 5, 9, 17, 30]) {
      /** @type {Record<string, (i: number) => number>} */
      const moves = {
        rotate: (i) => (i + 1) % n,
        reverse: (i) => n - 1 - i,
        'rotate pairs': (i) => (i + 2) % n,
      };
      for (const [name, from] of Object.entries(moves)) {
        if (type !== 'i64' && name !== 'rotate' && n !== 5) continue;
        const typeOf = (/** @type {number} */ i) =>
          type === 'mixed' ? (i % 2 ? 'f64' : 'i64') : type;
        // Mixed lists move within a class only.
        const at = (/** @type {number} */ i) => {
          let j = from(i);
          while (typeOf(j) !== typeOf(i)) j = (j + 1) % n;
          return j;
        };
        const full = `${type} ${name} ${n}`;
        out.line(`  (func (export "${full}") (param $rounds i32) (result i64)`);
        out.line(`    ${times(n, (i) => `(local $l${i} ${typeOf(i)})`).join(' ')}`);
        out.line(
          `    ${times(n, (i) => `(local.set $l${i} (${typeOf(i)}.const ${i + 1}))`).join(' ')}`,
        );
        out.line('    (block $out (loop $again');
        out.line('      (br_if $out (i32.eqz (local.get $rounds)))');
        out.line('      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))');
        out.line(`      ${times(n, (i) => `(local.get $l${at(i)})`).join(' ')}`);
        out.line(`      ${times(n, (i) => `(local.set $l${n - 1 - i})`).join(' ')}`);
        out.line('      (br $again)))');
        const wide = (/** @type {number} */ i) => {
          const t = typeOf(i);
          const v = `(local.get $l${i})`;
          if (t === 'i64') return v;
          return t === 'i32' ? `(i64.extend_i32_u ${v})` : `(i64.trunc_${t}_u ${v})`;
        };
        out.line(
          `    (i64.const 0) ${times(n, (i) => `(i64.mul (i64.const 41)) (i64.add ${wide(i)})`).join(' ')})`,
        );
        for (const rounds of [0, 1, 2, 5]) {
          let values = Array.from({ length: n }, (_, i) => i + 1);
          for (let r = 0; r < rounds; r++) values = values.map((_, i) => values[at(i)]);
          checks.push([
            full,
            [i32(rounds)],
            i64(values.reduce((h, v) => wrap64(h * 41n + BigInt(v)), 0n)),
          ]);
        }
      }
    }
  }

  // 130 locals of all types, changed under branches that depend on the round.
  const n = 130;
  const typeOf = (/** @type {number} */ i) => ['i32', 'i64', 'f64', 'f32'][i % 4];
  out.line('  (func (export "many") (param $rounds i32) (result i64)');
  out.line(`    ${times(n, (i) => `(local $l${i} ${typeOf(i)})`).join(' ')} (local $sum i64)`);
  out.line(
    `    ${times(n, (i) => (i % 3 === 0 ? '' : `(local.set $l${i} (${typeOf(i)}.const ${i}))`)).join(' ')}`,
  );
  out.line('    (loop $again');
  const add = (/** @type {number} */ i, /** @type {string} */ v) =>
    `(local.set $l${i} (${typeOf(i)}.add (local.get $l${i}) ${v}))`;
  out.line('      (if (i32.and (local.get $rounds) (i32.const 1))');
  out.line(
    `        (then ${times(n, (i) => (i % 2 ? add(i, `(${typeOf(i)}.const 1)`) : '')).join(' ')})`,
  );
  out.line(
    `        (else ${times(n, (i) => (i % 5 === 0 ? add(i, `(local.get $l${(i + 4) % n < 4 ? i : (i + 4) % n})`) : i % 7 === 0 ? `(local.set $l${i} (${typeOf(i)}.const 3))` : '')).join(' ')}))`,
  );
  out.line(
    `      (block $skip (br_if $skip (i32.lt_u (local.get $rounds) (i32.const 3))) ${times(n, (i) => (i % 11 === 0 ? `(local.set $l${i} (${typeOf(i)}.const ${i % 13}))` : '')).join(' ')})`,
  );
  out.line('      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))');
  const wide = (/** @type {number} */ i) => {
    const t = typeOf(i);
    const v = `(local.get $l${i})`;
    if (t === 'i64') return v;
    return t === 'i32' ? `(i64.extend_i32_s ${v})` : `(i64.trunc_${t}_s ${v})`;
  };
  out.line(
    `    ${times(n, (i) => `(local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 3)) ${wide(i)}))`).join(' ')}`,
  );
  out.line('    (local.get $sum))');
  for (const rounds of [1, 2, 3, 6]) {
    const l = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 0 : i));
    for (let r = rounds; r > 0; r--) {
      for (let i = 0; i < n; i++) {
        if (r & 1) {
          if (i % 2) l[i] += 1;
        } else if (i % 5 === 0) l[i] += l[(i + 4) % n < 4 ? i : (i + 4) % n];
        else if (i % 7 === 0) l[i] = 3;
      }
      if (r >= 3) for (let i = 0; i < n; i += 11) l[i] = i % 13;
    }
    const sum = l.reduce((s, v) => wrap64(s * 3n + BigInt(v)), 0n);
    checks.push(['many', [i32(rounds)], i64(sum)]);
  }

  // What a local is on each side of a join: untouched zero, constant, other local, computed, loaded.
  /** @type {[string, string, (a: bigint) => bigint][]} */
  const sides = [
    ['untouched', '', () => 0n],
    ['constant', '(local.set $x (i64.const 77))', () => 77n],
    ['big constant', '(local.set $x (i64.const 0x7766554433221100))', () => 0x7766554433221100n],
    ['local', '(local.set $x (local.get $a))', (a) => a],
    ['computed', '(local.set $x (i64.add (local.get $a) (i64.const 3)))', (a) => a + 3n],
    ['called', '(local.set $x (call $double (local.get $a)))', (a) => a * 2n],
    [
      'loaded',
      '(i64.store (i32.const 8) (local.get $a)) (local.set $x (i64.load (i32.const 8)))',
      (a) => a,
    ],
  ];
  out.line('  (memory 1)');
  out.line('  (func $double (param i64) (result i64) (i64.shl (local.get 0) (i64.const 1)))');
  for (const [left, thenText, thenValue] of sides) {
    for (const [right, elseText, elseValue] of sides) {
      const name = `${left} or ${right}`;
      out.line(
        `  (func (export "if ${name}") (param $c i32) (param $a i64) (result i64) (local $x i64)`,
      );
      out.line(`    (if (local.get $c) (then ${thenText}) (else ${elseText}))`);
      out.line('    (i64.sub (local.get $x) (local.get $a)))');
      out.line(
        `  (func (export "branch ${name}") (param $c i32) (param $a i64) (result i64) (local $x i64)`,
      );
      out.line(
        `    (i64.const 1) (block (block (br_if 0 (i32.eqz (local.get $c))) ${thenText} (br 1)) ${elseText})`,
      );
      out.line('    (i64.add (i64.sub (local.get $x) (local.get $a))))');
      for (const c of [0, 1]) {
        const value = c ? thenValue(10n) : elseValue(10n);
        checks.push([`if ${name}`, [i32(c), i64(10)], i64(value - 10n)]);
        checks.push([`branch ${name}`, [i32(c), i64(10)], i64(value - 9n)]);
      }
    }
  }
  out.line(')');
  for (const [name, args, result] of checks) out.returns(name, args, [result]);
  return out.toString();
}

/** Blocks, loops and ifs with 0-12 parameters and results; br_table with many targets. */
function multiValueScript() {
  const out = new ScriptWriter(
    GENERATOR,
    'Block types with many parameters and results, turned round at each branch; wide branch tables.',
  );
  /** @type {[string, string[], string[]][]} */
  const checks = [];
  const kinds = {
    i64: () => 'i64',
    f64: () => 'f64',
    mixed: (/** @type {number} */ i) => ['i64', 'f64', 'i32', 'f32'][i % 4],
  };
  out.line();
  out.line('(module');
  for (const [kind, typeOf] of Object.entries(kinds)) {
    for (const n of [1, 2, 3, 5, 8, 12]) {
      const types = times(n, typeOf).join(' ');
      const locals = times(n, (i) => `(local $l${i} ${typeOf(i)})`).join(' ');
      const constants = times(n, (i) => `(${typeOf(i)}.const ${i + 1})`).join(' ');
      const store = times(n, (i) => `(local.set $l${n - 1 - i})`).join(' ');
      const loadRotated = times(n, (i) => {
        const step = kind === 'mixed' ? 4 : 1;
        return `(local.get $l${rotated(i, n, step)})`;
      }).join(' ');
      const results = (/** @type {number[]} */ v) =>
        v.map((value, i) => `(${typeOf(i)}.const ${value})`);
      const name = `${kind} ${n}`;
      // A loop whose parameters rotate; the values under it must survive.
      out.line(
        `  (func (export "loop ${name}") (param $rounds i32) (result ${types} i32) ${locals}`,
      );
      out.line(`    ${constants} (i32.const 99) (local.get $rounds) (drop) (drop)`);
      out.line(`    (loop $again (param ${types}) (result ${types})`);
      out.line(`      ${store} ${loadRotated}`);
      out.line(
        `      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))`,
      );
      out.line('    (i32.const 5))');
      for (const rounds of [1, 2, 3]) {
        let values = Array.from({ length: n }, (_, i) => i + 1);
        for (let r = 0; r < rounds; r++)
          values = values.map((_, i) => values[rotated(i, n, kind === 'mixed' ? 4 : 1)]);
        checks.push([`loop ${name}`, [i32(rounds)], [...results(values), i32(5)]]);
      }
      // An if with parameters, whose arms give the reverse or the same.
      out.line(
        `  (func (export "if ${name}") (param $c i32) (result i64) ${locals} (local $r i64)`,
      );
      out.line(`    (i64.const 1000) ${constants} (local.get $c)`);
      const sum = times(
        n,
        (i) =>
          `(local.set $r (i64.add (i64.mul (local.get $r) (i64.const 13)) ${toI64(typeOf(i), `(local.get $l${i})`)}))`,
      ).join(' ');
      const sumBack = times(
        n,
        (i) =>
          `(local.set $r (i64.add (i64.mul (local.get $r) (i64.const 13)) ${toI64(typeOf(n - 1 - i), `(local.get $l${n - 1 - i})`)}))`,
      ).join(' ');
      out.line(
        `    (if (param ${types}) (result i64) (then ${store} ${sum} (local.get $r)) (else ${store} ${sumBack} (local.get $r)))`,
      );
      out.line('    (i64.add))');
      const forward = Array.from({ length: n }, (_, i) => BigInt(i + 1));
      const fold = (/** @type {bigint[]} */ v) =>
        wrap64(v.reduce((s, x) => s * 13n + x, 0n) + 1000n);
      checks.push([`if ${name}`, [i32(1)], [i64(fold(forward))]]);
      checks.push([`if ${name}`, [i32(0)], [i64(fold([...forward].reverse()))]]);
      // A block left by br, br_if, br_table or its end, with more on the stack than it gives.
      out.line(`  (func (export "block ${name}") (param $how i32) (result ${types})`);
      out.line(`    (f64.const 0.5) (block $b (result ${types})`);
      out.line('      (i64.const 12345) (i32.const 6)');
      out.line(`      ${constants}`);
      out.line('      (br_if $b (i32.eq (local.get $how) (i32.const 0)))');
      out.line('      (block $never (br_if $never (i32.ne (local.get $how) (i32.const 1)))');
      out.line(`        (i64.const 9) ${constants} (br $b))`);
      out.line('      (i32.eq (local.get $how) (i32.const 2))');
      out.line(`      (if (then (f32.const 4) ${constants} (br_table $b $b (local.get $how))))`);
      out.line(`      (br_table $b (local.get $how)))`);
      out.line(`    (call $keep-${kind}-${n})`);
      out.line('  )');
      out.line(`  (func $keep-${kind}-${n} (param f64 ${types}) (result ${types})`);
      out.line(`    (if (f64.ne (local.get 0) (f64.const 0.5)) (then (unreachable)))`);
      out.line(`    ${times(n, (i) => `(local.get ${i + 1})`).join(' ')})`);
      for (const how of [0, 1, 2, 3]) {
        checks.push([
          `block ${name}`,
          [i32(how)],
          results(Array.from({ length: n }, (_, i) => i + 1)),
        ]);
      }
    }
  }
  for (const n of [1, 2, 7, 64, 1000]) {
    // Target k gives k * 3; the default gives -1.
    out.line(`  (func (export "table ${n}") (param $i i32) (result i32)`);
    out.line(`    ${'(block '.repeat(n)} (block $default`);
    out.line(
      `      (br_table ${times(n, (k) => String(k + 1)).join(' ')} $default (local.get $i))) (return (i32.const -1))`,
    );
    out.line(`    ${times(n, (k) => `) (return (i32.const ${k * 3}))`).join(' ')})`);
    for (const i of [0, 1, 2, n - 1, n, n + 1, -1, 0x7fffffff, 0x80000000]) {
      const at = i < 0 ? 2 ** 32 + i : i;
      checks.push([`table ${n}`, [i32(i)], [i32(at < n ? at * 3 : -1)]]);
    }
    // Every second target carries its value one block further out.
    out.line(`  (func (export "table with value ${n}") (param $i i32) (result i64)`);
    out.line('    (block $outer (result i64) (block $inner (result i64)');
    out.line(`      (i64.const 500) (i64.extend_i32_u (local.get $i))`);
    out.line(
      `      (br_table ${times(n, (k) => (k % 2 ? '$outer' : '$inner')).join(' ')} $inner (local.get $i)))`,
    );
    out.line('      (i64.add (i64.const 1000000)))');
    out.line('    (i64.mul (i64.const 2)))');
    for (const i of [0, 1, n - 1, n, -1]) {
      const at = i < 0 ? 2 ** 32 + i : i;
      const outer = at < n && at % 2 === 1;
      checks.push([
        `table with value ${n}`,
        [i32(i)],
        [i64(BigInt(at + (outer ? 0 : 1000000)) * 2n)],
      ]);
    }
  }
  // Deep nesting: branch out of any depth, with a value over others.
  const depth = 200;
  out.line('  (func (export "deep") (param $i i32) (result i32)');
  out.line(`    ${times(depth, (k) => `(block (result i32) (i32.const ${k})`).join(' ')}`);
  out.line(
    `    ${times(depth, (k) => (k % 10 ? '' : `(br_if ${k} (i32.eq (local.get $i) (i32.const ${k})))`)).join(' ')}`,
  );
  out.line(`    ${' (i32.const 1) (i32.add) )(i32.add)'.repeat(depth - 1)} )`);
  out.line('  )');
  for (const i of [0, 10, 190, 1]) {
    // Innermost value 199; a branch to depth k leaves k + 1 blocks at once.
    let value = depth - 1;
    let left = 0;
    if (i % 10 === 0) left = i + 1;
    else {
      value += 1;
      left = 1;
    }
    for (; left < depth; left++) {
      value += depth - 1 - left;
      if (left < depth - 1) value += 1;
    }
    checks.push(['deep', [i32(i)], [i32(value)]]);
  }
  out.line(')');
  for (const [name, args, result] of checks) out.returns(name, args, result);
  return out.toString();
}

/** Where argument `i` comes from in a rotation that keeps types. @param {number} i @param {number} n @param {number} step */
function rotated(i, n, step) {
  if (step === 1) return (i + 1) % n;
  return i + step < n ? i + step : i % step;
}

/** @param {string} type @param {string} v */
function toI64(type, v) {
  if (type === 'i64') return v;
  return type === 'i32' ? `(i64.extend_i32_s ${v})` : `(i64.trunc_${type}_s ${v})`;
}

/** @returns {Map<string, string>} */
export function controlScripts() {
  return new Map([
    ['register-pressure.wast', pressureScript()],
    ['locals.wast', localScript()],
    ['multi-value.wast', multiValueScript()],
  ]);
}
