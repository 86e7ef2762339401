import type { ExternRefs } from './externref.js';
import type { Release } from './lifetimes.js';
import type { Context, Holder, References } from './references.js';
import type { Store } from './store.js';
import type { Thread } from './thread.js';

/** Stays empty: most tables of an instance that is not entered yet refer to nothing. */
const NO_OWNERS = new Set<Context>();

/** What the function references among a holder's words refer to. */
export class FunctionWords {
  private owners = NO_OWNERS;
  private next = NO_OWNERS;
  /** Of the owner seen last: most words of a table are functions of one instance. */
  private last: Context | undefined;

  begin(): void {
    this.next = NO_OWNERS;
    this.last = undefined;
  }

  add(references: References, low: number, high: number): void {
    if (low === 0 && high === 0) return;
    const pointer = high * 0x1_0000_0000 + low;
    if (this.last?.hasRecord(pointer)) return;
    const owner = references.functionAt(pointer)!.owner;
    this.last = owner;
    if (this.next === NO_OWNERS) this.next = new Set();
    this.next.add(owner);
  }

  letGo(_references: References): void {
    this.owners = this.next;
    this.next = NO_OWNERS;
    this.last = undefined;
  }

  trace(visit: (holder: Holder) => void): void {
    for (const owner of this.owners) visit(owner);
  }
}

/** What the external references among a holder's words refer to. */
export class ExternWords {
  /** Keeps the values alive: never read. */
  protected values: unknown[] = [];
  private nextValues: unknown[] = [];
  /** The references' numbers; apart, so that the holder can be gone when they are let go. */
  private readonly held: { numbers: number[] } = { numbers: [] };
  private next: number[] = [];
  private readonly externs: ExternRefs;
  private readonly thread: Thread;

  constructor(store: Store) {
    this.externs = store.references.externs;
    this.thread = store.thread;
  }

  begin(): void {
    this.next = [];
    this.nextValues = [];
  }

  add(_references: References, low: number, high: number): void {
    const number = this.externs.numberOf(low, high);
    if (number === 0) return;
    this.nextValues.push(this.externs.hold(number));
    this.next.push(number);
  }

  letGo(references: References): void {
    const before = this.held.numbers;
    this.held.numbers = this.next;
    this.values = this.nextValues;
    this.next = [];
    this.nextValues = [];
    for (let i = 0; i < before.length; i++) this.externs.letGo(before[i]!, references.isLive);
  }

  trace(_visit: (holder: Holder) => void): void {}

  /** What is to be done when the holder is gone. */
  release(): () => void {
    const { held, externs, thread } = this;
    return () => {
      // Running code may have it on its stack: then it is young again.
      for (const number of held.numbers) externs.letGo(number, () => thread.active);
    };
  }
}

/** A release that lets go of a holder's words, too. Made apart, so that it cannot hold the holder. */
export function releaseWith(
  release: Release,
  words: FunctionWords | ExternWords | undefined,
): Release {
  if (!(words instanceof ExternWords)) return release;
  const letGo = words.release();
  return (address, length, id) => {
    release(address, length, id);
    letGo();
  };
}
