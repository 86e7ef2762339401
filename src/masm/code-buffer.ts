import type { i64 } from '../wasm/numbers.js';

/** Machine code may take this many bytes, if no less is asked for: in reach of 32-bit jumps. */
export const MAX_CODE_SIZE = 1 << 30;

/** Bytes that a buffer has room for at first. */
export const FIRST_CAPACITY = 1 << 16;
/** A buffer of up to this many bytes is kept from one module to the next. */
const KEPT_CODE = 1 << 20;
/** Room for so much code per byte of function bodies: a little more than most modules have. */
const EXPECTED_GROWTH = 2.35;
/** Bytes of function bodies that room is made for before they are there. */
export const MAX_EXPECTED = 1 << 24;
/** Room for so many trap sites, and as many call sites, per byte of function bodies. */
export const EXPECTED_SITES = 0.075;

/** The machine code of a module would be larger than the machine's branches reach, or than it may be. */
export class CodeTooLargeError extends Error {
  override readonly name = 'CodeTooLargeError';

  /** @param most bytes that the code may have, for what there is of it */
  constructor(most: number, what: string) {
    super(`generated code too large, expected at most ${most} bytes for ${what}`);
  }
}

/** What a budget of code is for. */
export const BODIES = 'function bodies of this size';

/**
 * A growing buffer of machine code.
 *
 * Callers `reserve` the most that an operator can emit once, then store bytes without further
 * checks. Labels, fix-ups and tables live in typed arrays beside it, so that emitting allocates
 * nothing but for growth, which doubles.
 */
export class CodeBuffer {
  /** The code; valid up to {@link pos}. Replaced when the buffer grows. */
  bytes: Uint8Array;
  protected view: DataView;
  /** Bytes emitted so far. */
  pos = 0;
  private allowed: i64 = Number.MAX_SAFE_INTEGER;

  /** @param maxSize most bytes that it may hold */
  constructor(
    capacity = FIRST_CAPACITY,
    private readonly maxSize = MAX_CODE_SIZE,
  ) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /**
   * Makes room for the code of a module whose function bodies claim to have so many bytes. Pages
   * that turn out not to be needed are never touched, while growth copies what is there.
   */
  expectModule(bodyBytes: number): void {
    const expected = 4096 + EXPECTED_GROWTH * Math.min(bodyBytes, MAX_EXPECTED);
    if (this.bytes.length < expected) this.replaceBuffer(Math.ceil(expected));
  }

  /** Sets how much code the module may have so far. */
  allowCode(bytes: i64): void {
    this.allowed = bytes;
  }

  /**
   * To be called after each function. Within one, growth looks too, which doubles: so the outcome is the
   * same whatever room there was, and what it takes is bounded.
   *
   * @throws CodeTooLargeError when it has more than is allowed
   */
  checkCode(): void {
    if (this.pos <= this.allowed) return;
    throw new CodeTooLargeError(this.allowed, BODIES);
  }

  /** The code, in memory that nothing else uses: the buffer itself, if much of it is used. */
  takeCode(): Uint8Array {
    const { bytes, pos } = this;
    if (bytes.length <= FIRST_CAPACITY || 2 * pos < bytes.length) return bytes.slice(0, pos);
    this.replaceBuffer(FIRST_CAPACITY);
    return bytes.subarray(0, pos);
  }

  private replaceBuffer(capacity: number): void {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Forgets the module's code, for the next module; keeps the memory up to {@link KEPT_CODE}. */
  resetModule(): void {
    this.pos = 0;
    this.allowed = Number.MAX_SAFE_INTEGER;
    if (this.bytes.length > KEPT_CODE) this.replaceBuffer(FIRST_CAPACITY);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.pos + count > this.bytes.length) this.grow(count, 2 * this.bytes.length);
  }

  /** Likewise, where so many bytes are expected in all. */
  reserveOf(count: number, expected: number): void {
    if (this.pos + count > this.bytes.length) this.grow(count, expected);
  }

  /** @param least size of the buffer afterwards, unless more is needed */
  private grow(count: number, least: number): void {
    // Stores beyond the end were lost silently, so nothing here may run.
    if (this.pos > this.bytes.length) throw new Error('machine code overran its reserved space');
    this.checkCode();
    if (this.pos + count > this.maxSize) {
      throw new CodeTooLargeError(this.maxSize, 'a module');
    }
    const size = Math.max(least, this.pos + count);
    // No more than may be used: what fits in needs no further look at the limit.
    const bytes = new Uint8Array(Math.min(size, this.maxSize));
    bytes.set(this.bytes.subarray(0, this.pos));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  emit8(value: number): void {
    this.bytes[this.pos++] = value;
  }

  emit16(value: number): void {
    this.view.setInt16(this.pos, value, true);
    this.pos += 2;
  }

  emit32(value: number): void {
    this.view.setInt32(this.pos, value, true);
    this.pos += 4;
  }

  /** The 32-bit word at `at`, signed. */
  read32(at: number): number {
    return this.view.getInt32(at, true);
  }

  /** Overwrites the 32-bit word at `at`. */
  patch32(at: number, value: number): void {
    this.view.setInt32(at, value, true);
  }
}
