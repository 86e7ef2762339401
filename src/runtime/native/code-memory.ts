import type { StubGenerator } from '../../stubs/layout.js';
import { giveRange } from '../../util/free-ranges.js';
import { type CodeRange, CodeRanges, type CodeTables, type StubTables } from '../code-ranges.js';
import { type CodeFile, FileCode } from './file-code.js';
import {
  MADV_REMOVE,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_NORESERVE,
  MAP_PRIVATE,
  MAP_SHARED,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from './mman.js';
import type { Native } from './native.js';

/** Where the big reservation is refused. */
const SMALL_ARENA_SIZE = 1 << 26;
const ALIGN = 16;

interface Arena {
  readonly size: number;
  readonly writable: number;
  readonly executable: number;
  readonly free: { offset: number; length: number }[];
  /** The memory file, kept open where pages must be mapped anew; else -1. */
  readonly fd: number;
  /** Code has been put at offsets below this. */
  used: number;
}

/** Addresses for code that comes piece by piece. */
export interface Room {
  readonly range: CodeRange;
  /** Where its bytes are written; the range is where they run. */
  readonly writable: number;
  /** Puts code at an offset where nothing runs yet. */
  put(at: number, code: Uint8Array): void;
}

/**
 * Memory for machine code that is never writable and executable through the same pages: each arena
 * is a memory file mapped twice, once to write and once to run.
 */
export class CodeMemory {
  private readonly arenas: Arena[] = [];
  private files: FileCode | undefined;
  private readonly ranges = new CodeRanges();
  /** Makes written code visible to instruction fetches, where that does not happen by itself. */
  private readonly sync: ((start: number, end: number, unused: number) => void) | undefined;

  /**
   * @param arenaSize addresses to reserve at a time
   * @param onArena told the first and the one-past-last address of each new arena before code is put
   *   into it, and what RANGE_CHUNKS describes for code in files, or 0
   */
  constructor(
    private readonly native: Native,
    private readonly stubs: Pick<StubGenerator, 'gapByte' | 'syncCode'>,
    private readonly arenaSize: number,
    private readonly onArena: (start: number, end: number, chunks: number) => void,
  ) {
    this.sync = stubs.syncCode && loadSync(native, stubs.syncCode());
  }

  /**
   * Copies code into executable memory.
   *
   * @throws RangeError when there is no memory for it
   */
  add(code: Uint8Array, tables: CodeTables | StubTables): CodeRange {
    const length = Math.max(ALIGN, Math.ceil(code.length / ALIGN) * ALIGN);
    const { arena, offset } = this.take(length);
    const rest = new Uint8Array(length - code.length).fill(this.stubs.gapByte);
    this.native.copyTo(arena.writable + offset, code);
    this.native.copyTo(arena.writable + offset + code.length, rest);
    if (this.sync !== undefined) this.refresh(arena, offset, length);
    arena.used = Math.max(arena.used, offset + length);
    const range = { address: arena.executable + offset, length, tables };
    this.ranges.add(range);
    return range;
  }

  /**
   * Keeps addresses for code that comes later, {@link Room.put} piece by piece, from a page's start on. Nothing is there yet, and takes no memory.
   *
   * @throws RangeError when there are no addresses left
   */
  reserve(bytes: number, tables: CodeTables): Room {
    const { native } = this;
    const { pageSize } = native;
    const length = Math.ceil(bytes / pageSize) * pageSize;
    // A page more, to begin with a page.
    const { arena, offset: taken } = this.take(length + pageSize);
    const offset = Math.ceil(taken / pageSize) * pageSize;
    if (offset > taken) giveRange(arena.free, taken, offset - taken);
    const behind = taken + pageSize - offset;
    if (behind > 0) giveRange(arena.free, offset + length, behind);
    const range = { address: arena.executable + offset, length, tables };
    this.ranges.add(range);
    return {
      range,
      writable: arena.writable + offset,
      put: (at, code) => {
        if (at < 0 || at + code.length > length) throw new RangeError('code outside of its room');
        native.copyTo(arena.writable + offset + at, code);
        if (this.sync !== undefined) this.refresh(arena, offset + at, code.length);
        arena.used = Math.max(arena.used, offset + at + code.length);
      },
    };
  }

  /** Finds room in an arena, a new one if there must be. */
  private take(length: number): { arena: Arena; offset: number } {
    let arena = this.arenas.find((a) => a.free.some((range) => range.length >= length));
    if (arena === undefined) {
      arena = this.map(length);
      this.arenas.push(arena);
      this.onArena(arena.executable, arena.executable + arena.size, 0);
    }
    const at = arena.free.findIndex((range) => range.length >= length);
    const free = arena.free[at]!;
    const offset = free.offset;
    free.offset += length;
    free.length -= length;
    if (free.length === 0) arena.free.splice(at, 1);
    return { arena, offset };
  }

  /**
   * Maps the code of a file, to run in place; undefined where that cannot be done.
   */
  addFile(file: CodeFile, tables: CodeTables): CodeRange | undefined {
    this.files ??= new FileCode(this.native, this.onArena);
    const mapped = this.files.map(file);
    if (mapped === undefined) return undefined;
    const range: CodeRange = { ...mapped, tables };
    this.ranges.add(range);
    return range;
  }

  /** Gives a range back. Nothing may run in it or point to it any more. */
  free(range: CodeRange): void {
    if (!this.ranges.delete(range)) return;
    if (range.release !== undefined) {
      range.release();
      return;
    }
    for (const arena of this.arenas) {
      const offset = range.address - arena.executable;
      if (offset < 0 || offset >= arena.size) continue;
      const page = this.native.pageSize;
      const first = Math.ceil(offset / page) * page;
      const end = Math.floor((offset + range.length) / page) * page;
      if (end > first) this.native.madvise(arena.writable + first, end - first, MADV_REMOVE);
      giveRange(arena.free, offset, range.length);
      return;
    }
  }

  /**
   * Makes what was written at an offset the code that runs there.
   *
   * Cache maintenance is all that hardware needs. qemu before 8.1 ignores it in user mode and looks
   * for writes through the executable pages themselves only; what it has translated of code that was
   * there before, it forgets when the pages are mapped anew.
   */
  private refresh(arena: Arena, offset: number, length: number): void {
    const { native } = this;
    if (offset < arena.used) {
      const first = Math.floor(offset / native.pageSize) * native.pageSize;
      const end = Math.ceil((offset + length) / native.pageSize) * native.pageSize;
      const flags = MAP_SHARED | MAP_NORESERVE | MAP_FIXED;
      const at = arena.executable + first;
      const mapped = native.mmap(at, end - first, PROT_READ | PROT_EXEC, flags, arena.fd, first);
      if (mapped < 0) throw new RangeError(`out of memory: ${length} bytes for machine code`);
    }
    const start = arena.executable + offset;
    this.sync!(start, start + length, 0);
  }

  /** The range that an address is in. */
  find(address: number): CodeRange | undefined {
    return this.ranges.find(address);
  }

  private map(length: number): Arena {
    const least = Math.ceil(length / this.native.pageSize) * this.native.pageSize;
    for (const preferred of [this.arenaSize, Math.min(this.arenaSize, SMALL_ARENA_SIZE), 0]) {
      const arena = this.tryMap(Math.max(preferred, least));
      if (arena !== undefined) return arena;
    }
    throw new RangeError(`out of memory: ${length} bytes for machine code`);
  }

  private tryMap(size: number): Arena | undefined {
    const { native } = this;
    const fd = native.memoryFile('wasm-code', size);
    if (fd < 0) return undefined;
    const flags = MAP_SHARED | MAP_NORESERVE;
    const writable = native.mmap(0, size, PROT_READ | PROT_WRITE, flags, fd);
    const executable = native.mmap(0, size, PROT_READ | PROT_EXEC, flags, fd);
    if (writable > 0 && executable > 0) {
      native.mappings.add(writable, size);
      native.mappings.add(executable, size);
      const keep = this.sync !== undefined;
      if (!keep) native.close(fd);
      const free = [{ offset: 0, length: size }];
      return { size, writable, executable, free, fd: keep ? fd : -1, used: 0 };
    }
    native.close(fd);
    if (writable > 0) native.munmap(writable, size);
    if (executable > 0) native.munmap(executable, size);
    return undefined;
  }
}

/**
 * Puts the function that makes written code visible into a page of its own, which stays. Its own code
 * is visible because the page is written before it becomes executable for the first time.
 */
function loadSync(
  native: Native,
  code: Uint8Array,
): (start: number, end: number, unused: number) => void {
  const flags = MAP_PRIVATE | MAP_ANONYMOUS;
  const page = native.mmap(0, native.pageSize, PROT_READ | PROT_WRITE, flags, -1);
  if (page < 0) throw new RangeError('out of memory: a page for machine code');
  native.copyTo(page, code);
  native.mappings.add(page, native.pageSize);
  if (!native.mprotect(page, native.pageSize, PROT_READ | PROT_EXEC)) {
    throw new Error('the system refuses to run generated code');
  }
  return native.probe(page);
}
