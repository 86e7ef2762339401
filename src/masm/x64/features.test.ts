import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { CAN_RUN, loadCode } from '../../../test/support/x64-machine.js';
import {
  ALL_FEATURES,
  CPUID_PROBE,
  FEATURE_NAMES,
  featureNames,
  featuresFromNames,
  featuresOfCpuid,
  NO_FEATURES,
} from './features.js';

const NOTHING = {
  maxLeaf: 13,
  maxExtendedLeaf: 0x80000008,
  leaf1Ecx: 0,
  leaf7Ebx: 0,
  leaf13Ebx: 0,
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
      [{ leaf1Ecx: (1 << 27) | (1 << 12), leaf13Ebx: 832 }, 'fma'],
      [{ leaf1Ecx: (1 << 27) | (1 << 28) | (1 << 20), leaf13Ebx: 832 }, 'avx'],
    ];
    for (const [bit, name] of bits) {
      expect(featureNames(featuresOfCpuid({ ...NOTHING, ...bit }))).toEqual([name]);
    }
  });

  it('have no wide registers where the system does not save them', () => {
    const all = { ...NOTHING, leaf1Ecx: -1, leaf13Ebx: 832 };
    expect(featureNames(featuresOfCpuid(all))).toContain('avx');
    for (const off of [{ leaf13Ebx: 576 }, { leaf1Ecx: ~(1 << 27) }, { maxLeaf: 12 }]) {
      const names = featureNames(featuresOfCpuid({ ...all, ...off }));
      expect(names).toEqual(['popcnt', 'sse4.1']);
    }
  });

  it('are off where the leaf does not exist', () => {
    const all = { leaf1Ecx: -1, leaf7Ebx: -1, leaf13Ebx: -1, extended1Ecx: -1 };
    const of = (maxLeaf: number, maxExtendedLeaf: number) =>
      featureNames(featuresOfCpuid({ ...all, maxLeaf, maxExtendedLeaf }));
    expect(of(13, 0x80000001)).toEqual(featureNames(ALL_FEATURES));
    expect(of(13, 0x80000001 | 0)).toEqual(featureNames(ALL_FEATURES));
    expect(of(6, 0x80000000)).toEqual(['popcnt', 'sse4.1']);
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
  });
});
