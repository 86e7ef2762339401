import type { GlobalType } from '../wasm/types.js';
import { isHostRef, isRefType, ValType } from '../wasm/value-types.js';
import type { Life } from './lifetimes.js';
import type { Block, Views } from './native-heap.js';
import { ExternWords, FunctionWords, releaseWith } from './reference-words.js';
import type { Holder, References } from './references.js';
import type { Store } from './store.js';
import { convert, readRaw, readValue, writeConverted, writeRaw } from './values.js';

/** A global variable: a cell of 8 bytes, of its own or in the context of the instance defining it. */
export class Global implements Holder {
  pinned = false;
  mark = 0;
  /** What the embedder has made of it for JavaScript: always the same. */
  form: unknown = undefined;
  /** Of a cell of its own that holds a reference. */
  private words: FunctionWords | ExternWords | undefined;
  /** Of a cell of its own. */
  life: Life | undefined = undefined;

  /**
   * @param offset of the cell in the block
   * @param instance whose context the cell is in
   */
  constructor(
    readonly store: Store,
    readonly type: GlobalType,
    private readonly block: Block,
    private readonly offset: number,
    private readonly instance: Holder | undefined,
  ) {}

  /** A global of the host's, 0 or null at first. */
  static create(store: Store, type: GlobalType): Global {
    const block = store.heap.allocate(16);
    const global = new Global(store, type, block, 0, undefined);
    if (type.type === ValType.FuncRef) global.words = new FunctionWords();
    else if (isHostRef(type.type)) global.words = new ExternWords(store);
    global.life = store.lifetimes.begin(
      block.length,
      releaseWith(store.heap.freeAt, global.words),
      block.address,
      block.length,
    );
    return global;
  }

  /** Address of the cell. */
  get address(): number {
    return this.block.address + this.offset;
  }

  /** Where a number is: a view for its type, and the index there. What uses it must keep the global. */
  cell(): { view: Views[keyof Views]; at: number } {
    const { f32, f64, i32, i64 } = this.block.views;
    switch (this.type.type) {
      case ValType.I32:
        return { view: i32, at: this.at >> 2 };
      case ValType.I64:
        return { view: i64, at: this.at >> 3 };
      case ValType.F32:
        return { view: f32, at: this.at >> 2 };
      case ValType.F64:
        return { view: f64, at: this.at >> 3 };
      default:
        throw new Error('internal error: a reference is no number');
    }
  }

  /** The bits; 32-bit types are zero-extended. */
  getRaw(): bigint {
    return readRaw(this.block.views, this.at, this.type.type);
  }

  /** Sets the bits, of an immutable global too: whether that is allowed is the caller's to say. */
  setRaw(bits: bigint): void {
    this.note();
    writeRaw(this.store, this.block.views, this.at, this.type.type, bits);
  }

  /** The value for JavaScript. */
  get(): unknown {
    this.note();
    return readValue(this.store, this.block.views, this.at, this.type.type);
  }

  /**
   * Sets a JavaScript value, as {@link setRaw}.
   * @throws TypeError for a value that does not convert
   */
  set(value: unknown): void {
    const { store, type } = this;
    const converted = convert(store, type.type, value);
    this.note();
    writeConverted(store, this.block.views, this.at, type.type, converted);
  }

  trace(visit: (holder: Holder) => void): void {
    if (this.instance !== undefined) visit(this.instance);
    this.words?.trace(visit);
  }

  takeStock(references: References): void {
    const { block, words } = this;
    if (words === undefined) return;
    words.begin();
    words.add(references, block.u32[this.at >> 2]!, block.u32[(this.at >> 2) + 1]!);
  }

  letGo(references: References): void {
    this.words?.letGo(references);
  }

  private get at(): number {
    return this.block.base + this.offset;
  }

  /** What a reference in the cell leads to must be known. */
  private note(): void {
    const { type } = this.type;
    if (!isRefType(type)) return;
    const { references } = this.store;
    references.settleIfDue();
    references.pin(this);
  }
}
