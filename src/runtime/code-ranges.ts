import type { CodeTables } from '../artifact/tables.js';

export type { CodeTables };

/** One piece of code in memory. */
export interface CodeRange {
  /** Where it runs. */
  readonly address: number;
  /** In bytes. */
  readonly length: number;
  /** What explains its addresses: a module's tables, or the trap sites of runtime stubs. */
  readonly tables: CodeTables | StubTables;
  /** Of code in a file: whether the part that an address is in has not been found to be what was written. */
  readonly isUnchecked?: (address: number) => boolean;
  /** Of code in a file: gives it back. */
  readonly release?: () => void;
}

/** The runtime's own code, which does not trap. */
export interface StubTables {
  readonly stub: true;
}

/** Pieces of code, to be found by an address in them. */
export class CodeRanges {
  /** By ascending address. */
  private readonly ranges: CodeRange[] = [];

  add(range: CodeRange): void {
    this.ranges.splice(this.indexAfter(range.address), 0, range);
  }

  /** @returns whether it was there */
  delete(range: CodeRange): boolean {
    const index = this.indexAfter(range.address) - 1;
    if (this.ranges[index] !== range) return false;
    this.ranges.splice(index, 1);
    return true;
  }

  /** The range that an address is in. */
  find(address: number): CodeRange | undefined {
    const range = this.ranges[this.indexAfter(address) - 1];
    return range !== undefined && address < range.address + range.length ? range : undefined;
  }

  /** Index of the first range that starts behind the address. */
  private indexAfter(address: number): number {
    let low = 0;
    let high = this.ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ranges[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
