import { ScriptWriter } from './script-writer.js';
import { evaluate, lanesOf, makesNan, SHAPES, vectorOf } from './vector-reference.js';

const INTEGERS = ['i8x16', 'i16x8', 'i32x4', 'i64x2'];
const FLOATS = ['f32x4', 'f64x2'];
const WIDER = ['i16x8', 'i32x4', 'i64x2'];
/** @type {Record<string, string>} */
const HALF = { i16x8: 'i8x16', i32x4: 'i16x8', i64x2: 'i32x4' };
/** @type {Record<string, string>} */
const NUMBER = {
  i8x16: 'i32',
  i16x8: 'i32',
  i32x4: 'i32',
  i64x2: 'i64',
  f32x4: 'f32',
  f64x2: 'f64',
};

/** @param {readonly string[]} types @param {string} operators */
const each = (types, operators) =>
  types.flatMap((type) => operators.split(' ').map((operator) => `${type}.${operator}`));

const halves = (/** @type {string} */ what) =>
  WIDER.flatMap((type) =>
    ['low', 'high'].flatMap((half) =>
      ['s', 'u'].map((sign) => `${type}.${what}_${half}_${HALF[type]}_${sign}`),
    ),
  );

/** Operators by their operands. */
const UNARIES = [
  'v128.not',
  ...each(INTEGERS, 'abs neg'),
  'i8x16.popcnt',
  ...each(FLOATS, 'abs neg ceil floor trunc nearest sqrt'),
  ...['i16x8', 'i32x4'].flatMap((type) =>
    ['s', 'u'].map((sign) => `${type}.extadd_pairwise_${HALF[type]}_${sign}`),
  ),
  ...halves('extend'),
  'f32x4.demote_f64x2_zero',
  'f64x2.promote_low_f32x4',
  ...['s', 'u'].flatMap((sign) => [
    `f32x4.convert_i32x4_${sign}`,
    `f64x2.convert_low_i32x4_${sign}`,
    `i32x4.trunc_sat_f32x4_${sign}`,
    `i32x4.trunc_sat_f64x2_${sign}_zero`,
  ]),
];
const BINARIES = [
  ...each(['v128'], 'and andnot or xor'),
  ...each(INTEGERS, 'add sub eq ne lt_s gt_s le_s ge_s'),
  ...each(INTEGERS.slice(0, 3), 'lt_u gt_u le_u ge_u min_s min_u max_s max_u'),
  ...each(INTEGERS.slice(1), 'mul'),
  ...each(INTEGERS.slice(0, 2), 'add_sat_s add_sat_u sub_sat_s sub_sat_u avgr_u'),
  ...each(FLOATS, 'add sub mul div min max pmin pmax eq ne lt gt le ge'),
  ...['s', 'u'].flatMap((sign) => [`i8x16.narrow_i16x8_${sign}`, `i16x8.narrow_i32x4_${sign}`]),
  ...halves('extmul'),
  'i16x8.q15mulr_sat_s',
  'i32x4.dot_i16x8_s',
  'i8x16.swizzle',
];
const SHIFTS = each(INTEGERS, 'shl shr_s shr_u');
const TESTS = ['v128.any_true', ...each(INTEGERS, 'all_true bitmask')];

/** Numbers of 128 bits from a seed (Knuth's linear congruential generator). */
function randomVectors() {
  let state = 0x853c49e6748fea9bn;
  const next = () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return BigInt.asUintN(64, (state >> 29n) * 0x9e3779b97f4a7c15n);
  };
  return () => (next() << 64n) | next();
}

/** The same lanes again and again. @param {number} bits @param {readonly bigint[]} lanes */
const repeated = (bits, lanes) =>
  vectorOf(
    Array.from({ length: 128 / bits }, (_, i) => /** @type {bigint} */ (lanes[i % lanes.length])),
    bits,
  );

const EDGES = [
  0n,
  (1n << 128n) - 1n,
  repeated(8, [0x80n, 0x7fn, 0n, 0xffn, 1n, 0x81n, 0x0fn, 0x10n]),
  repeated(16, [0x8000n, 0x7fffn, 0xffffn, 1n, 0x8001n, 0x00ffn]),
  repeated(32, [0x80000000n, 0x7fffffffn, 0xffffffffn, 1n]),
  repeated(64, [1n << 63n, (1n << 63n) - 1n]),
  repeated(64, [(1n << 32n) - 1n, 1n << 32n]),
];
// -0, 0.5, 1.5, infinity; NaN, -2.5, 2^31, -2^31; 2^32, 2^63, a subnormal, -infinity; 0, 4294967040, -1, 2147483520
const SINGLES = [
  vectorOf([0x80000000n, 0x3f000000n, 0x3fc00000n, 0x7f800000n], 32),
  vectorOf([0x7fc00000n, 0xc0200000n, 0x4f000000n, 0xcf000000n], 32),
  vectorOf([0x4f800000n, 0x5f000000n, 0x00000001n, 0xff800000n], 32),
  vectorOf([0n, 0x4f7fffffn, 0xbf800000n, 0x4effffffn], 32),
];
const DOUBLES = [
  vectorOf([1n << 63n, 0x3fe0000000000000n], 64),
  vectorOf([0x7ff8000000000000n, 0xc004000000000000n], 64),
  vectorOf([0x41e0000000000000n, 0xc1e0000000200000n], 64),
  vectorOf([0x41f0000000000000n, 0x41efffffffe00000n], 64),
  vectorOf([0xfff0000000000000n, 0x7ff0000000000000n], 64),
  vectorOf([0n, 0x41dfffffffdfffffn], 64),
];

/** Vectors to try with an operator. @param {string} name */
function edgesOf(name) {
  if (/f32x4/.test(name)) return SINGLES;
  return /f64x2/.test(name) ? DOUBLES : EDGES;
}

/** @param {bigint} vector */
const constant = (vector) =>
  `(v128.const i32x4 ${lanesOf(vector, 32)
    .map((lane) => `0x${lane.toString(16)}`)
    .join(' ')})`;

/** What a script expects: of arithmetic, any quiet NaN where there is one. @param {string} name @param {bigint} vector */
function expected(name, vector) {
  if (!makesNan(name)) return constant(vector);
  const { bits } = name.startsWith('f32x4') ? SHAPES.f32x4 : SHAPES.f64x2;
  const exponent = bits === 32 ? 0x7f800000n : 0x7ff0000000000000n;
  const isNan = (/** @type {bigint} */ lane) => BigInt.asUintN(bits - 1, lane) > exponent;
  const lanes = lanesOf(vector, bits);
  if (!lanes.some(isNan)) return constant(vector);
  const texts = lanes.map((lane) => (isNan(lane) ? 'nan:arithmetic' : floatText(lane, bits)));
  return `(v128.const ${name.slice(0, 5)} ${texts.join(' ')})`;
}

/** @param {bigint} lane @param {number} bits */
function floatText(lane, bits) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, lane);
  const value = bits === 64 ? view.getFloat64(0) : view.getFloat32(4);
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  return String(value);
}

const get = (/** @type {number} */ i) => `(local.get ${i})`;

/**
 * An operator with operands in registers that end, in registers that go on, in the same one, and as constants.
 *
 * @param {ScriptWriter} out
 * @param {string[]} checks
 * @param {string} name
 * @param {readonly string[]} types of its operands
 * @param {string} result
 * @param {readonly (readonly bigint[])[]} lists of operands
 * @param {string} [immediate]
 * @param {readonly number[]} [lanes]
 */
function addOperator(out, checks, name, types, result, lists, immediate = '', lanes = []) {
  const text = immediate === '' ? name : `${name} ${immediate}`;
  const params = `(param ${types.join(' ')})`;
  const all = types.map((_, i) => get(i)).join(' ');
  const put = (
    /** @type {string} */ label,
    /** @type {string} */ results,
    /** @type {string} */ body,
  ) => out.line(`  (func (export "${text}${label}") ${params} (result ${results}) ${body})`);
  put('', result, `(${text} ${all})`);
  put(' kept', `${result} ${types.join(' ')}`, `(${text} ${all}) ${all}`);
  if (types.length > 1) put(' first', `${result} ${types[0]}`, `(${text} ${all}) ${get(0)}`);
  // Relaxed operators leave nothing to choose only with what they are given.
  const isSame =
    types.length > 1 && types.every((type) => type === 'v128') && !name.includes('relaxed');
  if (isSame)
    put(' same', `${result} v128`, `(${text} ${types.map(() => get(0)).join(' ')}) ${get(1)}`);
  const write = (/** @type {string} */ type, /** @type {bigint} */ value) => {
    if (type === 'v128') return constant(value);
    if (type === 'f32' || type === 'f64') {
      return `(${type}.const ${floatText(value, type === 'f32' ? 32 : 64)})`;
    }
    return `(${type}.const ${BigInt.asIntN(type === 'i32' ? 32 : 64, value)})`;
  };
  const want = (/** @type {bigint} */ value) =>
    result === 'v128' ? expected(name, value) : write(result, value);
  lists.forEach((list, i) => {
    const value = evaluate(name, list, lanes);
    const args = list.map((operand, k) => write(/** @type {string} */ (types[k]), operand));
    const check = (/** @type {string} */ label, /** @type {readonly string[]} */ results) =>
      checks.push(
        `(assert_return (invoke "${text}${label}" ${args.join(' ')}) ${results.join(' ')})`,
      );
    check('', [want(value)]);
    if (i % 3 === 0) check(' kept', [want(value), ...args]);
    if (i % 3 === 1 && types.length > 1)
      check(' first', [want(value), /** @type {string} */ (args[0])]);
    if (i % 3 === 2 && isSame) {
      const same = evaluate(
        name,
        list.map(() => /** @type {bigint} */ (list[0])),
        lanes,
      );
      check(' same', [want(same), /** @type {string} */ (args[1])]);
    }
    if (i < 2) {
      const label = ` of constants ${i}`;
      out.line(
        `  (func (export "${text}${label}") (result ${result}) (${text} ${args.join(' ')}))`,
      );
      checks.push(`(assert_return (invoke "${text}${label}") ${want(value)})`);
    }
  });
}

/** @param {string} about @param {(out: ScriptWriter, checks: string[]) => void} fill */
function script(about, fill) {
  const out = new ScriptWriter('generate-vectors.js', about);
  /** @type {string[]} */
  const checks = [];
  out.line();
  out.line('(module');
  fill(out, checks);
  out.line(')');
  for (const check of checks) out.line(check);
  return out.toString();
}

function unaryScript() {
  const random = randomVectors();
  return script('Operators on one vector.', (out, checks) => {
    for (const name of UNARIES) {
      const vectors = [...edgesOf(name), random(), random()];
      addOperator(
        out,
        checks,
        name,
        ['v128'],
        'v128',
        vectors.map((vector) => [vector]),
      );
    }
    for (const name of TESTS) {
      const vectors = [...EDGES, random(), random(), 1n << 77n, repeated(8, [1n])];
      addOperator(
        out,
        checks,
        name,
        ['v128'],
        'i32',
        vectors.map((vector) => [vector]),
      );
    }
  });
}

/** @param {(name: string) => boolean} wanted */
function binaryScript(wanted) {
  const random = randomVectors();
  return script('Operators on two vectors.', (out, checks) => {
    for (const name of BINARIES.filter(wanted)) {
      const edges = edgesOf(name);
      /** @type {bigint[][]} */
      const lists = [];
      edges.forEach((a, i) => {
        lists.push([a, /** @type {bigint} */ (edges[(i + 1) % edges.length])]);
        lists.push([/** @type {bigint} */ (edges[(i + 3) % edges.length]), a]);
      });
      for (let i = 0; i < 4; i++) lists.push([random(), random()]);
      if (name === 'i8x16.swizzle') lists.push([random(), repeated(8, [15n, 0n, 16n, 3n, 255n])]);
      addOperator(out, checks, name, ['v128', 'v128'], 'v128', lists);
    }
  });
}

/** Lanes by pattern: one for each instruction that machines have for such, and random ones. */
function shuffles() {
  const random = randomVectors();
  const sixteen = (/** @type {(i: number) => number} */ f) =>
    Array.from({ length: 16 }, (_, i) => f(i));
  const patterns = [
    sixteen((i) => i),
    sixteen((i) => i + 16),
    sixteen((i) => 15 - i),
    sixteen(() => 7),
    sixteen((i) => (i + 5) % 16),
    sixteen((i) => i + 5),
    sixteen((i) => (i + 21) % 32),
    sixteen((i) => (i % 4) + 4),
    sixteen((i) => (i < 8 ? i : 8 + ((i + 2) % 8))),
    sixteen((i) => (i >= 8 ? i : (i + 6) % 8)),
    sixteen((i) => (i & 2 ? i + 16 : i)),
    sixteen((i) => [4, 5, 6, 7, 12, 13, 14, 15, 16, 17, 18, 19, 28, 29, 30, 31][i] ?? 0),
    sixteen((i) => [20, 21, 22, 23, 28, 29, 30, 31, 0, 1, 2, 3, 12, 13, 14, 15][i] ?? 0),
    sixteen((i) => 2 * i),
    sixteen((i) => 2 * i + 1),
  ];
  for (const bytes of [1, 2, 4, 8]) {
    for (const [a, b] of [
      [0, 16],
      [8, 24],
      [16, 0],
      [24, 8],
      [0, 0],
      [8, 8],
    ]) {
      patterns.push(
        sixteen((i) => {
          const lane = Math.floor(i / bytes);
          return ((lane & 1 ? b : a) ?? 0) + (lane >> 1) * bytes + (i % bytes);
        }),
      );
    }
  }
  for (let i = 0; i < 6; i++) {
    patterns.push(lanesOf(random(), 8).map((byte) => Number(byte) % (i < 2 ? 16 : 32)));
  }
  return patterns;
}

function laneScript() {
  const random = randomVectors();
  return script('Single lanes, splats, shifts and shuffles.', (out, checks) => {
    for (const type of [...INTEGERS, ...FLOATS]) {
      const { count, bits } = /** @type {import('./vector-reference.js').Shape} */ (SHAPES[type]);
      const number = /** @type {string} */ (NUMBER[type]);
      const values =
        number === 'f32'
          ? [0x3fc00000n, 0xc0200000n]
          : number === 'f64'
            ? [0x3ff8000000000000n, 0xc004000000000000n]
            : [BigInt.asUintN(Math.max(32, bits), random()), 0x81n];
      addOperator(
        out,
        checks,
        `${type}.splat`,
        [number],
        'v128',
        values.map((value) => [value]),
      );
      for (let lane = 0; lane < count; lane += bits < 32 ? 5 : 1) {
        const vectors = FLOATS.includes(type) ? edgesOf(type) : [...EDGES.slice(2), random()];
        for (const sign of bits < 32 ? ['_s', '_u'] : ['']) {
          // Numbers that are NaN are not written exactly.
          const lists = vectors.filter((_, i) => !FLOATS.includes(type) || i !== 1).map((v) => [v]);
          const name = `${type}.extract_lane${sign}`;
          addOperator(out, checks, name, ['v128'], number, lists, String(lane), [lane]);
        }
        const lists = values.map((value) => [random(), value]);
        const name = `${type}.replace_lane`;
        addOperator(out, checks, name, ['v128', number], 'v128', lists, String(lane), [lane]);
      }
    }
    for (const name of SHIFTS) {
      const { bits } = /** @type {import('./vector-reference.js').Shape} */ (
        SHAPES[name.slice(0, 5)]
      );
      const counts = [0, 1, bits / 2 + 1, bits - 1, bits, bits + 3, -1];
      const lists = counts.flatMap((count) =>
        [random(), /** @type {bigint} */ (EDGES[2])].map((vector) => [
          vector,
          BigInt.asUintN(32, BigInt(count)),
        ]),
      );
      addOperator(out, checks, name, ['v128', 'i32'], 'v128', lists);
      for (const count of counts) {
        const label = `${name} by ${count}`;
        const vector = random();
        out.line(
          `  (func (export "${label}") (param v128) (result v128) (${name} ${get(0)} (i32.const ${count})))`,
        );
        const value = evaluate(name, [vector, BigInt.asUintN(32, BigInt(count))]);
        checks.push(`(assert_return (invoke "${label}" ${constant(vector)}) ${constant(value)})`);
      }
    }
    for (const pattern of shuffles()) {
      const lists = [
        [random(), random()],
        [random(), random()],
        [random(), random()],
      ];
      const name = 'i8x16.shuffle';
      addOperator(out, checks, name, ['v128', 'v128'], 'v128', lists, pattern.join(' '), pattern);
    }
    const selected = [0, 1, 2, 3].map(() => [random(), random(), random()]);
    addOperator(out, checks, 'v128.bitselect', ['v128', 'v128', 'v128'], 'v128', selected);
  });
}

/** Relaxed operators, where all machines give the same. */
function relaxedScript() {
  const random = randomVectors();
  const bytes = (/** @type {bigint} */ mask) =>
    repeated(
      8,
      lanesOf(random(), 8).map((b) => b & mask),
    );
  const three = ['v128', 'v128', 'v128'];
  return script('Relaxed operators, with operands that leave nothing to choose.', (out, checks) => {
    addOperator(
      out,
      checks,
      'i8x16.relaxed_swizzle',
      ['v128', 'v128'],
      'v128',
      [0, 1, 2].map(() => [random(), bytes(15n)]),
    );
    const small = vectorOf([0x3fc00000n, 0xc0200000n, 0x80000000n, 0x4effffffn], 32);
    const positive = vectorOf([0x3fc00000n, 0x40200000n, 0n, 0x4f7fffffn], 32);
    const smallDouble = vectorOf([0xc004000000000000n, 0x41dfffffff000000n], 64);
    const positiveDouble = vectorOf([0x4004000000000000n, 0x41efffffffe00000n], 64);
    /** @type {[string, bigint][]} */
    const truncations = [
      ['i32x4.relaxed_trunc_f32x4_s', small],
      ['i32x4.relaxed_trunc_f32x4_u', positive],
      ['i32x4.relaxed_trunc_f64x2_s_zero', smallDouble],
      ['i32x4.relaxed_trunc_f64x2_u_zero', positiveDouble],
    ];
    for (const [name, vector] of truncations)
      addOperator(out, checks, name, ['v128'], 'v128', [[vector], [0n]]);
    const singles = [
      [0x40400000n, 0xc0000000n],
      [0x3f800000n, 0x41200000n],
      [0xbf000000n, 0x42280000n],
    ].map((l) => repeated(32, l));
    const doubles = [
      [0x4008000000000000n, 0xc000000000000000n],
      [0x3ff0000000000000n, 0x4024000000000000n],
      [0xbfe0000000000000n, 0x4045000000000000n],
    ].map((l) => repeated(64, l));
    for (const [type, [a, b, c]] of /** @type {[string, [bigint, bigint, bigint]][]} */ ([
      ['f32x4', singles],
      ['f64x2', doubles],
    ])) {
      for (const operator of ['relaxed_madd', 'relaxed_nmadd']) {
        addOperator(out, checks, `${type}.${operator}`, three, 'v128', [
          [a, b, c],
          [c, a, b],
          [b, c, a],
        ]);
      }
      for (const operator of ['relaxed_min', 'relaxed_max']) {
        addOperator(out, checks, `${type}.${operator}`, ['v128', 'v128'], 'v128', [
          [a, b],
          [c, a],
          [b, c],
        ]);
      }
    }
    for (const type of INTEGERS) {
      const { bits } = /** @type {import('./vector-reference.js').Shape} */ (SHAPES[type]);
      const mask = repeated(bits, [-1n, 0n]);
      addOperator(
        out,
        checks,
        `${type}.relaxed_laneselect`,
        three,
        'v128',
        [0, 1].map(() => [random(), random(), mask]),
      );
    }
    const words = [0, 1, 2].map(() => [random(), random()]);
    addOperator(out, checks, 'i16x8.relaxed_q15mulr_s', ['v128', 'v128'], 'v128', words);
    const dots = [0, 1, 2].map(() => [random(), bytes(0x7fn)]);
    addOperator(out, checks, 'i16x8.relaxed_dot_i8x16_i7x16_s', ['v128', 'v128'], 'v128', dots);
    addOperator(
      out,
      checks,
      'i32x4.relaxed_dot_i8x16_i7x16_add_s',
      three,
      'v128',
      dots.map((list) => [...list, random()]),
    );
  });
}

const PAGE = 65536;
const DATA_AT = 64;
const DATA = Array.from({ length: 64 }, (_, i) => (i * 37 + 129) & 0xff);

/** @param {number} at @param {number} count */
const memoryBits = (at, count) =>
  DATA.slice(at - DATA_AT, at - DATA_AT + count).reduceRight(
    (bits, byte) => (bits << 8n) | BigInt(byte),
    0n,
  );

/** What a load from `at` gives. @param {string} name @param {number} at */
function loaded(name, at) {
  const extended = /load(\d+)x(\d+)_([su])/.exec(name);
  if (extended !== null) {
    const bits = Number(extended[1]);
    const lanes = lanesOf(memoryBits(at, 8), bits).slice(0, 64 / bits);
    return vectorOf(
      lanes.map((lane) => (extended[3] === 's' ? BigInt.asIntN(bits, lane) : lane)),
      2 * bits,
    );
  }
  const bits = Number(/load(\d+)/.exec(name)?.[1] ?? 128);
  const value = memoryBits(at, bits / 8);
  return name.endsWith('splat') ? repeated(bits, [value]) : value;
}

function memoryScript() {
  const random = randomVectors();
  const loads = [
    'v128.load',
    ...['8x8', '16x4', '32x2'].flatMap((shape) => [`v128.load${shape}_s`, `v128.load${shape}_u`]),
    ...[8, 16, 32, 64].map((bits) => `v128.load${bits}_splat`),
    'v128.load32_zero',
    'v128.load64_zero',
  ];
  return script('Loads and stores of vectors and their lanes.', (out, checks) => {
    const data = DATA.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
    out.line(`  (memory 1) (data (i32.const ${DATA_AT}) "${data}")`);
    const trap = (/** @type {string} */ call) =>
      checks.push(`(assert_trap (invoke ${call}) "out of bounds memory access")`);
    for (const name of loads) {
      const bytes = /x/.test(name) ? 8 : Number(/load(\d+)/.exec(name)?.[1] ?? 128) / 8;
      out.line(`  (func (export "${name}") (param i32) (result v128) (${name} ${get(0)}))`);
      out.line(
        `  (func (export "${name} kept") (param i32) (result v128 i32) (${name} offset=3 ${get(0)}) ${get(0)})`,
      );
      out.line(
        `  (func (export "${name} at") (result v128) (${name} offset=${DATA_AT} (i32.const 9)))`,
      );
      out.line(
        `  (func (export "${name} far") (param i32) (result v128) (${name} offset=4294967295 ${get(0)}))`,
      );
      for (const at of [0, 5]) {
        checks.push(
          `(assert_return (invoke "${name}" (i32.const ${DATA_AT + at})) ${constant(loaded(name, DATA_AT + at))})`,
        );
      }
      checks.push(
        `(assert_return (invoke "${name} kept" (i32.const ${DATA_AT})) ${constant(loaded(name, DATA_AT + 3))} (i32.const ${DATA_AT}))`,
      );
      checks.push(`(assert_return (invoke "${name} at") ${constant(loaded(name, DATA_AT + 9))})`);
      checks.push(`(assert_return (invoke "${name}" (i32.const ${PAGE - bytes})) ${constant(0n)})`);
      trap(`"${name}" (i32.const ${PAGE - bytes + 1})`);
      trap(`"${name}" (i32.const -1)`);
      trap(`"${name} far" (i32.const 0)`);
      trap(`"${name} far" (i32.const 1)`);
    }
    for (const bits of [8, 16, 32, 64]) {
      const bytes = bits / 8;
      for (let lane = 0; lane < 16 / bytes; lane += bits === 8 ? 7 : 1) {
        const load = `v128.load${bits}_lane`;
        const store = `v128.store${bits}_lane`;
        out.line(
          `  (func (export "${load} ${lane}") (param i32 v128) (result v128) (${load} ${lane} ${get(0)} ${get(1)}))`,
        );
        out.line(
          `  (func (export "${load} ${lane} kept") (param i32 v128) (result v128 v128) (${load} offset=2 ${lane} ${get(0)} ${get(1)}) ${get(1)})`,
        );
        out.line(
          `  (func (export "${store} ${lane}") (param i32 v128) (result v128) (v128.store (i32.const 512) (v128.const i64x2 0 0)) (${store} offset=512 ${lane} ${get(0)} ${get(1)}) (v128.load (i32.const 512)))`,
        );
        out.line(
          `  (func (export "${store} ${lane} there") (param i32 v128) (${store} ${lane} ${get(0)} ${get(1)}))`,
        );
        const vector = random();
        const put = (/** @type {number} */ at) =>
          vectorOf(
            lanesOf(vector, bits).map((old, i) => (i === lane ? memoryBits(at, bytes) : old)),
            bits,
          );
        checks.push(
          `(assert_return (invoke "${load} ${lane}" (i32.const ${DATA_AT}) ${constant(vector)}) ${constant(put(DATA_AT))})`,
        );
        checks.push(
          `(assert_return (invoke "${load} ${lane} kept" (i32.const ${DATA_AT + 4}) ${constant(vector)}) ${constant(put(DATA_AT + 6))} ${constant(vector)})`,
        );
        trap(`"${load} ${lane}" (i32.const ${PAGE - bytes + 1}) ${constant(vector)}`);
        const stored = /** @type {bigint} */ (lanesOf(vector, bits)[lane]);
        checks.push(
          `(assert_return (invoke "${store} ${lane}" (i32.const 3) ${constant(vector)}) ${constant(BigInt.asUintN(128, stored << 24n))})`,
        );
        trap(`"${store} ${lane} there" (i32.const ${PAGE - bytes + 1}) ${constant(vector)}`);
      }
    }
    out.line(
      `  (func (export "v128.store") (param i32 v128) (result v128) (v128.store offset=1 ${get(0)} ${get(1)}) (v128.load offset=1 ${get(0)}))`,
    );
    out.line('  (func (export "constants") (result v128 v128 v128)');
    for (const [i, vector] of [0n, (1n << 128n) - 1n, /** @type {bigint} */ (EDGES[2])].entries()) {
      out.line(`    (v128.store (i32.const ${1024 + 16 * i}) ${constant(vector)})`);
    }
    out.line(
      '    (v128.load (i32.const 1024)) (v128.load (i32.const 1040)) (v128.load (i32.const 1056)))',
    );
    const vector = random();
    checks.push(
      `(assert_return (invoke "v128.store" (i32.const 700) ${constant(vector)}) ${constant(vector)})`,
    );
    checks.push(
      `(assert_return (invoke "constants") ${[0, 1, 2].map((i) => constant(/** @type {bigint} */ (EDGES[i]))).join(' ')})`,
    );
    trap(`"v128.store" (i32.const ${PAGE - 16}) ${constant(vector)}`);
  });
}

/** @returns {[name: string, text: string][]} */
export function vectorScripts() {
  const isFloat = (/** @type {string} */ name) => name.startsWith('f');
  return [
    ['vectors-unary.wast', unaryScript()],
    ['vectors-integers.wast', binaryScript((name) => !isFloat(name))],
    ['vectors-floats.wast', binaryScript(isFloat)],
    ['vectors-lanes.wast', laneScript()],
    ['vectors-relaxed.wast', relaxedScript()],
    ['vectors-memory.wast', memoryScript()],
  ];
}
