import type { CallingConvention } from '../abi/convention.js';
import type { Reg } from '../abi/places.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import { type AddressForm, type AddressPlace, putAddress } from './addresses.js';

/**
 * What stubs that are written once, on the macro assembler, need of a machine beside it. C functions are
 * those of its calling convention.
 */
export interface StubMachine {
  readonly masm: ModuleAssembler;
  readonly convention: CallingConvention;
  readonly sp: Reg;
  readonly fp: Reg;
  /** Registers of a C function's arguments; those that are more lie at sp, 8 bytes each. */
  readonly args: readonly Reg[];
  /** Register of a C function's result. */
  readonly result: Reg;
  /** Tells functions with variable arguments how many of them are in vector registers, or NO_REG. */
  readonly vectorCount: Reg;
  /**
   * Registers that a C function may destroy. The first two and the last are none of the first five of
   * `args`, the others none of the first three.
   */
  readonly temps: readonly [Reg, Reg, Reg, Reg, Reg];
  /** Registers that a C function keeps. */
  readonly saved: readonly [Reg, Reg, Reg, Reg];
  /** Offsets in glibc's `ucontext_t` of frame pointer and program counter of the interrupted code. */
  readonly context: { readonly fp: number; readonly pc: number };
  /**
   * The kernel puts a frame of its own in front of a signal handler, with a return address that may be an
   * old one.
   */
  readonly kernelFrame: boolean;

  /** Starts a C function: saves the first three of `saved`, and makes room for a multiple of 16 bytes at sp. */
  enter(bytes: number): void;
  /** Undoes it. */
  leave(bytes: number): void;
  ret(): void;
  /** Takes stack arguments away and returns, but not by a return instruction: see `ThreadStubs.leaveOpen`. */
  returnByJump(stackBytes: number): void;
  /** Saves all that a C function keeps. */
  saveForC(): void;
  restoreForC(): void;
  /** Bytes from sp, behind {@link saveForC}, to the stack arguments of the C function. */
  readonly keptForC: number;
  /** Bytes from sp, behind {@link saveForC}, to the frame pointer that was saved. */
  readonly frameRecordForC: number;
  /** Takes stack arguments away and returns, as compiled functions do. */
  returnPopping(stackBytes: number): void;
  /** What a linker adds to a symbol's address for a branch to it. */
  readonly branchAddend: number;
  /** At a C function's start: saves a register and the return address, and aligns the stack for a call. */
  push(reg: Reg): void;
  /** Undoes it, into any register. */
  pop(reg: Reg): void;
  /** `dst`, the first temporary, becomes the processor's thread register, another one in each thread. */
  threadRegister(dst: Reg): void;
  /** Pushes a frame record, as compiled functions do. */
  pushFrame(): void;
  popFrame(): void;
  /** `sp = reg`. */
  setStack(reg: Reg): void;
  /** `sp = reg - bytes`, both registers. */
  stackBelow(reg: Reg, bytes: Reg): void;
  /** `sp += bytes`, a multiple of 16. */
  moveStack(bytes: number): void;
  /** `dst = sp + offset`. */
  stackAddress(dst: Reg, offset: number): void;
  /** Code for an address, always of as many bytes; where in it {@link putAddress} puts the address. */
  anyAddress(dst: Reg): number;
  readonly addressForm: AddressForm;
  /** Those that were put into the code. */
  readonly addresses: AddressPlace[];
  /** `dst` becomes the address of an offset in the code, always by as many bytes of code. */
  codeAddress(dst: Reg, offset: number): void;
}

/** @param capacity bytes of code that there is room for at first */
export type MakeStubMachine = (capacity: number) => StubMachine;

/** `dst` becomes an address, by code that another address can be put into. */
export function address(machine: StubMachine, dst: Reg, value: number): void {
  const { addresses, addressForm, masm } = machine;
  const at = machine.anyAddress(dst);
  putAddress(addressForm, masm.bytes, at, value);
  addresses.push({ at, value });
}
