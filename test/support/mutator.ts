/**
 * Deterministic mutations of Wasm modules: what a fuzzer would try, from a seed.
 */

/** mulberry32: numbers below 2^32 from a 32-bit seed. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** Below `limit`, which is at least 1. */
  below(limit: number): number {
    return this.next() % limit;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** A section: its id, and where it lies in the module, header included. */
interface SectionPlace {
  readonly id: number;
  readonly start: number;
  readonly contents: number;
  readonly end: number;
}

/** Reads an unsigned LEB128 of at most 32 bits; `[value, next offset]`. */
export function readU32(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  return [value, at];
}

export function u32(value: number): number[] {
  const out: number[] = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) out.push((value % 128) | 0x80);
  return [...out, value];
}

/** The sections of a well-formed module. */
export function sectionsOf(bytes: Uint8Array): SectionPlace[] {
  const places: SectionPlace[] = [];
  for (let at = 8; at < bytes.length; ) {
    const [size, contents] = readU32(bytes, at + 1);
    places.push({ id: bytes[at]!, start: at, contents, end: contents + size });
    at = contents + size;
  }
  return places;
}

const CODE = 10;
const DATA = 11;
const DATA_COUNT = 12;
const ELEMENT = 9;
const CUSTOM = 0;

/**
 * A small module out of a real one: all declarations, but only the bodies that `keep` names; the
 * others trap. Data and custom sections go; segments of elements too when `keepElements` is false.
 */
export function cutDown(
  bytes: Uint8Array,
  keep: (body: number) => boolean,
  keepElements: boolean,
): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  for (const { id, start, contents, end } of sectionsOf(bytes)) {
    if (id === CUSTOM || id === DATA || id === DATA_COUNT) continue;
    if (id === ELEMENT && !keepElements) continue;
    if (id !== CODE) {
      parts.push(bytes.subarray(start, end));
      continue;
    }
    const bodies: Uint8Array[] = [];
    let [count, at] = readU32(bytes, contents);
    for (let i = 0; i < count; i++) {
      const [size, body] = readU32(bytes, at);
      bodies.push(keep(i) ? bytes.subarray(at, body + size) : Uint8Array.of(3, 0, 0, 0x0b));
      at = body + size;
    }
    count = bodies.length;
    const size = bodies.reduce((sum, body) => sum + body.length, u32(count).length);
    parts.push(Uint8Array.from([CODE, ...u32(size), ...u32(count)]), ...bodies);
  }
  return concat(parts);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function splice(
  bytes: Uint8Array,
  at: number,
  remove: number,
  insert: ArrayLike<number>,
): Uint8Array {
  const end = Math.min(bytes.length, at + remove);
  return concat([bytes.subarray(0, at), Uint8Array.from(insert), bytes.subarray(end)]);
}

/** LEB128 values at the edges of ranges, in shortest and in padded form, and too long ones. */
const EDGE_LEBS: readonly (readonly number[])[] = [
  [0],
  [0x7f],
  [0x80, 0x01],
  [0xff, 0x7f],
  [0xff, 0xff, 0x03],
  [0x80, 0x80, 0x04],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0x80, 0x80, 0x80, 0x80, 0x08],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0x1f],
  [0x80, 0x80, 0x80, 0x80, 0x78],
  [0x80, 0x80, 0x80, 0x80, 0x70],
  [0x81, 0x80, 0x80, 0x80, 0x00],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
];

/** Bytes that mean something nearly everywhere: openers, ends, types, prefixes. */
const TELLING_BYTES = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x1a,
  0x1b, 0x1c, 0x20, 0x21, 0x22, 0x23, 0x24, 0x28, 0x36, 0x3f, 0x40, 0x41, 0x42, 0x43, 0x44, 0x60,
  0x6f, 0x70, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f, 0x80, 0xd0, 0xd1, 0xd2, 0xfc, 0xfd, 0xfe, 0xff,
];

/** One mutation of `base`; `others` lend sections. */
export function mutate(
  base: Uint8Array,
  others: readonly Uint8Array[],
  random: Random,
): Uint8Array {
  let bytes = base;
  // Mostly one change: two wrongs would hide each other's verdict.
  const changes = random.below(4) === 0 ? 2 + random.below(3) : 1;
  for (let i = 0; i < changes && bytes.length > 0; i++) bytes = change(bytes, others, random);
  return bytes;
}

function change(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random.below(bytes.length);
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2: {
      const copy = bytes.slice();
      copy[at]! ^= 1 << random.below(8);
      return copy;
    }
    case 3:
    case 4: {
      const copy = bytes.slice();
      copy[at] = random.pick(TELLING_BYTES);
      return copy;
    }
    case 5: {
      const copy = bytes.slice();
      copy[at] = random.below(256);
      return copy;
    }
    case 6:
      return bytes.slice(0, at);
    case 7:
      return splice(bytes, at, random.below(3), random.pick(EDGE_LEBS));
    case 8:
      return splice(bytes, at, 1 + random.below(8), []);
    case 9:
      return splice(bytes, at, 0, [random.pick(TELLING_BYTES)]);
    case 10:
      return changeBody(bytes, random);
    default:
      return changeSections(bytes, others, random);
  }
}

/** Changes one byte of code without a change of any size, so that only validation can object. */
function changeBody(bytes: Uint8Array, random: Random): Uint8Array {
  let code: SectionPlace | undefined;
  try {
    code = sectionsOf(bytes).find(({ id }) => id === CODE);
  } catch {
    return bytes;
  }
  if (code === undefined || code.end > bytes.length || code.end <= code.contents) return bytes;
  const copy = bytes.slice();
  const at = code.contents + random.below(code.end - code.contents);
  copy[at] = random.below(2) === 0 ? random.pick(TELLING_BYTES) : 0x45 + random.below(0x80);
  return copy;
}

/** Drops, doubles, swaps or takes over a section. */
function changeSections(
  bytes: Uint8Array,
  others: readonly Uint8Array[],
  random: Random,
): Uint8Array {
  const cut = (module: Uint8Array): Uint8Array[] =>
    sectionsOf(module).map(({ start, end }) =>
      module.subarray(start, Math.min(end, module.length)),
    );
  const sections = cut(bytes);
  if (sections.length === 0) return bytes;
  const header = bytes.subarray(0, 8);
  const at = random.below(sections.length);
  switch (random.below(4)) {
    case 0:
      sections.splice(at, 1);
      break;
    case 1:
      sections.splice(random.below(sections.length + 1), 0, sections[at]!);
      break;
    case 2: {
      const other = random.below(sections.length);
      [sections[at], sections[other]] = [sections[other]!, sections[at]!];
      break;
    }
    default: {
      const lent = cut(random.pick(others));
      sections.splice(at, random.below(2), random.pick(lent));
    }
  }
  return concat([header, ...sections]);
}
