import { describe, expect, it } from 'vitest';
import { boundsOf, codeWords, PortableInstance } from '../../test/support/portable-instance.js';
import { evaluate, operatorsOf } from '../../test/support/vector-reference.js';
import { FIRST_FP } from '../abi/places.js';
import type { Artifact } from '../artifact/artifact.js';
import { compileModule } from '../compiler/module-compiler.js';
import { Code } from '../masm/portable/encoding.js';
import { vectorName, vectorNumber } from '../masm/portable/vector-encoding.js';
import { Lanes, VectorBinary, VectorTernary, VectorUnary } from '../masm/vector-operators.js';
import { watToWasm } from '../text/wat.js';
import { instructionWords } from './link.js';
import { verifyCode } from './verify.js';

const compile = async (text: string): Promise<Artifact> =>
  compileModule(await watToWasm(text), { target: 'portable' });

const [F0, F1, F2, F3] = [FIRST_FP, FIRST_FP + 1, FIRST_FP + 2, FIRST_FP + 3];

/** Words of lanes of one width. */
const halfwords = (...lanes: number[]): number[] => [
  ...new Int32Array(Int16Array.from(lanes).buffer),
];
const singles = (...lanes: number[]): number[] => [
  ...new Int32Array(Float32Array.from(lanes).buffer),
];

/** All operators are compared with V8's in `test/portable-vectors.test.ts`; here is what that leaves free. */
describe('vectors', () => {
  it('give the canonical NaN, whatever NaN comes in, but where bits are only moved', () => {
    const signalling = [0x7f800001, -0x400001, 0x7fc12345, 0];
    const inputs = new Map([
      [F1, signalling],
      [F2, singles(1, 1, 1, 1)],
    ]);
    const result = (op: VectorBinary) =>
      evaluate((masm) => masm.vectors.binary(op, Lanes.F32x4, F0, F1, F2), inputs, [F0])[0];
    const canonical = 0x7fc00000;
    const one = singles(1)[0];
    expect(result(VectorBinary.Add)).toEqual([canonical, canonical, canonical, one]);
    expect(result(VectorBinary.Min)).toEqual([canonical, canonical, canonical, 0]);
    // A NaN is not greater, so it stays as it is.
    expect(result(VectorBinary.Pmin)).toEqual(signalling);
    const unary = (op: VectorUnary) =>
      evaluate((masm) => masm.vectors.unary(op, Lanes.F32x4, F0, F1), inputs, [F0])[0];
    expect(unary(VectorUnary.Ceil)).toEqual([canonical, canonical, canonical, 0]);
    expect(unary(VectorUnary.Neg)).toEqual(signalling.map((word) => word ^ -0x80000000));
  });

  it('have one result where relaxed operators may have several', () => {
    const binary = (op: VectorBinary, lanes: Lanes, a: number[], b: number[]) => {
      const inputs = new Map([
        [F1, a],
        [F2, b],
      ]);
      return evaluate((masm) => masm.vectors.binary(op, lanes, F0, F1, F2), inputs, [F0])[0];
    };
    const least = halfwords(...Array<number>(8).fill(-0x8000));
    const most = halfwords(...Array<number>(8).fill(0x7fff));
    expect(binary(VectorBinary.RelaxedQ15mulrS, Lanes.I16x8, least, least)).toEqual(most);
    const bytes = Array<number>(4).fill(-0x7f7f7f80);
    // Two products of -128 and -128 are 2^15, which wraps.
    expect(binary(VectorBinary.RelaxedDotS, Lanes.I16x8, bytes, bytes)).toEqual(least);
    const indices = [0x80ff1f10 | 0, 0, 0, 0];
    const swizzled = binary(VectorBinary.RelaxedSwizzle, Lanes.I8x16, [-1, 0, 0, 0], indices)!;
    expect(swizzled[0]).toBe(0);
    // The product is rounded, then the sum: fused, it would not be 0.
    const x = 1 + 2 ** -12;
    const product = Math.fround(x * x);
    const inputs = new Map([
      [F1, singles(x, 0, 0, 0)],
      [F2, singles(-product, 0, 0, 0)],
    ]);
    const [sum] = evaluate(
      (masm) => masm.vectors.ternary(VectorTernary.RelaxedMadd, Lanes.F32x4, F0, F1, F1, F2),
      inputs,
      [F0],
    );
    expect(sum![0]).toBe(0);
  });

  it('take operands that are the result, in each operator', () => {
    const words = () => Array.from({ length: 4 }, (_, i) => Math.imul(i + 3, 0x1234567));
    for (const { op, lanes } of operatorsOf(Code.VectorBinary)) {
      const inputs = new Map([
        [F1, words()],
        [F2, words().reverse()],
      ]);
      const [expected] = evaluate((masm) => masm.vectors.binary(op, lanes, F3, F1, F2), inputs, [
        F3,
      ]);
      for (const dst of [F1, F2]) {
        const [result] = evaluate((masm) => masm.vectors.binary(op, lanes, dst, F1, F2), inputs, [
          dst,
        ]);
        expect(result, vectorName(Code.VectorBinary, vectorNumber(op, lanes))).toEqual(expected);
      }
    }
  });

  it('are exchanged with doubles, and kept while the code has stopped', async () => {
    const artifact = await compile(`(module (func (export "f") (param i32) (result i64)
      (local $v v128) (local $w v128) (local $t v128) (local $d f64) (local $e f64)
      (local.set $v (v128.const i64x2 5 7)) (local.set $w (v128.const i64x2 11 13))
      (local.set $d (f64.const 1))
      (loop
        (local.set $t (local.get $v)) (local.set $v (local.get $w)) (local.set $w (local.get $t))
        (local.set $e (local.get $d)) (local.set $d (f64.add (local.get $e) (f64.const 1)))
        (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (i64.add (i64.trunc_f64_s (local.get $d))
        (i64.mul (i64x2.extract_lane 1 (local.get $v)) (i64x2.extract_lane 0 (local.get $w)))))
    )`);
    const instance = new PortableInstance(artifact);
    const { interpreter } = instance;
    for (const [count, expected] of [
      [3n, 13n * 5n + 4n],
      [4n, 7n * 11n + 5n],
    ] as const) {
      interpreter.fuel = 1000;
      interpreter.slice = 1;
      interpreter.nextSlice();
      let got = instance.call('f', count);
      while (got === 'out of fuel') {
        interpreter.nextSlice();
        got = instance.resume();
      }
      expect(got).toBe(expected);
    }
  });
});

describe('byte code of vectors', () => {
  const TEXT = `(module (memory 1) (global $g (mut v128) (v128.const i64x2 0 0))
    (func $many (param v128 v128 v128 v128 v128 v128 v128 v128 v128) (result v128)
      (local.set 8 (v128.load (i32.const 0)))
      (block (local.set 8 (i8x16.add (local.get 0) (local.get 8))) (br_if 0 (i32.const 1)))
      (call $many (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0)
        (local.get 0) (local.get 0) (local.get 8)) (drop)
      (global.set $g (i16x8.replace_lane 7 (global.get $g) (i32.const 1)))
      (v128.store64_lane 1 (i32.const 0) (local.get 0))
      (i32x4.shl (i8x16.shuffle 0 1 2 3 4 5 6 7 31 9 10 11 12 13 14 15 (local.get 0) (local.get 8))
        (i32.const 3))))`;

  it('is refused where it says what there is not', async () => {
    const artifact = await compile(TEXT);
    const bounds = boundsOf(artifact);
    const good = codeWords(artifact);
    verifyCode(good, bounds);
    const damage = (op: Code, word: number, value: number) => {
      const words = good.slice();
      let at = 0;
      while (at < words.length && words[at] !== op) at += instructionWords(words, at);
      expect(at, `${op}`).toBeLessThan(words.length);
      words[at + word] = value;
      return () => verifyCode(words, bounds);
    };
    const cases: [op: Code, word: number, value: number, message: RegExp][] = [
      [Code.VectorBinary, 1, vectorNumber(VectorBinary.MinU, Lanes.I64x2), /operand 0 \(u\)/],
      [Code.VectorBinary, 1, -1, /operand 0 \(u\)/],
      [Code.VectorBinary, 1, 1 << 20, /operand 0 \(u\)/],
      [Code.VectorBinary, 2, 62, /operand 1 \(w\)/],
      [Code.VectorBinary, 2, 65, /operand 1 \(w\)/],
      [Code.VectorBinary, 4, 128, /operand 3 \(w\)/],
      [Code.VectorShiftC, 1, vectorNumber(0, Lanes.F32x4), /operand 0 \(u\)/],
      [Code.VectorReplace, 5, 8, /no such lane/],
      [Code.VectorReplace, 5, -1, /no such lane/],
      [Code.VectorStoreLane, 3, 2, /no such lane/],
      [Code.VectorShuffle, 6, 0x20, /no such byte/],
      [Code.VectorStoreSlot, 1, 1 << 20, /operand 0 \(s\)/],
      [Code.VectorLoadContext, 2, bounds.contextBytes / 4 - 3, /no such field/],
      [Code.VectorStoreContext, 1, bounds.contextBytes / 4 - 3, /no such field/],
    ];
    for (const [op, word, value, message] of cases) {
      expect(damage(op, word, value), `${op} ${word}`).toThrow(message);
    }
    expect(() => verifyCode(good, { ...bounds, hasMemory: false })).toThrow(/no memory/);
    // The last slot that has room for a vector, and the one behind it.
    const frame = good[1]! - 4;
    expect(damage(Code.VectorStoreSlot, 1, frame - 4)).not.toThrow();
    expect(damage(Code.VectorStoreSlot, 1, frame - 3)).toThrow(/slot outside/);
  });

  it('comes to an end, or is refused, whatever words are changed', async () => {
    const artifact = await compile(`(module (memory 1)
      (func (export "f") (param i32) (result i32) (local v128)
        (loop
          (local.set 1 (i32x4.add (local.get 1) (i32x4.splat (local.get 0))))
          (v128.store offset=16 (local.get 0) (local.get 1))
          (local.set 1 (v128.load8_lane 3 (local.get 0) (local.get 1)))
          (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (i8x16.bitmask (local.get 1))))`);
    let seed = 54321;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >>> 8) % n;
    };
    let [refused, ran] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const words = codeWords(artifact);
      words[random(words.length)] = random(3) === 0 ? random(300) : random(0x7fffff) - 1000;
      let damaged: PortableInstance;
      try {
        damaged = new PortableInstance(artifact, words);
      } catch (error) {
        expect((error as Error).name).toBe('ArtifactError');
        refused++;
        continue;
      }
      damaged.interpreter.fuel = 10_000;
      try {
        damaged.call('f', 20n);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
      ran++;
    }
    expect(refused).toBeGreaterThan(50);
    expect(ran).toBeGreaterThan(50);
  });
});
