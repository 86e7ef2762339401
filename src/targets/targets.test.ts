import { describe, expect, it } from 'vitest';
import { FIRST_FP, NO_REG } from '../abi/places.js';
import {
  DEFAULT_TARGET,
  NATIVE_TARGET_NAMES,
  NODE_ARCHES,
  nativeOf,
  TARGET_NAMES,
  targetNamed,
  targetOfArch,
} from './index.js';

describe('targets', () => {
  it('are found by their name and by the machines that run them', () => {
    expect(TARGET_NAMES).toContain(DEFAULT_TARGET);
    expect(new Set(NODE_ARCHES).size).toBe(NATIVE_TARGET_NAMES.length);
    for (const name of TARGET_NAMES) {
      const target = targetNamed(name);
      expect(target.name).toBe(name);
      const { native } = target;
      if (native !== undefined) expect(targetOfArch(native.nodeArch)).toBe(target);
    }
    expect(targetOfArch('riscv64')).toBeUndefined();
    expect(() => nativeOf(targetNamed('portable'))).toThrow(
      new RangeError('target portable has no machine code'),
    );
    expect(() => targetNamed('mips' as 'x64')).toThrow(
      new RangeError('target mips is not supported, expected x64 or aarch64 or portable'),
    );
  });

  it.each(TARGET_NAMES)('know their features: %s', (name) => {
    const target = targetNamed(name);
    const all = target.features();
    expect(all).toEqual([...all].sort());
    expect(target.features([...all].reverse())).toEqual(all);
    expect(target.features([])).toEqual([]);
    expect(() => target.features(['avx9'])).toThrow(RangeError);
  });

  it.each(TARGET_NAMES)('fit together: %s', (name) => {
    const { convention, features, makeMasm, native, pageSize } = targetNamed(name);
    const masm = makeMasm(features());
    const { allocatableGp, allocatableFp } = masm.traits;
    for (const reg of convention.gpArgs) expect((allocatableGp >>> reg) & 1).toBe(1);
    for (const reg of convention.fpArgs) expect((allocatableFp >>> (reg - FIRST_FP)) & 1).toBe(1);
    for (const pinned of [masm.traits.vmctx, masm.traits.memoryBase])
      if (pinned !== NO_REG) expect((allocatableGp >>> pinned) & 1).toBe(0);
    if (native !== undefined) expect(native.stubs.convention).toBe(convention);
    expect(Math.log2(pageSize) % 1).toBe(0);
  });

  it('tell what an instruction addresses', () => {
    const x64 = nativeOf(targetNamed('x64')).listing;
    expect(x64.addressedData('movsd xmm0, qword ptr [rip + 0x10]', 100)).toEqual([116, 8]);
    expect(x64.addressedData('lea r11, [rip + 8]', 100)).toEqual([108, 0]);
    expect(x64.addressedData('mov eax, ebx', 100)).toEqual([-1, 0]);
    const aarch64 = nativeOf(targetNamed('aarch64')).listing;
    expect(aarch64.addressedData('ldr s3, #0x40', 100)).toEqual([64, 4]);
    expect(aarch64.addressedData('ldr x3, [x4]', 100)).toEqual([-1, 0]);
  });
});
