import { FUNCREF_CODE, FUNCREF_VMCTX } from '../abi/vmctx-layout.js';
import type { FuncType } from '../wasm/types.js';
import { HostFunction } from './function.js';
import type { Store } from './store.js';

/** What kind of exception it is: compared by identity. Its type says of what values they are; it has no results. */
export class Tag {
  /** What the embedder has made of it for JavaScript: always the same. */
  form: unknown = undefined;
  /** Code calls it with the values of an exception to throw one. */
  readonly thrower: HostFunction;

  /** @param catchesValues whether it is the tag of the values that JavaScript throws: of type `[externref]` */
  constructor(
    readonly store: Store,
    readonly type: FuncType,
    readonly catchesValues = false,
  ) {
    this.thrower = throwing(store, type, this, (tag, frame) => store.exceptions.throw(tag, frame));
  }
}

/** A function whose calls throw. */
export function throwing<C>(
  store: Store,
  type: FuncType,
  callback: C,
  serve: (callback: C, frame: number) => void,
): HostFunction {
  return HostFunction.create(store, type, 'throw', serve as never, callback, true);
}

/** Where code finds what it calls to throw: the code and the context of a {@link throwing} function. */
export function placesOf({ pointer, store }: HostFunction): [code: number, vmctx: number] {
  const { heap } = store;
  return [heap.readPointer(pointer + FUNCREF_CODE), heap.readPointer(pointer + FUNCREF_VMCTX)];
}
