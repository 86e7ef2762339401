import type { CallingConvention } from '../../src/abi/convention.js';
import { NO_REG, type Reg } from '../../src/abi/places.js';
import { type Layout, SignatureTable } from '../../src/abi/signature-layout.js';
import { tableOf } from '../../src/module/type-table.js';
import type { FuncType } from '../../src/wasm/types.js';
import type { Kind } from '../../src/wasm/value-types.js';

/** A layout of a signature table, read out: see there for what the numbers mean. */
export interface SignatureView {
  readonly paramKinds: readonly Kind[];
  readonly paramPlaces: readonly number[];
  readonly stackBytes: number;
  readonly resultKinds: readonly Kind[];
  readonly resultReg: Reg;
  readonly outPointer: Reg;
  readonly vmctxArg: Reg;
  /** Empty without an out-pointer. */
  readonly resultOffsets: readonly number[];
  readonly resultBytes: number;
}

function numbers<T>(count: number, at: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => at(i));
}

export function viewOf(table: SignatureTable, layout: Layout): SignatureView {
  const params = table.paramCount(layout);
  const results = table.resultCount(layout);
  const outPointer = table.outPointer(layout);
  return {
    paramKinds: numbers(params, (i) => table.paramKind(layout, i)),
    paramPlaces: numbers(params, (i) => table.paramPlace(layout, i)),
    stackBytes: table.stackBytes(layout),
    resultKinds: numbers(results, (i) => table.resultKind(layout, i)),
    resultReg: table.resultReg(layout),
    outPointer,
    vmctxArg: table.vmctxArg(layout),
    resultOffsets: numbers(outPointer === NO_REG ? 0 : results, (i) =>
      table.resultOffset(layout, i),
    ),
    resultBytes: table.resultBytes(layout),
  };
}

/** The layout of one function type. */
export function signatureView(
  { params, results }: Pick<FuncType, 'params' | 'results'>,
  convention: CallingConvention,
): SignatureView {
  const table = new SignatureTable(convention, tableOf([[params, results]]));
  return viewOf(table, table.ofCommon(0));
}
