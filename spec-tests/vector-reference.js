// What operators on vectors give, lane by lane as the specification says it. A vector is a number of 128 bits, lane 0 lowest.

const view = new DataView(new ArrayBuffer(16));
const U = BigInt.asUintN;
const S = BigInt.asIntN;

/** @typedef {{ bits: number, count: number, float: boolean }} Shape */

/** @type {Record<string, Shape>} */
export const SHAPES = {
  i8x16: { bits: 8, count: 16, float: false },
  i16x8: { bits: 16, count: 8, float: false },
  i32x4: { bits: 32, count: 4, float: false },
  i64x2: { bits: 64, count: 2, float: false },
  f32x4: { bits: 32, count: 4, float: true },
  f64x2: { bits: 64, count: 2, float: true },
};

/**
 * The lanes of a vector, unsigned.
 * @param {bigint} vector
 * @param {number} bits
 */
export function lanesOf(vector, bits) {
  return Array.from({ length: 128 / bits }, (_, i) => U(bits, vector >> BigInt(i * bits)));
}

/**
 * @param {readonly bigint[]} lanes
 * @param {number} bits
 */
export function vectorOf(lanes, bits) {
  return lanes.reduceRight((vector, lane) => (vector << BigInt(bits)) | U(bits, lane), 0n);
}

/** @param {bigint} bits @param {number} width */
function floatOf(bits, width) {
  view.setBigUint64(0, U(64, bits));
  return width === 64 ? view.getFloat64(0) : view.getFloat32(4);
}

/** A number as bits; a NaN is the canonical one. @param {number} value @param {number} width */
function bitsOf(value, width) {
  if (width === 64) {
    view.setFloat64(0, Number.isNaN(value) ? Number.NaN : value);
    return view.getBigUint64(0);
  }
  view.setFloat32(0, Number.isNaN(value) ? Number.NaN : value);
  return BigInt(view.getUint32(0));
}

/** @param {bigint} value @param {bigint} least @param {bigint} most */
const clamp = (value, least, most) => (value < least ? least : value > most ? most : value);

/** @param {bigint} value @param {number} bits @param {boolean} signed */
function saturate(value, bits, signed) {
  const top = 1n << BigInt(bits - (signed ? 1 : 0));
  return clamp(value, signed ? -top : 0n, top - 1n);
}

/** The nearest integer, the even one of two. @param {number} x */
function nearest(x) {
  if (!Number.isFinite(x) || Math.abs(x) >= 2 ** 52) return x;
  const low = Math.floor(x);
  const rest = x - low;
  const result = rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
  return result === 0 && (x < 0 || Object.is(x, -0)) ? -0 : result;
}

/** @type {Record<string, (x: number) => number>} */
const FLOAT_UNARIES = {
  ceil: Math.ceil,
  floor: Math.floor,
  trunc: Math.trunc,
  nearest,
  sqrt: Math.sqrt,
};

/** @type {Record<string, (a: number, b: number) => number>} */
const FLOAT_BINARIES = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
  relaxed_min: Math.min,
  relaxed_max: Math.max,
};

/** @type {Record<string, (a: number | bigint, b: number | bigint) => boolean>} */
const ORDERS = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  gt: (a, b) => a > b,
  le: (a, b) => a <= b,
  ge: (a, b) => a >= b,
};

/** @type {Record<string, (a: bigint, b: bigint, bits: number, signed: boolean) => bigint>} */
const INTEGER_BINARIES = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  add_sat: (a, b, bits, signed) => saturate(a + b, bits, signed),
  sub_sat: (a, b, bits, signed) => saturate(a - b, bits, signed),
  min: (a, b) => (a < b ? a : b),
  max: (a, b) => (a > b ? a : b),
  avgr: (a, b) => (a + b + 1n) >> 1n,
  q15mulr_sat: (a, b) => saturate((a * b + 0x4000n) >> 15n, 16, true),
  relaxed_q15mulr: (a, b) => saturate((a * b + 0x4000n) >> 15n, 16, true),
};

/** The halves of the lanes that an operator `low` or `high` takes. @param {readonly bigint[]} lanes @param {string} half */
function halfOf(lanes, half) {
  const middle = lanes.length / 2;
  return half === 'low' ? lanes.slice(0, middle) : lanes.slice(middle);
}

/**
 * What an operator gives: a vector, or of `any_true` and its like and extractions the bits of a number.
 *
 * @param {string} name
 * @param {readonly bigint[]} operands vectors, or the bits of numbers
 * @param {readonly number[]} [immediate] numbers of lanes
 * @returns {bigint}
 */
export function evaluate(name, operands, immediate = []) {
  const [type, operator] = /** @type {[string, string]} */ (name.split('.'));
  const [a = 0n, b = 0n, c = 0n] = operands;
  const mask = (1n << 128n) - 1n;
  switch (operator) {
    case 'not':
      return a ^ mask;
    case 'and':
      return a & b;
    case 'andnot':
      return a & (b ^ mask);
    case 'or':
      return a | b;
    case 'xor':
      return a ^ b;
    case 'bitselect':
    case 'relaxed_laneselect':
      return (a & c) | (b & (c ^ mask));
    case 'any_true':
      return a === 0n ? 0n : 1n;
  }
  const { bits, count, float } = /** @type {Shape} */ (SHAPES[type]);
  const x = lanesOf(a, bits);
  const y = lanesOf(b, bits);
  const signed = operator.endsWith('_s');
  const base = operator.replace(/_[su]$/, '');
  const number = (/** @type {bigint} */ lane) => (signed ? S(bits, lane) : lane);
  const map = (/** @type {(lane: bigint, i: number) => bigint} */ f) => vectorOf(x.map(f), bits);
  switch (base) {
    case 'all_true':
      return x.every((lane) => lane !== 0n) ? 1n : 0n;
    case 'bitmask':
      return x.reduceRight((m, lane) => (m << 1n) | (lane >> BigInt(bits - 1)), 0n);
    case 'splat':
      return vectorOf(new Array(count).fill(a), bits);
    case 'extract_lane':
      return U(Math.max(32, bits), number(/** @type {bigint} */ (x[immediate[0] ?? 0])));
    case 'replace_lane':
      return map((lane, i) => (i === immediate[0] ? b : lane));
    case 'shuffle': {
      const all = [...x, ...y];
      return vectorOf(
        immediate.map((i) => /** @type {bigint} */ (all[i])),
        8,
      );
    }
    case 'swizzle':
    case 'relaxed_swizzle':
      return vectorOf(
        y.map((i) => x[Number(i)] ?? 0n),
        8,
      );
    case 'popcnt':
      return map((lane) => BigInt(lane.toString(2).replaceAll('0', '').length));
    case 'shl':
      return map((lane) => lane << (b & BigInt(bits - 1)));
    case 'shr':
      return map((lane) => number(lane) >> (b & BigInt(bits - 1)));
    case 'neg':
      return map((lane) => (float ? lane ^ (1n << BigInt(bits - 1)) : -lane));
    case 'abs':
      if (float) return map((lane) => U(bits - 1, lane));
      return map((lane) => (S(bits, lane) < 0n ? -lane : lane));
    case 'relaxed_madd':
    case 'relaxed_nmadd': {
      const z = lanesOf(c, bits);
      return map((lane, i) => {
        const product = floatOf(lane, bits) * floatOf(/** @type {bigint} */ (y[i]), bits);
        const sum = base === 'relaxed_madd' ? product : -product;
        return bitsOf(sum + floatOf(/** @type {bigint} */ (z[i]), bits), bits);
      });
    }
  }
  const order = ORDERS[base];
  if (order !== undefined) {
    return map((lane, i) => {
      const other = /** @type {bigint} */ (y[i]);
      const holds = float
        ? order(floatOf(lane, bits), floatOf(other, bits))
        : order(number(lane), number(other));
      return holds ? -1n : 0n;
    });
  }
  const unary = FLOAT_UNARIES[base];
  if (float && unary !== undefined) return map((lane) => bitsOf(unary(floatOf(lane, bits)), bits));
  const binary = FLOAT_BINARIES[base];
  if (float && binary !== undefined) {
    return map((lane, i) =>
      bitsOf(binary(floatOf(lane, bits), floatOf(/** @type {bigint} */ (y[i]), bits)), bits),
    );
  }
  if (base === 'pmin' || base === 'pmax') {
    return map((lane, i) => {
      const other = /** @type {bigint} */ (y[i]);
      const [p, q] = [floatOf(lane, bits), floatOf(other, bits)];
      return (base === 'pmin' ? q < p : p < q) ? other : lane;
    });
  }
  const integer = INTEGER_BINARIES[base];
  if (integer !== undefined) {
    return map((lane, i) =>
      integer(number(lane), number(/** @type {bigint} */ (y[i])), bits, signed),
    );
  }
  return between(operator, bits, a, b, c);
}

/**
 * Operators whose operands have other lanes than the result.
 * @param {string} operator
 * @param {number} bits of the result
 * @param {bigint} a
 * @param {bigint} b
 * @param {bigint} c
 */
function between(operator, bits, a, b, c) {
  const narrow = /^narrow_i\d+x\d+_([su])$/.exec(operator);
  if (narrow !== null) {
    const lanes = [...lanesOf(a, 2 * bits), ...lanesOf(b, 2 * bits)];
    return vectorOf(
      lanes.map((lane) => saturate(S(2 * bits, lane), bits, narrow[1] === 's')),
      bits,
    );
  }
  const extended = /^(extend|extmul)_(low|high)_i\d+x\d+_([su])$/.exec(operator);
  if (extended !== null) {
    const [, what, half, sign] = extended;
    const wide = (/** @type {bigint} */ vector) =>
      halfOf(lanesOf(vector, bits / 2), /** @type {string} */ (half)).map((lane) =>
        sign === 's' ? S(bits / 2, lane) : lane,
      );
    const others = wide(b);
    return vectorOf(
      wide(a).map((lane, i) =>
        what === 'extend' ? lane : lane * /** @type {bigint} */ (others[i]),
      ),
      bits,
    );
  }
  const pairs = (/** @type {readonly bigint[]} */ lanes) =>
    Array.from(
      { length: lanes.length / 2 },
      (_, i) => /** @type {bigint} */ (lanes[2 * i]) + /** @type {bigint} */ (lanes[2 * i + 1]),
    );
  const signedLanes = (/** @type {bigint} */ vector, /** @type {number} */ width) =>
    lanesOf(vector, width).map((lane) => S(width, lane));
  const products = (/** @type {number} */ width) => {
    const right = signedLanes(b, width);
    return signedLanes(a, width).map((lane, i) => lane * /** @type {bigint} */ (right[i]));
  };
  switch (operator) {
    case 'extadd_pairwise_i8x16_s':
    case 'extadd_pairwise_i16x8_s':
      return vectorOf(pairs(signedLanes(a, bits / 2)), bits);
    case 'extadd_pairwise_i8x16_u':
    case 'extadd_pairwise_i16x8_u':
      return vectorOf(pairs(lanesOf(a, bits / 2)), bits);
    case 'dot_i16x8_s':
      return vectorOf(pairs(products(16)), 32);
    case 'relaxed_dot_i8x16_i7x16_s':
      return vectorOf(pairs(products(8)), 16);
    case 'relaxed_dot_i8x16_i7x16_add_s': {
      const sums = pairs(pairs(products(8)));
      return vectorOf(
        lanesOf(c, 32).map((lane, i) => lane + /** @type {bigint} */ (sums[i])),
        32,
      );
    }
    case 'demote_f64x2_zero':
      return vectorOf(
        lanesOf(a, 64).map((lane) => bitsOf(floatOf(lane, 64), 32)),
        32,
      );
    case 'promote_low_f32x4':
      return vectorOf(
        halfOf(lanesOf(a, 32), 'low').map((lane) => bitsOf(floatOf(lane, 32), 64)),
        64,
      );
  }
  const convert = /^convert_(low_)?i32x4_([su])$/.exec(operator);
  if (convert !== null) {
    const lanes = lanesOf(a, 32).map((lane) => (convert[2] === 's' ? S(32, lane) : lane));
    const taken = convert[1] === undefined ? lanes : halfOf(lanes, 'low');
    return vectorOf(
      taken.map((lane) => bitsOf(Number(lane), bits)),
      bits,
    );
  }
  const trunc = /^(?:relaxed_trunc|trunc_sat)_f(32x4|64x2)_([su])(?:_zero)?$/.exec(operator);
  if (trunc === null) throw new Error(`no operator ${operator}`);
  const width = trunc[1] === '32x4' ? 32 : 64;
  return vectorOf(
    lanesOf(a, width).map((lane) => {
      const value = Math.trunc(floatOf(lane, width));
      if (Number.isNaN(value)) return 0n;
      const near = Math.min(Math.max(value, -(2 ** 60)), 2 ** 60);
      return saturate(BigInt(near), 32, trunc[2] === 's');
    }),
    32,
  );
}

/** Whether a result's lanes that are NaN may be any quiet ones: those of arithmetic. @param {string} name */
export function makesNan(name) {
  return /^f\d+x\d+\.(?:ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max|relaxed_.*|demote.*|promote.*)$/.test(
    name,
  );
}
