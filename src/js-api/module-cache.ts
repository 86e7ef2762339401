import { Buffer } from 'node:buffer';
import { checksum } from '../artifact/checksum.js';

/** Most modules that are remembered. */
const MOST = 8;
/** Bytes at either end that are looked at before all are compared. */
const SAMPLE = 1 << 12;

interface Entry<T extends object> {
  readonly length: number;
  readonly sample: number;
  readonly value: WeakRef<T>;
}

/**
 * What was made of modules lately, by their bytes: some programs instantiate the same bytes again and
 * again. It keeps nothing alive, and nothing is taken for equal that was not compared.
 */
export class ModuleCache<T extends object> {
  /** The last used is the first. */
  private entries: Entry<T>[] = [];

  /** @param bytesOf a copy of the bytes that something was made of */
  constructor(private readonly bytesOf: (value: T) => Uint8Array) {}

  find(bytes: Uint8Array): T | undefined {
    const sample = sampleOf(bytes);
    for (const entry of this.entries) {
      if (entry.length !== bytes.length || entry.sample !== sample) continue;
      const value = entry.value.deref();
      if (value === undefined || Buffer.compare(this.bytesOf(value), bytes) !== 0) continue;
      this.entries = [entry, ...this.entries.filter((other) => other !== entry)];
      return value;
    }
    return undefined;
  }

  add(bytes: Uint8Array, value: T): void {
    const entry = { length: bytes.length, sample: sampleOf(bytes), value: new WeakRef(value) };
    const alive = this.entries.filter((other) => other.value.deref() !== undefined);
    this.entries = [entry, ...alive].slice(0, MOST);
  }
}

function sampleOf(bytes: Uint8Array): number {
  const head = checksum(bytes.subarray(0, SAMPLE), 0);
  return Math.imul(head, 31) ^ checksum(bytes.subarray(-SAMPLE), 0);
}
