/** New handles since the last sweep that make the next one worth its time. */
const SWEEP_AFTER = 4096;

/**
 * JavaScript values as `externref` words: a handle, 0 for null. A value keeps its handle while it is
 * known, so that the same value is the same word.
 *
 * Handles are given back by a sweep over all places that can hold one, which is only possible while
 * WebAssembly is not running.
 */
export class ExternRefs {
  private values: unknown[] = [null];
  private readonly handles = new Map<unknown, number>();
  private free: number[] = [];
  private fresh = 0;
  private threshold = SWEEP_AFTER;

  /** The word of a value. */
  toHandle(value: unknown): number {
    if (value === null) return 0;
    const key = keyOf(value);
    let handle = this.handles.get(key);
    if (handle === undefined) {
      handle = this.free.pop() ?? this.values.length;
      this.values[handle] = value;
      this.handles.set(key, handle);
      this.fresh++;
    }
    return handle;
  }

  /**
   * The value of a word.
   * @throws RangeError for a word that is no handle
   */
  fromHandle(handle: number): unknown {
    if (handle >= this.values.length || this.values[handle] === HOLE) {
      throw new RangeError(`${handle} is no external reference`);
    }
    return this.values[handle];
  }

  isHandle(handle: number): boolean {
    return handle < this.values.length && this.values[handle] !== HOLE;
  }

  get sweepDue(): boolean {
    return this.fresh >= this.threshold;
  }

  /** Count of values that are held. */
  get size(): number {
    return this.handles.size;
  }

  /**
   * Forgets all values whose handle is not marked.
   *
   * @param mark calls back with every handle that is still stored somewhere
   */
  sweep(mark: (see: (handle: number) => void) => void): void {
    const live = new Uint8Array(this.values.length);
    mark((handle) => {
      if (handle < live.length) live[handle] = 1;
    });
    for (let handle = 1; handle < this.values.length; handle++) {
      if (live[handle] === 1 || this.values[handle] === HOLE) continue;
      this.handles.delete(keyOf(this.values[handle]));
      this.values[handle] = HOLE;
      this.free.push(handle);
    }
    this.fresh = 0;
    // In proportion to what stays, so that sweeping stays a small part of the work.
    this.threshold = Math.max(SWEEP_AFTER, this.handles.size);
  }
}

/** Negative zero under a key of its own: a map takes it for zero. */
function keyOf(value: unknown): unknown {
  return Object.is(value, -0) ? NEGATIVE_ZERO : value;
}

const NEGATIVE_ZERO: unique symbol = Symbol('-0');

/** In the place of a value that is gone. */
const HOLE: unique symbol = Symbol('free handle');
