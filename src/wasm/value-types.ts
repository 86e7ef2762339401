/**
 * Value types as integers, of up to 31 bits:
 * ```
 *   0-4   number types and the vector type: the same numbers as their machine kinds (see Kind)
 *   5     funcref
 *   6     externref
 *   7     exnref
 *   8     Bottom
 *   9-    free, for references whose heap type takes more than a byte in a module
 * ```
 * What a number means is known in this file alone: elsewhere types are compared for being the same, and
 * asked about with the functions below. Tables of types have 32 bits for each. Every reference is an
 * 8-byte opaque word on the machine; null is 0.
 */
export const enum ValType {
  I32 = 0,
  I64 = 1,
  F32 = 2,
  F64 = 3,
  V128 = 4,
  FuncRef = 5,
  ExternRef = 6,
  ExnRef = 7,
  /** The type of a value popped from a stack that is polymorphic because the code is unreachable. */
  Bottom = 8,
}

/** How a value sits in registers and slots: the machine's view of a type. */
export const enum Kind {
  /** 32 bits in a general register. */
  I32 = 0,
  /** 64 bits in a general register; also every reference. */
  I64 = 1,
  F32 = 2,
  F64 = 3,
  V128 = 4,
}

/** The machine kind of a value type (references are 64-bit words). */
export function kindOf(type: ValType): Kind {
  return type <= ValType.V128 ? (type as number as Kind) : Kind.I64;
}

/** Bytes of a value in memory, which are its alignment too. */
export function bytesOfKind(kind: Kind): number {
  if (kind === Kind.V128) return 16;
  return kind === Kind.I32 || kind === Kind.F32 ? 4 : 8;
}

/** True for kinds that live in floating-point (vector) registers. */
export function isFloatKind(kind: Kind): boolean {
  return kind >= 2;
}

export function isRefType(type: ValType): boolean {
  return type >= ValType.FuncRef && type !== ValType.Bottom;
}

/** True for references whose words stand for values of JavaScript's. */
export function isHostRef(type: ValType): boolean {
  return type === ValType.ExternRef || type === ValType.ExnRef;
}

/** True for i32, i64, f32 and f64. */
export function isNumType(type: ValType): boolean {
  return type <= ValType.F64;
}

/**
 * Whether a value of a type can stand where another one is expected (spec 3.0, section 3.3.3). Hot code
 * looks first whether the types are the same, and asks here only when they are not.
 */
export function isSubtype(type: ValType, expected: ValType): boolean {
  return type === expected || type === ValType.Bottom;
}

const NAMES = ['i32', 'i64', 'f32', 'f64', 'v128', 'funcref', 'externref', 'exnref', 'any'];

/** The type's name in the text format. */
export function typeName(type: ValType): string {
  return NAMES[type] ?? `type ${type}`;
}

/**
 * The value type of a binary type byte (spec 3.0, section 5.3), or -1 when the byte is none.
 */
export function valTypeOfByte(byte: number): ValType | -1 {
  switch (byte) {
    case 0x7f:
      return ValType.I32;
    case 0x7e:
      return ValType.I64;
    case 0x7d:
      return ValType.F32;
    case 0x7c:
      return ValType.F64;
    case 0x7b:
      return ValType.V128;
    case 0x70:
      return ValType.FuncRef;
    case 0x6f:
      return ValType.ExternRef;
    case 0x69:
      return ValType.ExnRef;
    default:
      return -1;
  }
}

/** Whether values of a type can be neither given to JavaScript nor taken from it. */
export function hasNoForm(type: ValType): boolean {
  return type === ValType.V128 || type === ValType.ExnRef;
}
