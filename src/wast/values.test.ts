import { describe, expect, it } from 'vitest';
import { parseF32, parseF64, parseIntLiteral } from './float-literal.js';
import { parseSExprs } from './sexpr.js';
import { formatPattern, formatValue, matches, parsePattern, parseValue } from './values.js';

const value = (text: string) => parseValue(parseSExprs(text)[0]!);
const pattern = (text: string) => parsePattern(parseSExprs(text)[0]!);

describe('integer literals', () => {
  it.each([
    ['0', 32, 0n],
    ['-1', 32, 0xffff_ffffn],
    ['+1_000', 32, 1000n],
    ['0xFFFF_ffff', 32, 0xffff_ffffn],
    ['-0x80000000', 32, 0x8000_0000n],
    ['-0x80000001', 32, undefined],
    ['0x1_0000_0000', 32, undefined],
    ['255', 8, 255n],
    ['256', 8, undefined],
    ['18446744073709551615', 64, 0xffff_ffff_ffff_ffffn],
    ['', 32, undefined],
    ['1.5', 32, undefined],
    ['0x', 32, undefined],
  ])('%s in %i bits', (text, bits, expected) => {
    expect(parseIntLiteral(text, bits)).toBe(expected);
  });
});

describe('float literals', () => {
  it.each([
    ['1', 0x3f80_0000n],
    ['-0', 0x8000_0000n],
    ['inf', 0x7f80_0000n],
    ['-inf', 0xff80_0000n],
    ['nan', 0x7fc0_0000n],
    ['-nan:0x1', 0xff80_0001n],
    ['nan:0x0', undefined],
    ['nan:0x80_0000', undefined],
    ['0x1p-149', 1n],
    ['0x1p-150', 0n],
    ['0x1.8p-150', 1n],
    ['0x1.fffffep127', 0x7f7f_ffffn],
    ['0x1.ffffffp127', 0x7f80_0000n],
    ['340282356779733661637539395458142568447', 0x7f7f_ffffn],
    ['0x1.000001p0', 0x3f80_0000n],
    ['0x1.000001000000000001p0', 0x3f80_0001n],
    ['0x1.000003p0', 0x3f80_0002n],
    ['1e1000000', 0x7f80_0000n],
    ['1e-1000000', 0n],
    ['1_0.5e-1', 0x3f86_6666n],
    ['x', undefined],
    // Through f64 this would round to a tie, and then to even: down.
    ['8388608.50000000001', 0x4b00_0001n],
  ])('f32 %s', (text, expected) => {
    expect(parseF32(text)).toBe(expected);
  });

  it('agrees with JavaScript on f64', () => {
    const view = new DataView(new ArrayBuffer(8));
    let seed = 1;
    const random = (): number => {
      seed = Math.imul(seed, 0x5851_f42d) + 0x1405_7b7f;
      return (seed >>> 8) / 2 ** 24;
    };
    for (let i = 0; i < 2000; i++) {
      const text = `${random()}${Math.floor(random() * 1e9)}e${Math.floor(random() * 660 - 340)}`;
      view.setFloat64(0, Number(text));
      expect(parseF64(text), text).toBe(view.getBigUint64(0));
    }
  });

  it('agrees with JavaScript on f32 where one rounding is enough', () => {
    const view = new DataView(new ArrayBuffer(4));
    for (let bits = 1; bits < 0x7f80_0000; bits += 1_234_567) {
      view.setUint32(0, bits);
      expect(parseF32(String(view.getFloat32(0)))).toBe(BigInt(bits));
    }
  });
});

describe('patterns', () => {
  it.each([
    ['(i32.const -1)', '(i32.const 0xffffffff)'],
    ['(f32.const nan:0x200000)', '(f32.const nan:0x200000)'],
    ['(f32.const nan:canonical)', '(f32.const -nan)'],
    ['(f64.const nan:arithmetic)', '(f64.const nan:0x8000000000001)'],
    ['(v128.const i8x16 1 0 0 0 2 0 0 0 3 0 0 0 4 0 0 0)', '(v128.const i32x4 1 2 3 4)'],
    [
      '(v128.const f32x4 1 nan:canonical -0 nan:arithmetic)',
      '(v128.const f32x4 1 nan -0 -nan:0x400001)',
    ],
    ['(v128.const f64x2 nan:canonical 2)', '(v128.const f64x2 -nan 2)'],
    ['(ref.null)', '(ref.null func)'],
    ['(ref.null extern)', '(ref.null)'],
    ['(ref.extern)', '(ref.extern 3)'],
    ['(ref.extern 3)', '(ref.extern 3)'],
    ['(ref.any)', '(ref.host 3)'],
    ['(either (i32.const 1) (i32.const 2))', '(i32.const 2)'],
  ])('%s matches %s', (expected, actual) => {
    expect(matches(pattern(expected), value(actual))).toBe(true);
  });

  it.each([
    ['(i32.const 1)', '(i64.const 1)'],
    ['(f32.const 0)', '(f32.const -0)'],
    ['(f32.const nan)', '(f32.const -nan)'],
    ['(f32.const nan:canonical)', '(f32.const nan:0x400001)'],
    ['(f32.const nan:arithmetic)', '(f32.const nan:0x200000)'],
    ['(f64.const nan:canonical)', '(f64.const inf)'],
    ['(v128.const f32x4 1 nan:canonical 0 0)', '(v128.const f32x4 1 nan:0x1 0 0)'],
    ['(ref.null)', '(ref.extern 0)'],
    ['(ref.func)', '(ref.null func)'],
    ['(ref.extern 3)', '(ref.extern 4)'],
    ['(ref.i31)', '(ref.host 3)'],
    ['(either (i32.const 1) (i32.const 2))', '(i32.const 3)'],
  ])('%s does not match %s', (expected, actual) => {
    expect(matches(pattern(expected), value(actual))).toBe(false);
  });

  it.each([
    '(i32.const)',
    '(i32.const 1 2)',
    '(i32.const x)',
    '(i33.const 1)',
    '(i8x16.const 1)',
    '(v128.const i32x4 1 2 3)',
    '(i32.const nan:canonical)',
    'i32.const',
  ])('refuses %s', (text) => {
    expect(() => pattern(text)).toThrow();
  });

  it.each(['(f32.const nan:canonical)', '(either (i32.const 1))', '(ref.func)'])(
    'does not take %s as an argument',
    (text) => {
      expect(() => value(text)).toThrow();
    },
  );

  it('shows values and patterns with their bits', () => {
    expect(formatValue(value('(f32.const -nan:0x1)'))).toBe('(f32.const -nan [0xff800001])');
    expect(formatValue(value('(i64.const -2)'))).toBe('(i64.const -2)');
    expect(formatPattern(pattern('(v128.const f32x4 1 nan:canonical 0 0)'))).toContain(
      'nan:canonical',
    );
  });
});
