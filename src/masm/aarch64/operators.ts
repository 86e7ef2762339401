import { Kind } from '../../wasm/value-types.js';
import { Conversion, FloatOp, FloatUnary, IntOp, IntUnary } from '../operators.js';
import { Fp, Fp1, FromFp, ToFp } from './assembler.js';
import { Alu, Bit, Bitfield, OneSource, TwoSource } from './integer-assembler.js';
import { ZR } from './registers.js';

// Instruction words of operators that are one instruction, with all registers zero; 0 for the others.

/** Where a table has the word of an operator of a kind. */
export const wordAt = (kind: Kind, op: number): number => (kind << 4) | op;

/** Two operands: the left one in bits 5-9, the right one in bits 16-20, the result in bits 0-4. */
export const BINARY = new Int32Array(64);

/** One operand in bits 5-9, the result in bits 0-4. */
export const UNARY = new Int32Array(64);

/** Where {@link CONVERT} has the word of a conversion. */
export const conversionAt = (op: Conversion, to: Kind, from: Kind): number =>
  (op << 4) | (to << 2) | from;

/** As {@link UNARY}, of conversions. */
export const CONVERT = new Int32Array(256);

function integers(table: Int32Array, op: IntOp | IntUnary, word: number): void {
  table[wordAt(Kind.I32, op)] = word;
  table[wordAt(Kind.I64, op)] = word | Bit.Wide;
}

function floats(table: Int32Array, op: FloatOp | FloatUnary, word: number): void {
  table[wordAt(Kind.F32, op)] = word;
  table[wordAt(Kind.F64, op)] = word | Bit.Double;
}

integers(BINARY, IntOp.Add, Alu.Add);
integers(BINARY, IntOp.Sub, Alu.Sub);
integers(BINARY, IntOp.And, Alu.And);
integers(BINARY, IntOp.Or, Alu.Orr);
integers(BINARY, IntOp.Xor, Alu.Eor);
// MADD with zero.
integers(BINARY, IntOp.Mul, 0x1b000000 | (ZR << 10));
integers(BINARY, IntOp.Shl, TwoSource.Lslv);
integers(BINARY, IntOp.ShrS, TwoSource.Asrv);
integers(BINARY, IntOp.ShrU, TwoSource.Lsrv);
integers(BINARY, IntOp.Rotr, TwoSource.Rorv);

// FMIN and FMAX give NaN for NaN and take -0 for less than 0.
floats(BINARY, FloatOp.Add, Fp.Add);
floats(BINARY, FloatOp.Sub, Fp.Sub);
floats(BINARY, FloatOp.Mul, Fp.Mul);
floats(BINARY, FloatOp.Div, Fp.Div);
floats(BINARY, FloatOp.Min, Fp.Min);
floats(BINARY, FloatOp.Max, Fp.Max);

integers(UNARY, IntUnary.Clz, OneSource.Clz);

floats(UNARY, FloatUnary.Abs, Fp1.Abs);
floats(UNARY, FloatUnary.Neg, Fp1.Neg);
floats(UNARY, FloatUnary.Ceil, Fp1.RintP);
floats(UNARY, FloatUnary.Floor, Fp1.RintM);
floats(UNARY, FloatUnary.Trunc, Fp1.RintZ);
floats(UNARY, FloatUnary.Nearest, Fp1.RintN);
floats(UNARY, FloatUnary.Sqrt, Fp1.Sqrt);

/** Sign extension of the lowest `bits` bits. */
function signExtend(wide: number, bits: number): number {
  return Bitfield.Sbfm | wide | ((bits - 1) << 10);
}
UNARY[wordAt(Kind.I32, IntUnary.Extend8S)] = signExtend(0, 8);
UNARY[wordAt(Kind.I32, IntUnary.Extend16S)] = signExtend(0, 16);
UNARY[wordAt(Kind.I64, IntUnary.Extend8S)] = signExtend(Bit.WideField, 8);
UNARY[wordAt(Kind.I64, IntUnary.Extend16S)] = signExtend(Bit.WideField, 16);
UNARY[wordAt(Kind.I64, IntUnary.Extend32S)] = signExtend(Bit.WideField, 32);

CONVERT[conversionAt(Conversion.ExtendS, Kind.I64, Kind.I32)] = signExtend(Bit.WideField, 32);
for (const int of [Kind.I32, Kind.I64]) {
  for (const float of [Kind.F32, Kind.F64]) {
    const bits = (int === Kind.I64 ? Bit.Wide : 0) | (float === Kind.F64 ? Bit.Double : 0);
    CONVERT[conversionAt(Conversion.ConvertS, float, int)] = ToFp.Signed | bits;
    CONVERT[conversionAt(Conversion.ConvertU, float, int)] = ToFp.Unsigned | bits;
    CONVERT[conversionAt(Conversion.TruncSatS, int, float)] = FromFp.Signed | bits;
    CONVERT[conversionAt(Conversion.TruncSatU, int, float)] = FromFp.Unsigned | bits;
  }
}
