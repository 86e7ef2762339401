/** Modules by hand, for tests: bytes of sections and their parts. */

export const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** The largest u32. */
export const HUGE = [0xff, 0xff, 0xff, 0xff, 0x0f];

/** Unsigned LEB128. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

export function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...leb(bytes.length), ...bytes];
}

export function section(id: number, ...parts: readonly (number | readonly number[])[]): number[] {
  const contents = parts.flat();
  return [id, ...leb(contents.length), ...contents];
}

/** A section that is a vector of items. */
export function vector(id: number, ...items: readonly (readonly number[])[]): number[] {
  return section(id, leb(items.length), items.flat());
}

export function module(...sections: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([...HEADER, ...sections.flat()]);
}

export const I32 = 0x7f;
export const FUNCREF = 0x70;
export const EXTERNREF = 0x6f;
/** The type `[] -> []`. */
export const VOID_TYPE = [0x60, 0, 0];
/** A body that does nothing, with its size. */
export const EMPTY_BODY = [2, 0, 0x0b];
/** `i32.const 0` as a constant expression. */
export const ZERO = [0x41, 0, 0x0b];

/** One function of type `[] -> []`, to stand before and behind other sections. */
export const ONE_TYPE = vector(1, VOID_TYPE);
export const ONE_FUNC = vector(3, [0]);
export const ONE_BODY = vector(10, EMPTY_BODY);

// The declarations of the DOM are not in the project's library, so the members used are named here.
const v8 = (
  globalThis as unknown as {
    WebAssembly: {
      validate(bytes: Uint8Array): boolean;
      Module: new (bytes: Uint8Array) => object;
    };
  }
).WebAssembly;

/** The verdict of the engine that runs the tests. */
export function isValidInV8(bytes: Uint8Array): boolean {
  return v8.validate(bytes);
}

/**
 * Whether V8 refuses a module by a limit that is no rule of validation: since V8 13 (Node 24) a table of
 * more than 10,000,000 elements. By the standard's JavaScript interface such a module compiles, and the
 * table cannot be made.
 */
export function isBeyondV8Limits(bytes: Uint8Array): boolean {
  return /table size \(.*\) is larger than implementation limit/.test(refusalOfV8(bytes));
}

/**
 * Whether V8 refuses a module for an operator or a type that is supported here and not in every V8 yet: those of
 * wide arithmetic, up to Node 26, of relaxed SIMD, up to Node 20, and try_table, throw_ref and exnref, whose byte meant something else before. It says
 * nothing of what follows.
 */
export function usesWhatV8Lacks(bytes: Uint8Array): boolean {
  return LACKING.test(refusalOfV8(bytes));
}

const LACKING =
  /invalid numeric opcode: 0xfc1[3-6]\b|invalid opcode 0x(?:1f|a)\b|'noextern(?:ref)?'|exnref|opcode (?:try_table|throw_ref)|relaxed-simd/i;

/** Why V8 refuses a module; empty if it does not. */
function refusalOfV8(bytes: Uint8Array): string {
  try {
    new v8.Module(bytes);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
