/**
 * What objects of JavaScript have outside of its heap is given back some time after they were collected.
 *
 * The engine tells of one object at a price: its record, and what the collector does with it at each
 * collection, cost more than a small instance. So small ones share a record: their *life*, which each
 * of them has as a property. When the last of them is gone, what all of them had is given back. One that
 * lives on keeps what the others had, which is why a life is shared by few objects with few bytes.
 */
export class Life {
  members = 0;
  bytes = 0;
}

/** Objects that share a life, and native bytes that they have, at most. */
const MAX_MEMBERS = 16;
const MAX_BYTES = 4096;
/** What has more native bytes than this has a life of its own. */
const SMALL = 1024;

/** Lives of one thread. */
export class Lifetimes {
  private open = new Life();
  /** What is to be done when the open life ends. */
  private releases: (() => void)[] = [];
  private readonly registry = new FinalizationRegistry<readonly (() => void)[]>((releases) => {
    for (let i = 0; i < releases.length; i++) releases[i]!();
  });

  /**
   * A life for an object, which must keep it in a property.
   *
   * @param bytes of native memory that wait for the end
   * @param release called after the end, when nothing refers to the life. Must not refer to the object, nor
   *   be made in a function with other closures that do: they share what they capture
   */
  begin(bytes: number, release: () => void): Life {
    if (bytes > SMALL) {
      const life = new Life();
      this.registry.register(life, [release]);
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
    this.releases.push(release);
    return open;
  }

  /** Lets go of a life that others could still join: it ends with its members. */
  closeOpen(): void {
    if (this.open.members === 0) return;
    this.open = new Life();
    this.releases = [];
  }
}
