import { describe, expect, it } from 'vitest';
import { FIRST_FP } from '../abi/places.js';
import { nativeOf, targetNamed } from '../targets/index.js';
import { Kind } from '../wasm/value-types.js';
import { FRAME_GP, type FrameUse, frameFp } from './layout.js';
import { MOST_STACK_BYTES, storeStubs } from './store.js';
import { storedStubs } from './stored.js';

const ADDRESSES = {
  ranges: 0x7f12_3456_7000,
  sigaction: 0x7fff_ffff_fff0,
  raise: 0x1000,
  timerDelete: 0x1234_5678,
  sigmask: 0xffff_ffff,
  mmap: 0x1_0000_0000,
  munmap: 0x5555_0000_ffff,
  mprotect: 0x4000_8000_0001,
};

describe.each(['x64', 'aarch64'] as const)('stored stubs of %s', (name) => {
  const { convention, native } = targetNamed(name);
  const { makeStubMachine, stubs } = nativeOf(targetNamed(name));
  const generated = native!.stubs;
  const asText = JSON.stringify(storeStubs(makeStubMachine, stubs), (key, value) =>
    key === 'code' ? Buffer.from(value).toString('base64') : value,
  );
  const data = JSON.parse(asText, (key, value) =>
    key === 'code' ? Buffer.from(value, 'base64') : value,
  );
  const fails = () => {
    throw new Error('the generator was asked');
  };
  const stored = storedStubs(convention, data, fails);

  const use = (
    args: number,
    kinds: readonly Kind[],
    stackBytes: number,
    result?: Kind,
  ): FrameUse => {
    const isFloat = (kind: Kind) => kind >= Kind.F32;
    const slots = Array.from({ length: args }, (_, i) => {
      const kind = kinds[i % kinds.length]!;
      return isFloat(kind)
        ? { kind, reg: convention.fpArgs[i]!, offset: frameFp(convention) + 16 * i }
        : { kind, reg: convention.gpArgs[i + 1]!, offset: FRAME_GP + 8 * (i + 1) };
    });
    return {
      args: slots,
      vmctxArg: convention.gpArgs[stackBytes === 16 ? 1 : 0]!,
      stackBytes,
      result:
        result === undefined
          ? undefined
          : isFloat(result)
            ? { kind: result, reg: convention.fpResult, offset: frameFp(convention) }
            : { kind: result, reg: convention.gpResult, offset: FRAME_GP },
    };
  };
  const USES = [
    use(0, [Kind.I32], 0),
    use(5, [Kind.I32, Kind.I64], 16, Kind.I64),
    use(5, [Kind.F32, Kind.F64, Kind.V128, Kind.I32], MOST_STACK_BYTES, Kind.V128),
    use(3, [Kind.F64], 8, Kind.F32),
    use(1, [Kind.I64], 128, Kind.I32),
  ];

  it('are those of the generator', () => {
    expect(stored.gapByte).toBe(generated.gapByte);
    expect(stored.calledOutFp).toBe(generated.calledOutFp);
    expect(stored.hostStackArgs).toBe(generated.hostStackArgs);
    expect(stored.convention).toBe(generated.convention);
    expect(stored.syncCode?.()).toEqual(generated.syncCode?.());
    for (const thread of [0x7f00_1234_5678, 0x10_0000]) {
      expect(stored.threadStubs(thread)).toEqual(generated.threadStubs(thread));
    }
    expect(stored.processStubs(ADDRESSES)).toEqual(generated.processStubs(ADDRESSES));
    expect(stored.startStubs()).toEqual(generated.startStubs());
  });

  it.each(USES)('move what a function type uses: %#', (of) => {
    const [thread, leave] = [0x7abc_0000_0010, 0x7abc_dddd_ffff];
    expect(stored.entry(of, thread, leave)).toEqual(generated.entry(of, thread, leave));
    expect(stored.hostCall(of, leave)).toEqual(generated.hostCall(of, leave));
  });

  it('leave what is rare to the generator', () => {
    const rare = use(1, [Kind.I32], MOST_STACK_BYTES + 8);
    expect(() => stored.entry(rare, 1, 2)).toThrow('the generator was asked');
    expect(() => stored.hostCall(rare, 2)).toThrow('the generator was asked');
    expect(() => stored.tellThread(1)).toThrow('the generator was asked');
    const asks = storedStubs(convention, data, () => generated);
    expect(asks.entry(rare, 1, 2)).toEqual(generated.entry(rare, 1, 2));
    expect(asks.hostCall(rare, 2)).toEqual(generated.hostCall(rare, 2));
    expect(asks.nativeCall(0x5000, 32)).toEqual(generated.nativeCall(0x5000, 32));
    expect(asks.tellThread(0x5000)).toEqual(generated.tellThread(0x5000));
  });

  it('use every register of arguments', () => {
    const slots = [...convention.gpArgs, ...convention.fpArgs].map((reg) => ({
      reg,
      kind: reg < FIRST_FP ? Kind.I64 : Kind.V128,
      offset:
        reg < FIRST_FP
          ? FRAME_GP + 8 * convention.gpArgs.indexOf(reg)
          : frameFp(convention) + 16 * convention.fpArgs.indexOf(reg),
    }));
    const all = { args: slots, vmctxArg: convention.gpArgs[0]!, stackBytes: 0, result: undefined };
    expect(stored.entry(all, 1, 2)).toEqual(generated.entry(all, 1, 2));
  });
});
