/** Names of the proposals that modules are refused for, besides those of operators. */
export const enum Needs {
  Simd = 'SIMD',
  GarbageCollection = 'garbage collection',
  TypedFunctionReferences = 'typed function references',
  ExceptionHandling = 'exception handling',
  StackSwitching = 'stack switching',
  MultiMemory = 'multi-memory',
  Memory64 = 'memory64',
  Threads = 'threads',
  CustomPageSizes = 'custom page sizes',
}

/** The reason of an error about something that only comes with a proposal that is not supported. */
export function needs(what: string, proposal: string): string {
  return `${what} needs ${proposal}`;
}

/** The proposal that a value-type byte outside of the supported types belongs to. */
export function proposalOfTypeByte(byte: number): string | undefined {
  switch (byte) {
    case 0x7b:
      return Needs.Simd;
    case 0x63:
    case 0x64:
      return Needs.TypedFunctionReferences;
    case 0x69:
    case 0x74:
      return Needs.ExceptionHandling;
    case 0x68:
    case 0x75:
      return Needs.StackSwitching;
    case 0x6a: // arrayref
    case 0x6b: // structref
    case 0x6c: // i31ref
    case 0x6d: // eqref
    case 0x6e: // anyref
    case 0x71: // nullref
    case 0x72: // nullexternref
    case 0x73: // nullfuncref
      return Needs.GarbageCollection;
    default:
      return undefined;
  }
}
