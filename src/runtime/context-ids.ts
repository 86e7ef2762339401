/**
 * The numbers of the contexts of one thread. A number is given out again when its context is gone; how often that
 * was tells whether what was noted of a context is of the one that has the number now.
 */
export class ContextIds {
  private readonly uses: number[] = [0];
  private readonly free: number[] = [];

  /** Numbers that were ever given out, and 0, which is none. */
  get length(): number {
    return this.uses.length;
  }

  /** Count of numbers in use, for checks. */
  get count(): number {
    return this.uses.length - 1 - this.free.length;
  }

  take(): number {
    return this.free.pop() ?? this.uses.push(0) - 1;
  }

  giveBack(id: number): void {
    this.uses[id]!++;
    this.free.push(id);
  }

  /** How often a number was given back. */
  useOf(id: number): number {
    return this.uses[id]!;
  }
}
