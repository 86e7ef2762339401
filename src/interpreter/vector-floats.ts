import { Lanes, VectorBinary, VectorTernary, VectorUnary } from '../masm/vector-operators.js';
import { nearest } from './arithmetic.js';
import { noOperator } from './vector-integers.js';
import { A32, A32U, AD, AF, B32, BD, BF, C32, CD, CF, T32, TD, TF } from './vector-views.js';

// Operators on vectors of floats, from the operands in `A`, `B` and `C` to the result in `T`. A NaN that arithmetic yields is
// the canonical one, whatever an engine makes of it; what only moves bits keeps them. Singles are computed as doubles and
// rounded when they are stored: that is once, by figures that a double has more than twice of.

/** Stores a single of the result. */
function setSingle(i: number, value: number): void {
  if (Number.isNaN(value)) T32[i] = 0x7fc00000;
  else TF[i] = value;
}

/** Stores a double of the result. */
function setDouble(i: number, value: number): void {
  if (!Number.isNaN(value)) {
    TD[i] = value;
    return;
  }
  T32[2 * i] = 0;
  T32[2 * i + 1] = 0x7ff80000;
}

// ---- one operand ----------------------------------------------------------------------------

export function floatUnary(op: VectorUnary, lanes: Lanes): void {
  const isDouble = lanes === Lanes.F64x2;
  switch (op) {
    case VectorUnary.Abs:
      for (let i = 0; i < 4; i++) T32[i] = A32[i]! & ~signAt(isDouble, i);
      return;
    case VectorUnary.Neg:
      for (let i = 0; i < 4; i++) T32[i] = A32[i]! ^ signAt(isDouble, i);
      return;
    case VectorUnary.PromoteLow:
      for (let i = 0; i < 2; i++) setDouble(i, AF[i]!);
      return;
    case VectorUnary.DemoteZero:
      for (let i = 0; i < 2; i++) setSingle(i, AD[i]!);
      T32[2] = 0;
      T32[3] = 0;
      return;
    case VectorUnary.ConvertS:
      for (let i = 0; i < 4; i++) TF[i] = A32[i]!;
      return;
    case VectorUnary.ConvertU:
      for (let i = 0; i < 4; i++) TF[i] = A32U[i]!;
      return;
    case VectorUnary.ConvertLowS:
      for (let i = 0; i < 2; i++) TD[i] = A32[i]!;
      return;
    case VectorUnary.ConvertLowU:
      for (let i = 0; i < 2; i++) TD[i] = A32U[i]!;
      return;
    default:
      break;
  }
  if (isDouble) for (let i = 0; i < 2; i++) setDouble(i, roundOrRoot(op, AD[i]!));
  else for (let i = 0; i < 4; i++) setSingle(i, roundOrRoot(op, AF[i]!));
}

/** The sign's bit, if a word has one. */
const signAt = (isDouble: boolean, word: number): number =>
  isDouble && (word & 1) === 0 ? 0 : -0x8000_0000;

function roundOrRoot(op: VectorUnary, value: number): number {
  switch (op) {
    case VectorUnary.Ceil:
      return Math.ceil(value);
    case VectorUnary.Floor:
      return Math.floor(value);
    case VectorUnary.Trunc:
      return Math.trunc(value);
    case VectorUnary.Nearest:
      return nearest(value);
    case VectorUnary.Sqrt:
      return Math.sqrt(value);
    default:
      throw noOperator(op, Lanes.F64x2);
  }
}

/** To integers; what is out of range becomes the nearest one that is not, and NaN 0. */
export function truncate(op: VectorUnary): void {
  switch (op) {
    case VectorUnary.TruncSatS:
    case VectorUnary.RelaxedTruncS:
      for (let i = 0; i < 4; i++) T32[i] = toSigned(AF[i]!);
      return;
    case VectorUnary.TruncSatU:
    case VectorUnary.RelaxedTruncU:
      for (let i = 0; i < 4; i++) T32[i] = toUnsigned(AF[i]!);
      return;
    case VectorUnary.TruncSatZeroS:
    case VectorUnary.RelaxedTruncZeroS:
      for (let i = 0; i < 4; i++) T32[i] = i < 2 ? toSigned(AD[i]!) : 0;
      return;
    default:
      for (let i = 0; i < 4; i++) T32[i] = i < 2 ? toUnsigned(AD[i]!) : 0;
  }
}

const toSigned = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.max(-0x8000_0000, Math.min(Math.trunc(value), 0x7fff_ffff));

const toUnsigned = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.max(0, Math.min(Math.trunc(value), 0xffff_ffff));

// ---- two operands ---------------------------------------------------------------------------

export function floatBinary(op: VectorBinary, lanes: Lanes): void {
  const isDouble = lanes === Lanes.F64x2;
  if (op >= VectorBinary.Eq && op <= VectorBinary.Ge) {
    for (let i = 0; i < 4; i++) {
      const lane = i >> 1;
      const holds = isDouble ? compare(op, AD[lane]!, BD[lane]!) : compare(op, AF[i]!, BF[i]!);
      T32[i] = holds ? -1 : 0;
    }
  } else if (op === VectorBinary.Pmin || op === VectorBinary.Pmax) {
    for (let i = 0; i < 4; i++) {
      const a = isDouble ? AD[i >> 1]! : AF[i]!;
      const b = isDouble ? BD[i >> 1]! : BF[i]!;
      const takesB = op === VectorBinary.Pmin ? b < a : a < b;
      T32[i] = takesB ? B32[i]! : A32[i]!;
    }
  } else if (isDouble) {
    for (let i = 0; i < 2; i++) setDouble(i, compute(op, AD[i]!, BD[i]!));
  } else {
    for (let i = 0; i < 4; i++) setSingle(i, compute(op, AF[i]!, BF[i]!));
  }
}

function compute(op: VectorBinary, a: number, b: number): number {
  switch (op) {
    case VectorBinary.Add:
      return a + b;
    case VectorBinary.Sub:
      return a - b;
    case VectorBinary.Mul:
      return a * b;
    case VectorBinary.Div:
      return a / b;
    case VectorBinary.Min:
    case VectorBinary.RelaxedMin:
      return Math.min(a, b);
    case VectorBinary.Max:
    case VectorBinary.RelaxedMax:
      return Math.max(a, b);
    default:
      throw noOperator(op, Lanes.F64x2);
  }
}

function compare(op: VectorBinary, a: number, b: number): boolean {
  switch (op) {
    case VectorBinary.Eq:
      return a === b;
    case VectorBinary.Ne:
      return a !== b;
    case VectorBinary.Lt:
      return a < b;
    case VectorBinary.Gt:
      return a > b;
    case VectorBinary.Le:
      return a <= b;
    default:
      return a >= b;
  }
}

// ---- three operands -------------------------------------------------------------------------

/** Rounds the product, then the sum. */
export function multiplyAdd(op: VectorTernary, lanes: Lanes): void {
  const sign = op === VectorTernary.RelaxedNmadd ? -1 : 1;
  if (lanes === Lanes.F64x2) {
    for (let i = 0; i < 2; i++) setDouble(i, sign * (AD[i]! * BD[i]!) + CD[i]!);
  } else {
    for (let i = 0; i < 4; i++) setSingle(i, sign * Math.fround(AF[i]! * BF[i]!) + CF[i]!);
  }
}

/** The bits of the first operand where the third one has ones, else those of the second one. */
export function selectBits(): void {
  for (let i = 0; i < 4; i++) T32[i] = (A32[i]! & C32[i]!) | (B32[i]! & ~C32[i]!);
}
