import type { BinaryReader } from './binary-reader.js';
import { MAX_MEMORY_PAGES, MAX_PARAMS, MAX_RESULTS } from './limits.js';
import type { FuncType, GlobalType, Limits, MemoryType, TableType } from './module-info.js';
import { Needs, needs, proposalOfTypeByte } from './unsupported.js';
import { isRefType, ValType, valTypeOfByte } from './value-types.js';

/** `0x1f` */
export function hexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

/** A value type; `what` says of what. */
export function readValType(r: BinaryReader, what: string): ValType {
  const at = r.pos;
  const byte = r.u8(what);
  const type = valTypeOfByte(byte);
  if (type >= 0 && type !== ValType.V128) return type as ValType;
  const proposal = proposalOfTypeByte(byte);
  if (proposal !== undefined) throw r.error(needs(`value type ${hexByte(byte)}`, proposal), at);
  throw r.error(
    `malformed value type ${hexByte(byte)}: ${what} must be i32, i64, f32, f64, funcref or externref`,
    at,
  );
}

/** A reference type, `funcref` or `externref`. */
export function readRefType(r: BinaryReader, what: string): ValType {
  const at = r.pos;
  const byte = r.u8(what);
  const type = valTypeOfByte(byte);
  if (type >= 0 && isRefType(type as ValType)) return type as ValType;
  const proposal = proposalOfTypeByte(byte);
  if (proposal !== undefined && proposal !== Needs.Simd) {
    throw r.error(needs(`reference type ${hexByte(byte)}`, proposal), at);
  }
  throw r.error(
    `malformed reference type ${hexByte(byte)}: ${what} must be funcref or externref`,
    at,
  );
}

function readValTypes(r: BinaryReader, what: string, limit: number): ValType[] {
  const count = r.count(what, limit);
  const types: ValType[] = [];
  for (let i = 0; i < count; i++) types.push(readValType(r, `type of one of the ${what}`));
  return types;
}

/** An entry of the type section (spec 3.0, section 5.3): a function type. */
export function readFuncType(r: BinaryReader): FuncType {
  const at = r.pos;
  const form = r.u8('function type (0x60)');
  if (form !== 0x60) {
    if (form === 0x4e || form === 0x4f || form === 0x50 || form === 0x5e || form === 0x5f) {
      throw r.error(needs(`type form ${hexByte(form)}`, Needs.GarbageCollection), at);
    }
    if (form === 0x5d) throw r.error(needs('continuation type', Needs.StackSwitching), at);
    throw r.error(`malformed type form ${hexByte(form)}: function type (0x60) expected`, at);
  }
  const params = readValTypes(r, 'parameters', MAX_PARAMS);
  const results = readValTypes(r, 'results', MAX_RESULTS);
  return { params, results, key: `${params.join()}>${results.join()}` };
}

function readLimits(r: BinaryReader, hasMax: boolean, what: string, unit: string): Limits {
  const min = r.u32(`minimum of the ${what} in ${unit}`);
  if (!hasMax) return { min, max: -1 };
  const at = r.pos;
  const max = r.u32(`maximum of the ${what} in ${unit}`);
  if (min > max) {
    throw r.error(
      `size minimum must not be greater than maximum: the ${what} has ${min} and ${max} ${unit}`,
      at,
    );
  }
  return { min, max };
}

/** A table type: element type and limits in elements. */
export function readTableType(r: BinaryReader): TableType {
  if (r.remaining > 0 && r.bytes[r.pos] === 0x40) {
    throw r.error(needs('table with an initial value', Needs.TypedFunctionReferences));
  }
  const elemType = readRefType(r, 'element type of a table');
  const at = r.pos;
  const flags = r.u8('limits flags of a table');
  if (flags > 1) {
    const text = `malformed limits flags ${hexByte(flags)} of a table: 0x00 or 0x01 expected`;
    throw r.error(flags === 4 || flags === 5 ? needs(`${text}; this`, Needs.Memory64) : text, at);
  }
  const { min, max } = readLimits(r, flags === 1, 'table', 'elements');
  return { min, max, elemType };
}

/** A memory type: limits in pages of 64 KiB. */
export function readMemoryType(r: BinaryReader): MemoryType {
  const at = r.pos;
  const flags = r.u8('limits flags of a memory');
  if (flags > 1) {
    const text = `malformed limits flags ${hexByte(flags)} of a memory: 0x00 or 0x01 expected`;
    if (flags > 15) throw r.error(text, at);
    const proposal =
      flags >= 8 ? Needs.CustomPageSizes : flags >= 4 ? Needs.Memory64 : Needs.Threads;
    throw r.error(needs(`${text}; this`, proposal), at);
  }
  const limits = readLimits(r, flags === 1, 'memory', 'pages');
  const most = Math.max(limits.min, limits.max);
  if (most > MAX_MEMORY_PAGES) {
    throw r.error(
      `memory size must be at most ${MAX_MEMORY_PAGES} pages (4 GiB), not ${most}`,
      at + 1,
    );
  }
  return { min: limits.min, max: limits.max, shared: false };
}

/** A global's type: value type and mutability. */
export function readGlobalType(r: BinaryReader): GlobalType {
  const type = readValType(r, 'type of a global');
  const at = r.pos;
  const mutability = r.u8('mutability of a global');
  if (mutability > 1) {
    throw r.error(
      `malformed mutability ${hexByte(mutability)}: 0x00 (const) or 0x01 (var) expected`,
      at,
    );
  }
  return { type, mutable: mutability === 1 };
}
