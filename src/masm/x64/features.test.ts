import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { CAN_RUN, loadCode } from '../../../test/support/x64-machine.js';
import {
  ALL_FEATURES,
  ASK_XCR0,
  CPUID_PROBE,
  FEATURE_NAMES,
  featureNames,
  featuresFromNames,
  featuresOfCpuid,
  NO_FEATURES,
  probedFeatures,
} from './features.js';

const NOTHING = {
  maxLeaf: 7,
  maxExtendedLeaf: 0x80000008,
  leaf1Ecx: 0,
  leaf7Ebx: 0,
  xcr0: 0,
  extended1Ecx: 0,
};

describe('x64 features', () => {
  it('have names in both directions', () => {
    expect(featureNames(NO_FEATURES)).toEqual([]);
    expect(featureNames(ALL_FEATURES)).toEqual([
      'avx',
      'bmi1',
      'bmi2',
      'fma',
      'lzcnt',
      'popcnt',
      'sse4.1',
    ]);
    expect(featuresFromNames(featureNames(ALL_FEATURES))).toEqual(ALL_FEATURES);
    for (const [name, key] of FEATURE_NAMES) {
      expect(featuresFromNames([name])).toEqual({ ...NO_FEATURES, [key]: true });
    }
    expect(() => featuresFromNames(['avx9'])).toThrow(
      'unknown x64 feature "avx9" (known: avx, bmi1, bmi2, fma, lzcnt, popcnt, sse4.1)',
    );
  });

  it('come from single bits of CPUID', () => {
    expect(featuresOfCpuid(NOTHING)).toEqual(NO_FEATURES);
    const bits: [object, string][] = [
      [{ leaf1Ecx: 1 << 19 }, 'sse4.1'],
      [{ leaf1Ecx: 1 << 23 }, 'popcnt'],
      [{ leaf7Ebx: 1 << 3 }, 'bmi1'],
      [{ leaf7Ebx: 1 << 8 }, 'bmi2'],
      [{ extended1Ecx: 1 << 5 }, 'lzcnt'],
      [{ leaf1Ecx: (1 << 27) | (1 << 28) | (1 << 12), xcr0: 0b111 }, 'fma'],
      [{ leaf1Ecx: (1 << 27) | (1 << 28) | (1 << 20), xcr0: 0b111 }, 'avx'],
    ];
    for (const [bit, name] of bits) {
      expect(featureNames(featuresOfCpuid({ ...NOTHING, ...bit }))).toEqual([name]);
    }
  });

  it('have no wide registers where the system does not save them', () => {
    const all = { ...NOTHING, leaf1Ecx: -1, xcr0: 0b111 };
    expect(featureNames(featuresOfCpuid(all))).toEqual(['avx', 'fma', 'popcnt', 'sse4.1']);
    const OTHERS = 0b10_0000_0000;
    for (const off of [
      { xcr0: 0 },
      { xcr0: 0b011 },
      { xcr0: 0b101 },
      // State behind that of AVX, without it.
      { xcr0: 0b011 | OTHERS },
      { leaf1Ecx: ~(1 << 27) },
      { leaf1Ecx: ~(1 << 28) },
    ]) {
      const names = featureNames(featuresOfCpuid({ ...all, ...off }));
      expect(names).toEqual(['popcnt', 'sse4.1']);
    }
  });

  it('ask for XCR0 only where the system has enabled that', () => {
    const asked: number[] = [];
    const ask = (maxLeaf: number, leaf1Ecx: number) => {
      asked.length = 0;
      return featureNames(
        probedFeatures((leaf) => {
          asked.push(leaf);
          if (leaf === 0) return Uint32Array.of(maxLeaf, 0, 0, 0);
          if (leaf === ASK_XCR0) return Uint32Array.of(0b111, 0, 0, 0);
          return Uint32Array.of(0, 0, leaf === 1 ? leaf1Ecx : 0, 0);
        }),
      );
    };
    expect(ask(7, -1)).toContain('avx');
    expect(asked).toContain(ASK_XCR0);
    expect(ask(7, ~(1 << 27))).not.toContain('avx');
    expect(asked).not.toContain(ASK_XCR0);
    expect(ask(0, -1)).toEqual([]);
    expect(asked).not.toContain(ASK_XCR0);
  });

  it('are off where the leaf does not exist', () => {
    const all = { leaf1Ecx: -1, leaf7Ebx: -1, xcr0: -1, extended1Ecx: -1 };
    const of = (maxLeaf: number, maxExtendedLeaf: number) =>
      featureNames(featuresOfCpuid({ ...all, maxLeaf, maxExtendedLeaf }));
    expect(of(7, 0x80000001)).toEqual(featureNames(ALL_FEATURES));
    expect(of(7, 0x80000001 | 0)).toEqual(featureNames(ALL_FEATURES));
    expect(of(6, 0x80000000)).toEqual(['avx', 'fma', 'popcnt', 'sse4.1']);
    expect(of(0, 0)).toEqual([]);
  });

  it.skipIf(!CAN_RUN)('the probe runs and gives the vendor', () => {
    const address = loadCode(CPUID_PROBE);
    const prototype = koffi.proto('void', ['uint32_t *', 'uint32_t', 'uint32_t']);
    const cpuid = koffi.decode(BigInt(address), prototype) as (
      out: Uint32Array,
      leaf: number,
      subleaf: number,
    ) => void;
    const out = new Uint32Array(4);
    cpuid(out, 0, 0);
    const vendor = Buffer.from(Uint32Array.of(out[1]!, out[3]!, out[2]!).buffer).toString('latin1');
    expect(vendor).toMatch(/^[\x20-\x7e]{12}$/);
    expect(out[0]).toBeGreaterThanOrEqual(1);
    cpuid(out, 1, 0);
    // SSE2, which every x86-64 processor has.
    expect((out[3]! >>> 26) & 1).toBe(1);
    if (((out[2]! >>> 27) & 1) === 0) return;
    cpuid(out, ASK_XCR0, 0);
    // The state of the x87, which cannot be disabled.
    expect(out[0]! & 1).toBe(1);
  });
});
