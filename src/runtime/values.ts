import { ValType } from '../frontend/value-types.js';
import type { Store } from './store.js';

/**
 * Stores a JavaScript value at a byte offset of the WebAssembly stack, converted as the JavaScript
 * interface says (section "ToWebAssemblyValue").
 *
 * The conversion may run foreign code that enters WebAssembly: `at` must be above the stack pointer.
 *
 * @throws TypeError for values that do not convert
 */
export function writeValue(store: Store, at: number, type: ValType, value: unknown): void {
  const { thread } = store;
  switch (type) {
    case ValType.I32:
      thread.i32[at >> 2] = value as number;
      break;
    case ValType.I64:
      thread.i64[at >> 3] = value as bigint;
      break;
    case ValType.F32:
      thread.f32[at >> 2] = value as number;
      break;
    case ValType.F64:
      thread.f64[at >> 3] = value as number;
      break;
    case ValType.FuncRef: {
      const func = store.functions.fromJs(value);
      thread.u32[at >> 2] = func === null ? 0 : func.low;
      thread.u32[(at >> 2) + 1] = func === null ? 0 : func.high;
      break;
    }
    case ValType.ExternRef:
      thread.u32[at >> 2] = store.externRefs.toHandle(value);
      thread.u32[(at >> 2) + 1] = 0;
      break;
    default:
      throw new TypeError('a value of this type has no form in JavaScript');
  }
}

/** The JavaScript value at a byte offset of the WebAssembly stack. */
export function readValue(store: Store, at: number, type: ValType): unknown {
  const { thread } = store;
  switch (type) {
    case ValType.I32:
      return thread.i32[at >> 2];
    case ValType.I64:
      return thread.i64[at >> 3];
    case ValType.F32:
      return thread.f32[at >> 2];
    case ValType.F64:
      return thread.f64[at >> 3];
    case ValType.FuncRef: {
      const func = store.functionAt(thread.readStack(thread.stackBase + at));
      return func === null ? null : store.functions.toJs(func);
    }
    case ValType.ExternRef:
      return store.externRefs.fromHandle(thread.u32[at >> 2]!);
    default:
      throw new TypeError('a value of this type has no form in JavaScript');
  }
}

/** Stores raw bits at a byte offset of the WebAssembly stack, as wide as the type is there. */
export function writeRaw(store: Store, at: number, type: ValType, bits: bigint): void {
  const { thread } = store;
  switch (type) {
    case ValType.I32:
    case ValType.F32:
      thread.u32[at >> 2] = Number(BigInt.asUintN(32, bits));
      break;
    case ValType.I64:
    case ValType.F64:
      thread.u64[at >> 3] = bits;
      break;
    case ValType.FuncRef:
      store.functionAt(Number(bits));
      thread.u64[at >> 3] = bits;
      break;
    case ValType.ExternRef:
      store.externRefs.fromHandle(Number(bits));
      thread.u64[at >> 3] = bits;
      break;
    default:
      throw new TypeError('a value of this type has no raw form of 64 bits');
  }
}

/** Raw bits at a byte offset of the WebAssembly stack; 32-bit types are zero-extended. */
export function readRaw(store: Store, at: number, type: ValType): bigint {
  const { thread } = store;
  return type === ValType.I32 || type === ValType.F32
    ? BigInt(thread.u32[at >> 2]!)
    : thread.u64[at >> 3]!;
}
