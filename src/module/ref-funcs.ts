import { IntList } from '../util/int-list.js';

/** A set of function indices, numbered in the order they were added; reads as a Map of the numbers. */
export class RefFuncs implements Iterable<[number, number]> {
  /** By function: its number plus 1, or 0. */
  private numbers: Int32Array = new Int32Array(0);
  private readonly order = new IntList(16);

  get size(): number {
    return this.order.length;
  }

  add(funcIndex: number): void {
    if (funcIndex >= this.numbers.length) this.expect(Math.max(16, 2 * funcIndex));
    if (this.numbers[funcIndex] !== 0) return;
    this.order.push(funcIndex);
    this.numbers[funcIndex] = this.order.length;
  }

  /**
   * Takes a set that was made before.
   *
   * @param functions by number
   * @param numbers by function: its number plus 1, or 0
   */
  adopt(functions: Int32Array, numbers: Int32Array): void {
    this.order.adopt(functions);
    this.numbers = numbers;
  }

  /** The functions by number. */
  get functions(): Int32Array {
    return this.order.data.subarray(0, this.order.length);
  }

  /** By function: its number plus 1, or 0. The end may be missing. */
  get numberWords(): Int32Array {
    return this.numbers;
  }

  /** Makes room for function indices below `count`. */
  expect(count: number): void {
    if (count <= this.numbers.length) return;
    const numbers = new Int32Array(count);
    numbers.set(this.numbers);
    this.numbers = numbers;
  }

  has(funcIndex: number): boolean {
    return funcIndex < this.numbers.length && this.numbers[funcIndex] !== 0;
  }

  /** The number of a function in the set, or undefined. */
  get(funcIndex: number): number | undefined {
    return this.has(funcIndex) ? this.numbers[funcIndex]! - 1 : undefined;
  }

  /** The function of a number below {@link size}. */
  at(number: number): number {
    return this.order.data[number]!;
  }

  *keys(): Generator<number> {
    const { order } = this;
    for (let i = 0; i < order.length; i++) yield order.data[i]!;
  }

  *[Symbol.iterator](): Generator<[number, number]> {
    const { order } = this;
    for (let i = 0; i < order.length; i++) yield [order.data[i]!, i];
  }
}
