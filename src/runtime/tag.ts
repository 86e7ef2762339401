import type { FuncType } from '../wasm/types.js';
import type { HostFunction } from './function.js';
import type { Store } from './store.js';

/** What kind of exception it is: compared by identity. Its type says of what values they are; it has no results. */
export class Tag {
  /** What the embedder has made of it for JavaScript: always the same. */
  form: unknown = undefined;
  /** Code calls it with the values of an exception to throw one. Made by `exceptions.ts`. */
  thrower!: HostFunction;

  /** @param catchesValues whether it is the tag of the values that JavaScript throws: of type `[externref]` */
  constructor(
    readonly store: Store,
    readonly type: FuncType,
    readonly catchesValues = false,
  ) {}
}
