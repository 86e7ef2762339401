/**
 * What objects of JavaScript have outside of its heap is given back some time after they were collected.
 *
 * The engine tells of one object at a price: its record, and what the collector does with it at each
 * collection, cost more than a small instance. So small ones share a record: their *life*, which each
 * of them has as a property. When the last of them is gone, what all of them had is given back. One that
 * lives on keeps what the others had, which is why a life is shared by few objects with few bytes.
 *
 * What is to be given back is told in numbers, of which a life has one array: until the event loop goes on,
 * it is there for all that was ever made, and the collector looks at every object that it is kept in.
 */
export class Life {
  members = 0;
  bytes = 0;
}

/**
 * Gives back what an object had outside of JavaScript's heap, by the numbers that were told of it. One function for all
 * objects of a kind.
 */
export type Release = (address: number, length: number, id: number) => void;

/** Objects that share a life, and native bytes that they have, at most. */
const MAX_MEMBERS = 16;
const MAX_BYTES = 4096;
/** What has more native bytes than this has a life of its own. */
const SMALL = 1024;

/** What a life's end has to give back: for each member the release, and its numbers. */
class Releases {
  private readonly functions: Release[];
  private readonly numbers: number[];
  private count = 0;

  constructor(most: number) {
    this.functions = new Array(most);
    this.numbers = most === 1 ? ONE.slice() : ALL.slice();
  }

  add(release: Release, address: number, length: number, id: number): void {
    const { count, numbers } = this;
    this.functions[count] = release;
    numbers[NUMBERS * count] = address;
    numbers[NUMBERS * count + 1] = length;
    numbers[NUMBERS * count + 2] = id;
    this.count = count + 1;
  }

  run(): void {
    const { functions, numbers } = this;
    for (let i = 0; i < this.count; i++) {
      const at = NUMBERS * i;
      functions[i]!(numbers[at]!, numbers[at + 1]!, numbers[at + 2]!);
    }
  }
}

/** Of a {@link Release}. */
const NUMBERS = 3;
// The engine keeps arrays with fractions as doubles, and what is copied from them, too.
const ONE: readonly number[] = new Array(NUMBERS).fill(0.5);
const ALL: readonly number[] = new Array(NUMBERS * MAX_MEMBERS).fill(0.5);

/** Lives of one thread. */
export class Lifetimes {
  private open = new Life();
  /** What is to be done when the open life ends. */
  private releases = new Releases(MAX_MEMBERS);
  private readonly registry = new FinalizationRegistry<Releases>((releases) => releases.run());

  /**
   * A life for an object, which must keep it in a property.
   *
   * @param bytes of native memory that wait for the end
   * @param release called after the end, when nothing refers to the life. Must not refer to the object, nor
   *   be made in a function with other closures that do: they share what they capture
   * @param address what the release is given, all three
   */
  begin(bytes: number, release: Release, address = 0, length = 0, id = 0): Life {
    if (bytes > SMALL) {
      const life = new Life();
      const releases = new Releases(1);
      releases.add(release, address, length, id);
      this.registry.register(life, releases);
      return life;
    }
    let { open } = this;
    if (open.members === MAX_MEMBERS || open.bytes + bytes > MAX_BYTES) {
      this.closeOpen();
      open = this.open;
    }
    if (open.members === 0) this.registry.register(open, this.releases);
    open.members++;
    open.bytes += bytes;
    this.releases.add(release, address, length, id);
    return open;
  }

  /** Lets go of a life that others could still join: it ends with its members. */
  closeOpen(): void {
    if (this.open.members === 0) return;
    this.open = new Life();
    this.releases = new Releases(MAX_MEMBERS);
  }
}
