/*
 * What the compiler tells the run time of a module, and what both parts of the run time share. Programs do not
 * include this. src/objects/describe.ts writes it: WINCH_MODULE_VERSION changes with each change here.
 */
#ifndef WINCH_MODULE_H
#define WINCH_MODULE_H

#include "winch-rt.h"

/** Part of an instance at an offset. */
#define WINCH_PART(instance, type, offset) ((type *)(void *)((char *)(instance) + (offset)))

#define WINCH_MODULE_VERSION 1u

/** Bits of winch_module.flags. */
#define WINCH_MODULE_EXPLICIT 1u
#define WINCH_MODULE_WASM2C 2u

/** An operator of a constant expression, in postfix order. */
struct winch_init {
  uint32_t op;
  /** Of a global, or the number of a function among those whose reference can be taken. */
  uint32_t index;
  uint64_t bits;
};

enum winch_init_op {
  WINCH_INIT_END,
  WINCH_INIT_CONST,
  WINCH_INIT_GLOBAL,
  WINCH_INIT_FUNC,
  WINCH_INIT_I32_ADD,
  WINCH_INIT_I32_SUB,
  WINCH_INIT_I32_MUL,
  WINCH_INIT_I64_ADD,
  WINCH_INIT_I64_SUB,
  WINCH_INIT_I64_MUL
};

/** Gives an imported memory, table or global: what the accessor of an export is. */
typedef void *(*winch_accessor)(void *instance);

struct winch_import {
  winch_code code;
  /** Which of the instances that instantiate is given. */
  uint32_t from;
  uint32_t type;
};

/** A memory or a table; an imported one has an accessor. */
struct winch_extern {
  uint64_t min;
  uint64_t max;
  winch_accessor accessor;
  uint32_t from;
  /** Of a table: 'r' or 'e'. */
  uint32_t type;
};

struct winch_global {
  winch_accessor accessor;
  const struct winch_init *init;
  uint32_t from;
  /** Offset in the instance of the value or, of an imported one, of the pointer to it. */
  uint32_t at;
  /** A letter, as in winch_signature. */
  uint32_t type;
  uint32_t unused;
};

/** A function whose reference can be taken. */
struct winch_ref {
  /** As generated code calls it, and as C does. */
  winch_code code;
  winch_code entry;
  uint32_t type;
  /** Of an imported function its index, else UINT32_MAX. */
  uint32_t import;
};

enum winch_mode { WINCH_PASSIVE, WINCH_ACTIVE, WINCH_DECLARATIVE };

struct winch_data {
  const uint8_t *bytes;
  uint64_t size;
  const struct winch_init *offset;
  uint32_t mode;
  uint32_t memory;
};

struct winch_element {
  /** Numbers of functions, or NULL: then `items` has a constant expression for each. */
  const uint32_t *funcs;
  const struct winch_init *items;
  const struct winch_init *offset;
  uint32_t count;
  uint32_t mode;
  uint32_t table;
  uint32_t unused;
};

/** What changes of a module, once a process. */
struct winch_module_state {
  const struct winch_module *module;
  /** The next one in the list of all that the signal handler knows. */
  struct winch_module_state *next;
  /** Process-wide numbers of the module's types. */
  uint32_t *signatures;
  uint32_t ready;
};

struct winch_module {
  uint32_t version;
  uint32_t flags;
  struct winch_module_state *state;
  const char *name;
  const uint8_t *code;
  uint64_t code_size;
  const uint32_t *trap_sites;
  /** A kind less 1 for each trap site. */
  const uint8_t *trap_kinds;
  uint64_t trap_count;
  /** What generated code reads builtins' addresses from. */
  const void *context;
  const char *const *types;
  /** For each type, what makes a call of WebAssembly's one of C's, or NULL. */
  const winch_code *adapters;
  const struct winch_import *imports;
  const struct winch_extern *memories;
  const struct winch_extern *tables;
  const struct winch_global *globals;
  const struct winch_ref *refs;
  const struct winch_data *data;
  const struct winch_element *elements;
  /** The C entry of the start function, or NULL. */
  winch_code start;
  /** `_Noreturn void f(int kind)`: where traps go. */
  void (*trap)(int kind);
  uint32_t type_count;
  uint32_t import_count;
  uint32_t memory_count;
  uint32_t imported_memories;
  uint32_t table_count;
  uint32_t imported_tables;
  uint32_t global_count;
  uint32_t imported_globals;
  uint32_t ref_count;
  uint32_t data_count;
  uint32_t element_count;
  /* Bytes of an instance, and offsets in it. The vmctx comes first, `struct winch_tail` follows. */
  uint32_t instance_size;
  uint32_t tail_at;
  uint32_t memories_at;
  uint32_t tables_at;
  uint32_t imports_at;
  uint32_t refs_at;
  uint32_t signatures_at;
  /** Pointers to all memories, then to all tables. */
  uint32_t memory_pointers_at;
  uint32_t table_pointers_at;
  /** Those of its own. */
  uint32_t own_memories_at;
  uint32_t own_tables_at;
  uint32_t funcs_at;
  /** A byte for each data segment, then for each element segment: 1 when it was dropped. */
  uint32_t dropped_at;
};

/** How an instance starts: what generated code reads (src/abi/vmctx-layout.ts). */
struct winch_instance {
  const struct winch_module *module;
  const void *context;
  uintptr_t stack_limit;
};

/** Of an instance, at module->tail_at. */
struct winch_tail {
  /** From the limit to the end of the stack: read by entries. */
  uintptr_t stack_size;
  /** Instances that share something, in a circle. */
  struct winch_instance *next;
  /** Own memories and tables that were made. */
  uint32_t made_memories;
  uint32_t made_tables;
};

static inline struct winch_tail *winch_tail_of(struct winch_instance *instance) {
  return (struct winch_tail *)(void *)((char *)instance + instance->module->tail_at);
}

/** The value of a constant expression; behind it the next one starts. */
uint64_t winch_evaluate(struct winch_instance *instance, const struct winch_init **at);
/** Fills globals: initial values, or pointers to imported ones. */
void winch_set_globals(struct winch_instance *instance, void *const *imports);
/** Makes an instance of zeros, with its types and imported functions. */
bool winch_prepare(struct winch_instance *instance, const struct winch_module *module, void *const *imports);

/** Tells the signal handler of a module, and numbers its types. */
bool winch_register(const struct winch_module *module);

/* What generated code and entries call. Traps are out of any of them. */
void winch_rt_enter(struct winch_instance *instance, uintptr_t sp);
int32_t winch_rt_memory_grow(struct winch_instance *, uint32_t memory, uint32_t delta);
int32_t winch_rt_memory_size(struct winch_instance *, uint32_t memory);
void winch_rt_memory_init(struct winch_instance *, uint32_t data, uint32_t memory, uint32_t dst, uint32_t src,
                          uint32_t n);
void winch_rt_data_drop(struct winch_instance *, uint32_t data);
void winch_rt_memory_copy(struct winch_instance *, uint32_t to, uint32_t from, uint32_t dst, uint32_t src,
                          uint32_t n);
void winch_rt_memory_fill(struct winch_instance *, uint32_t memory, uint32_t dst, uint32_t value, uint32_t n);
int32_t winch_rt_table_grow(struct winch_instance *, uint32_t table, void *element, uint32_t delta);
void winch_rt_table_fill(struct winch_instance *, uint32_t table, uint32_t start, void *element, uint32_t n);
void winch_rt_table_copy(struct winch_instance *, uint32_t to, uint32_t from, uint32_t dst, uint32_t src,
                         uint32_t n);
void winch_rt_table_init(struct winch_instance *, uint32_t elem, uint32_t table, uint32_t dst, uint32_t src,
                         uint32_t n);
void winch_rt_elem_drop(struct winch_instance *, uint32_t elem);
/* Objects have no shared memories: nobody waits on others. */
int32_t winch_rt_atomic_wait32(struct winch_instance *, uint32_t memory, uint32_t offset, uint32_t address,
                               uint32_t expected, uint64_t timeout);
int32_t winch_rt_atomic_wait64(struct winch_instance *, uint32_t memory, uint32_t offset, uint32_t address,
                               uint64_t expected, uint64_t timeout);
int32_t winch_rt_atomic_notify(struct winch_instance *, uint32_t memory, uint32_t offset, uint32_t address,
                               uint32_t count);
void winch_rt_memory_look(struct winch_instance *);

#endif
