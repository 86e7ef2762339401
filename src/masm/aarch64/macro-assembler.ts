import { NO_REG } from '../../abi/places.js';
import type { MachineTraits, MacroAssembler } from '../macro-assembler.js';
import { A64Frame } from './frame.js';
import { ALLOCATABLE_FP, ALLOCATABLE_GP } from './registers.js';

/**
 * The aarch64 machine: Armv8.0-A with what every implementation for general use has (floating point
 * and Advanced SIMD). What it consists of, from the bottom: code buffer, instruction encodings
 * (`integer-assembler`, `assembler`, `operators`), labels and traps (`control`), `moves`, `conditions`,
 * `integers`, `floats`, `memory`, `frame`.
 */
export class A64MacroAssembler extends A64Frame implements MacroAssembler {
  readonly traits: MachineTraits = {
    name: 'aarch64',
    allocatableGp: ALLOCATABLE_GP,
    allocatableFp: ALLOCATABLE_FP,
    shiftCountReg: NO_REG,
    divideLhs: NO_REG,
    divideClobber: NO_REG,
    quotientReg: NO_REG,
    remainderReg: NO_REG,
    indexNeedsZeroExtend: false,
  };
}
