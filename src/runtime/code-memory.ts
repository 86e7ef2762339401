import type { Artifact } from '../artifact/artifact.js';
import {
  MADV_REMOVE,
  MAP_NORESERVE,
  MAP_SHARED,
  type Native,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from './native.js';
import { giveRange } from './native-heap.js';

const ARENA_SIZE = 1 << 30;
/** Where the big reservation is refused. */
const SMALL_ARENA_SIZE = 1 << 26;
const ALIGN = 16;

/** The parts of an {@link Artifact} that explain addresses. */
export type CodeTables = Pick<
  Artifact,
  'info' | 'funcOffsets' | 'trapSites' | 'trapKinds' | 'callSites'
>;

/** One piece of machine code in memory. */
export interface CodeRange {
  /** Where it runs. */
  readonly address: number;
  readonly length: number;
  /** What explains its addresses: a module's tables, or the trap sites of runtime stubs. */
  readonly tables: CodeTables | StubTables;
}

/** Trap sites of a stub: code offsets, with the TrapKind of each. */
export interface StubTables {
  readonly stub: true;
  readonly sites: readonly number[];
  readonly kinds: readonly number[];
}

interface Arena {
  readonly size: number;
  readonly writable: number;
  readonly executable: number;
  readonly free: { offset: number; length: number }[];
}

/**
 * Memory for machine code that is never writable and executable through the same pages: each arena
 * is a memory file mapped twice, once to write and once to run.
 */
export class CodeMemory {
  private readonly arenas: Arena[] = [];
  /** By ascending address. */
  private readonly ranges: CodeRange[] = [];

  /**
   * @param onArena told the first and the one-past-last address of each new arena before code is put
   *   into it
   */
  constructor(
    private readonly native: Native,
    private readonly onArena: (start: number, end: number) => void,
  ) {}

  /**
   * Copies code into executable memory.
   *
   * @throws RangeError when there is no memory for it
   */
  add(code: Uint8Array, tables: CodeTables | StubTables): CodeRange {
    const length = Math.max(ALIGN, Math.ceil(code.length / ALIGN) * ALIGN);
    let arena = this.arenas.find((a) => a.free.some((range) => range.length >= length));
    if (arena === undefined) {
      arena = this.map(length);
      this.arenas.push(arena);
      this.onArena(arena.executable, arena.executable + arena.size);
    }
    const at = arena.free.findIndex((range) => range.length >= length);
    const free = arena.free[at]!;
    const offset = free.offset;
    free.offset += length;
    free.length -= length;
    if (free.length === 0) arena.free.splice(at, 1);
    const view = this.native.view(arena.writable + offset, length);
    const bytes = new Uint8Array(view);
    bytes.set(code);
    bytes.fill(TRAP_BYTE, code.length);
    this.native.detach(view);
    const range = { address: arena.executable + offset, length, tables };
    this.ranges.splice(this.indexAfter(range.address), 0, range);
    return range;
  }

  /** Gives a range back. Nothing may run in it or point to it any more. */
  free(range: CodeRange): void {
    const index = this.indexAfter(range.address) - 1;
    if (this.ranges[index] !== range) return;
    this.ranges.splice(index, 1);
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

  private map(length: number): Arena {
    const least = Math.ceil(length / this.native.pageSize) * this.native.pageSize;
    for (const preferred of [ARENA_SIZE, SMALL_ARENA_SIZE, 0]) {
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
    native.close(fd);
    if (writable > 0 && executable > 0) {
      return { size, writable, executable, free: [{ offset: 0, length: size }] };
    }
    if (writable > 0) native.munmap(writable, size);
    if (executable > 0) native.munmap(executable, size);
    return undefined;
  }
}

/** Fills gaps: on x64 a privileged instruction, so running into a gap faults. */
const TRAP_BYTE = 0xf4;
