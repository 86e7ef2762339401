import { NO_REG, type Reg } from '../../abi/places.js';
import { Op } from '../../wasm/opcodes.js';
import type { MachineTraits, MacroAssembler } from '../macro-assembler.js';
import type { X64Features } from './features.js';
import { X64Frame } from './frame.js';
import { ALLOCATABLE_FP, ALLOCATABLE_GP, RAX, RCX, RDX } from './registers.js';

/**
 * The x64 machine. What it consists of, from the bottom: code buffer, instruction encodings
 * (`encoder`, `integer-assembler`, `assembler`), labels and traps (`control`), `moves`,
 * `conditions`, `integers`, `division`, `floats`, `conversions`, `memory`, `frame`.
 */
export class X64MacroAssembler extends X64Frame implements MacroAssembler {
  readonly traits: MachineTraits;

  constructor(features: X64Features) {
    super(features);
    this.traits = {
      name: 'x64',
      allocatableGp: ALLOCATABLE_GP,
      allocatableFp: ALLOCATABLE_FP,
      // BMI2 shifts take any count register; rotates then lend rcx by themselves.
      shiftCountReg: features.bmi2 ? NO_REG : RCX,
      divideLhs: RAX,
      divideClobber: RDX,
      quotientReg: RAX,
      remainderReg: RDX,
      indexNeedsZeroExtend: true,
      stackAlign: 16,
    };
  }

  binary(op: Op, dst: Reg, lhs: Reg, rhs: Reg): void {
    if (op >= Op.F32Abs) this.binaryFloat(op, dst, lhs, rhs);
    else this.binaryInteger(op, dst, lhs, rhs);
  }

  unary(op: Op, dst: Reg, src: Reg): void {
    if (op >= Op.F32Abs && op <= Op.F64Copysign) this.unaryFloat(op, dst, src);
    else this.unaryInteger(op, dst, src);
  }
}
