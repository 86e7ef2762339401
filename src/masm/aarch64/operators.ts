import { Op } from '../../wasm/opcodes.js';
import { TO_F64, TO_I64 } from '../operators.js';
import { Fp, Fp1, FromFp, ToFp } from './assembler.js';
import { Alu, Bit, Bitfield, OneSource, TwoSource } from './integer-assembler.js';
import { ZR } from './registers.js';

// Instruction words of operators that are one instruction, with all registers zero; 0 for the others.

/** Two operands: the left one in bits 5-9, the right one in bits 16-20, the result in bits 0-4. */
export const BINARY = new Int32Array(256);

/** One operand in bits 5-9, the result in bits 0-4. */
export const UNARY = new Int32Array(512);

function integers(table: Int32Array, op: Op, word: number): void {
  table[op] = word;
  table[op + TO_I64] = word | Bit.Wide;
}

function floats(table: Int32Array, op: Op, word: number): void {
  table[op] = word;
  table[op + TO_F64] = word | Bit.Double;
}

integers(BINARY, Op.I32Add, Alu.Add);
integers(BINARY, Op.I32Sub, Alu.Sub);
integers(BINARY, Op.I32And, Alu.And);
integers(BINARY, Op.I32Or, Alu.Orr);
integers(BINARY, Op.I32Xor, Alu.Eor);
// MADD with zero.
integers(BINARY, Op.I32Mul, 0x1b000000 | (ZR << 10));
integers(BINARY, Op.I32Shl, TwoSource.Lslv);
integers(BINARY, Op.I32ShrS, TwoSource.Asrv);
integers(BINARY, Op.I32ShrU, TwoSource.Lsrv);
integers(BINARY, Op.I32Rotr, TwoSource.Rorv);

// FMIN and FMAX give NaN for NaN and take -0 for less than 0.
floats(BINARY, Op.F32Add, Fp.Add);
floats(BINARY, Op.F32Sub, Fp.Sub);
floats(BINARY, Op.F32Mul, Fp.Mul);
floats(BINARY, Op.F32Div, Fp.Div);
floats(BINARY, Op.F32Min, Fp.Min);
floats(BINARY, Op.F32Max, Fp.Max);

integers(UNARY, Op.I32Clz, OneSource.Clz);

floats(UNARY, Op.F32Abs, Fp1.Abs);
floats(UNARY, Op.F32Neg, Fp1.Neg);
floats(UNARY, Op.F32Ceil, Fp1.RintP);
floats(UNARY, Op.F32Floor, Fp1.RintM);
floats(UNARY, Op.F32Trunc, Fp1.RintZ);
floats(UNARY, Op.F32Nearest, Fp1.RintN);
floats(UNARY, Op.F32Sqrt, Fp1.Sqrt);

/** Sign extension of the lowest `bits` bits. */
function extend(op: Op, wide: number, bits: number): void {
  UNARY[op] = Bitfield.Sbfm | wide | ((bits - 1) << 10);
}
extend(Op.I32Extend8S, 0, 8);
extend(Op.I32Extend16S, 0, 16);
extend(Op.I64Extend8S, Bit.WideField, 8);
extend(Op.I64Extend16S, Bit.WideField, 16);
extend(Op.I64Extend32S, Bit.WideField, 32);
extend(Op.I64ExtendI32S, Bit.WideField, 32);

UNARY[Op.F32ConvertI32S] = ToFp.Signed;
UNARY[Op.F32ConvertI32U] = ToFp.Unsigned;
UNARY[Op.F32ConvertI64S] = ToFp.Signed | Bit.Wide;
UNARY[Op.F32ConvertI64U] = ToFp.Unsigned | Bit.Wide;
UNARY[Op.F64ConvertI32S] = ToFp.Signed | Bit.Double;
UNARY[Op.F64ConvertI32U] = ToFp.Unsigned | Bit.Double;
UNARY[Op.F64ConvertI64S] = ToFp.Signed | Bit.Wide | Bit.Double;
UNARY[Op.F64ConvertI64U] = ToFp.Unsigned | Bit.Wide | Bit.Double;
UNARY[Op.I32TruncSatF32S] = FromFp.Signed;
UNARY[Op.I32TruncSatF32U] = FromFp.Unsigned;
UNARY[Op.I32TruncSatF64S] = FromFp.Signed | Bit.Double;
UNARY[Op.I32TruncSatF64U] = FromFp.Unsigned | Bit.Double;
UNARY[Op.I64TruncSatF32S] = FromFp.Signed | Bit.Wide;
UNARY[Op.I64TruncSatF32U] = FromFp.Unsigned | Bit.Wide;
UNARY[Op.I64TruncSatF64S] = FromFp.Signed | Bit.Wide | Bit.Double;
UNARY[Op.I64TruncSatF64U] = FromFp.Unsigned | Bit.Wide | Bit.Double;
