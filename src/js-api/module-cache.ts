import { checksum } from '../artifact/checksum.js';
import { sameBytes } from '../util/same-bytes.js';
import { later } from '../util/turns.js';

/** Most modules that are remembered. */
const MOST = 8;
/** Bytes at either end that are looked at before all are compared. */
const SAMPLE = 1 << 12;

interface Entry<T extends object> {
  readonly length: number;
  readonly sample: number;
  /** A weak reference, once the turn is over in which the entry was made. */
  value: T | WeakRef<T>;
}

/**
 * What was made of modules lately, by their bytes: some programs instantiate the same bytes again and
 * again. It keeps nothing alive but for the turn of the event loop, and nothing is taken for equal
 * that was not compared.
 *
 * Making a weak reference keeps its target alive until the job ends. A program may compile any number
 * of modules in one job, so that references are made in another one, of what few entries are left.
 */
export class ModuleCache<T extends object> {
  /** The last used is the first. */
  private entries: Entry<T>[] = [];
  private scheduled = false;

  /** @param bytesOf a copy of the bytes that something was made of */
  constructor(private readonly bytesOf: (value: T) => Uint8Array) {}

  find(bytes: Uint8Array): T | undefined {
    const sample = sampleOf(bytes);
    for (const entry of this.entries) {
      if (entry.length !== bytes.length || entry.sample !== sample) continue;
      const value = targetOf(entry);
      if (value === undefined || !sameBytes(this.bytesOf(value), bytes)) continue;
      this.entries = [entry, ...this.entries.filter((other) => other !== entry)];
      return value;
    }
    return undefined;
  }

  add(bytes: Uint8Array, value: T): void {
    const entry = { length: bytes.length, sample: sampleOf(bytes), value };
    this.entries = [entry, ...this.entries].slice(0, MOST);
    if (this.scheduled) return;
    this.scheduled = true;
    later(() => this.weaken());
  }

  private weaken(): void {
    this.scheduled = false;
    this.entries = this.entries.filter((entry) => targetOf(entry) !== undefined);
    for (const entry of this.entries) {
      if (!(entry.value instanceof WeakRef)) entry.value = new WeakRef(entry.value);
    }
  }
}

function targetOf<T extends object>({ value }: Entry<T>): T | undefined {
  return value instanceof WeakRef ? value.deref() : value;
}

function sampleOf(bytes: Uint8Array): number {
  const head = checksum(bytes.subarray(0, SAMPLE), 0);
  return Math.imul(head, 31) ^ checksum(bytes.subarray(-SAMPLE), 0);
}
