import { Kind } from '../wasm/value-types.js';
import { FRAME_RECORD } from './layout.js';
import { address, type StubMachine } from './stub-machine.js';

/** Bytes of code for a word of stack arguments, and for all else, at most. */
const WORD_CODE = 64;
const OTHER_CODE = 2048;

/**
 * A callee of the ordinary convention that calls a C function with the same arguments. Needed only where
 * some of them are on the stack: what was called takes them away here, and the caller does in C. The
 * area looks the same on both sides.
 *
 * @param target address of the C function
 */
export function callNative(machine: StubMachine, target: number, stackBytes: number): void {
  const { masm, temps, fp, sp } = machine;
  masm.reserve(OTHER_CODE + WORD_CODE * (stackBytes >> 3));
  machine.pushFrame();
  machine.moveStack(-stackBytes);
  for (let at = 0; at < stackBytes; at += 8) {
    masm.loadField(Kind.I64, temps[1], fp, FRAME_RECORD + at);
    masm.storeField(Kind.I64, temps[1], sp, at);
  }
  address(machine, temps[0], target);
  masm.callReg(temps[0]);
  machine.moveStack(stackBytes);
  machine.popFrame();
  machine.returnPopping(stackBytes);
}
