/*
 * Run time for objects that `winch-ts compile -o module.o` makes: memories, tables, traps.
 * See docs/native.md. Plain C11; the functions can be called from C++ as well.
 */
#ifndef WINCH_RT_H
#define WINCH_RT_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define WINCH_ALIGNAS alignas
#define WINCH_STATIC_ASSERT static_assert
#define WINCH_NORETURN [[noreturn]]
#else
#define WINCH_ALIGNAS _Alignas
#define WINCH_STATIC_ASSERT _Static_assert
#define WINCH_NORETURN _Noreturn
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The size of a page of memory, in bytes. */
#define WINCH_PAGE_SIZE 65536u
/** As a maximum: there is none. */
#define WINCH_NO_MAXIMUM UINT64_MAX

/** Describes a compiled module; made by the compiler. */
struct winch_module;

/* ---- traps -------------------------------------------------------------------------------------- */

/** Why WebAssembly stopped. */
enum winch_trap_kind {
  WINCH_TRAP_NONE = 0,
  WINCH_TRAP_UNREACHABLE = 1,
  WINCH_TRAP_INTEGER_DIVIDE_BY_ZERO = 2,
  WINCH_TRAP_INTEGER_OVERFLOW = 3,
  WINCH_TRAP_INVALID_CONVERSION_TO_INTEGER = 4,
  WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS = 5,
  WINCH_TRAP_OUT_OF_BOUNDS_TABLE_ACCESS = 6,
  WINCH_TRAP_UNDEFINED_ELEMENT = 7,
  WINCH_TRAP_UNINITIALIZED_ELEMENT = 8,
  WINCH_TRAP_INDIRECT_CALL_TYPE_MISMATCH = 9,
  WINCH_TRAP_CALL_STACK_EXHAUSTED = 10,
  WINCH_TRAP_UNALIGNED_ATOMIC = 11,
  WINCH_TRAP_EXPECTED_SHARED_MEMORY = 12
};

/** A trap's name, as in the WebAssembly test suite. */
const char *winch_trap_text(int kind);

/**
 * A place that a trap comes back to: the innermost one of the thread.
 *
 *   struct winch_guard guard;
 *   if (winch_try(&guard)) {
 *     result = calc_divide(&calc, 1, 0);
 *     winch_end(&guard);
 *   } else {
 *     puts(winch_trap_text(guard.kind));
 *   }
 *
 * As with setjmp: local variables that change inside are `volatile` if they are read after a trap, and the
 * function that has called winch_try must not return before winch_end or the trap. Frames of C between a
 * trap and its guard are left as by longjmp.
 */
struct winch_guard {
  jmp_buf place;
  struct winch_guard *outer;
  /** The kind of the trap that came here. */
  int kind;
};

/** True at first; false when a trap has come, which ends the guard. */
#define winch_try(guard) (winch_begin(guard), WINCH_SETJMP((guard)->place) == 0)
/** Ends the innermost guard of this thread. */
void winch_end(struct winch_guard *guard);
void winch_begin(struct winch_guard *guard);
#ifdef __cplusplus
#define WINCH_SETJMP(place) setjmp(place)
#else
#define WINCH_SETJMP(place) _setjmp(place)
#endif

/**
 * Traps: goes to the innermost guard of this thread; where there is none, to the handler, and where there is
 * none or it returns, one line on standard error and abort. Functions that WebAssembly calls may call it.
 * With -DWINCH_TRAP_HANDLER=f the run time calls `_Noreturn void f(int kind)` and none of these.
 */
WINCH_NORETURN void winch_trap(int kind);
/** Sets what traps without a guard call, in all threads; NULL for nothing. Returns the one before. */
typedef void (*winch_trap_handler)(int kind);
winch_trap_handler winch_set_trap_handler(winch_trap_handler handler);

/**
 * Looks whether a signal (SIGSEGV, SIGBUS, SIGILL or SIGFPE) is a trap of compiled code; if so, changes the
 * context so that the thread goes on in winch_trap, and returns true. Handlers that do that are installed at
 * the first instantiation, in front of those that are there; with -DWINCH_NO_SIGNAL_HANDLERS they are not,
 * and the program's own call this. May be called in a signal handler.
 */
bool winch_handle_signal(int signal, const void *siginfo, void *context);

/* ---- stacks ------------------------------------------------------------------------------------- */

/**
 * Compiled code compares the stack pointer with a limit this far above the end of the thread's stack: room for
 * C functions and signal handlers that WebAssembly calls there. Of smaller stacks a quarter is kept, but at
 * least 64 KiB.
 */
#ifndef WINCH_STACK_ROOM
#define WINCH_STACK_ROOM (256 * 1024)
#endif

/**
 * Tells of a stack that is not the thread's own (of a coroutine), for calls of exports made while this thread
 * is on it. `low` is its lowest usable address. NULL and 0 for none. Without this, a call of an export from such
 * a stack traps as exhausted.
 */
void winch_use_stack(void *low, size_t size);

/* ---- memories ----------------------------------------------------------------------------------- */

/** A linear memory. Read its fields; change them by the functions below only. */
struct winch_memory {
  /** The first byte. */
  uint8_t *data;
  /** Behind the addresses that are reserved for it. */
  uint8_t *data_end;
  uint32_t page_size;
  uint64_t pages;
  uint64_t max_pages;
  /** In bytes. */
  uint64_t size;
  bool is64;
  /** The addresses are given back by winch_memory_free. */
  bool owned;
  /** An instance that uses it. */
  void *users;
};

/** How code keeps its accesses inside of a memory. */
enum winch_bounds {
  /** 8 GiB of addresses are reserved, of which those behind the memory fault. */
  WINCH_GUARD,
  /** Code compares. The memory takes no more addresses than it has bytes, and moves when it grows. */
  WINCH_EXPLICIT
};

/** Bytes of addresses that code compiled for guard pages needs from a memory's first byte on. */
#define WINCH_GUARD_RESERVATION ((uint64_t)8 << 30)

/** Makes a memory. Returns false where the system has no room for it. Sizes are in pages. */
bool winch_memory_create(struct winch_memory *memory, uint64_t pages, uint64_t max_pages,
                         enum winch_bounds bounds);
/**
 * Makes a memory at given addresses, which the caller has reserved (mmap with PROT_NONE, private, anonymous) and
 * keeps until the memory is freed. With WINCH_GUARD_RESERVATION bytes it serves both ways of bounds checks.
 */
bool winch_memory_create_at(struct winch_memory *memory, uint64_t pages, uint64_t max_pages,
                            void *base, uint64_t reserved);
/** Grows a memory; returns its size before, in pages, or -1 where it cannot grow. */
int64_t winch_memory_grow(struct winch_memory *memory, uint64_t pages);
void winch_memory_free(struct winch_memory *memory);

/* ---- functions and tables ----------------------------------------------------------------------- */

/** A C function or the code of a WebAssembly function; cast to its own type to call it. */
typedef void (*winch_code)(void);

/** What a function reference points to. */
struct winch_func {
  winch_code code;
  /** The first argument: of a WebAssembly function its instance. */
  void *context;
  /** Tells types apart: see winch_signature. */
  uint32_t signature;
  uint32_t index;
  /** Of a C function with stack arguments. */
  winch_code target;
  void *target_context;
};

/**
 * The number of a function type, the same for the same type in all modules of the process. A type is written
 * as letters of its parameters, `>`, letters of its results: i j f d are i32 i64 f32 f64, r is funcref, e is
 * externref. "ij>d" is (param i32 i64) (result f64). 0 where there is no memory left.
 */
uint32_t winch_signature(const char *type);

/**
 * Makes a C function one that WebAssembly can call by reference. With up to one result it is
 * `R f(void *context, parameters)`, with more
 * `void f(struct results *, void *context, parameters)`. The compiler cannot check that it is.
 *
 * @param func is filled; must stay where it is as long as something refers to it
 * @param module one that has the type, where not all arguments are in registers; else may be NULL
 * @return false where the type is wrong, or the module is needed and does not have it
 */
bool winch_func_create(struct winch_func *func, const struct winch_module *module,
                       const char *type, winch_code code, void *context);
/** What C calls to call a function by reference; its first argument (or second) must be `func->context`. */
winch_code winch_func_pointer(const struct winch_func *func, void **context);

/** A table. Elements are function references, or words of the program's own (externref); NULL is null. */
struct winch_table {
  void **data;
  uint64_t max_size;
  uint64_t size;
  /** 'r' or 'e'. */
  char type;
  void *users;
};

bool winch_table_create(struct winch_table *table, char type, uint64_t size, uint64_t max_size);
/** Grows a table; returns its size before or -1. */
int64_t winch_table_grow(struct winch_table *table, uint64_t delta, void *element);
void winch_table_free(struct winch_table *table);

/* ---- instances ---------------------------------------------------------------------------------- */

/** What instantiating returns. */
enum winch_error {
  WINCH_OK = 0,
  WINCH_NO_MEMORY = 1,
  /** An imported memory or table is too small, too large, or of another type. */
  WINCH_BAD_IMPORT = 2,
  /** The object was made for another version of this run time. */
  WINCH_BAD_VERSION = 3
};

/** Called by `NAME__instantiate` and `NAME__free`. */
int winch_instantiate(void *instance, const struct winch_module *module, void *const *imports);
void winch_free(void *instance);

#ifdef __cplusplus
}
#endif

#endif
