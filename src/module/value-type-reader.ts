import { Needs, needs, proposalOfTypeByte } from '../wasm/proposals.js';
import { isRefType, ValType, valTypeOfByte } from '../wasm/value-types.js';
import type { BinaryReader } from './binary-reader.js';

/** `0x1f` */
export function hexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

/** The value type that each byte is, of those that are supported and are one byte; -1 for others. */
const TYPE_OF_BYTE = new Int32Array(256).fill(-1);
for (let byte = 0; byte < 256; byte++) {
  TYPE_OF_BYTE[byte] = valTypeOfByte(byte);
}

/** A value type; `what` says of what. */
export function readValType(r: BinaryReader, what: string): ValType {
  const at = r.pos;
  const byte = r.u8(what);
  const type = TYPE_OF_BYTE[byte]!;
  if (type >= 0) return type;
  const proposal = proposalOfTypeByte(byte);
  if (proposal !== undefined) throw r.error(needs(`value type ${hexByte(byte)}`, proposal), at);
  throw r.error(
    `malformed value type ${hexByte(byte)}: ${what} must be i32, i64, f32, f64, v128, funcref, externref or exnref`,
    at,
  );
}

/** A reference type: `funcref`, `externref` or `exnref`. */
export function readRefType(r: BinaryReader, what: string): ValType {
  const at = r.pos;
  const byte = r.u8(what);
  const type = TYPE_OF_BYTE[byte]!;
  if (type >= 0 && isRefType(type)) return type;
  const proposal = proposalOfTypeByte(byte);
  if (proposal !== undefined) {
    throw r.error(needs(`reference type ${hexByte(byte)}`, proposal), at);
  }
  throw r.error(
    `malformed reference type ${hexByte(byte)}: ${what} must be funcref, externref or exnref`,
    at,
  );
}

/** The heap type of `ref.null`, as the reference type of the null. */
export function readHeapType(
  r: BinaryReader,
): ValType.FuncRef | ValType.ExternRef | ValType.ExnRef {
  const at = r.pos;
  const byte = r.u8('heap type');
  if (byte === 0x70) return ValType.FuncRef;
  if (byte === 0x6f) return ValType.ExternRef;
  if (byte === 0x69) return ValType.ExnRef;
  // What is no negative one-byte number is a type index (or the start of one).
  const proposal =
    byte < 0x40 || byte >= 0x80 ? Needs.TypedFunctionReferences : proposalOfTypeByte(byte);
  if (proposal === undefined) {
    throw r.error(`malformed heap type ${hexByte(byte)}: func, extern or exn expected`, at);
  }
  throw r.error(needs(`heap type ${hexByte(byte)}`, proposal), at);
}
