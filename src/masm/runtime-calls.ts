import type { Reg } from '../abi/places.js';
import {
  type Builtin,
  IMPORT_VMCTX,
  type StructBuiltin,
  threadBuiltin,
  VMCTX_THREAD,
} from '../abi/vmctx-layout.js';
import { Kind } from '../wasm/value-types.js';
import type { MacroAssembler } from './macro-assembler.js';

// Calls that leave the module, on machines whose code runs as it is: the callee's address is loaded from where
// the runtime has put it.

/** {@link MacroAssembler.callImport}. */
export const callImport = (
  masm: MacroAssembler,
  entry: number,
  callee: Reg,
  vmctxArg: Reg,
): void => {
  const { vmctx } = masm.traits;
  masm.loadField(Kind.I64, callee, vmctx, entry);
  masm.loadField(Kind.I64, vmctx, vmctx, entry + IMPORT_VMCTX);
  masm.move(Kind.I64, vmctxArg, vmctx);
  masm.callReg(callee);
};

/** {@link MacroAssembler.callBuiltin}. */
export const callBuiltin = (
  masm: MacroAssembler,
  builtin: Builtin | StructBuiltin,
  callee: Reg,
): void => {
  masm.loadField(Kind.I64, callee, masm.traits.vmctx, VMCTX_THREAD);
  masm.callField(callee, threadBuiltin(builtin));
};
