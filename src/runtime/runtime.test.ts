import { describe, expect, it } from 'vitest';
import {
  type Body,
  F32,
  F64,
  funcType,
  I32,
  I64,
  NativeModule,
} from '../../test/support/native-module.js';
import * as wasm from '../../test/support/wasm-on-machine.js';
import { incomingSlot, outgoingSlot } from '../abi/places.js';
import { IMPORT_VMCTX } from '../abi/vmctx-layout.js';
import { imm } from '../masm/macro-assembler.js';
import { Op } from '../wasm/opcodes.js';
import { TrapKind } from '../wasm/trap-kind.js';
import { Kind, type ValType } from '../wasm/value-types.js';
import { RuntimeError, trapKindOf } from './errors.js';
import { HostFunction, type WasmFunction } from './function.js';
import { Instance } from './instance.js';
import { getStore } from './store.js';

const store = getStore();
const { gpArgs, gpResult: RESULT, calleeReg: CALLEE } = store.platform.frames.convention;
// The first one has the vmctx.
const FIRST = gpArgs[1]!;
const SECOND = gpArgs[2]!;

function exported(instance: Instance, name: string): WasmFunction {
  return instance.exports.get(name) as WasmFunction;
}

function trapOf(run: () => unknown): RuntimeError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(RuntimeError);
    return error as RuntimeError;
  }
  throw new Error('no trap');
}

describe('calls', () => {
  it('passes 0 to 20 parameters of mixed types in order', () => {
    const types: ValType[] = [I32, I64, F32, F64];
    for (let count = 0; count <= 20; count++) {
      for (let pick = 0; pick < count; pick++) {
        const params = Array.from({ length: count }, (_, i) => types[(i * 7 + 3) % 4]!);
        const module = new NativeModule();
        const kind = params[pick]!;
        module.func('f', params, [kind], ({ masm, layout }) => {
          const place = layout.paramPlaces[pick]!;
          const result = layout.resultReg;
          if (place >= 0) masm.move(kind as number as Kind, result, place);
          else masm.loadSlot(kind as number as Kind, result, incomingSlot(~place));
        });
        const f = exported(Instance.create(store, module.build()), 'f');
        const args = params.map((type, i) => (type === I64 ? BigInt(i * 1000 + 1) : i * 10 + 1));
        expect(f.call(args)).toBe(args[pick]);
        const raw = params.map((_, i) => BigInt(0x1000 + i));
        expect(f.callRaw(raw)).toEqual([raw[pick]]);
      }
    }
  });

  it('returns 0, 1, 2 and 10 results', () => {
    for (const count of [0, 1, 2, 10]) {
      const results = Array.from({ length: count }, (_, i) => [I32, I64, F64][i % 3]!);
      const module = new NativeModule();
      module.func('f', [], results, ({ masm, layout }) => {
        if (count === 1) masm.constant(Kind.I32, layout.resultReg, 100, 0);
        if (count < 2) return;
        masm.loadOutPointer(1);
        for (let i = 0; i < count; i++) {
          const at = layout.resultOffsets[i]!;
          const kind = layout.resultKinds[i]!;
          if (kind === Kind.I32) masm.storeField(kind, imm(masm, 100 + i), 1, at);
          else if (kind === Kind.I64) masm.storeField(kind, imm(masm, 100 + i, 7), 1, at);
          else masm.storeField(kind, imm(masm, 0, 0x3ff00000), 1, at);
        }
      });
      const f = exported(Instance.create(store, module.build()), 'f');
      const want = results.map((type, i) =>
        type === I32 ? 100 + i : type === I64 ? (7n << 32n) + BigInt(100 + i) : 1,
      );
      const value = f.call([]);
      expect(value).toEqual(count === 0 ? undefined : count === 1 ? want[0] : want);
      expect(f.callRaw([])).toHaveLength(count);
    }
  });

  it('keeps NaN payloads in raw calls', () => {
    const module = new NativeModule();
    module.func('f', [F32], [F32], () => {});
    const f = exported(Instance.create(store, module.build()), 'f');
    expect(f.callRaw([0x7fa00001n])).toEqual([0x7fa00001n]);
  });
});

/** Emits a call of import 0 with the function's own arguments. */
function forward({ masm, layout, vmctx }: Body): void {
  const at = vmctx.importedFunc(0);
  masm.reserveOutgoing(layout.stackBytes);
  for (let i = 0; i < layout.paramPlaces.length; i++) {
    const place = layout.paramPlaces[i]!;
    if (place < 0) masm.copySlot(layout.paramKinds[i]!, outgoingSlot(~place), incomingSlot(~place));
  }
  masm.loadField(Kind.I64, CALLEE, masm.traits.vmctx, at);
  masm.loadField(Kind.I64, masm.traits.vmctx, masm.traits.vmctx, at + IMPORT_VMCTX);
  masm.move(Kind.I64, layout.vmctxArg, masm.traits.vmctx);
  masm.callReg(CALLEE);
  masm.restoreVmctx();
}

/** A module whose exported `run` calls the import `env.f` with its own arguments. */
function forwarder(params: ValType[], results: ValType[]): NativeModule {
  const module = new NativeModule();
  module.importFunction('env', 'f', params, results);
  module.func('run', params, results, forward);
  return module;
}

describe('host calls', () => {
  it('get 0 to 20 parameters of mixed types', () => {
    const types: ValType[] = [I32, I64, F32, F64];
    for (let count = 0; count <= 20; count++) {
      const params = Array.from({ length: count }, (_, i) => types[(i * 3 + 1) % 4]!);
      let seen: unknown[] = [];
      const type = funcType(params, [I64]);
      const host = HostFunction.fromJs(store, type, (...args: unknown[]) => {
        seen = args;
        return 77n;
      });
      const instance = Instance.create(store, forwarder(params, [I64]).build(), [host]);
      const args = params.map((t, i) => (t === I64 ? BigInt(i - 3) : i - 3));
      expect(exported(instance, 'run').call(args)).toBe(77n);
      expect(seen).toEqual(args);
      // Straight from JavaScript, too.
      expect(host.call(args)).toBe(77n);
    }
  });

  it('return no, one and several results', () => {
    const kinds = [I32, F64, I64, F32];
    for (const count of [0, 1, 2, 3, 10]) {
      const results = Array.from({ length: count }, (_, i) => kinds[i % 4]!);
      const values = results.map((t, i) => (t === I64 ? BigInt(~i) : ~i));
      const value = count === 0 ? undefined : count === 1 ? values[0] : values;
      const host = HostFunction.fromJs(store, funcType([I32], results), () => value);
      const instance = Instance.create(store, callWithOutPointer(results).build(), [host]);
      expect(exported(instance, 'run').call([5])).toEqual(value);
      expect(host.call([5])).toEqual(value);
    }
  });

  it('let exceptions through unharmed, whatever they are', () => {
    for (const thrown of [new TypeError('mine'), undefined, 0, { a: 1 }]) {
      const host = HostFunction.fromJs(store, funcType([], []), () => {
        throw thrown;
      });
      const instance = Instance.create(store, forwarder([], []).build(), [host]);
      let caught: unknown = 'nothing';
      try {
        exported(instance, 'run').call([]);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBe(thrown);
      expect(store.thread.active).toBe(false);
    }
  });

  it('work on raw bits', () => {
    const host = HostFunction.fromRaw(store, funcType([F32, I64], [F32, I64]), (call) => {
      const first = call.argument(0);
      const second = call.argument(1);
      call.result(0, first ^ 1n);
      call.result(1, second + 1n);
    });
    expect(host.callRaw([0x7fa00001n, 41n])).toEqual([0x7fa00000n, 42n]);
  });
});

/** A module whose `run` passes its own out-pointer on to the import `env.f`. */
function callWithOutPointer(results: ValType[]): NativeModule {
  const module = new NativeModule();
  module.importFunction('env', 'f', [I32], results);
  module.func('run', [I32], results, forward);
  return module;
}

describe('traps', () => {
  it('tell their kind and place, for every signal', () => {
    const module = new NativeModule();
    module.memory(1, 2);
    module.func('unreachable', [], [], ({ masm }) => masm.trap(TrapKind.Unreachable));
    module.func('divide', [I32, I32], [I32], ({ masm }) => {
      // The divisor may not stay where it came: x64 divides rdx, too.
      masm.move(Kind.I32, gpArgs[3]!, SECOND);
      masm.move(Kind.I32, RESULT, FIRST);
      wasm.binary(masm, Op.I32DivS, RESULT, RESULT, gpArgs[3]!);
    });
    module.func('load', [I32], [I32], ({ masm, vmctx }) => {
      masm.move(Kind.I32, FIRST, FIRST);
      masm.loadField(Kind.I64, masm.traits.memoryBase, masm.traits.vmctx, vmctx.memory(0));
      wasm.load(masm, Op.I32Load, RESULT, masm.traits.memoryBase, FIRST, 0xffff_fff0);
    });
    module.func('null', [I64], [], ({ masm }) => {
      masm.markFaultSite(TrapKind.UninitializedElement);
      masm.loadField(Kind.I64, RESULT, FIRST, 0);
    });
    const instance = Instance.create(store, module.build());
    const call = (name: string, ...args: unknown[]) => exported(instance, name).call(args);
    expect(trapOf(() => call('unreachable')).kind).toBe(TrapKind.Unreachable);
    expect(call('divide', 42, 6)).toBe(7);
    expect(trapOf(() => call('divide', 42, 0)).kind).toBe(TrapKind.IntegerDivideByZero);
    expect(trapOf(() => call('divide', -(2 ** 31), -1)).kind).toBe(TrapKind.IntegerOverflow);
    const outside = trapOf(() => call('load', -1));
    expect(outside.kind).toBe(TrapKind.OutOfBoundsMemoryAccess);
    expect(outside.message).toBe('out of bounds memory access');
    expect(outside.stack).toMatch(
      /at load \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[2\]:0x300\)/,
    );
    expect(outside.stack).toContain('runtime.test.ts');
    expect(outside.stack).not.toContain('thread.ts');
    expect(trapOf(() => call('null', 0n)).kind).toBe(TrapKind.UninitializedElement);
  });

  it('come 100,000 times in a row', () => {
    const module = new NativeModule();
    module.func('f', [], [], ({ masm }) => masm.trap(TrapKind.Unreachable));
    const f = exported(Instance.create(store, module.build()), 'f');
    let count = 0;
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    for (let i = 0; i < 100_000; i++) {
      try {
        f.call([]);
      } catch {
        count++;
      }
    }
    Error.stackTraceLimit = limit;
    expect(count).toBe(100_000);
    expect(store.thread.sp).toBe(store.thread.stackSize);
  });

  it('end infinite recursion, also with frames far bigger than the margin', () => {
    for (const frame of [0, 1000, 400_000, 60_000_000]) {
      const module = new NativeModule();
      module.func(
        'f',
        [],
        [],
        ({ masm }) => {
          masm.callFunction(0);
          masm.restoreVmctx();
        },
        frame,
      );
      const f = exported(Instance.create(store, module.build()), 'f');
      let error: unknown;
      try {
        f.call([]);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(RangeError);
      expect(trapKindOf(error)).toBe(TrapKind.CallStackExhausted);
    }
  });

  it('leave only the innermost activation', () => {
    const inner = new NativeModule();
    inner.func('trap', [], [], ({ masm }) => masm.trap(TrapKind.Unreachable));
    const trap = exported(Instance.create(store, inner.build()), 'trap');
    let seen: RuntimeError | undefined;
    const host = HostFunction.fromJs(store, funcType([I32], [I32]), function hostFn(x: number) {
      try {
        trap.call([]);
      } catch (error) {
        seen = error as RuntimeError;
        if (x === 1) throw error;
      }
      return x + 1;
    });
    const run = exported(Instance.create(store, forwarder([I32], [I32]).build(), [host]), 'run');
    expect(run.call([41])).toBe(42);
    const error = trapOf(() => run.call([1]));
    expect(error).toBe(seen);
    const lines = error.stack!.split('\n').map((line) => line.trim());
    expect(lines[1]).toMatch(/^at trap \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[0\]:0x100\)$/);
    expect(lines[2]).toContain('at hostFn');
    expect(lines[3]).toMatch(/^at run \(wasm:\/\/wasm\/[0-9a-f]{8}:wasm-function\[1\]:0x200\)$/);
    expect(store.thread.active).toBe(false);
  });

  it('end recursion through JavaScript', () => {
    let depth = 0;
    let run: WasmFunction | undefined;
    const host = HostFunction.fromJs(store, funcType([], []), () => {
      depth++;
      run!.call([]);
    });
    run = exported(Instance.create(store, forwarder([], []).build(), [host]), 'run');
    for (let i = 0; i < 5; i++) {
      depth = 0;
      expect(() => run!.call([])).toThrow(/call stack/i);
      expect(depth).toBeGreaterThan(50);
      expect(store.thread.active).toBe(false);
      expect(store.thread.sp).toBe(store.thread.stackSize);
    }
  });

  it("leave V8's own WebAssembly working", () => {
    // (module (memory 1) (func (export "f") (param i32) (result i32) (i32.load (local.get 0))))
    const bytes = Uint8Array.from(
      `0061736d01000000 0106 01 60 01 7f 01 7f 030201 00 0503 01 00 01 0705 01 01 66 00 00
       0a09 01 07 00 20 00 28 02 00 0b`
        .replace(/\s/g, '')
        .match(/../g)!,
      (hex) => Number.parseInt(hex, 16),
    );
    const V8 = (globalThis as { WebAssembly?: unknown }).WebAssembly as {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object) => { exports: { f(x: number): number } };
      RuntimeError: new () => Error;
    };
    const { f } = new V8.Instance(new V8.Module(bytes)).exports;
    for (let i = 0; i < 1000; i++) {
      expect(f(0)).toBe(0);
      expect(() => f(1 << 20)).toThrow(V8.RuntimeError);
    }
  });
});
