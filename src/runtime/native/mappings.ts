import { MAPPINGS_COUNT, MAPPINGS_ENTRIES, MAPPINGS_LENGTH } from '../../stubs/layout.js';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } from './mman.js';

/** What the list needs of the operating system. */
interface System {
  readonly pageSize: number;
  mmap(address: number, length: number, prot: number, flags: number, fd: number): number;
  munmap(address: number, length: number): boolean;
  view(address: number, length: number): ArrayBuffer;
}

/**
 * The mappings of a thread, listed in native memory, so that code that runs at the thread's end can give
 * them back: JavaScript is gone then, or was never told.
 */
export class Mappings {
  /** Address of the list; see MAPPINGS_COUNT for its layout. */
  address = 0;
  private words = new BigUint64Array(0);
  private readonly places = new Map<number, number>();
  private moved: (address: number) => void = () => {};

  constructor(private readonly native: System) {
    this.make(native.pageSize);
  }

  /** Has a function told where the list is, now and whenever it moves. */
  onMove(moved: (address: number) => void): void {
    this.moved = moved;
    moved(this.address);
  }

  /** @param lent others may look at it after the thread's end: zeros are left there */
  add(address: number, length: number, lent = false): void {
    const place = this.places.size;
    const at = MAPPINGS_ENTRIES / 8 + 2 * place;
    if (at + 2 > this.words.length) this.enlarge();
    this.words[at] = BigInt(lent ? address + 1 : address);
    this.words[at + 1] = BigInt(length);
    this.words[MAPPINGS_COUNT / 8] = BigInt(place + 1);
    this.places.set(address, place);
  }

  delete(address: number): void {
    const { words, places } = this;
    const place = places.get(address);
    if (place === undefined) return;
    // The last one takes its place.
    const last = places.size - 1;
    const from = MAPPINGS_ENTRIES / 8 + 2 * last;
    const to = MAPPINGS_ENTRIES / 8 + 2 * place;
    const moved = Number(words[from]! & ~1n);
    words[to + 1] = words[from + 1]!;
    words[to] = words[from]!;
    words[MAPPINGS_COUNT / 8] = BigInt(last);
    places.set(moved, place);
    places.delete(address);
  }

  private make(length: number): void {
    const flags = MAP_PRIVATE | MAP_ANONYMOUS;
    const address = this.native.mmap(0, length, PROT_READ | PROT_WRITE, flags, -1);
    if (address < 0) throw new RangeError('out of memory: the list of mappings');
    this.address = address;
    this.words = new BigUint64Array(this.native.view(address, length));
    this.words[MAPPINGS_LENGTH / 8] = BigInt(length);
  }

  private enlarge(): void {
    const { address, words } = this;
    this.make(16 * words.length);
    const length = this.words[MAPPINGS_LENGTH / 8]!;
    this.words.set(words);
    this.words[MAPPINGS_LENGTH / 8] = length;
    this.moved(this.address);
    this.native.munmap(address, 8 * words.length);
  }
}
