import type { FuncType } from '../wasm/types.js';

/**
 * Different function types that a thread may meet in its life, and characters of all their keys: numbers are
 * kept for ever, since words of native memory have them.
 */
const MAX_SIGNATURES = 4 * 1024 * 1024;
const MAX_KEYS = 256 * 1024 * 1024;

/** Numbers of function types, from 1: equal for equal types. */
export class Signatures {
  private readonly numbers = new Map<string, number>();
  private keys = 0;

  constructor(
    private readonly most = MAX_SIGNATURES,
    private readonly mostKeys = MAX_KEYS,
  ) {}

  /** @throws RangeError where there are too many already */
  numberOf({ key }: FuncType): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    if (this.numbers.size >= this.most || this.keys + key.length > this.mostKeys) {
      throw new RangeError('too many different function types in this thread');
    }
    this.keys += key.length;
    const number = this.numbers.size + 1;
    this.numbers.set(key, number);
    return number;
  }
}
