import { ValType } from '../wasm/value-types.js';
import type { Views } from './native-heap.js';
import type { FunctionRef } from './references.js';
import type { Store } from './store.js';

/**
 * Converts a JavaScript value to a type, as the JavaScript interface says (section
 * "ToWebAssemblyValue"), for {@link writeConverted}. The conversion may run foreign code.
 *
 * @throws TypeError for values that do not convert
 */
export function convert(store: Store, type: ValType, value: unknown): unknown {
  switch (type) {
    case ValType.I32:
      return (value as number) | 0;
    case ValType.I64:
      return BigInt.asIntN(64, value as bigint);
    case ValType.F32:
    case ValType.F64:
      return +(value as number);
    case ValType.FuncRef:
      return store.functions.fromJs(value);
    case ValType.ExternRef:
      return value;
    default:
      throw noForm();
  }
}

/** Stores a converted value at a byte offset of native memory. Runs no foreign code. */
export function writeConverted(
  store: Store,
  views: Views,
  at: number,
  type: ValType,
  value: unknown,
): void {
  switch (type) {
    case ValType.I32:
      views.i32[at >> 2] = value as number;
      break;
    case ValType.I64:
      views.i64[at >> 3] = value as bigint;
      break;
    case ValType.F32:
      views.f32[at >> 2] = value as number;
      break;
    case ValType.F64:
      views.f64[at >> 3] = value as number;
      break;
    case ValType.FuncRef: {
      const func = value as FunctionRef | null;
      if (func !== null) store.references.pin(func.owner);
      views.u32[at >> 2] = func === null ? 0 : func.low;
      views.u32[(at >> 2) + 1] = func === null ? 0 : func.high;
      break;
    }
    default: {
      const { externs } = store.references;
      const low = externs.toLow(value);
      views.u32[at >> 2] = low;
      views.u32[(at >> 2) + 1] = externs.highHalf(low);
    }
  }
}

/** The JavaScript value at a byte offset of native memory. */
export function readValue(store: Store, views: Views, at: number, type: ValType): unknown {
  switch (type) {
    case ValType.I32:
      return views.i32[at >> 2];
    case ValType.I64:
      return views.i64[at >> 3];
    case ValType.F32:
      return views.f32[at >> 2];
    case ValType.F64:
      return views.f64[at >> 3];
    case ValType.FuncRef: {
      const func = store.references.functionAt(readWord(views, at));
      return func === null ? null : store.functions.toJs(func);
    }
    case ValType.ExternRef:
      return store.references.externs.fromHalves(views.u32[at >> 2]!, views.u32[(at >> 2) + 1]!);
    default:
      throw noForm();
  }
}

/**
 * Stores raw bits at a byte offset of native memory, as wide as the type is there.
 * @throws RangeError for words that are no references
 */
export function writeRaw(
  store: Store,
  views: Views,
  at: number,
  type: ValType,
  bits: bigint,
): void {
  switch (type) {
    case ValType.I32:
    case ValType.F32:
      views.u32[at >> 2] = Number(BigInt.asUintN(32, bits));
      break;
    case ValType.I64:
    case ValType.F64:
      views.u64[at >> 3] = bits;
      break;
    case ValType.FuncRef: {
      const func = store.references.functionAt(Number(bits));
      if (func !== null) store.references.pin(func.owner);
      views.u64[at >> 3] = bits;
      break;
    }
    case ValType.ExternRef:
    case ValType.ExnRef:
      store.references.externs.fromWord(Number(bits));
      views.u64[at >> 3] = bits;
      break;
    case ValType.V128:
      writeVector(views, at, bits);
      break;
    default:
      throw new TypeError('a value of this type has no raw form');
  }
}

/** Stores a vector at a byte offset of native memory, lane 0 lowest. */
export function writeVector(views: Views, at: number, bits: bigint): void {
  views.u64[at >> 3] = BigInt.asUintN(64, bits);
  views.u64[(at >> 3) + 1] = BigInt.asUintN(64, bits >> 64n);
}

/** Raw bits at a byte offset of native memory; 32-bit types are zero-extended. */
export function readRaw(views: Views, at: number, type: ValType): bigint {
  if (type === ValType.I32 || type === ValType.F32) return BigInt(views.u32[at >> 2]!);
  const low = views.u64[at >> 3]!;
  return type === ValType.V128 ? (views.u64[(at >> 3) + 1]! << 64n) | low : low;
}

/** What is thrown in place of a call between the two sides where a value would have to cross that has no form there. */
export function noForm(): TypeError {
  return new TypeError('type incompatibility when transforming from/to JS');
}

/** The pointer, or another number below 2^53, at a byte offset of native memory. */
export function readWord(views: Views, at: number): number {
  return views.u32[(at >> 2) + 1]! * 0x1_0000_0000 + views.u32[at >> 2]!;
}

/**
 * A value that JavaScript keeps for WebAssembly with all its bits: of I32 and F32 a number that is the bits, of I64 and F64 a
 * BigInt that is, of references what they are to.
 */
export type KeptValue = number | bigint | FunctionRef | null | object;

/** The value at a byte offset of native memory. */
export function keepValue(store: Store, views: Views, at: number, type: ValType): KeptValue {
  switch (type) {
    case ValType.I32:
    case ValType.F32:
      return views.u32[at >> 2]!;
    case ValType.I64:
    case ValType.F64:
      return views.u64[at >> 3]!;
    case ValType.V128:
      return readRaw(views, at, type);
    case ValType.FuncRef:
      return store.references.functionAt(readWord(views, at));
    case ValType.ExternRef:
    case ValType.ExnRef:
      return store.references.externs.fromHalves(
        views.u32[at >> 2]!,
        views.u32[(at >> 2) + 1]!,
      ) as KeptValue;
    default:
      throw new TypeError('a value of this type cannot be kept');
  }
}

/** Stores a value that was kept at a byte offset of native memory. */
export function putKept(
  store: Store,
  views: Views,
  at: number,
  type: ValType,
  value: KeptValue,
): void {
  switch (type) {
    case ValType.I32:
    case ValType.F32:
      views.u32[at >> 2] = value as number;
      break;
    case ValType.I64:
    case ValType.F64:
      views.u64[at >> 3] = value as bigint;
      break;
    case ValType.V128:
      writeVector(views, at, value as bigint);
      break;
    default:
      writeConverted(store, views, at, type, value);
  }
}

/** A kept value of a converted one: see {@link convert}. */
export function keepConverted(type: ValType, value: unknown): KeptValue {
  switch (type) {
    case ValType.I32:
      return (value as number) >>> 0;
    case ValType.F32:
      FLOAT.setFloat32(0, value as number);
      return FLOAT.getUint32(0);
    case ValType.I64:
      return BigInt.asUintN(64, value as bigint);
    case ValType.F64:
      FLOAT.setFloat64(0, value as number);
      return FLOAT.getBigUint64(0);
    default:
      return value as KeptValue;
  }
}

/** The JavaScript value of a kept one. @throws TypeError for a type that has none */
export function keptToJs(store: Store, type: ValType, value: KeptValue): unknown {
  switch (type) {
    case ValType.I32:
      return (value as number) | 0;
    case ValType.F32:
      FLOAT.setUint32(0, value as number);
      return FLOAT.getFloat32(0);
    case ValType.I64:
      return BigInt.asIntN(64, value as bigint);
    case ValType.F64:
      FLOAT.setBigUint64(0, value as bigint);
      return FLOAT.getFloat64(0);
    case ValType.FuncRef:
      return value === null ? null : store.functions.toJs(value as FunctionRef);
    case ValType.ExternRef:
      return value;
    default:
      throw new TypeError('a value of this type has no form in JavaScript');
  }
}

const FLOAT = new DataView(new ArrayBuffer(8));
