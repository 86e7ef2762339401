import { f32, f32Bits, f64, f64Bits, i32, i64, ScriptWriter } from './script-writer.js';

const words = new DataView(new ArrayBuffer(8));

/** @param {number} bits */
function fromF32Bits(bits) {
  words.setUint32(0, bits);
  return words.getFloat32(0);
}

/** @param {bigint} bits */
function fromF64Bits(bits) {
  words.setBigUint64(0, bits);
  return words.getFloat64(0);
}

/** @typedef {{bits: bigint, value: number}} Sample */

/**
 * @param {32 | 64} n
 * @returns {Sample[]}
 */
function samples(n) {
  const bits =
    n === 32
      ? [
          0n,
          0x80000000n,
          1n,
          0x80000001n,
          0x7fffffn,
          0x800000n,
          0x3f800000n,
          0xbf800000n,
          0x3f000000n,
          0xbf000000n,
          0x3fc00000n,
          0xc0200000n,
          0x40490fdbn,
          0x4b000001n,
          0xcaffffffn,
          0x7f7fffffn,
          0xff7fffffn,
          0x7f800000n,
          0xff800000n,
          0x7fc00000n,
          0xffc00000n,
          0x7fa00001n,
        ]
      : [
          0n,
          1n << 63n,
          1n,
          (1n << 63n) | 1n,
          0xfffffffffffffn,
          0x10000000000000n,
          0x3ff0000000000000n,
          0xbff0000000000000n,
          0x3fe0000000000000n,
          0xbfe0000000000000n,
          0x3ff8000000000000n,
          0xc004000000000000n,
          0x400921fb54442d18n,
          0x4330000000000001n,
          0xc32fffffffffffffn,
          0x7fefffffffffffffn,
          0xffefffffffffffffn,
          0x7ff0000000000000n,
          0xfff0000000000000n,
          0x7ff8000000000000n,
          0xfff8000000000000n,
          0x7ff4000000000001n,
        ];
  return bits.map((b) => ({ bits: b, value: n === 32 ? fromF32Bits(Number(b)) : fromF64Bits(b) }));
}

/** @type {Record<string, (a: number, b: number) => number>} */
const BINARY = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
};

/** @type {Record<string, (a: number) => number>} */
const UNARY = {
  ceil: Math.ceil,
  floor: Math.floor,
  trunc: Math.trunc,
  nearest,
  sqrt: Math.sqrt,
};

/** @type {[string, (a: number, b: number) => boolean][]} */
const COMPARE = [
  ['eq', (a, b) => a === b],
  ['ne', (a, b) => a !== b],
  ['lt', (a, b) => a < b],
  ['gt', (a, b) => a > b],
  ['le', (a, b) => a <= b],
  ['ge', (a, b) => a >= b],
];

/** Round half to even. @param {number} x */
function nearest(x) {
  if (!Number.isFinite(x) || Math.abs(x) >= 2 ** 52 || x === 0) return x;
  const low = Math.floor(x);
  const rest = x - low;
  const rounded = rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
  return rounded === 0 && x < 0 ? -0 : rounded;
}

/** @param {32 | 64} n */
function floatScript(n) {
  const t = `f${n}`;
  const int = `i${n}`;
  const all = samples(n);
  const exact = (/** @type {bigint} */ bits) => (n === 32 ? f32Bits(Number(bits)) : f64Bits(bits));
  const integer = n === 32 ? i32 : i64;
  const isSignalling = (/** @type {Sample} */ s) =>
    Number.isNaN(s.value) && ((s.bits >> (n === 32 ? 22n : 51n)) & 1n) === 0n;
  /** @type {(value: number, operands: Sample[]) => string} */
  const result = (value, operands) => {
    if (!Number.isNaN(value)) return n === 32 ? f32(Math.fround(value)) : f64(value);
    // Canonical inputs give a canonical NaN, any other NaN an arithmetic one.
    return operands.some(isSignalling)
      ? `(${t}.const nan:arithmetic)`
      : `(${t}.const nan:canonical)`;
  };
  const out = new ScriptWriter(
    'generate-floats.js',
    `Every ${t} operator on zeros, subnormals, infinities, NaNs and ties, in every form of operands.`,
  );
  out.line();
  out.line('(module');
  out.line('  (memory 1)');
  for (const name of [...Object.keys(BINARY), 'copysign']) {
    out.line(
      `  (func (export "${name}") (param ${t} ${t}) (result ${t}) (${t}.${name} (local.get 0) (local.get 1)))`,
    );
    // Operands pass through memory; the result too, so that a register is not enough.
    out.line(`  (func (export "${name} loaded") (param ${t} ${t}) (result ${t})`);
    out.line(
      `    (${t}.store (i32.const 8) (local.get 0)) (${t}.store offset=8 (i32.const 8) (local.get 1))`,
    );
    out.line(
      `    (${t}.store (i32.const 8) (${t}.${name} (${t}.load (i32.const 8)) (${t}.load offset=16 (i32.const 0))))`,
    );
    out.line(`    (${t}.load (i32.const 8)))`);
    out.line(
      `  (func (export "${name} same") (param ${t}) (result ${t}) (${t}.${name} (local.get 0) (local.get 0)))`,
    );
  }
  for (const name of [...Object.keys(UNARY), 'abs', 'neg']) {
    out.line(`  (func (export "${name}") (param ${t}) (result ${t}) (${t}.${name} (local.get 0)))`);
  }
  out.line(
    `  (func (export "bits of") (param ${t}) (result ${int}) (${int}.reinterpret_${t} (local.get 0)))`,
  );
  out.line(
    `  (func (export "from bits") (param ${int}) (result ${t}) (${t}.reinterpret_${int} (local.get 0)))`,
  );
  out.line(
    '  ;; Bits eq 1, ne 2, lt 4, gt 8, le 16, ge 32: as values, and as conditions of each consumer.',
  );
  /** @type {[string, (c: string, bit: number) => string][]} */
  const consumers = [
    ['set', (c, bit) => `(i32.mul ${c} (i32.const ${bit}))`],
    ['if', (c, bit) => `(if (result i32) ${c} (then (i32.const ${bit})) (else (i32.const 0)))`],
    [
      'if-not',
      (c, bit) => `(if (result i32) (i32.eqz ${c}) (then (i32.const 0)) (else (i32.const ${bit})))`,
    ],
    ['select', (c, bit) => `(select (i32.const ${bit}) (i32.const 0) ${c})`],
    [
      'br_if',
      (c, bit) => `(block (result i32) (i32.const ${bit}) (br_if 0 ${c}) (drop) (i32.const 0))`,
    ],
  ];
  for (const [consumer, make] of consumers) {
    out.line(`  (func (export "compare ${consumer}") (param ${t} ${t}) (result i32)`);
    COMPARE.forEach(([name], k) => {
      const c = `(${t}.${name} (local.get 0) (local.get 1))`;
      out.line(`    ${make(c, 1 << k)}${k === 0 ? '' : ' (i32.or)'}`);
    });
    out.line('  )');
  }
  all.forEach((s, k) => {
    out.line(
      `  (func (export "const ${k}") (result ${int}) (${int}.reinterpret_${t} ${exact(s.bits)}))`,
    );
  });
  out.line(')');

  all.forEach((s, k) => {
    out.returns(`const ${k}`, [], [integer(s.bits)]);
    out.returns('bits of', [exact(s.bits)], [integer(s.bits)]);
    out.returns('from bits', [integer(s.bits)], [exact(s.bits)]);
    const sign = 1n << BigInt(n - 1);
    out.returns('abs', [exact(s.bits)], [exact(s.bits & ~sign)]);
    out.returns('neg', [exact(s.bits)], [exact(s.bits ^ sign)]);
    for (const [name, reference] of Object.entries(UNARY)) {
      out.returns(name, [exact(s.bits)], [result(reference(s.value), [s])]);
    }
    for (const [name, reference] of Object.entries(BINARY)) {
      out.returns(`${name} same`, [exact(s.bits)], [result(reference(s.value, s.value), [s])]);
    }
    out.returns('copysign same', [exact(s.bits)], [exact(s.bits)]);
  });
  for (const text of n === 32
    ? ['0.49999997', '2.5', '-3.5', '8388607.5', '-0.4']
    : ['0.49999999999999994', '2.5', '-3.5', '4503599627370495.5', '-0.4']) {
    const value = Number(text);
    for (const [name, reference] of Object.entries(UNARY)) {
      if (name !== 'sqrt')
        out.returns(
          name,
          [`(${t}.const ${text})`],
          [result(reference(n === 32 ? Math.fround(value) : value), [])],
        );
    }
  }
  const sign = 1n << BigInt(n - 1);
  all.forEach((a, j) => {
    all.forEach((b, k) => {
      const args = [exact(a.bits), exact(b.bits)];
      if ((j + k) % 3 === 0) {
        for (const [name, reference] of Object.entries(BINARY)) {
          const form = (j * 7 + k) % 2 === 0 ? name : `${name} loaded`;
          out.returns(form, args, [result(reference(a.value, b.value), [a, b])]);
        }
        const signed = (a.bits & ~sign) | (b.bits & sign);
        out.returns(k % 2 ? 'copysign' : 'copysign loaded', args, [exact(signed)]);
      }
      if ((j + k) % 2 === 0 || j === k) {
        let bits = 0;
        COMPARE.forEach(([, holds], at) => {
          if (holds(a.value, b.value)) bits |= 1 << at;
        });
        const [consumer] = consumers[(j * 3 + k) % consumers.length];
        out.returns(`compare ${consumer}`, args, [i32(bits)]);
      }
    });
  });
  // Each consumer sees less, equal, greater and unordered.
  for (const [consumer] of consumers) {
    for (const [a, b] of [
      [6, 12],
      [12, 6],
      [6, 6],
      [0, 1],
      [19, 6],
      [6, 19],
      [19, 19],
      [17, 18],
    ]) {
      let bits = 0;
      COMPARE.forEach(([, holds], at) => {
        if (holds(all[a].value, all[b].value)) bits |= 1 << at;
      });
      out.returns(`compare ${consumer}`, [exact(all[a].bits), exact(all[b].bits)], [i32(bits)]);
    }
  }
  return out.toString();
}

/**
 * Each operator with each sample as a constant on its left and right, compared with the same
 * operation on a value from memory: bit k of the result is set where the k-th pair differs.
 * @param {32 | 64} n
 */
function floatConstantScript(n) {
  const t = `f${n}`;
  const int = `i${n}`;
  const all = samples(n);
  const exact = (/** @type {bigint} */ bits) => (n === 32 ? f32Bits(Number(bits)) : f64Bits(bits));
  let data = '';
  for (const { bits } of all) {
    for (let i = 0; i < n / 8; i++) {
      data += `\\${((bits >> BigInt(8 * i)) & 255n).toString(16).padStart(2, '0')}`;
    }
  }
  const out = new ScriptWriter(
    'generate-floats.js',
    `${t} operators with constant operands against the same with loaded ones; 0 says all agree.`,
  );
  out.line();
  out.line('(module');
  out.line(`  (memory 1) (data (i32.const 0) "${data}")`);
  out.line(`  (func $differ (param $a ${t}) (param $b ${t}) (param $at i32) (result i32)`);
  out.line('    ;; Any NaN is as good as another.');
  out.line(
    `    (i32.and (${t}.ne (local.get $a) (local.get $a)) (${t}.ne (local.get $b) (local.get $b)))`,
  );
  out.line('    (if (then (return (i32.const 0))))');
  out.line(
    `    (i32.shl (${int}.ne (${int}.reinterpret_${t} (local.get $a)) (${int}.reinterpret_${t} (local.get $b))) (local.get $at)))`,
  );
  const compares = COMPARE.map(([name]) => name);
  /** @type {string[]} */
  const exports = [];
  for (const name of [...Object.keys(BINARY), 'copysign', ...compares]) {
    for (const side of ['left', 'right']) {
      // An operand that dies with the operator, and one that is still needed.
      for (const x of ['(local.get $x)', `(${t}.copysign (local.get $x) (local.get $x))`]) {
        const title = `${name} ${side}${x.length > 15 ? ' computed' : ''}`;
        exports.push(title);
        out.line(`  (func (export "${title}") (param $x ${t}) (result i32) (local $d i32)`);
        all.forEach(({ bits }, k) => {
          const loaded = `(${t}.load (i32.const ${(k * n) / 8}))`;
          const pair = (/** @type {string} */ v) =>
            side === 'right' ? `(${t}.${name} ${x} ${v})` : `(${t}.${name} ${v} ${x})`;
          // A compare is a value, a condition of a select or of a branch, negated or not.
          const bit = (/** @type {string} */ c) =>
            [
              c,
              `(select (i32.const 1) (i32.const 0) ${c})`,
              `(if (result i32) (i32.eqz ${c}) (then (i32.const 0)) (else (i32.const 1)))`,
            ][k % 3];
          const constant = pair(exact(bits));
          const differs = compares.includes(name)
            ? `(i32.shl (i32.ne ${bit(constant)} ${pair(loaded)}) (i32.const ${k}))`
            : `(call $differ ${constant} ${pair(loaded)} (i32.const ${k}))`;
          out.line(`    (local.set $d (i32.or (local.get $d) ${differs}))`);
        });
        out.line('    (local.get $d))');
      }
    }
  }
  out.line(')');
  for (const name of exports) {
    for (const { bits } of all) out.returns(name, [exact(bits)], [i32(0)]);
  }
  return out.toString();
}

/** @returns {Map<string, string>} */
export function floatScripts() {
  return new Map([
    ['floats-f32.wast', floatScript(32)],
    ['floats-f64.wast', floatScript(64)],
    ['float-constants-f32.wast', floatConstantScript(32)],
    ['float-constants-f64.wast', floatConstantScript(64)],
  ]);
}
