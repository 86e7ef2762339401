import type { GlobalType } from '../frontend/module-info.js';
import { ValType } from '../frontend/value-types.js';
import type { Block } from './native-heap.js';
import type { ExternRefHolder, Owner, Store } from './store.js';
import { readRaw, readValue, writeRaw, writeValue } from './values.js';

/** A global variable: a cell of 8 bytes, of its own or in the context of the instance defining it. */
export class Global implements Owner, ExternRefHolder {
  /** Whose context the cell is in, and what it may refer to. */
  readonly reach = new Set<object>();

  /** @param offset of the cell in the block */
  constructor(
    readonly store: Store,
    readonly type: GlobalType,
    private readonly block: Block,
    private readonly offset: number,
  ) {
    if (type.type === ValType.ExternRef) store.addHolder(this);
  }

  /** A global of the host's, 0 or null at first. */
  static create(store: Store, type: GlobalType): Global {
    const block = store.heap.allocate(16);
    const global = new Global(store, type, block, 0);
    store.onCollected(global, () => store.heap.free(block));
    return global;
  }

  /** Address of the cell. */
  get address(): number {
    return this.block.address + this.offset;
  }

  /** The bits; 32-bit types are zero-extended. */
  getRaw(): bigint {
    return this.through((at) => readRaw(this.store, at, this.type.type));
  }

  /** Sets the bits, of an immutable global too: whether that is allowed is the caller's to say. */
  setRaw(bits: bigint): void {
    this.through((at) => writeRaw(this.store, at, this.type.type, bits));
    this.note();
  }

  /** The value for JavaScript. */
  get(): unknown {
    return this.through((at) => readValue(this.store, at, this.type.type));
  }

  /**
   * Sets a JavaScript value, as {@link setRaw}.
   * @throws TypeError for a value that does not convert
   */
  set(value: unknown): void {
    this.through((at) => writeValue(this.store, at, this.type.type, value));
    this.note();
  }

  markExternRefs(see: (handle: number) => void): void {
    see(Number(this.cell));
  }

  private get cell(): bigint {
    return this.block.u64[(this.block.base + this.offset) >> 3]!;
  }

  /** Runs a conversion on a copy of the cell on the stack, where all types have views. */
  private through<T>(convert: (at: number) => T): T {
    const { thread } = this.store;
    const { sp } = thread;
    const at = sp - 16;
    thread.u64[at >> 3] = this.cell;
    thread.sp = at;
    try {
      const result = convert(at);
      this.block.u64[(this.block.base + this.offset) >> 3] = thread.u64[at >> 3]!;
      return result;
    } finally {
      thread.sp = sp;
    }
  }

  private note(): void {
    if (this.type.type !== ValType.FuncRef) return;
    const func = this.store.functionAt(Number(this.cell));
    if (func !== null) this.reach.add(func.owner);
  }
}
