import { FIRST_FP, type Reg } from '../../src/abi/places.js';
import { type Machine, REGISTERS } from '../../src/interpreter/machine.js';
import { get, put } from '../../src/interpreter/vector-registers.js';
import { runVector } from '../../src/interpreter/vectors.js';
import type { Code } from '../../src/masm/portable/encoding.js';
import { PortableMacroAssembler } from '../../src/masm/portable/macro-assembler.js';
import {
  lanesOfNumber,
  vectorNumbers,
  wordOfNumber,
} from '../../src/masm/portable/vector-encoding.js';
import type { Lanes } from '../../src/masm/vector-operators.js';

/** A vector as four words, lane 0 first; or the 64 bits of a general register as two. */
export type Words = readonly number[];

/** Every word of an operator with the lanes that there are. */
export function operatorsOf(code: Code): { op: number; lanes: Lanes }[] {
  return vectorNumbers(code).map((number) => ({
    op: wordOfNumber(number),
    lanes: lanesOfNumber(number),
  }));
}

const masm = new PortableMacroAssembler();

/**
 * What an operation makes of registers, as the interpreter does it: another way than that of machines.
 *
 * @param emit must emit one instruction that uses neither memory nor the stack
 * @returns of each register that is asked for the words
 */
export function evaluate(
  emit: (masm: PortableMacroAssembler) => void,
  inputs: ReadonlyMap<Reg, Words>,
  asked: readonly Reg[],
): Words[] {
  masm.resetModule();
  masm.reserveOperator();
  const at = masm.pos;
  emit(masm);
  const code = new Int32Array(masm.bytes.slice(at, masm.pos).buffer);
  for (const [reg, words] of inputs) {
    if (words.length === 4) get(Int32Array.from(words), 0, 2 * reg);
    else REGISTERS.set(words, 2 * reg);
  }
  const next = runVector(undefined as unknown as Machine, code, 0, 0, 0);
  if (next !== code.length) throw new Error('not one instruction');
  return asked.map((reg) => {
    if (reg < FIRST_FP) return [...REGISTERS.slice(2 * reg, 2 * reg + 2)];
    const words = new Int32Array(4);
    put(words, 0, 2 * reg);
    return [...words];
  });
}
