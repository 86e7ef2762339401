/** Upper half of every word that is an external reference: it tells them from other numbers. */
const TAG = 0x1e7ef;
const TWO_32 = 0x1_0000_0000;

/** Weight of new references that makes the next sweep worth its time. */
const SWEEP_AFTER = 4096;
/** Bytes of a buffer that weigh as much as one more reference. */
const BYTES_A_REFERENCE = 1 << 14;

/**
 * JavaScript values as `externref` words: a tagged number, 0 for null.
 *
 * A *young* reference has crossed into WebAssembly since the last sweep and is held here. A sweep finds
 * out which tables and globals hold it now: then they hold the value, as JavaScript objects that the
 * engine's own collector sees, and here is only a weak reference. What nobody holds is forgotten.
 */
export class ExternRefs {
  /** The value of a young reference, and of one that cannot be held weakly. Number 0 is not used. */
  private strong: unknown[] = [undefined];
  private weak: (WeakRef<object> | undefined)[] = [undefined];
  /** How many times tables and globals hold a reference. */
  private holders: number[] = [0];
  private young: number[] = [];
  private isYoung: boolean[] = [false];
  private free: number[] = [];
  private weight = 0;

  /** True when a sweep is worth its time. */
  due = false;

  /** The word of a value, as two halves: this is the lower one, {@link highHalf} the other. */
  toLow(value: unknown): number {
    if (value === null) return 0;
    const number = this.free.pop() ?? this.strong.length;
    this.strong[number] = value;
    this.weak[number] = undefined;
    this.holders[number] = 0;
    this.isYoung[number] = true;
    this.young.push(number);
    this.weight++;
    if (typeof value === 'object' && ArrayBuffer.isView(value)) {
      this.weight += Math.trunc(value.byteLength / BYTES_A_REFERENCE);
    }
    if (this.weight >= SWEEP_AFTER) this.due = true;
    return number;
  }

  highHalf(low: number): number {
    return low === 0 ? 0 : TAG;
  }

  /** The word of a value as one number. */
  toWord(value: unknown): number {
    const low = this.toLow(value);
    return low === 0 ? 0 : TAG * TWO_32 + low;
  }

  /**
   * The value of a word.
   * @throws RangeError for a word that is no reference
   */
  fromHalves(low: number, high: number): unknown {
    if (low === 0 && high === 0) return null;
    if (high !== TAG || !(low < this.strong.length)) throw notAReference(low, high);
    const value = this.strong[low];
    if (value !== HELD) {
      if (value === FREE) throw notAReference(low, high);
      return value;
    }
    const held = this.weak[low]?.deref();
    if (held === undefined) throw notAReference(low, high);
    return held;
  }

  fromWord(word: number): unknown {
    return this.fromHalves(word % TWO_32, Math.trunc(word / TWO_32));
  }

  /** Number of the reference in a word, 0 for null and what is none. */
  numberOf(low: number, high: number): number {
    return high === TAG && low < this.strong.length && this.strong[low] !== FREE ? low : 0;
  }

  /** Count of values that are known. */
  get size(): number {
    return this.strong.length - 1 - this.free.length;
  }

  /** Count of values that are held here, and not by a table or global. */
  get youngSize(): number {
    return this.young.length;
  }

  /** A table or global holds the reference and its value from now on; returns the value. */
  hold(number: number): unknown {
    const value = this.fromHalves(number, TAG);
    this.holders[number]!++;
    if (this.strong[number] !== HELD && canBeHeldWeakly(value)) {
      this.weak[number] = new WeakRef(value);
      this.strong[number] = HELD;
    }
    return value;
  }

  /** A table or global does not hold it any more. @param live on the stack of running code */
  letGo(number: number, live: (number: number) => boolean): void {
    this.holders[number]!--;
    if (this.holders[number]! > 0 || this.isYoung[number]) return;
    if (live(number)) {
      this.strong[number] = this.fromHalves(number, TAG);
      this.isYoung[number] = true;
      this.young.push(number);
    } else this.forget(number);
  }

  /**
   * Forgets the young references that are nowhere. Tables and globals must have been asked before.
   * @param live on the stack of running code
   */
  sweep(live: (number: number) => boolean): void {
    const { young } = this;
    let kept = 0;
    for (let i = 0; i < young.length; i++) {
      const number = young[i]!;
      if (this.holders[number]! > 0) this.isYoung[number] = false;
      else if (live(number)) young[kept++] = number;
      else {
        this.isYoung[number] = false;
        this.forget(number);
      }
    }
    young.length = kept;
    this.weight = kept;
    this.due = false;
  }

  private forget(number: number): void {
    this.strong[number] = FREE;
    this.weak[number] = undefined;
    this.free.push(number);
  }
}

function canBeHeldWeakly(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function notAReference(low: number, high: number): RangeError {
  return new RangeError(`${high * TWO_32 + low} is no external reference`);
}

/** In the place of a value that is gone. */
const FREE: unique symbol = Symbol('free');
/** In the place of a value that a table or global holds. */
const HELD: unique symbol = Symbol('held');
