import type { ModuleInfo } from '../module/module-info.js';
import { bytesOfKind, kindOf } from '../wasm/value-types.js';

/**
 * The context that generated code reaches the world through: native memory, pointed to by the pinned
 * vmctx register. All words are little-endian; pointers and lengths have 8 bytes.
 *
 * ```
 *    0  u32   id of this context in the thread's store (instance or host function)
 *    8  ptr   thread context (ThreadContext below)
 *   16  ptr   stack limit: a frame that would end below traps
 *   24  memories     { ptr base, u64 byte length }   x memories, imports first
 *       tables       { ptr elements, u64 length }    x tables; an element is an 8-byte reference
 *       imported functions { ptr code, ptr vmctx }   x imported functions
 *       globals      imported: ptr to the cell; defined: the cell itself, of 8 bytes (a v128: 16, aligned)
 *       function references   ptr to FuncRef, 0 never   x ModuleInfo.refFuncs
 *       signature ids   u32 x types: process-wide number of the function type
 *       tags        { ptr code, ptr vmctx }   x tags, imports first: called with the values of an exception they throw it;
 *                   and one that throws again what a reference is to
 * ```
 * Bases and lengths of imported memories and tables are copies; whoever grows one updates the copies
 * of every instance that uses it.
 */
export const VMCTX_ID = 0;
export const VMCTX_THREAD = 8;
export const VMCTX_STACK_LIMIT = 16;
export const VMCTX_MEMORIES = 24;
/** Of a memory entry: byte length, after the base. */
export const MEMORY_LENGTH = 8;
/** Of a table entry: length in elements, after the pointer to them. */
export const TABLE_LENGTH = 8;
/** Of an imported function: its vmctx, after the code address. */
export const IMPORT_VMCTX = 8;

/**
 * What a function reference points to.
 * ```
 *    0  ptr  code
 *    8  ptr  vmctx of its instance (or host-function context)
 *   16  u32  process-wide number of its function type
 *   20  u32  number of the function in the thread's store
 * ```
 */
export const FUNCREF_CODE = 0;
export const FUNCREF_VMCTX = 8;
export const FUNCREF_SIGNATURE = 16;
export const FUNCREF_ID = 20;
export const FUNCREF_SIZE = 24;

/**
 * How tables and function references look:
 * - `pointers`: as drawn above.
 * - `structs`, in objects with wasm2c's interface: a table entry of the vmctx points to
 *   `{ ptr elements, u32 most, u32 length }`; elements of funcref are not references, but what these point to:
 *   `{ ptr type, ptr code, ptr own, ptr vmctx }`, of 32 bytes. The code is a C function; `own` is compiled code where
 *   the vmctx is the caller's own, or 0. Types are compared by their address, so the vmctx has 8 bytes for each.
 */
export type TableForm = 'pointers' | 'structs';

/** Of a table as a struct: its length in elements. */
export const STRUCT_LENGTH = 12;
/** Of an element as a struct. */
export const STRUCT_TYPE = 0;
export const STRUCT_CODE = 8;
export const STRUCT_OWN = 16;
export const STRUCT_VMCTX = 24;
export const STRUCT_SHIFT = 5;

/**
 * One per thread that runs WebAssembly code. Host code reads and writes it too: it is how values other
 * than arguments and results pass between the two sides.
 * ```
 *    0  ptr  host stack pointer: where the native call that runs WebAssembly now returns from
 *    8  u32  PassageStatus: why WebAssembly left
 *   12  u32  frame: host to WebAssembly, the frame to enter or to resume; back, the frame of the call out.
 *            All frames are offsets in the WebAssembly stack
 *   16  u32  of a call out: id of the callee's context
 *   20  u32  of a call out: a Builtin, or HOST_FUNCTION
 *   24  u64  pc of the last trap
 *   32  u64  frame pointer at the last trap
 *   40  ptr  lowest byte of the WebAssembly stack
 *   48  u32  not 0: the thread was to be interrupted where it could not be; long operations look at it
 *   52  u32  ticks: how often the thread was looked up
 *   56  ptr  address of C memmove(dst, src, n)
 *   64  ptr  address of C memset(dst, byte, n)
 *   72  u64  timer_t of the thread's timer, of which
 *   80  u64  1 says that there is one
 *   88  ptr  list of mappings to give back when the thread ends
 *   96  ptr  x Builtin.Count: code of each builtin
 *       ptr  the thread register of the processor, which tells threads apart
 *       u32  not 0: entries from C ask JavaScript first
 *       u32  1: JavaScript has done what an entry from C asked for
 * ```
 */
export const THREAD_HOST_SP = 0;
export const THREAD_STATUS = 8;
export const THREAD_FRAME = 12;
export const THREAD_CALLEE = 16;
export const THREAD_BUILTIN = 20;
export const THREAD_TRAP_PC = 24;
export const THREAD_TRAP_FP = 32;
export const THREAD_STACK_BASE = 40;
export const THREAD_PENDING = 48;
export const THREAD_TICKS = 52;
export const THREAD_MEMMOVE = 56;
export const THREAD_MEMSET = 64;
export const THREAD_TIMER = 72;
export const THREAD_HAS_TIMER = 80;
export const THREAD_MAPPINGS = 88;
export const THREAD_BUILTINS = 96;

/**
 * Operations that generated code leaves to the runtime, called with the ordinary convention and the
 * caller's own vmctx. All parameters and results are i32 unless said; references are i64 words.
 * Each traps by itself.
 */
export const enum Builtin {
  /** (memory, delta) -> old size in pages or -1 */
  MemoryGrow = 0,
  /** (memory) -> size in pages, of a memory that others can grow */
  MemorySize,
  /** (data, memory, dst, src, n) */
  MemoryInit,
  /** (data) */
  DataDrop,
  /** (dst memory, src memory, dst, src, n) */
  MemoryCopy,
  /** (memory, dst, value, n) */
  MemoryFill,
  /** (table, ref: i64, delta) -> old size or -1 */
  TableGrow,
  /** (table, start, ref: i64, n) */
  TableFill,
  /** (dst table, src table, dst, src, n) */
  TableCopy,
  /** (elem, table, dst, src, n) */
  TableInit,
  /** (elem) */
  ElemDrop,
  /** (memory, offset, address, expected, timeout: i64 of nanoseconds) -> 0: woken, 1: another value was there, 2: timed out */
  AtomicWait32,
  /** (memory, offset, address, expected: i64, timeout: i64) -> likewise */
  AtomicWait64,
  /** (memory, offset, address, count) -> number of threads woken */
  AtomicNotify,
  /** () Brings the lengths of memories up to date. Keeps all registers but the machine's own: see `keepingAll` of the stubs. */
  MemoryLook,
  Count,
}

/** Behind the builtins, which compiled code knows the places of. */
export const THREAD_REGISTER = THREAD_BUILTINS + 8 * Builtin.Count;
export const THREAD_ASK = THREAD_REGISTER + 8;
export const THREAD_ANSWER = THREAD_ASK + 4;
export const THREAD_SIZE = THREAD_ASK + 8;

/** Two more, of tables of funcref, in objects whose tables are structs: {@link TableForm}. From Builtin.Count on. */
export const enum StructBuiltin {
  /** (table, index) -> ref */
  TableGet = 15,
  /** (table, index, ref) */
  TableSet,
  Count,
}

/**
 * There: code that calls, with stack arguments as compiled code has them, the C function of the struct that its
 * vmctx argument points to. One for each type that has stack arguments.
 */
export const structAdapter = (typeIndex: number): number =>
  THREAD_BUILTINS + POINTER * (StructBuiltin.Count + typeIndex);

/** Offset in the thread context of a builtin's code. */
export const threadBuiltin = (builtin: Builtin | StructBuiltin): number =>
  THREAD_BUILTINS + POINTER * builtin;

/** Bytes of a pointer, or of another field that is not said to be smaller. */
const POINTER = 8;
/** Bytes of an entry of two such fields. */
const PAIR = 2 * POINTER;
const SIGNATURE_ID = 4;

/** Offsets into the vmctx of one module. */
export class VmctxLayout {
  readonly memories = VMCTX_MEMORIES;
  readonly tables: number;
  readonly importedFuncs: number;
  private readonly globals: Int32Array;
  readonly funcRefs: number;
  readonly signatures: number;
  /** {@link TableForm} is `structs`. */
  readonly isStruct: boolean;
  private readonly signatureBytes: number;
  readonly tags: number;
  /** Bytes of the whole context, a multiple of 16. */
  readonly size: number;

  constructor(
    info: ModuleInfo,
    readonly tableForm: TableForm = 'pointers',
  ) {
    this.isStruct = tableForm === 'structs';
    this.signatureBytes = this.isStruct ? POINTER : SIGNATURE_ID;
    this.tables = this.memories + PAIR * info.memories.length;
    this.importedFuncs = this.tables + PAIR * info.tables.length;
    const count = info.globals.length;
    this.globals = new Int32Array(count);
    let at = this.importedFuncs + PAIR * info.importedFuncs;
    for (let i = 0; i < count; i++) {
      const cell = i < info.importedGlobals ? POINTER : bytesOfKind(kindOf(info.globals[i]!.type));
      const bytes = Math.max(POINTER, cell);
      at = (at + bytes - 1) & -bytes;
      this.globals[i] = at;
      at += bytes;
    }
    this.funcRefs = at;
    this.signatures = this.funcRefs + POINTER * info.refFuncs.size;
    this.tags = (this.signatures + this.signatureBytes * info.typeCount + 7) & ~7;
    this.size = (this.tags + PAIR * (info.tags.length + 1) + 15) & ~15;
  }

  memory(index: number): number {
    return this.memories + PAIR * index;
  }

  table(index: number): number {
    return this.tables + PAIR * index;
  }

  importedFunc(index: number): number {
    return this.importedFuncs + PAIR * index;
  }

  global(index: number): number {
    return this.globals[index]!;
  }

  /** @param number the function's number in {@link ModuleInfo.refFuncs} */
  funcRef(number: number): number {
    return this.funcRefs + POINTER * number;
  }

  /** @param index of a tag, or the count of tags for what throws again */
  tag(index: number): number {
    return this.tags + PAIR * index;
  }

  signature(typeIndex: number): number {
    return this.signatures + this.signatureBytes * typeIndex;
  }
}
