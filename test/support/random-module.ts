import {
  ALL_OPS,
  ATOMIC_BASE,
  ATOMIC_PREFIX,
  MAX_OP_PARAMS,
  MISC_BASE,
  MISC_PREFIX,
  OP_LANE_COUNT,
  OP_OPERAND,
  OP_PARAM_COUNT,
  OP_PARAMS,
  OP_RESULT,
  OP_SHAPE,
  Op,
  opName,
  opProposal,
  Shape,
  VECTOR_BASE,
  VECTOR_PREFIX,
} from '../../src/wasm/opcodes.js';
import { ValType } from '../../src/wasm/value-types.js';
import { leb, section, text, vector } from './module-fixtures.js';
import type { Random } from './mutator.js';

type NumType = ValType.I32 | ValType.I64 | ValType.F32 | ValType.F64 | ValType.V128;
const TYPES: readonly NumType[] = [ValType.I32, ValType.I64, ValType.F32, ValType.F64];
const WITH_VECTORS: readonly NumType[] = [...TYPES, ValType.V128];

/** The byte of each type in a module. */
const TYPE_BYTE = new Map<NumType, number>([
  [ValType.I32, 0x7f],
  [ValType.I64, 0x7e],
  [ValType.F32, 0x7d],
  [ValType.F64, 0x7c],
  [ValType.V128, 0x7b],
]);

const byteOf = (type: NumType): number => TYPE_BYTE.get(type)!;

/** Operators by what they take from the top: `[operand]`, `[operand operand]`, loads, stores. */
const UNARY = new Map<NumType, Op[]>();
const BINARY = new Map<NumType, Op[]>();
const STORES = new Map<NumType, Op[]>();
const LOADS: Op[] = [];
const VECTOR_OPS: Op[] = [];
for (const op of ALL_OPS) {
  if (op >= VECTOR_BASE) {
    // Of relaxed ones, engines may choose the results.
    if (opProposal(op) !== 'relaxed-simd') VECTOR_OPS.push(op);
    continue;
  }
  const operand = OP_OPERAND[op] as NumType;
  const add = (map: Map<NumType, Op[]>): void => {
    map.set(operand, [...(map.get(operand) ?? []), op]);
  };
  switch (OP_SHAPE[op]) {
    case Shape.Unary:
    case Shape.Convert:
    case Shape.Test:
      add(UNARY);
      break;
    case Shape.Binary:
    case Shape.Shift:
    case Shape.Divide:
    case Shape.Compare:
      add(BINARY);
      break;
    case Shape.Load:
      LOADS.push(op);
      break;
    case Shape.Store:
      add(STORES);
  }
}

/** Operators through which a program can see the bits of a NaN, which engines may choose. */
const SEES_NAN_BITS = new Set<Op>([
  Op.I32ReinterpretF32,
  Op.I64ReinterpretF64,
  Op.F32Store,
  Op.F64Store,
  Op.F32Copysign,
  Op.F64Copysign,
]);

const MAKES_NAN =
  /^f\d+x\d+\.(?:ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max|demote.*|promote.*)$/;
/** Bytes of vectors: of small and extreme integers in lanes of any width, and of floats. */
const BYTES = [0, 0, 0, 1, 2, 0x7f, 0x80, 0xff, 0xff, 0x3f, 0xc0, 0x41, 0x4f, 0xcf, 0x10, 0x55];

export interface Signature {
  readonly params: readonly NumType[];
  readonly results: readonly NumType[];
}

const I32_EDGES = [0, 1, -1, 2, 3, 7, 8, 31, 32, 33, 63, 64, 100, 255, 0x7fffffff, -0x80000000];
const F64_EDGES = [0, -0, 1, -1, 0.5, 2.5, 1e10, -1e10, 1e300, Infinity, -Infinity, Number.NaN];

/** Signed LEB128. */
function signed(value: bigint): number[] {
  const out: number[] = [];
  for (;;) {
    const low = Number(value & 0x7fn);
    value >>= 7n;
    if ((value === 0n && low < 0x40) || (value === -1n && low >= 0x40)) return [...out, low];
    out.push(low | 0x80);
  }
}

function opBytes(op: Op): number[] {
  if (op >= VECTOR_BASE) return [VECTOR_PREFIX, ...leb(op - VECTOR_BASE)];
  if (op < MISC_BASE) return [op];
  return op < ATOMIC_BASE
    ? [MISC_PREFIX, ...leb(op - MISC_BASE)]
    : [ATOMIC_PREFIX, ...leb(op - ATOMIC_BASE)];
}

/** Adds the global that is a vector to what memory has of it, where nothing else is stored. */
const NOTED = [0x41, ...signed(0xff00n)];
const NOTE_VECTOR = [
  ...[...NOTED, ...NOTED, 0xfd, 0x00, 0x00, 0x00, 0x23, 0x05],
  ...[0xfd, 0xce, 0x01, 0xfd, 0x0b, 0x00, 0x00],
];

const FUEL = 0;
const FUEL_AMOUNT = 400;
/** Places of the table that stay empty, and the least that there are. */
const EMPTY_PLACES = 3;
const LEAST_PLACES = 16;
/** Locals beside the parameters: some of each type, then one of each float type for NaN checks. */
const LOCALS_PER_TYPE = 5;

/** A label: what a branch to it carries. */
interface Label {
  readonly types: readonly NumType[];
}

/**
 * A valid module of random functions, `f0`, `f1`, …, which end: loops and calls use up a fuel that is
 * reset by `reset`. Globals `g1` to `g4` and the memory `m` show what they did.
 *
 * @param functions how many; default from 3 to 6
 */
export function randomModule(
  random: Random,
  vectors = false,
  functions = 3 + random.below(4),
): { bytes: Uint8Array; signatures: Signature[] } {
  const all = vectors ? WITH_VECTORS : TYPES;
  const types = (most: number): NumType[] =>
    Array.from({ length: random.below(most + 1) }, () => random.pick(all));
  const resultLists = [[random.pick(all)], types(1), types(4)];
  const signatures: Signature[] = Array.from({ length: functions }, () => ({
    params: types(random.below(3) === 0 ? 14 : 5),
    results: random.pick(resultLists),
  }));
  // One at least that JavaScript can call.
  if (vectors) signatures.unshift({ params: [ValType.I32, ValType.F64], results: [ValType.I64] });
  const bodies = signatures.map((signature) =>
    new BodyMaker(random, signature, signatures, all).make(),
  );
  const count = signatures.length;
  const places = Math.max(LEAST_PLACES, count + EMPTY_PLACES);
  const blockTypes = BodyMaker.blockTypes(signatures, bodies);
  const reset = [0x41, ...signed(BigInt(FUEL_AMOUNT)), 0x24, FUEL];
  if (vectors) reset.push(...NOTE_VECTOR);
  reset.push(0x0b);
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...vector(
      1,
      ...blockTypes.map(({ params, results }) => [
        0x60,
        ...leb(params.length),
        ...params.map(byteOf),
        ...leb(results.length),
        ...results.map(byteOf),
      ]),
      [0x60, 0, 0],
    ),
    ...vector(3, ...signatures.map((_, i) => leb(i)), leb(blockTypes.length)),
    ...vector(4, [0x70, 1, ...leb(places), ...leb(places)]),
    ...vector(5, [1, 1, 3]),
    ...vector(
      6,
      [0x7f, 1, 0x41, 0, 0x0b],
      [0x7f, 1, 0x41, 5, 0x0b],
      [0x7e, 1, 0x42, 0x7b, 0x0b],
      [0x7d, 1, 0x43, 0, 0, 0x80, 0x3f, 0x0b],
      [0x7c, 1, 0x44, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x0b],
      ...(vectors ? [[0x7b, 1, 0xfd, 0x0c, ...new Array<number>(16).fill(9), 0x0b]] : []),
    ),
    ...vector(
      7,
      ...signatures.map((_, i) => [...text(`f${i}`), 0, ...leb(i)]),
      [...text('reset'), 0, ...leb(count)],
      [...text('m'), 2, 0],
      ...[1, 2, 3, 4].map((g) => [...text(`g${g}`), 3, g]),
    ),
    // The table repeats the functions; its last places stay empty.
    ...vector(9, [0, 0x41, 0, 0x0b, ...vectorOf(places - EMPTY_PLACES, (i) => leb(i % count))]),
    ...section(
      10,
      leb(count + 1),
      ...[...bodies.map((b) => b.code), [0, ...reset]].map((body) => [
        ...leb(body.length),
        ...body,
      ]),
    ),
    ...vector(11, [0, 0x41, 16, 0x0b, ...vectorOf(64, (i) => [(i * 73 + 19) & 255])]),
  ]);
  return { bytes, signatures };
}

function vectorOf(count: number, make: (index: number) => number[]): number[] {
  return [...leb(count), ...Array.from({ length: count }, (_, i) => make(i)).flat()];
}

interface Body {
  readonly code: number[];
}

/** Makes one function: a walk that always knows the types on the stack. */
class BodyMaker {
  private readonly out: number[] = [];
  private readonly labels: Label[] = [];
  private readonly locals: NumType[];
  private readonly nanCheck: Map<NumType, number>;
  private budget: number;
  /** Types of blocks beyond the functions' own, shared by all bodies of a module. */
  private static extra = new WeakMap<readonly Signature[], Signature[]>();

  constructor(
    private readonly random: Random,
    private readonly signature: Signature,
    private readonly signatures: readonly Signature[],
    private readonly types: readonly NumType[],
  ) {
    this.locals = [...signature.params];
    for (const type of types) for (let i = 0; i < LOCALS_PER_TYPE; i++) this.locals.push(type);
    this.nanCheck = new Map([
      [ValType.F32, this.locals.push(ValType.F32) - 1],
      [ValType.F64, this.locals.push(ValType.F64) - 1],
    ]);
    if (types.includes(ValType.V128)) {
      this.nanCheck.set(ValType.V128, this.locals.push(ValType.V128) - 1);
    }
    this.budget = 20 + random.below(random.below(4) === 0 ? 300 : 80);
  }

  /** All types of the module, those of its functions first. */
  static blockTypes(signatures: readonly Signature[], _made: readonly Body[]): Signature[] {
    return [...signatures, ...(BodyMaker.extra.get(signatures) ?? [])];
  }

  make(): Body {
    this.useFuel();
    this.labels.push({ types: this.signature.results });
    this.sequence([], this.signature.results);
    this.emit(0x0b);
    const added = this.locals.slice(this.signature.params.length);
    const groups = added.map((type) => [1, byteOf(type)]);
    return { code: [...leb(groups.length), ...groups.flat(), ...this.out] };
  }

  private emit(...bytes: number[]): void {
    this.out.push(...bytes);
  }

  private typeIndex(params: readonly NumType[], results: readonly NumType[]): number {
    const list = BodyMaker.extra.get(this.signatures) ?? [];
    BodyMaker.extra.set(this.signatures, list);
    return this.signatures.length + list.push({ params, results }) - 1;
  }

  /** Traps once too much has been done. */
  private useFuel(): void {
    this.emit(0x23, FUEL, 0x45, 0x04, 0x40, 0x00, 0x0b);
    this.emit(0x23, FUEL, 0x41, 1, 0x6b, 0x24, FUEL);
  }

  /**
   * Operators from `stack` on that leave just `results`, or never come to their end.
   * @param stack types on the stack of this block; is used up
   */
  private sequence(stack: NumType[], results: readonly NumType[]): void {
    const { random } = this;
    for (let steps = 1 + random.below(14); steps > 0 && this.budget > 0; steps--) {
      this.budget--;
      if (this.step(stack)) {
        // Dead from here: leave a little for the decoder to skip, then satisfy the block.
        if (random.below(2) === 0) this.deadCode();
        this.emit(0x00);
        return;
      }
    }
    this.shape(stack, results);
  }

  private deadCode(): void {
    const { random } = this;
    for (let i = random.below(3); i >= 0; i--) {
      switch (random.below(5)) {
        case 0:
          this.emit(0x02, 0x40, 0x41, 1, 0x0d, 0, 0x0b);
          break;
        case 1:
          this.emit(0x41, 1, 0x04, 0x7f, 0x41, 2, 0x05, 0x00, 0x0b, 0x1a);
          break;
        case 2:
          this.emit(0x03, 0x40, 0x0c, 0, 0x0b);
          break;
        case 3:
          this.emit(0x6a, 0x1a);
          break;
        default:
          this.emit(0x42, 5, 0x21, ...leb(this.localOf(ValType.I64)));
      }
    }
  }

  /** Makes the stack end in exactly `results`: by dropping and pushing, or keeping what fits. */
  private shape(stack: NumType[], results: readonly NumType[]): void {
    let keep = Math.min(stack.length, results.length);
    while (keep > 0 && results.slice(0, keep).some((type, i) => type !== stack[i])) keep--;
    // Values on the stack from the bottom that fit stay; the rest goes.
    while (stack.length > keep) {
      if (this.random.below(2) === 0) this.emit(0x1a);
      else this.emit(0x21, ...leb(this.localOf(stack.at(-1)!)));
      stack.pop();
    }
    for (const type of results.slice(keep)) {
      this.push(type);
      stack.push(type);
    }
  }

  private localOf(type: NumType): number {
    const fitting = this.locals.flatMap((t, i) => (t === type ? [i] : []));
    // Not the last of the float types, which are for NaN checks only.
    const last = this.nanCheck.get(type);
    return this.random.pick(fitting.filter((i) => i !== last));
  }

  /** One value: a constant, a local, a global, a load. */
  private push(type: NumType): void {
    const { random } = this;
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2:
        this.constant(type);
        break;
      case 3:
        this.emit(0x23, 1 + WITH_VECTORS.indexOf(type));
        break;
      default:
        this.emit(0x20, ...leb(this.localOf(type)));
    }
  }

  private constant(type: NumType): void {
    const { random } = this;
    const view = new DataView(new ArrayBuffer(8));
    switch (type) {
      case ValType.I32:
        this.emit(
          0x41,
          ...signed(BigInt(random.below(4) ? random.pick(I32_EDGES) : random.next() | 0)),
        );
        return;
      case ValType.I64: {
        const small = BigInt(random.pick(I32_EDGES));
        const wide = BigInt.asIntN(64, (BigInt(random.next()) << 32n) | BigInt(random.next()));
        this.emit(0x42, ...signed(random.below(4) ? small : wide));
        return;
      }
      case ValType.F32:
        view.setFloat32(0, random.below(4) ? random.pick(F64_EDGES) : random.below(1000) / 8, true);
        this.emit(0x43, ...new Uint8Array(view.buffer, 0, 4));
        return;
      case ValType.V128: {
        const bytes = Array.from({ length: 16 }, () => random.pick(BYTES));
        this.emit(0xfd, 0x0c, ...bytes);
        return;
      }
      default:
        view.setFloat64(0, random.below(4) ? random.pick(F64_EDGES) : random.below(1000) / 8, true);
        this.emit(0x44, ...new Uint8Array(view.buffer));
    }
  }

  /** A value whose NaN, if it is one, has the canonical bits. */
  private settleNan(type: NumType): void {
    const local = this.nanCheck.get(type);
    if (local === undefined || type === ValType.V128) return;
    this.emit(0x22, ...leb(local));
    if (type === ValType.F32) this.emit(0x43, 0, 0, 0xc0, 0x7f);
    else this.emit(0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f);
    this.emit(0x20, ...leb(local), 0x20, ...leb(local), type === ValType.F32 ? 0x5b : 0x61, 0x1b);
  }

  /** One operator or construct. True when the code behind it is dead. */
  private step(stack: NumType[]): boolean {
    const { random } = this;
    const top = stack.at(-1);
    if (this.types.includes(ValType.V128) && random.below(3) === 0) {
      this.vectorStep(stack);
      return false;
    }
    switch (random.below(22)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const type = random.pick(this.types);
        this.push(type);
        stack.push(type);
        return false;
      }
      case 4:
      case 5:
      case 6:
      case 7:
      case 8: {
        if (top === undefined || top === ValType.V128) return false;
        // The second operand is often there already.
        if (stack.at(-2) !== top || random.below(3) === 0) {
          this.push(top);
          stack.push(top);
        }
        const op = random.pick(BINARY.get(top)!);
        if (SEES_NAN_BITS.has(op)) this.settleNan(top);
        this.emit(...opBytes(op));
        stack.length -= 2;
        stack.push(OP_RESULT[op] as NumType);
        return false;
      }
      case 9:
      case 10: {
        if (top === undefined || top === ValType.V128) return false;
        const op = random.pick(UNARY.get(top)!);
        if (SEES_NAN_BITS.has(op)) this.settleNan(top);
        this.emit(...opBytes(op));
        stack[stack.length - 1] = OP_RESULT[op] as NumType;
        return false;
      }
      case 11:
        if (top === undefined) return false;
        this.emit(random.below(2) ? 0x21 : 0x22, ...leb(this.localOf(top)));
        if (this.out.at(-2) === 0x21) stack.pop();
        return false;
      case 12:
        return this.memoryStep(stack);
      case 13: {
        if (top === undefined) return false;
        this.push(top);
        this.push(ValType.I32);
        this.emit(...(random.below(3) === 0 ? [0x1c, 1, byteOf(top)] : [0x1b]));
        return false;
      }
      case 14:
        if (top === undefined) return false;
        if (random.below(2)) this.settleNan(top);
        else this.emit(0x01);
        this.emit(0x24, 1 + WITH_VECTORS.indexOf(top));
        stack.pop();
        return false;
      case 15:
      case 16:
      case 17:
        this.construct(stack);
        return false;
      case 18:
      case 19:
        return this.branch(stack);
      default:
        return this.call(stack);
    }
  }

  /** One operator on vectors, with operands from the stack where these fit. */
  private vectorStep(stack: NumType[]): void {
    const { random } = this;
    const op = random.pick(VECTOR_OPS);
    const params = Array.from(
      { length: OP_PARAM_COUNT[op]! },
      (_, i) => OP_PARAMS[op * MAX_OP_PARAMS + i] as NumType,
    );
    const name = opName(op);
    const accesses = /load|store/.test(name);
    let have = accesses ? 0 : Math.min(params.length, stack.length);
    while (have > 0 && params.slice(0, have).some((t, i) => t !== stack[stack.length - have + i])) {
      have--;
    }
    stack.length -= have;
    params.forEach((type, i) => {
      if (i >= have) this.push(type);
      if (accesses && i === 0 && random.below(6)) this.emit(0x41, ...signed(0x3ffn), 0x71);
      if (i === params.length - 1) this.settleNan(type);
    });
    this.emit(...opBytes(op));
    if (accesses) this.emit(0, ...leb(random.below(64)));
    const lanes = OP_LANE_COUNT[op]!;
    if (lanes > 0) this.emit(random.below(lanes));
    else if (op === Op.V128Const)
      this.emit(...Array.from({ length: 16 }, () => random.pick(BYTES)));
    else if (op === Op.I8x16Shuffle) this.emit(...this.shufflePattern());
    const result = OP_RESULT[op] as ValType;
    if (result === ValType.Bottom) return;
    stack.push(result as NumType);
    if (MAKES_NAN.test(name)) this.settleLanes(name.startsWith('f32x4'));
  }

  /** Lanes that instructions of machines have, and others. */
  private shufflePattern(): number[] {
    const { random } = this;
    const start = random.below(32);
    const bytes = 1 << random.below(4);
    const [a, b] = [random.below(32 / bytes), random.below(32 / bytes)];
    const most = random.below(3) === 0 ? 16 : 32;
    const kind = random.below(4);
    return Array.from({ length: 16 }, (_, i) => {
      if (kind === 0) return (start + i) % most;
      const lane = Math.floor(i / bytes);
      if (kind === 1) return (((lane & 1 ? b : a) + (lane >> 1)) * bytes + (i % bytes)) % most;
      if (kind === 2) return ((i * 7 + a * 4 * (lane & 3)) & ~3 & (most - 1)) + (i & 3);
      return random.below(most);
    });
  }

  /** Lanes that are NaN get the canonical bits. */
  private settleLanes(single: boolean): void {
    const local = leb(this.nanCheck.get(ValType.V128)!);
    this.emit(0x22, ...local, 0xfd, 0x0c);
    for (let i = 0; i < (single ? 4 : 2); i++) {
      this.emit(...(single ? [0, 0, 0xc0, 0x7f] : [0, 0, 0, 0, 0, 0, 0xf8, 0x7f]));
    }
    // Of the vector, where it is equal to itself.
    this.emit(0x20, ...local, 0x20, ...local, 0xfd, single ? 0x41 : 0x47, 0xfd, 0x52);
  }

  private memoryStep(stack: NumType[]): boolean {
    const { random } = this;
    const offset = random.below(5) === 0 ? random.below(70000) : random.below(64);
    if (random.below(2) === 0) {
      if (stack.at(-1) !== ValType.I32) {
        this.push(ValType.I32);
        stack.push(ValType.I32);
      }
      // Mostly inside.
      if (random.below(6)) this.emit(0x41, ...signed(0x3ffn), 0x71);
      const op = random.pick(LOADS);
      this.emit(op, 0, ...leb(offset));
      stack[stack.length - 1] = OP_RESULT[op] as NumType;
      // What was stored as an integer may be any NaN.
      this.settleNan(stack.at(-1)!);
      return false;
    }
    const type = random.pick(TYPES);
    this.push(ValType.I32);
    if (random.below(6)) this.emit(0x41, ...signed(0x3ffn), 0x71);
    this.push(type);
    this.settleNan(type);
    this.emit(random.pick(STORES.get(type)!), 0, ...leb(offset));
    return false;
  }

  /** A block, loop or if, with parameters from the stack and results for it. */
  private construct(stack: NumType[]): void {
    const { random } = this;
    if (this.labels.length > 6) return;
    const kind = random.below(4);
    const taken = random.below(Math.min(3, stack.length) + 1);
    const params = stack.splice(stack.length - taken, taken);
    const results = Array.from({ length: random.below(4) }, () => random.pick(this.types));
    const type = signed(BigInt(this.typeIndex(params, results)));
    if (kind === 3) this.push(ValType.I32);
    this.emit(kind === 3 ? 0x04 : kind === 2 ? 0x03 : 0x02, ...type);
    this.labels.push({ types: kind === 2 ? params : results });
    if (kind === 2) this.useFuel();
    this.sequence([...params], results);
    if (kind === 3) {
      const sameTypes =
        params.length === results.length && params.every((t, i) => t === results[i]);
      if (!sameTypes || random.below(2)) {
        this.emit(0x05);
        this.sequence([...params], results);
      }
    }
    this.emit(0x0b);
    this.labels.pop();
    stack.push(...results);
  }

  /** Puts a label's values on top of whatever lies there. */
  private pushAll(types: readonly NumType[], stack: NumType[]): void {
    let have = 0;
    for (let n = Math.min(types.length, stack.length); n > 0 && have === 0; n--) {
      // As many of the first values as the top of the stack already holds.
      if (types.slice(0, n).every((t, i) => t === stack[stack.length - n + i])) have = n;
    }
    for (const type of types.slice(have)) {
      this.push(type);
      stack.push(type);
    }
  }

  private branch(stack: NumType[]): boolean {
    const { random } = this;
    const depth = random.below(this.labels.length);
    const { types } = this.labels.at(-1 - depth)!;
    this.pushAll(types, stack);
    switch (random.below(6)) {
      case 0:
        this.emit(0x0c, ...leb(depth));
        return true;
      case 1: {
        const same = this.labels.flatMap((label, i) => {
          const fits =
            label.types.length === types.length && label.types.every((t, k) => t === types[k]);
          return fits ? [this.labels.length - 1 - i] : [];
        });
        const count = random.below(6);
        this.push(ValType.I32);
        this.emit(
          0x0e,
          ...vectorOf(count, () => leb(random.pick(same))),
          ...leb(random.pick(same)),
        );
        return true;
      }
      default:
        this.push(ValType.I32);
        this.emit(0x0d, ...leb(depth));
        return false;
    }
  }

  private call(stack: NumType[]): boolean {
    const { random, signatures } = this;
    const index = random.below(signatures.length);
    const { params, results } = signatures[index]!;
    this.pushAll(params, stack);
    const indirect = random.below(3) === 0;
    const own = this.signature.results;
    const isTail =
      results.length === own.length &&
      results.every((t, i) => t === own[i]) &&
      random.below(2) === 0;
    if (indirect) {
      // Mostly a place with the right function.
      if (random.below(4)) this.emit(0x41, ...signed(BigInt(index)));
      else this.push(ValType.I32);
      this.emit(isTail ? 0x13 : 0x11, ...leb(index), 0);
    } else this.emit(isTail ? 0x12 : 0x10, ...leb(index));
    stack.length -= params.length;
    if (isTail) return true;
    stack.push(...results);
    return false;
  }
}
