import { describe, expect, it } from 'vitest';
import { I32, NativeModule } from '../../../test/support/native-module.js';
import { FIRST_FP, type Reg } from '../../abi/places.js';
import { THREAD_STATUS } from '../../abi/vmctx-layout.js';
import { Aarch64Assembler } from '../../masm/aarch64/assembler.js';
import { Alu, Mem, Pair, PairMode } from '../../masm/aarch64/integer-assembler.js';
import { FP, LR, SP, X0, X9, X10, X19, ZR } from '../../masm/aarch64/registers.js';
import { HostFunction, Instance, RuntimeError, type WasmFunction } from '../../runtime/index.js';
import { nativeOn } from '../../runtime/native/native-platform.js';
import { getStore } from '../../runtime/store.js';
import { TrapKind } from '../../wasm/trap-kind.js';
import { Kind } from '../../wasm/value-types.js';
import { PassageStatus } from '../layout.js';
import { aarch64Stubs } from './stubs.js';

/** Generated code runs in this process: on arm64, or where Node itself is emulated. */
const CAN_RUN = process.arch === 'arm64' && process.platform === 'linux';
const title = CAN_RUN ? '' : ' (skipped: needs an arm64 process, as npm run test:aarch64 starts)';

/** What a C function must keep (AAPCS64, sections 6.1.1 and 6.1.2), x29 and x30 apart. */
const KEPT_GP = Array.from({ length: 10 }, (_, i) => X19 + i);
const KEPT_FP = Array.from({ length: 8 }, (_, i) => FIRST_FP + 8 + i);
const pattern = (reg: Reg): number => 0x1234_0000 + reg;

/** Added to a status when a register has not been kept. */
const SPOILT = 0x100;

/**
 * `void f(void)`: calls the entry stub with values in all registers that it must keep, and adds SPOILT to
 * the context's status when it has not.
 */
function checkingEntry(enter: number, context: number): Uint8Array {
  const asm = new Aarch64Assembler(4096);
  const all = [...KEPT_GP, ...KEPT_FP];
  asm.pair(Pair.StpX, FP, LR, SP, -176, PairMode.Pre);
  all.forEach((reg, i) => {
    asm.access(reg < FIRST_FP ? Mem.StrX : Mem.StrD, reg, SP, 16 + 8 * i);
  });
  for (const reg of KEPT_GP) asm.movImmediate(reg, pattern(reg), -1);
  for (const reg of KEPT_FP) {
    asm.movImmediate(X9, pattern(reg), -1);
    asm.fmovToFp(true, reg, X9);
  }
  asm.movImmediate(X9, enter | 0, Math.floor(enter / 0x1_0000_0000));
  asm.blr(X9);
  asm.mov(true, X0, ZR);
  for (const reg of all) {
    if (reg >= FIRST_FP) asm.fmovFromFp(true, X10, reg);
    else asm.mov(true, X10, reg);
    asm.movImmediate(X9, pattern(reg), -1);
    asm.alu(Alu.Subs, true, ZR, X10, X9);
    asm.bCond(0, 8);
    asm.movImmediate(X0, SPOILT, 0);
  }
  asm.movImmediate(X9, context | 0, Math.floor(context / 0x1_0000_0000));
  asm.access(Mem.LdrW, X10, X9, THREAD_STATUS);
  asm.alu(Alu.Add, false, X10, X10, X0);
  asm.access(Mem.StrW, X10, X9, THREAD_STATUS);
  all.forEach((reg, i) => {
    asm.access(reg < FIRST_FP ? Mem.LdrX : Mem.LdrD, reg, SP, 16 + 8 * i);
  });
  asm.pair(Pair.LdpX, FP, LR, SP, 176, PairMode.Post);
  asm.ret();
  return asm.bytes.slice(0, asm.pos);
}

describe.skipIf(!CAN_RUN)(`aarch64 stubs${title}`, () => {
  it('keep the registers of the C caller, however an activation ends', () => {
    const store = getStore();
    const { thread } = store;
    const { machine, system } = nativeOn(store.platform);
    const stubs = machine.stubMemory.find(machine.leave)!;
    const { enter } = aarch64Stubs.threadStubs(thread.context.address);
    const code = checkingEntry(stubs.address + enter, thread.context.address);
    const range = machine.stubMemory.add(code, { stub: true });
    const inner = thread as unknown as { enter(): void };
    const plain = inner.enter;
    const checked = system.callable(range.address);
    let seen = -1;
    inner.enter = () => {
      checked();
      seen = thread.control[THREAD_STATUS >> 2]!;
    };
    try {
      const module = new NativeModule();
      const typeIndex = module.type([], []);
      const type = module.info.types[typeIndex]!;
      module.importFunction('env', 'throw', [], []);
      const spoil = ({ masm }: { masm: NativeModule['masm'] }) => {
        for (let reg = 0; reg < 28; reg++) {
          if (((masm.traits.allocatableGp >>> reg) & 1) !== 0) masm.constant(Kind.I64, reg, 7, 7);
        }
        for (let reg = 0; reg < 30; reg++) masm.constant(Kind.F64, FIRST_FP + reg, 7, 7);
        masm.constant(Kind.I64, masm.traits.memoryBase, 7, 7);
      };
      module.func('return', [], [I32], (body) => spoil(body));
      module.func('trap', [], [], (body) => {
        spoil(body);
        body.masm.trap(TrapKind.Unreachable);
      });
      module.func('throw', [], [], (body) => {
        spoil(body);
        const { masm, vmctx } = body;
        masm.loadField(Kind.I64, X9, masm.traits.vmctx, vmctx.importedFunc(0));
        masm.loadField(Kind.I64, masm.traits.vmctx, masm.traits.vmctx, vmctx.importedFunc(0) + 8);
        masm.callReg(X9);
      });
      const host = HostFunction.fromJs(store, type, () => {
        throw new TypeError('mine');
      });
      const { exports } = Instance.create(store, module.build(), [host]);
      const call = (name: string): unknown => (exports.get(name) as WasmFunction).call([]);
      // On a slow machine the timer may interrupt it, and what goes on then was not entered by this: once more.
      const statusAfter = (run: () => void): number => {
        do run();
        while (seen === PassageStatus.Interrupted);
        return seen;
      };
      expect(statusAfter(() => expect(call('return')).toBe(7))).toBe(PassageStatus.Returned);
      const trap = () => expect(() => call('trap')).toThrow(RuntimeError);
      expect(statusAfter(trap)).toBe(PassageStatus.Trapped);
      const leave = () => expect(() => call('throw')).toThrow('mine');
      expect(statusAfter(leave)).toBe(PassageStatus.CallsOut);
    } finally {
      inner.enter = plain;
      machine.stubMemory.free(range);
    }
  });
});
