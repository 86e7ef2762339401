/** Names of the proposals that modules are refused for, besides those of operators. */
export const enum Needs {
  GarbageCollection = 'garbage collection',
  TypedFunctionReferences = 'typed function references',
  StackSwitching = 'stack switching',
  MultiMemory = 'multi-memory',
  Memory64 = 'memory64',
  CustomPageSizes = 'custom page sizes',
}

/** The reason of an error about something that only comes with a proposal that is not supported. */
export function needs(what: string, proposal: string): string {
  return `${what} needs ${proposal}`;
}

/** The proposal that a value-type byte outside of the supported types belongs to. */
export function proposalOfTypeByte(byte: number): string | undefined {
  switch (byte) {
    case 0x63:
    case 0x64:
      return Needs.TypedFunctionReferences;
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
    case 0x74: // nullexnref
      return Needs.GarbageCollection;
    default:
      return undefined;
  }
}

/**
 * The proposal that an opcode outside of the table belongs to, or undefined if no proposal known
 * here has it. `prefix` is 0 for one-byte opcodes.
 */
export function foreignProposal(prefix: number, code: number): string | undefined {
  if (prefix === 0) {
    if (code === 0x14 || code === 0x15 || (code >= 0xd4 && code <= 0xd6)) {
      return 'typed function references';
    }
    if (code === 0xd3) return 'garbage collection';
    if (code >= 0xe0 && code <= 0xe6) return 'stack switching';
    return undefined;
  }
  if (prefix === 0xfb) return 'garbage collection';
  if (prefix === 0xfc && code === 18) return 'memory control';
  return undefined;
}
