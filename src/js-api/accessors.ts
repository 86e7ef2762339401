import type { WasmFunction } from '../runtime/index.js';
import { ValType } from '../wasm/value-types.js';

type JsFunction = (...args: unknown[]) => unknown;
type NumberView = Int32Array | Float32Array | Float64Array;

/** Where the number of a global is. */
interface Cell<V> {
  readonly view: V;
  readonly at: number;
  /** Keeps the memory. */
  readonly global: object;
}

/** Reads and writes by value type, one function each: so each sees one kind of view. */
const READ = [
  (cell: Cell<Int32Array>) => cell.view[cell.at],
  (cell: Cell<BigInt64Array>) => cell.view[cell.at],
  (cell: Cell<Float32Array>) => cell.view[cell.at],
  (cell: Cell<Float64Array>) => cell.view[cell.at],
];

/**
 * What calls a function that only reads or writes a global: JavaScript that does the same, without a
 * way into machine code. Undefined for other functions.
 *
 * @param conversionError makes the exception of a conversion, from what it threw, the JavaScript
 *   function, and the arguments
 */
export function accessor(
  func: WasmFunction,
  conversionError: (error: unknown, called: JsFunction, args: readonly unknown[]) => unknown,
): JsFunction | undefined {
  const { accessed } = func;
  if (accessed === undefined) return undefined;
  const { global, writes } = accessed;
  const { type } = global.type;
  const cell = { ...global.cell(), global };
  if (!writes) return (READ[type] as JsFunction).bind(undefined, cell);
  const write = type === ValType.I32 ? writeInt : type === ValType.I64 ? writeLong : writeFloat;
  return (write as unknown as JsFunction).bind(undefined, conversionError, cell);
}

type ConversionError = Parameters<typeof accessor>[1];

function writeInt(conversionError: ConversionError, cell: Cell<NumberView>, value: number): void {
  let converted: number;
  try {
    // The plus is for what is thrown: a BigInt is no number.
    converted = +value | 0;
  } catch (error) {
    throw conversionError(error, writeInt as unknown as JsFunction, [value]);
  }
  cell.view[cell.at] = converted;
}

function writeFloat(conversionError: ConversionError, cell: Cell<NumberView>, value: number): void {
  let converted: number;
  try {
    converted = +value;
  } catch (error) {
    throw conversionError(error, writeFloat as unknown as JsFunction, [value]);
  }
  cell.view[cell.at] = converted;
}

function writeLong(
  conversionError: ConversionError,
  cell: Cell<BigInt64Array>,
  value: bigint,
): void {
  let converted: bigint;
  try {
    converted = BigInt.asIntN(64, value);
  } catch (error) {
    throw conversionError(error, writeLong as unknown as JsFunction, [value]);
  }
  cell.view[cell.at] = converted;
}
