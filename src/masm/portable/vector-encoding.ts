import { Lanes } from '../vector-operators.js';
import { Code } from './encoding.js';

/**
 * The number of an operator on vectors in byte code: the word of `vector-operators.ts`, and the lanes it works on.
 * Loads have their LoadOp less that of V128 as the word, and no lanes; what extracts a lane 1 for sign-extending.
 */
export const vectorNumber = (word: number, lanes: Lanes): number => (word << 3) | lanes;

/** The parts of a {@link vectorNumber}. */
export const wordOfNumber = (number: number): number => number >> 3;
export const lanesOfNumber = (number: number): Lanes => (number & 7) as Lanes;

/** Each shape of lanes: its letter in the tables below, and its name. */
const SHAPES: readonly (readonly [letter: string, name: string, lanes: Lanes])[] = [
  ['b', 'I8x16', Lanes.I8x16],
  ['h', 'I16x8', Lanes.I16x8],
  ['s', 'I32x4', Lanes.I32x4],
  ['l', 'I64x2', Lanes.I64x2],
  ['f', 'F32x4', Lanes.F32x4],
  ['d', 'F64x2', Lanes.F64x2],
];

/** Operators by their word: a name, and the letters of the lanes that there are; none: of all bits. */
type Rows = readonly (readonly [name: string, lanes?: string])[];

const UNARIES: Rows = [
  ['Not'],
  ['Abs', 'bhslfd'],
  ['Neg', 'bhslfd'],
  ['Popcnt', 'b'],
  ['Ceil', 'fd'],
  ['Floor', 'fd'],
  ['Trunc', 'fd'],
  ['Nearest', 'fd'],
  ['Sqrt', 'fd'],
  ['ExtaddPairwiseS', 'hs'],
  ['ExtaddPairwiseU', 'hs'],
  ['ExtendLowS', 'hsl'],
  ['ExtendHighS', 'hsl'],
  ['ExtendLowU', 'hsl'],
  ['ExtendHighU', 'hsl'],
  ['DemoteZero', 'f'],
  ['PromoteLow', 'd'],
  ['TruncSatS', 's'],
  ['TruncSatU', 's'],
  ['TruncSatZeroS', 's'],
  ['TruncSatZeroU', 's'],
  ['ConvertS', 'f'],
  ['ConvertU', 'f'],
  ['ConvertLowS', 'd'],
  ['ConvertLowU', 'd'],
  ['RelaxedTruncS', 's'],
  ['RelaxedTruncU', 's'],
  ['RelaxedTruncZeroS', 's'],
  ['RelaxedTruncZeroU', 's'],
];

const BINARIES: Rows = [
  ['And'],
  ['Andnot'],
  ['Or'],
  ['Xor'],
  ['Add', 'bhslfd'],
  ['Sub', 'bhslfd'],
  ['Mul', 'hslfd'],
  ['Div', 'fd'],
  ['Min', 'fd'],
  ['Max', 'fd'],
  ['Pmin', 'fd'],
  ['Pmax', 'fd'],
  ['AddSatS', 'bh'],
  ['AddSatU', 'bh'],
  ['SubSatS', 'bh'],
  ['SubSatU', 'bh'],
  ['MinS', 'bhs'],
  ['MinU', 'bhs'],
  ['MaxS', 'bhs'],
  ['MaxU', 'bhs'],
  ['AvgrU', 'bh'],
  ['Q15mulrSatS', 'h'],
  ['Eq', 'bhslfd'],
  ['Ne', 'bhslfd'],
  ['Lt', 'fd'],
  ['Gt', 'fd'],
  ['Le', 'fd'],
  ['Ge', 'fd'],
  ['LtS', 'bhsl'],
  ['LtU', 'bhs'],
  ['GtS', 'bhsl'],
  ['GtU', 'bhs'],
  ['LeS', 'bhsl'],
  ['LeU', 'bhs'],
  ['GeS', 'bhsl'],
  ['GeU', 'bhs'],
  ['NarrowS', 'bh'],
  ['NarrowU', 'bh'],
  ['ExtmulLowS', 'hsl'],
  ['ExtmulHighS', 'hsl'],
  ['ExtmulLowU', 'hsl'],
  ['ExtmulHighU', 'hsl'],
  ['DotS', 's'],
  ['Swizzle', 'b'],
  ['RelaxedSwizzle', 'b'],
  ['RelaxedMin', 'fd'],
  ['RelaxedMax', 'fd'],
  ['RelaxedQ15mulrS', 'h'],
  ['RelaxedDotS', 'h'],
];

const TERNARIES: Rows = [
  ['Bitselect'],
  ['RelaxedMadd', 'fd'],
  ['RelaxedNmadd', 'fd'],
  ['RelaxedLaneselect', 'bhsl'],
  ['RelaxedDotAddS', 's'],
];

const SHIFTS: Rows = [
  ['Shl', 'bhsl'],
  ['ShrS', 'bhsl'],
  ['ShrU', 'bhsl'],
];

const TESTS: Rows = [['AnyTrue'], ['AllTrue', 'bhsl'], ['Bitmask', 'bhsl']];

const SPLATS: Rows = [['Splat', 'bhslfd']];
const EXTRACTS: Rows = [
  ['Extract', 'bhslfd'],
  ['ExtractS', 'bh'],
];
const REPLACES: Rows = [['Replace', 'bhslfd']];
const LOADS: Rows = [
  ['Load'],
  ['Load8x8S'],
  ['Load8x8U'],
  ['Load16x4S'],
  ['Load16x4U'],
  ['Load32x2S'],
  ['Load32x2U'],
  ['Splat8'],
  ['Splat16'],
  ['Splat32'],
  ['Splat64'],
  ['Zero32'],
  ['Zero64'],
];
const LANE_LOADS: Rows = [['LoadLane', 'bhsl']];
const LANE_STORES: Rows = [['StoreLane', 'bhsl']];

function namesOf(rows: Rows): readonly (string | undefined)[] {
  const names: string[] = [];
  for (const [word, [name, letters]] of rows.entries()) {
    if (letters === undefined) names[vectorNumber(word, Lanes.I8x16)] = name;
    for (const [letter, shape, lanes] of SHAPES) {
      if (letters?.includes(letter)) names[vectorNumber(word, lanes)] = `${shape}.${name}`;
    }
  }
  return names;
}

const NAMES = new Map<number, readonly (string | undefined)[]>([
  [Code.VectorUnary, namesOf(UNARIES)],
  [Code.VectorBinary, namesOf(BINARIES)],
  [Code.VectorTernary, namesOf(TERNARIES)],
  [Code.VectorShift, namesOf(SHIFTS)],
  [Code.VectorShiftC, namesOf(SHIFTS)],
  [Code.VectorTest, namesOf(TESTS)],
  [Code.VectorSplat, namesOf(SPLATS)],
  [Code.VectorExtract, namesOf(EXTRACTS)],
  [Code.VectorReplace, namesOf(REPLACES)],
  [Code.VectorLoad, namesOf(LOADS)],
  [Code.VectorLoadLane, namesOf(LANE_LOADS)],
  [Code.VectorStoreLane, namesOf(LANE_STORES)],
]);

/** What an operator on vectors is called, by its instruction and number; undefined: there is none. */
export const vectorName = (code: number, number: number): string | undefined =>
  NAMES.get(code)?.[number];

/** The numbers of all operators of an instruction. */
export const vectorNumbers = (code: number): number[] =>
  (NAMES.get(code) ?? []).flatMap((name, number) => (name === undefined ? [] : [number]));
