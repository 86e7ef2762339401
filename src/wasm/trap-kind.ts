/** Why WebAssembly code stopped. */
export const enum TrapKind {
  Unreachable = 0,
  IntegerDivideByZero = 1,
  IntegerOverflow = 2,
  InvalidConversionToInteger = 3,
  OutOfBoundsMemoryAccess = 4,
  OutOfBoundsTableAccess = 5,
  UndefinedElement = 6,
  UninitializedElement = 7,
  IndirectCallTypeMismatch = 8,
  CallStackExhausted = 9,
  UnalignedAtomic = 10,
  ExpectedSharedMemory = 11,
  NullExceptionReference = 12,
  Count,
}

const MESSAGES = [
  'unreachable',
  'integer divide by zero',
  'integer overflow',
  'invalid conversion to integer',
  'out of bounds memory access',
  'out of bounds table access',
  'undefined element',
  'uninitialized element',
  'indirect call type mismatch',
  'call stack exhausted',
  'unaligned atomic',
  'expected shared memory',
  'null exception reference',
];

/** The trap's name, as in the official test suite. */
export function trapMessage(kind: TrapKind): string {
  return MESSAGES[kind] ?? `trap ${kind}`;
}
