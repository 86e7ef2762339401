import { V8_FUNCTIONS } from '../../stubs/bridge.js';
import type { CFunction } from './foreign.js';

/**
 * Calls of native functions by V8's C++ interface, which Node exports for add-ons. Where any part of it
 * is not found, calls take longer, and nothing else changes.
 */

/** Addresses of {@link V8_FUNCTIONS}, or undefined where they are not Node's: others only look like it. */
export function engineFunctions(symbol: (name: string) => number): number[] | undefined {
  const { bun, deno, electron } = process.versions;
  if (process.release.name !== 'node' || bun || deno || electron) return undefined;
  const addresses = V8_FUNCTIONS.map(symbol);
  return addresses.includes(0) ? undefined : addresses;
}

/**
 * `CFunctionInfo::CFunctionInfo(const CTypeInfo& result, unsigned count, const CTypeInfo* parameters)`,
 * later with an `Int64Representation` as well, of which 0 is the usual one.
 */
const INFO_CONSTRUCTORS = [
  '_ZN2v813CFunctionInfoC1ERKNS_9CTypeInfoEjPS2_NS0_19Int64RepresentationE',
  '_ZN2v813CFunctionInfoC1ERKNS_9CTypeInfoEjPS2_',
];
/** `CFunction::CFunction(const void* address, const CFunctionInfo*)` */
const CONSTRUCTOR = '_ZN2v89CFunctionC1EPKvPKNS_13CFunctionInfoE';

/**
 * `CTypeInfo::Type` of a receiver, `kV8Value`, in the versions that were looked at (Node 20 to 26). With
 * another number V8 would find that the types do not fit, and not call without its layer between.
 */
const TYPE_VALUE = 10;
const FIRST_V8 = 11;
const LAST_V8 = 14;

/** Room for each object, more than any version needs. */
const INFO = 0;
const RESULT_TYPE = 64;
const PARAMETER_TYPE = 80;
const FUNCTION = 96;
const SIZE = 160;

/**
 * Makes a `v8::CFunction` of `void f(Local<Value> receiver)`, whose address is good until the next one is
 * made. Undefined where the engine has no such, or is one that nobody has looked at.
 */
export function cFunctions(
  bind: (address: number, result: 'word') => CFunction,
  symbol: (name: string) => number,
  addressOf: (bytes: Uint8Array) => number | undefined,
): ((address: number) => number) | undefined {
  const version = Number.parseInt(process.versions.v8 ?? '', 10);
  if (!(version >= FIRST_V8 && version <= LAST_V8)) return undefined;
  const makeInfo = INFO_CONSTRUCTORS.map(symbol).find((address) => address !== 0) ?? 0;
  const make = symbol(CONSTRUCTOR);
  if (makeInfo === 0 || make === 0) return undefined;
  const bytes = new Uint8Array(SIZE);
  const start = addressOf(bytes) ?? 0;
  if (start === 0) return undefined;
  bytes[PARAMETER_TYPE] = TYPE_VALUE;
  bind(makeInfo, 'word')(start + INFO, start + RESULT_TYPE, 1, start + PARAMETER_TYPE, 0);
  const construct = bind(make, 'word');
  return (address) => {
    construct(start + FUNCTION, address, start + INFO);
    // The engine goes on reading the info: this keeps it.
    return bytes.length > 0 ? start + FUNCTION : 0;
  };
}
