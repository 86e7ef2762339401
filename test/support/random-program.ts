/**
 * Random valid modules that end: structured control flow over a few locals, operands kept alive under
 * blocks, calls between functions (only to later ones, so that there is no recursion but tail calls
 * with a counter), memory and globals. What a function computes depends on nearly all it did, so a
 * wrong move in a merge shows in its result.
 *
 * Floats never become bits (no reinterpretation, no stores): NaN payloads may differ between engines. Lanes
 * of vectors are integers for the same reason.
 */

/** Deterministic generator (xorshift32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0 || 0x9e3779b9;
  }

  next(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x >>> 0;
  }

  below(n: number): number {
    return this.next() % n;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

const I32 = 0x7f;
const I64 = 0x7e;
const F32 = 0x7d;
const F64 = 0x7c;
const V128 = 0x7b;
const TYPES = [I32, I64, F32, F64];
const WITH_VECTORS = [...TYPES, V128];

function u32(value: number): number[] {
  const out: number[] = [];
  let rest = value >>> 0;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    out.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return out;
}

function signed(value: bigint): number[] {
  const out: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    if ((rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0)) {
      out.push(byte);
      return out;
    }
    out.push(byte | 0x80);
  }
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...u32(items.length), ...items.flat()];
}

function section(id: number, contents: readonly number[]): number[] {
  return [id, ...u32(contents.length), ...contents];
}

interface Signature {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

/** What programs have besides what all have. */
export interface ProgramOptions {
  /** Exceptions, and how they are written: the same program, but for `delegate`. */
  readonly exceptions?: 'legacy' | 'table';
  /** `delegate`, which only the legacy form has. */
  readonly delegates?: boolean;
  /** Vectors, which tags have among their values, too. */
  readonly vectors?: boolean;
  /** How many functions; default from 4 to 8. */
  readonly functions?: number | undefined;
}

const EXNREF = 0x69;
/** Types of the values of each tag. */
const PLAIN_TAGS: readonly (readonly number[])[] = [
  [],
  [I32],
  [F64, I64, F32],
  [I64, I32, F32, F64, I32, I64, I32, I64, F64, I32, I64],
];
const VECTOR_TAGS: readonly (readonly number[])[] = [
  ...PLAIN_TAGS,
  [V128],
  [I32, V128, V128, F64, I64, V128],
];

/** Types of the values of each tag of such programs: exports `t0`, `t1`, ... */
export const tagsOf = ({ vectors }: ProgramOptions): readonly (readonly number[])[] =>
  vectors === true ? VECTOR_TAGS : PLAIN_TAGS;

/** Whether JavaScript can have a value of the type. */
export const isForJavaScript = (type: number): boolean => type !== V128;

/** Calls go to functions of the same group only: their number would grow with powers of two. */
const GROUP = 8;
/** A `try` deeper than this is not written: each has a local for its exception. */
const MOST_TRIES = 10;

interface Label {
  /** Types that a branch carries. */
  readonly types: readonly number[];
  readonly isLoop: boolean;
}

/** A label that no branch goes to: one that only one of two forms has. */
const HIDDEN: Label = { types: [-1], isLoop: false };

const INTERESTING = [0n, 1n, -1n, 2n, 7n, 31n, 127n, 128n, 255n, 0x7fffffffn, -0x80000000n];
const MEMORY_MASK = 0xfff8;
/** Operators of a function stay below this number, nearly. */
const BUDGET = 220;

/** Numbers of atomic operators within their families, with the size of the access, and the type. */
const ATOMIC_WIDTHS: readonly (readonly [number: number, log2: number, type: number])[] = [
  [0, 2, I32],
  [1, 3, I64],
  [2, 0, I32],
  [3, 1, I32],
  [4, 0, I64],
  [5, 1, I64],
  [6, 2, I64],
];

/** Operators on two vectors, and such on one. */
const VECTOR_BINARY = [
  0x4e, 0x4f, 0x50, 0x51, 0x6e, 0x71, 0x8e, 0x95, 0xae, 0xb1, 0xb5, 0xce, 0xd5,
];
const VECTOR_MORE = [
  0x0e, 0x23, 0x24, 0x2d, 0x37, 0x65, 0x66, 0x78, 0x7b, 0x85, 0x9c, 0xb6, 0xba, 0xd6,
];
const VECTOR_UNARY = [0x4d, 0x60, 0x61, 0x62, 0x80, 0x81, 0x87, 0xa0, 0xa1, 0xc0, 0xc1, 0xc7];
/** Of a scalar, and to one: the operator, its type, and how many lanes there are to choose from. */
const SPLATS: readonly (readonly [op: number, type: number])[] = [
  [0x0f, I32],
  [0x10, I32],
  [0x11, I32],
  [0x12, I64],
];
const EXTRACTS: readonly (readonly [op: number, type: number, lanes: number])[] = [
  [0x15, I32, 16],
  [0x16, I32, 16],
  [0x18, I32, 8],
  [0x1b, I32, 4],
  [0x1d, I64, 2],
];
const REPLACES: readonly (readonly [op: number, type: number, lanes: number])[] = [
  [0x17, I32, 16],
  [0x1a, I32, 8],
  [0x1c, I32, 4],
  [0x1e, I64, 2],
];
/** To a truth: any_true, all_true, bitmask. */
const VECTOR_TESTS = [0x53, 0x63, 0x64, 0x83, 0x84, 0xa3, 0xa4, 0xc3, 0xc4];
const SHIFTS = [0x6b, 0x6c, 0x6d, 0x8b, 0x8c, 0x8d, 0xab, 0xac, 0xad, 0xcb, 0xcc, 0xcd];

const INT_BINARY = { [I32]: 0x6a, [I64]: 0x7c } as Record<number, number>;
const FLOAT_BINARY = { [F32]: 0x92, [F64]: 0xa0 } as Record<number, number>;

class FunctionWriter {
  readonly code: number[] = [];
  private readonly locals: number[];
  private readonly labels: Label[] = [];
  private budget = BUDGET;
  /** The `try` whose handlers the code is in: their labels, and the depth of their local. */
  private readonly catches: { readonly label: number; readonly depth: number }[] = [];
  private tries = 0;
  /** Locals that count down and keep loops and tail recursion from going on for ever. */
  private readonly fuel: number;

  constructor(
    private readonly random: Random,
    private readonly module: ProgramWriter,
    private readonly index: number,
    private readonly signature: Signature,
  ) {
    const extra = Array.from({ length: 2 + random.below(9) }, () => random.pick(module.types));
    this.locals = [...signature.params, ...extra, I32];
    this.fuel = this.locals.length - 1;
    this.labels.push({ types: signature.results, isLoop: false });
  }

  write(): number[] {
    const declared = this.locals.slice(this.signature.params.length);
    const { code } = this;
    const references = this.module.options.exceptions === 'table' ? [[MOST_TRIES, EXNREF]] : [];
    code.push(...vector([...declared.map((type) => [1, type]), ...references]));
    code.push(0x41, ...signed(BigInt(3 + this.random.below(12))), 0x21, ...u32(this.fuel));
    const statements = 3 + this.random.below(8);
    for (let i = 0; i < statements; i++) this.statement(0);
    this.results(this.signature.results, 0);
    code.push(0x0b);
    return [...u32(code.length), ...code];
  }

  private results(types: readonly number[], depth: number): void {
    for (const type of types) this.expression(type, depth + 1);
  }

  private localOf(type: number): number {
    const candidates = this.locals.flatMap((t, i) => (t === type && i !== this.fuel ? [i] : []));
    return candidates.length === 0 ? -1 : this.random.pick(candidates);
  }

  private constant(type: number): void {
    const { random, code } = this;
    const value = random.below(2) === 0 ? random.pick(INTERESTING) : BigInt(random.next() | 0);
    if (type === I32) code.push(0x41, ...signed(BigInt.asIntN(32, value)));
    else if (type === I64) {
      const wide = random.below(3) === 0 ? BigInt.asIntN(64, value * 0x1_0000_0001n) : value;
      code.push(0x42, ...signed(wide));
    } else if (type === V128) {
      const low = Number(BigInt.asUintN(32, value));
      code.push(0xfd, 0x0c);
      for (let i = 0; i < 16; i++) code.push((low >>> (8 * (i & 3))) & (i < 8 ? 0xff : 0x9f));
    } else {
      const bytes = new DataView(new ArrayBuffer(8));
      const number = Number(value) / (random.below(2) === 0 ? 1 : 8);
      if (type === F32) bytes.setFloat32(0, number, true);
      else bytes.setFloat64(0, number, true);
      code.push(type === F32 ? 0x43 : 0x44);
      for (let i = 0; i < (type === F32 ? 4 : 8); i++) code.push(bytes.getUint8(i));
    }
  }

  /** Pushes one value. */
  private expression(type: number, depth: number): void {
    const { random, code } = this;
    this.budget--;
    if (this.budget < 0 || depth > 9) {
      const local = this.localOf(type);
      if (local >= 0 && random.below(3) > 0) code.push(0x20, ...u32(local));
      else this.constant(type);
      return;
    }
    if (type === V128 && random.below(2) === 0) {
      this.vector(depth);
      return;
    }
    switch (random.below(14)) {
      case 0:
        this.constant(type);
        return;
      case 1:
      case 2:
      case 3: {
        const local = this.localOf(type);
        if (local < 0) this.constant(type);
        else code.push(0x20, ...u32(local));
        return;
      }
      case 4: {
        const local = this.localOf(type);
        this.expression(type, depth + 1);
        if (local >= 0) code.push(0x22, ...u32(local));
        return;
      }
      case 5:
        this.expression(type, depth + 1);
        this.expression(type, depth + 1);
        this.condition(depth + 1);
        code.push(0x1b);
        return;
      case 6:
        this.conversion(type, depth);
        return;
      case 7:
        this.structured([type], depth);
        return;
      case 8: {
        const callee = this.module.calleeFor(this.index, [type], random);
        if (callee < 0) this.binary(type, depth);
        else this.call(callee, depth);
        return;
      }
      case 9:
        if (type === I32 || type === I64 || type === V128) this.load(type, depth);
        else this.binary(type, depth);
        return;
      case 10:
        if (type === I32) this.condition(depth + 1);
        else if (type === I64) code.push(0x23, 0);
        else this.binary(type, depth);
        return;
      default:
        this.binary(type, depth);
    }
  }

  /** An operator that makes a vector. */
  private vector(depth: number): void {
    const { random, code } = this;
    const kind = random.below(6);
    if (kind === 0) {
      const [op, type] = random.pick(SPLATS);
      this.expression(type, depth + 1);
      code.push(0xfd, op);
      return;
    }
    this.expression(V128, depth + 1);
    switch (kind) {
      case 1: {
        const [op, type, lanes] = random.pick(REPLACES);
        this.expression(type, depth + 1);
        code.push(0xfd, op, random.below(lanes));
        return;
      }
      case 2:
        this.expression(I32, depth + 1);
        code.push(0xfd, ...u32(random.pick(SHIFTS)));
        return;
      case 3:
        code.push(0xfd, ...u32(random.pick(VECTOR_UNARY)));
        return;
      case 4:
        this.expression(V128, depth + 1);
        if (random.below(2) === 0) {
          // i8x16.shuffle
          code.push(0xfd, 0x0d, ...Array.from({ length: 16 }, () => random.below(32)));
          return;
        }
        this.expression(V128, depth + 1);
        // v128.bitselect
        code.push(0xfd, 0x52);
        return;
      default:
        this.expression(V128, depth + 1);
        code.push(0xfd, ...u32(random.pick(VECTOR_MORE)));
    }
  }

  /** An integer of a vector. */
  private ofVector(type: number, depth: number): void {
    const { random, code } = this;
    this.expression(V128, depth + 1);
    if (type === I32 && random.below(2) === 0) {
      code.push(0xfd, ...u32(random.pick(VECTOR_TESTS)));
      return;
    }
    const [op, , lanes] = random.pick(EXTRACTS.filter((row) => row[1] === type));
    code.push(0xfd, op, random.below(lanes));
  }

  private binary(type: number, depth: number): void {
    const { random, code } = this;
    if (type === V128) {
      this.expression(V128, depth + 1);
      this.expression(V128, depth + 1);
      code.push(0xfd, ...u32(random.pick(VECTOR_BINARY)));
      return;
    }
    this.expression(type, depth + 1);
    this.expression(type, depth + 1);
    if (type === I32 || type === I64) {
      let offset = random.below(15);
      if (offset >= 3 && offset <= 6) {
        // Division: an odd divisor that is not -1 cannot trap.
        code.push(...(type === I32 ? [0x41, 0xff, 0x00, 0x71] : [0x42, 0xff, 0x00, 0x83]));
        code.push(...(type === I32 ? [0x41, 0x01, 0x72] : [0x42, 0x01, 0x84]));
      }
      if (offset === 5 && random.below(2) === 0) offset = 6;
      code.push(INT_BINARY[type]! + offset);
      return;
    }
    // A copied sign may be a NaN's, which engines choose: long programs that throw values show it.
    const operator = random.below(7);
    const isCopy = operator === 6 && this.module.options.exceptions !== undefined;
    code.push(FLOAT_BINARY[type]! + (isCopy ? 0 : operator));
  }

  private load(type: number, depth: number): void {
    const { random, code } = this;
    this.address(depth);
    if (type === V128) {
      // v128.load, or such that repeat what they load, or load a half and make it wider.
      code.push(0xfd, random.pick([0, 0, 0, 1, 4, 7, 8, 9, 10, 92]), 0);
      code.push(...u32(random.pick([0, 1, 16, 200])));
      return;
    }
    if (random.below(3) === 0) {
      this.atomic(type, depth);
      return;
    }
    const op =
      type === I32
        ? random.pick([0x28, 0x2c, 0x2d, 0x2e, 0x2f])
        : random.pick([0x29, 0x30, 0x31, 0x34, 0x35]);
    code.push(op, 0, ...u32(random.pick([0, 1, 4, 200])));
  }

  /** An atomic access that gives a value, at an address that is there already. */
  private atomic(type: number, depth: number): void {
    const { random, code } = this;
    const [number, log2] = random.pick(ATOMIC_WIDTHS.filter((width) => width[2] === type));
    // A load; or add, sub, and, or, xor, xchg, cmpxchg.
    const how = random.below(8);
    for (let i = how === 0 ? 0 : how === 7 ? 2 : 1; i > 0; i--) this.expression(type, depth + 1);
    code.push(0xfe, how === 0 ? 0x10 + number : 0x1e + 7 * (how - 1) + number, log2);
    code.push(...u32(random.pick([0, 1, 3]) << log2));
  }

  private address(depth: number): void {
    this.expression(I32, depth + 1);
    this.code.push(0x41, ...signed(BigInt(MEMORY_MASK)), 0x71);
  }

  private condition(depth: number): void {
    const { random, code } = this;
    switch (random.below(4)) {
      case 0: {
        const type = random.pick(this.module.types);
        if (type === V128) {
          this.ofVector(I32, depth);
          break;
        }
        this.expression(type, depth + 1);
        this.expression(type, depth + 1);
        if (type === I32) code.push(0x46 + random.below(10));
        else if (type === I64) code.push(0x51 + random.below(10));
        else code.push((type === F32 ? 0x5b : 0x61) + random.below(6));
        break;
      }
      case 1:
        this.expression(I64, depth + 1);
        code.push(0x50);
        break;
      default:
        this.expression(I32, depth + 1);
    }
    if (random.below(3) === 0) code.push(0x45);
  }

  private conversion(type: number, depth: number): void {
    const { random, code } = this;
    if (type === V128) {
      this.vector(depth);
      return;
    }
    const from = random.pick(this.module.types);
    if (from === V128) {
      if (type === I32 || type === I64) this.ofVector(type, depth);
      else this.binary(type, depth);
      return;
    }
    this.expression(from, depth + 1);
    if (from === type) {
      if (type === I32) code.push(random.pick([0x67, 0x68, 0x69, 0xc0, 0xc1]));
      else if (type === I64) code.push(random.pick([0x79, 0x7a, 0x7b, 0xc2, 0xc3, 0xc4]));
      else code.push((type === F32 ? 0x8b : 0x99) + random.below(7));
      return;
    }
    const table: Record<string, number[][]> = {
      [`${I64}>${I32}`]: [[0xa7]],
      [`${F32}>${I32}`]: [
        [0xfc, 0],
        [0xfc, 1],
      ],
      [`${F64}>${I32}`]: [
        [0xfc, 2],
        [0xfc, 3],
      ],
      [`${I32}>${I64}`]: [[0xac], [0xad]],
      [`${F32}>${I64}`]: [
        [0xfc, 4],
        [0xfc, 5],
      ],
      [`${F64}>${I64}`]: [
        [0xfc, 6],
        [0xfc, 7],
      ],
      [`${I32}>${F32}`]: [[0xb2], [0xb3]],
      [`${I64}>${F32}`]: [[0xb4], [0xb5]],
      [`${F64}>${F32}`]: [[0xb6]],
      [`${I32}>${F64}`]: [[0xb7], [0xb8]],
      [`${I64}>${F64}`]: [[0xb9], [0xba]],
      [`${F32}>${F64}`]: [[0xbb]],
    };
    code.push(...random.pick(table[`${from}>${type}`]!));
  }

  private call(callee: number, depth: number): void {
    for (const param of this.module.signatures[callee]!.params) this.expression(param, depth + 1);
    if (this.random.below(3) > 0) this.code.push(0x10, ...u32(callee));
    else {
      this.code.push(0x41, ...signed(BigInt(callee)));
      this.code.push(0x11, ...u32(this.module.typeIndex(this.module.signatures[callee]!)), 0);
    }
  }

  /** A block, loop or if that yields values of the given types. */
  private structured(types: readonly number[], depth: number): void {
    const { random, code } = this;
    if (this.module.options.exceptions !== undefined && random.below(3) === 0) {
      this.try(types, depth);
      return;
    }
    const params = random.below(3) === 0 ? [random.pick(this.module.types)] : [];
    for (const param of params) this.expression(param, depth + 1);
    const blockType = signed(BigInt(this.module.typeIndex({ params, results: types })));
    const body = (carried: boolean) => {
      // Parameters are on the stack: keep or drop them below what follows.
      if (carried) for (const _ of params) code.push(0x1a);
      const count = random.below(3);
      for (let i = 0; i < count; i++) this.statement(depth + 1);
      this.results(types, depth + 1);
      if (random.below(2) === 0) this.branchIf(types, depth + 1);
    };
    switch (random.below(3)) {
      case 0:
        code.push(0x02, ...blockType);
        this.labels.push({ types, isLoop: false });
        body(true);
        break;
      case 1:
        code.push(0x03, ...blockType);
        this.labels.push({ types: params, isLoop: true });
        body(true);
        if (params.length === 0) this.loopAgain();
        break;
      default:
        this.condition(depth + 1);
        code.push(0x04, ...blockType);
        this.labels.push({ types, isLoop: false });
        body(true);
        if (types.length > 0 || params.length > 0 || random.below(2) === 0) {
          code.push(0x05);
          body(true);
        }
    }
    this.labels.pop();
    code.push(0x0b);
  }

  /** A `try` that yields values of the given types, in either form. */
  private try(types: readonly number[], depth: number): void {
    const { random, code, labels, module } = this;
    const asTable = module.options.exceptions === 'table';
    const blockType = signed(BigInt(module.typeIndex({ params: [], results: types })));
    const delegates = module.options.delegates === true && random.below(4) === 0;
    const handlers = delegates
      ? []
      : Array.from({ length: random.below(3) }, () => random.below(module.tags.length));
    if (!delegates && random.below(2) === 0) handlers.push(-1);
    if (this.tries === MOST_TRIES) {
      this.results(types, depth + 1);
      return;
    }
    const tryDepth = this.tries++;
    const out = labels.length;
    const part = (statements: number) => {
      for (let i = 0; i < statements; i++) this.statement(depth + 1);
      this.results(types, depth + 1);
      if (random.below(3) === 0) this.branchIf(types, depth + 1);
    };
    code.push(asTable ? 0x02 : 0x06, ...blockType);
    labels.push({ types, isLoop: false });
    if (asTable) {
      for (const tag of handlers.toReversed()) {
        const results = [...(tag < 0 ? [] : module.tags[tag]!), EXNREF];
        code.push(0x02, ...signed(BigInt(module.typeIndex({ params: [], results }))));
        labels.push(HIDDEN);
      }
      const clauses = handlers.map((tag, i) => (tag < 0 ? [3, i] : [1, tag, i]));
      code.push(0x1f, ...blockType, ...vector(clauses));
      labels.push(HIDDEN);
    }
    part(random.below(4));
    if (asTable) {
      code.push(0x0b);
      labels.pop();
    }
    for (const tag of handlers) {
      if (asTable) {
        code.push(0x0c, ...u32(labels.length - 1 - out), 0x0b);
        labels.pop();
        code.push(0x21, ...u32(this.fuel + 1 + tryDepth));
      } else if (tag < 0) code.push(0x19);
      else code.push(0x07, tag);
      this.catches.push({ label: out, depth: tryDepth });
      for (const type of (tag < 0 ? [] : module.tags[tag]!).toReversed()) {
        const local = this.localOf(type);
        if (local < 0) code.push(0x1a);
        else code.push(0x21, ...u32(local));
      }
      if (random.below(3) === 0) this.rethrow(depth);
      part(random.below(3));
      this.catches.pop();
    }
    labels.pop();
    this.tries--;
    if (delegates) code.push(0x18, ...u32(random.below(labels.length)));
    else code.push(0x0b);
  }

  /** Throws an exception again that is being handled, on some condition. */
  private rethrow(depth: number): void {
    const { random, code, labels } = this;
    const caught = random.pick(this.catches);
    this.condition(depth + 1);
    code.push(0x04, 0x40);
    if (this.module.options.exceptions === 'table') {
      code.push(0x20, ...u32(this.fuel + 1 + caught.depth), 0x0a);
    } else code.push(0x09, ...u32(labels.length - caught.label));
    code.push(0x0b);
  }

  /** Throws on some condition. */
  private throw(depth: number): void {
    const { random, code, labels, module } = this;
    const tag = random.below(module.tags.length);
    this.condition(depth + 1);
    code.push(0x04, 0x40);
    labels.push({ types: [], isLoop: false });
    this.results(module.tags[tag]!, depth + 1);
    code.push(0x08, tag);
    labels.pop();
    code.push(0x0b);
  }

  /** `fuel -= 1; br_if 0 (fuel > 0)`: results of the loop stay below. */
  private loopAgain(): void {
    const fuel = u32(this.fuel);
    this.code.push(0x20, ...fuel, 0x41, 1, 0x6b, 0x22, ...fuel, 0x41, 0, 0x4a, 0x0d, 0);
  }

  /** A conditional branch with the given types on the stack, to a label that carries just these. */
  private branchIf(types: readonly number[], depth: number): void {
    const { random, code, labels } = this;
    const fitting = labels.flatMap((label, i) =>
      !label.isLoop && String(label.types) === String(types) ? [labels.length - 1 - i] : [],
    );
    if (fitting.length === 0) return;
    if (random.below(4) === 0 && fitting.length > 0) {
      // Unconditional, in a block of its own so that the code behind it is alive.
      this.condition(depth);
      code.push(0x0d, ...u32(random.pick(fitting)));
      return;
    }
    this.condition(depth);
    code.push(0x0d, ...u32(random.pick(fitting)));
  }

  private statement(depth: number): void {
    const { random, code } = this;
    if (this.budget < 0) return;
    if (this.module.options.exceptions !== undefined && random.below(6) === 0) {
      this.throw(depth);
      return;
    }
    switch (random.below(11)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const type = random.pick(this.module.types);
        const local = this.localOf(type);
        this.expression(type, depth + 1);
        if (local < 0) code.push(0x1a);
        else code.push(0x21, ...u32(local));
        break;
      }
      case 4: {
        // Locals that trade places.
        const type = random.pick(this.module.types);
        const [a, b] = [this.localOf(type), this.localOf(type)];
        if (a < 0) break;
        code.push(0x20, ...u32(a), 0x20, ...u32(b), 0x21, ...u32(a), 0x21, ...u32(b));
        break;
      }
      case 5: {
        const type = random.pick(this.module.options.vectors ? [I32, I64, V128] : [I32, I64]);
        this.address(depth);
        this.expression(type, depth + 1);
        if (type === V128) {
          code.push(0xfd, 0x0b, 0, ...u32(random.pick([0, 3, 64])));
          break;
        }
        if (random.below(4) === 0) {
          const [number, log2] = random.pick(ATOMIC_WIDTHS.filter((width) => width[2] === type));
          code.push(0xfe, 0x17 + number, log2, ...u32(random.pick([0, 1, 3]) << log2));
          break;
        }
        const op = type === I32 ? random.pick([0x36, 0x3a, 0x3b]) : random.pick([0x37, 0x3c, 0x3e]);
        code.push(op, 0, ...u32(random.pick([0, 3, 64])));
        break;
      }
      case 6:
        this.expression(I64, depth + 1);
        code.push(0x24, 0);
        break;
      case 7:
      case 8:
        this.structured([], depth);
        break;
      case 9:
        this.switch(depth);
        break;
      default: {
        const results = this.signature.results;
        this.condition(depth + 1);
        code.push(0x04, 0x40);
        this.labels.push({ types: [], isLoop: false });
        this.results(results, depth + 1);
        const callee = this.module.calleeFor(this.index, results, random);
        if (callee >= 0 && random.below(2) === 0) {
          for (const _ of results) code.push(0x1a);
          for (const param of this.module.signatures[callee]!.params) {
            this.expression(param, depth + 1);
          }
          code.push(0x12, ...u32(callee));
        } else code.push(0x0f);
        this.labels.pop();
        code.push(0x0b);
      }
    }
  }

  /** Nested blocks left by a br_table, with a local set in between. */
  private switch(depth: number): void {
    const { random, code } = this;
    const count = 2 + random.below(3);
    for (let i = 0; i < count; i++) {
      code.push(0x02, 0x40);
      this.labels.push({ types: [], isLoop: false });
    }
    this.expression(I32, depth + 1);
    const targets = Array.from({ length: random.below(6) }, () => u32(random.below(count)));
    code.push(0x0e, ...vector(targets), ...u32(random.below(count)));
    for (let i = 0; i < count; i++) {
      this.labels.pop();
      code.push(0x0b);
      if (this.budget > 0) this.statement(depth + 2);
    }
  }
}

class ProgramWriter {
  readonly signatures: Signature[] = [];
  private readonly functionTypes: Signature[] = [];
  private readonly typeIndices = new Map<string, number>();
  /** Types of values of such programs, and of the values of their tags. */
  readonly types: readonly number[];
  readonly tags: readonly (readonly number[])[];

  constructor(
    private readonly random: Random,
    readonly options: ProgramOptions,
  ) {
    this.types = options.vectors === true ? WITH_VECTORS : TYPES;
    this.tags = tagsOf(options);
  }

  typeIndex(signature: Signature): number {
    const key = `${signature.params}>${signature.results}`;
    let index = this.typeIndices.get(key);
    if (index === undefined) {
      index = this.functionTypes.length;
      this.typeIndices.set(key, index);
      this.functionTypes.push(signature);
    }
    return index;
  }

  /** A function behind `from` with the given results, or -1. */
  calleeFor(from: number, results: readonly number[], random: Random): number {
    const end = from - (from % GROUP) + GROUP;
    const fitting = this.signatures.flatMap((s, i) =>
      i > from && i < end && String(s.results) === String(results) ? [i] : [],
    );
    return fitting.length === 0 ? -1 : random.pick(fitting);
  }

  write(): Uint8Array {
    const { random } = this;
    const { functions: count = 4 + random.below(5) } = this.options;
    for (let i = 0; i < count; i++) {
      const paramCount = random.below(3) === 0 ? random.below(16) : random.below(5);
      const resultCount = random.below(4) === 0 ? random.below(5) : 1;
      // JavaScript calls every other one.
      const types = i % 2 === 0 ? TYPES : this.types;
      this.signatures.push({
        params: Array.from({ length: paramCount }, () => random.pick(types)),
        results: Array.from({ length: resultCount }, () => random.pick(types)),
      });
    }
    const functionTypes = this.signatures.map((s) => u32(this.typeIndex(s)));
    const bodies = this.signatures.map((s, i) => new FunctionWriter(random, this, i, s).write());
    const tags =
      this.options.exceptions === undefined
        ? []
        : this.tags.map((params) => [0, ...u32(this.typeIndex({ params, results: [] }))]);
    const name = (text: string) => [...u32(text.length), ...Buffer.from(text)];
    const exports = [
      [...name('memory'), 2, 0],
      [...name('global'), 3, 0],
      ...this.signatures.map((_, i) => [...name(`f${i}`), 0, ...u32(i)]),
      ...tags.map((_, i) => [...name(`t${i}`), 4, ...u32(i)]),
    ];
    return Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(
        1,
        vector(
          this.functionTypes.map((t) => [
            0x60,
            ...vector(t.params.map((p) => [p])),
            ...vector(t.results.map((r) => [r])),
          ]),
        ),
      ),
      ...section(3, vector(functionTypes)),
      ...section(4, [1, 0x70, 0, ...u32(count)]),
      ...section(5, [1, 0, ...u32(2)]),
      ...(tags.length > 0 ? section(13, vector(tags)) : []),
      ...section(6, [1, I64, 1, 0x42, 5, 0x0b]),
      ...section(7, vector(exports)),
      ...section(9, [1, 0, 0x41, 0, 0x0b, ...vector(this.signatures.map((_, i) => u32(i)))]),
      ...section(10, vector(bodies)),
    ]);
  }
}

export interface RandomProgram {
  readonly bytes: Uint8Array;
  /** Parameter types of the exports f0, f1, ... as binary type bytes. */
  readonly params: readonly (readonly number[])[];
  /** Whether JavaScript can call each. */
  readonly callable: readonly boolean[];
}

export function randomProgram(seed: number, options: ProgramOptions = {}): RandomProgram {
  const writer = new ProgramWriter(new Random(seed), options);
  const bytes = writer.write();
  const { signatures } = writer;
  return {
    bytes,
    params: signatures.map((s) => s.params),
    callable: signatures.map((s) => [...s.params, ...s.results].every(isForJavaScript)),
  };
}

/** A JavaScript argument for a parameter of the type. */
export function randomArgument(random: Random, type: number): number | bigint {
  const value = random.below(2) === 0 ? random.pick(INTERESTING) : BigInt(random.next() | 0);
  if (type === I64) return BigInt.asIntN(64, value * BigInt(random.below(5) === 0 ? 2 ** 33 : 1));
  if (type === I32) return Number(BigInt.asIntN(32, value));
  return Number(value) / 4;
}
