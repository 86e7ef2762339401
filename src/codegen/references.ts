/** References. */

import { stack } from '../stack/state.js';
import { Kind, ValType } from '../wasm/value-types.js';
import { test } from './conditions.js';
import { pushResult } from './operands.js';
import { allocGp } from './registers.js';
import { fn } from './state.js';

/** Pushes a null reference. */
export const refNull = (type: ValType): void => {
  stack.pushConst(type, 0, 0);
};

/** Pushes a reference to a function. */
export const refFunc = (funcIndex: number): void => {
  const masm = fn.masm;
  const reg = allocGp();
  const number = fn.facts.refNumbers[funcIndex]! - 1;
  masm.loadField(Kind.I64, reg, masm.traits.vmctx, fn.vmctx.funcRef(number));
  pushResult(ValType.FuncRef, reg);
};

/**
 * Whether the top operand is null.
 *
 * @param next as of {@link compare}
 */
export const refIsNull = (next: number): void => {
  test(Kind.I64, next);
};
