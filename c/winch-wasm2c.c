/*
 * Objects that `winch-ts compile --c-abi wasm2c` makes: memories and tables are those of wabt's wasm-rt.h, which is
 * to be on the include path, and traps go to wasm_rt_trap. Link with wabt's wasm-rt-impl.c and wasm-rt-mem-impl.c, or
 * what the program has in their place.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "winch-wasm2c.h"

#include "winch-module.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(WASM_RT_MEMCHECK_GUARD_PAGES) && !WASM_RT_MEMCHECK_GUARD_PAGES
#error "memories need guard pages: compile with WASM_RT_MEMCHECK_GUARD_PAGES"
#endif

/* ---- parts of an instance: as of winch-instance.c, with other types ------------------------------ */

struct view {
  void *data;
  uint64_t length;
};

#define MEMORIES(instance) WINCH_PART(instance, wasm_rt_memory_t *, (instance)->module->memory_pointers_at)
#define FUNC_TABLES(instance) WINCH_PART(instance, wasm_rt_funcref_table_t *, (instance)->module->table_pointers_at)
#define WORD_TABLES(instance) WINCH_PART(instance, wasm_rt_externref_table_t *, (instance)->module->table_pointers_at)
#define TABLE_VIEWS(instance) WINCH_PART(instance, struct view, (instance)->module->tables_at)
#define REFS(instance) WINCH_PART(instance, wasm_rt_funcref_t *, (instance)->module->refs_at)
#define TYPES(instance) WINCH_PART(instance, wasm_rt_func_type_t, (instance)->module->signatures_at)
#define DROPPED_DATA(instance) WINCH_PART(instance, uint8_t, (instance)->module->dropped_at)
#define DROPPED_ELEMENTS(instance) (DROPPED_DATA(instance) + (instance)->module->data_count)

/* src/objects/instance-layout.ts leaves so much room for each. */
#define MEMORY_ROOM 64
#define TABLE_ROOM 40
#define FUNC_ROOM 40
/* Of a function reference, where wasm2c has code for its own tail calls: NULL, or ours in what we made. */
#define OWN_CODE 16
_Static_assert(sizeof(wasm_rt_memory_t) <= MEMORY_ROOM, "room for a memory");
_Static_assert(sizeof(wasm_rt_funcref_table_t) <= TABLE_ROOM, "room for a table");
_Static_assert(sizeof(wasm_rt_funcref_t) == 32 && offsetof(wasm_rt_funcref_t, func) == 8 &&
                   offsetof(wasm_rt_funcref_t, module_instance) == 24,
               "what compiled code knows of a function reference");
_Static_assert(offsetof(wasm_rt_funcref_table_t, size) == 12 && offsetof(wasm_rt_externref_table_t, size) == 12,
               "what compiled code knows of a table");

static void see_memory(struct winch_instance *instance, uint32_t index) {
  struct view *view = WINCH_PART(instance, struct view, instance->module->memories_at) + index;
  view->data = MEMORIES(instance)[index]->data;
  view->length = MEMORIES(instance)[index]->size;
}

static bool has_functions(const struct winch_instance *instance, uint32_t table) {
  return instance->module->tables[table].type == 'r';
}

/* ---- traps -------------------------------------------------------------------------------------- */

_Noreturn void winch_w2c_trap(int kind) {
  static const wasm_rt_trap_t codes[] = {
      [WINCH_TRAP_UNREACHABLE] = WASM_RT_TRAP_UNREACHABLE,
      [WINCH_TRAP_INTEGER_DIVIDE_BY_ZERO] = WASM_RT_TRAP_DIV_BY_ZERO,
      [WINCH_TRAP_INTEGER_OVERFLOW] = WASM_RT_TRAP_INT_OVERFLOW,
      [WINCH_TRAP_INVALID_CONVERSION_TO_INTEGER] = WASM_RT_TRAP_INVALID_CONVERSION,
      [WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS] = WASM_RT_TRAP_OOB,
      [WINCH_TRAP_OUT_OF_BOUNDS_TABLE_ACCESS] = WASM_RT_TRAP_OOB,
      [WINCH_TRAP_UNDEFINED_ELEMENT] = WASM_RT_TRAP_CALL_INDIRECT,
      [WINCH_TRAP_UNINITIALIZED_ELEMENT] = WASM_RT_TRAP_CALL_INDIRECT,
      [WINCH_TRAP_INDIRECT_CALL_TYPE_MISMATCH] = WASM_RT_TRAP_CALL_INDIRECT,
      [WINCH_TRAP_CALL_STACK_EXHAUSTED] = WASM_RT_TRAP_EXHAUSTION,
      [WINCH_TRAP_UNALIGNED_ATOMIC] = WASM_RT_TRAP_UNALIGNED,
      [WINCH_TRAP_EXPECTED_SHARED_MEMORY] = WASM_RT_TRAP_UNREACHABLE,
  };
  wasm_rt_trap(codes[kind]);
}

/* ---- types -------------------------------------------------------------------------------------- */

/**
 * The type of a number: 256 bits at an address of its own, the same for the same type in all objects. NULL where
 * there is no memory.
 */
static wasm_rt_func_type_t type_of(uint32_t signature) {
  static struct chunk {
    _Atomic(struct chunk *) next;
    char types[1024][32];
  } first;
  struct chunk *chunk = &first;
  for (uint32_t i = signature / 1024; i > 0; i--) {
    struct chunk *next = atomic_load(&chunk->next);
    if (next == NULL) {
      struct chunk *fresh = calloc(1, sizeof *fresh);
      if (fresh == NULL) return NULL;
      if (atomic_compare_exchange_strong(&chunk->next, &next, fresh)) next = fresh;
      else free(fresh);
    }
    chunk = next;
  }
  char *type = chunk->types[signature % 1024];
  /* All who come here write the same. */
  memcpy(type, "winch", 5);
  memcpy(type + 8, &signature, sizeof signature);
  return type;
}

wasm_rt_func_type_t winch_w2c_func_type(const struct winch_module *module, uint32_t params, uint32_t results,
                                        va_list types) {
  static const char letters[] = "ijfdore";
  char *text = malloc((size_t)params + results + 2);
  if (text == NULL) return NULL;
  char *at = text;
  for (uint32_t i = 0; i < params + results; i++) {
    const uint32_t type = (uint32_t)va_arg(types, int);
    if (i == params) *at++ = '>';
    *at++ = type < sizeof letters - 1 ? letters[type] : 'x';
  }
  if (results == 0) *at++ = '>';
  *at = 0;
  wasm_rt_func_type_t found = NULL;
  for (uint32_t i = 0; i < module->type_count && found == NULL; i++) {
    if (strcmp(module->types[i], text) == 0) found = type_of(winch_signature(text));
  }
  free(text);
  return found;
}

/* ---- function references ------------------------------------------------------------------------ */

/** References that are no function of the instance's own, made for compiled code. */
struct foreign {
  struct foreign *next;
  wasm_rt_funcref_t func;
};

#define FOREIGN(instance) (*WINCH_PART(instance, struct foreign *, (instance)->module->dropped_at - sizeof(void *)))

static bool is_same(const wasm_rt_funcref_t *a, const wasm_rt_funcref_t *b) {
  return a->func == b->func && a->module_instance == b->module_instance && a->func_type == b->func_type;
}

/** The address that stands for a reference in compiled code. */
static wasm_rt_funcref_t *reference_of(struct winch_instance *instance, const wasm_rt_funcref_t *func) {
  if (func->func == NULL) return NULL;
  if (func->module_instance == instance) {
    for (uint32_t i = 0; i < instance->module->ref_count; i++) {
      if (is_same(REFS(instance)[i], func)) return REFS(instance)[i];
    }
  }
  struct foreign *each = FOREIGN(instance);
  for (; each != NULL; each = each->next) {
    if (is_same(&each->func, func)) return &each->func;
  }
  each = malloc(sizeof *each);
  if (each == NULL) abort();
  each->func = *func;
  each->next = FOREIGN(instance);
  FOREIGN(instance) = each;
  return &each->func;
}

static wasm_rt_funcref_t function_of(const wasm_rt_funcref_t *reference) {
  return reference == NULL ? wasm_rt_funcref_null_value : *reference;
}

static void make_funcs(struct winch_instance *instance) {
  const struct winch_module *module = instance->module;
  for (uint32_t i = 0; i < module->ref_count; i++) {
    const struct winch_ref *ref = &module->refs[i];
    wasm_rt_funcref_t *func = WINCH_PART(instance, wasm_rt_funcref_t, module->funcs_at + FUNC_ROOM * i);
    func->func_type = TYPES(instance)[ref->type];
    func->func = ref->entry;
    func->module_instance = instance;
    /* Compiled code of this instance jumps there. */
    memcpy((char *)func + OWN_CODE, &ref->code, sizeof ref->code);
    if (ref->import != UINT32_MAX) {
      func->module_instance = WINCH_PART(instance, void *, module->imports_at + 16 * ref->import)[1];
      memset((char *)func + OWN_CODE, 0, sizeof ref->code);
    }
    REFS(instance)[i] = func;
  }
}

/* ---- builtins ----------------------------------------------------------------------------------- */

int32_t winch_w2c_memory_grow(struct winch_instance *instance, uint32_t memory, uint32_t delta) {
  const int32_t pages = (int32_t)wasm_rt_grow_memory(MEMORIES(instance)[memory], delta);
  see_memory(instance, memory);
  return pages;
}

int32_t winch_w2c_memory_size(struct winch_instance *instance, uint32_t memory) {
  return (int32_t)MEMORIES(instance)[memory]->pages;
}

static uint8_t *bytes_of(struct winch_instance *instance, uint32_t memory, uint64_t start, uint64_t n) {
  const wasm_rt_memory_t *known = MEMORIES(instance)[memory];
  if (start + n > known->size) winch_w2c_trap(WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  return (uint8_t *)known->data + start;
}

void winch_w2c_memory_copy(struct winch_instance *instance, uint32_t to, uint32_t from, uint32_t dst, uint32_t src,
                           uint32_t n) {
  const uint8_t *source = bytes_of(instance, from, src, n);
  uint8_t *target = bytes_of(instance, to, dst, n);
  if (n > 0) memmove(target, source, n);
}

void winch_w2c_memory_fill(struct winch_instance *instance, uint32_t memory, uint32_t dst, uint32_t value,
                           uint32_t n) {
  uint8_t *target = bytes_of(instance, memory, dst, n);
  if (n > 0) memset(target, (int)(value & 0xff), n);
}

void winch_w2c_memory_init(struct winch_instance *instance, uint32_t data, uint32_t memory, uint32_t dst,
                           uint32_t src, uint32_t n) {
  const struct winch_data *segment = &instance->module->data[data];
  const uint64_t size = DROPPED_DATA(instance)[data] ? 0 : segment->size;
  if ((uint64_t)src + n > size) winch_w2c_trap(WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  uint8_t *target = bytes_of(instance, memory, dst, n);
  if (n > 0) memcpy(target, segment->bytes + src, n);
}

static void check_atomic(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                         uint32_t size) {
  const uint64_t start = (uint64_t)offset + address;
  bytes_of(instance, memory, start, size);
  if (start % size != 0) winch_w2c_trap(WINCH_TRAP_UNALIGNED_ATOMIC);
}

int32_t winch_w2c_atomic_wait32(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                               uint32_t expected, uint64_t timeout) {
  (void)expected;
  (void)timeout;
  check_atomic(instance, memory, offset, address, 4);
  winch_w2c_trap(WINCH_TRAP_EXPECTED_SHARED_MEMORY);
}

int32_t winch_w2c_atomic_wait64(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                               uint64_t expected, uint64_t timeout) {
  (void)expected;
  (void)timeout;
  check_atomic(instance, memory, offset, address, 8);
  winch_w2c_trap(WINCH_TRAP_EXPECTED_SHARED_MEMORY);
}

void winch_w2c_memory_look(struct winch_instance *instance) { (void)instance; }

int32_t winch_w2c_atomic_notify(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                               uint32_t count) {
  (void)count;
  check_atomic(instance, memory, offset, address, 4);
  return 0;
}

void winch_w2c_data_drop(struct winch_instance *instance, uint32_t data) { DROPPED_DATA(instance)[data] = 1; }

int32_t winch_w2c_table_grow(struct winch_instance *instance, uint32_t table, void *element, uint32_t delta) {
  if (!has_functions(instance, table)) {
    return (int32_t)wasm_rt_grow_externref_table(WORD_TABLES(instance)[table], delta, element);
  }
  return (int32_t)wasm_rt_grow_funcref_table(FUNC_TABLES(instance)[table], delta, function_of(element));
}

static void check_table(struct winch_instance *instance, uint32_t table, uint64_t start, uint64_t n) {
  /* Both kinds have their size in one place. */
  if (start + n > FUNC_TABLES(instance)[table]->size) winch_w2c_trap(WINCH_TRAP_OUT_OF_BOUNDS_TABLE_ACCESS);
}

static void set_element(struct winch_instance *instance, uint32_t table, uint32_t index, void *element) {
  if (has_functions(instance, table)) FUNC_TABLES(instance)[table]->data[index] = function_of(element);
  else WORD_TABLES(instance)[table]->data[index] = element;
}

void *winch_w2c_table_get(struct winch_instance *instance, uint32_t table, uint32_t index) {
  check_table(instance, table, index, 1);
  return reference_of(instance, &FUNC_TABLES(instance)[table]->data[index]);
}

void winch_w2c_table_set(struct winch_instance *instance, uint32_t table, uint32_t index, void *element) {
  check_table(instance, table, index, 1);
  set_element(instance, table, index, element);
}

void winch_w2c_table_fill(struct winch_instance *instance, uint32_t table, uint32_t start, void *element,
                          uint32_t n) {
  check_table(instance, table, start, n);
  for (uint32_t i = 0; i < n; i++) set_element(instance, table, start + i, element);
}

void winch_w2c_table_copy(struct winch_instance *instance, uint32_t to, uint32_t from, uint32_t dst, uint32_t src,
                          uint32_t n) {
  check_table(instance, from, src, n);
  check_table(instance, to, dst, n);
  if (n == 0) return;
  if (has_functions(instance, to)) {
    memmove(FUNC_TABLES(instance)[to]->data + dst, FUNC_TABLES(instance)[from]->data + src,
            n * sizeof(wasm_rt_funcref_t));
  } else {
    memmove(WORD_TABLES(instance)[to]->data + dst, WORD_TABLES(instance)[from]->data + src,
            n * sizeof(wasm_rt_externref_t));
  }
}

void winch_w2c_table_init(struct winch_instance *instance, uint32_t elem, uint32_t table, uint32_t dst, uint32_t src,
                          uint32_t n) {
  const struct winch_element *segment = &instance->module->elements[elem];
  const uint64_t count = DROPPED_ELEMENTS(instance)[elem] ? 0 : segment->count;
  if ((uint64_t)src + n > count) winch_w2c_trap(WINCH_TRAP_OUT_OF_BOUNDS_TABLE_ACCESS);
  check_table(instance, table, dst, n);
  if (n == 0) return;
  const struct winch_init *item = segment->items;
  for (uint32_t i = 0; i < src && item != NULL; i++) {
    while (item->op != WINCH_INIT_END) item++;
    item++;
  }
  for (uint32_t i = 0; i < n; i++) {
    void *element = item == NULL ? (void *)REFS(instance)[segment->funcs[src + i]]
                                 : (void *)(uintptr_t)winch_evaluate(instance, &item);
    set_element(instance, table, dst + i, element);
  }
}

void winch_w2c_elem_drop(struct winch_instance *instance, uint32_t elem) { DROPPED_ELEMENTS(instance)[elem] = 1; }

/* ---- instances ---------------------------------------------------------------------------------- */

static void attach_memories(struct winch_instance *instance, void *const *imports) {
  const struct winch_module *module = instance->module;
  for (uint32_t i = 0; i < module->memory_count; i++) {
    const struct winch_extern *wanted = &module->memories[i];
    wasm_rt_memory_t *memory;
    if (wanted->accessor != NULL) memory = wanted->accessor(imports[wanted->from]);
    else {
      const uint32_t own = i - module->imported_memories;
      memory = WINCH_PART(instance, wasm_rt_memory_t, module->own_memories_at + MEMORY_ROOM * own);
      const uint64_t max = wanted->max == UINT64_MAX ? 65536 : wanted->max;
#ifdef WASM_DEFAULT_PAGE_SIZE
      wasm_rt_allocate_memory(memory, wanted->min, max, false, WASM_DEFAULT_PAGE_SIZE);
#else
      wasm_rt_allocate_memory(memory, wanted->min, max, false);
#endif
      winch_tail_of(instance)->made_memories++;
    }
    MEMORIES(instance)[i] = memory;
    see_memory(instance, i);
  }
}

static void attach_tables(struct winch_instance *instance, void *const *imports) {
  const struct winch_module *module = instance->module;
  for (uint32_t i = 0; i < module->table_count; i++) {
    const struct winch_extern *wanted = &module->tables[i];
    void *table;
    if (wanted->accessor != NULL) table = wanted->accessor(imports[wanted->from]);
    else {
      const uint32_t own = i - module->imported_tables;
      const uint32_t max = wanted->max > UINT32_MAX ? UINT32_MAX : (uint32_t)wanted->max;
      table = WINCH_PART(instance, char, module->own_tables_at + TABLE_ROOM * own);
      if (wanted->type == 'r') wasm_rt_allocate_funcref_table(table, (uint32_t)wanted->min, max);
      else wasm_rt_allocate_externref_table(table, (uint32_t)wanted->min, max);
      winch_tail_of(instance)->made_tables++;
    }
    FUNC_TABLES(instance)[i] = table;
    TABLE_VIEWS(instance)[i].data = table;
  }
}

static void run_segments(struct winch_instance *instance) {
  const struct winch_module *module = instance->module;
  for (uint32_t i = 0; i < module->element_count; i++) {
    const struct winch_element *segment = &module->elements[i];
    if (segment->mode == WINCH_ACTIVE) {
      const struct winch_init *offset = segment->offset;
      const uint32_t at = (uint32_t)winch_evaluate(instance, &offset);
      winch_w2c_table_init(instance, i, segment->table, at, 0, segment->count);
    }
    if (segment->mode != WINCH_PASSIVE) winch_w2c_elem_drop(instance, i);
  }
  for (uint32_t i = 0; i < module->data_count; i++) {
    const struct winch_data *segment = &module->data[i];
    if (segment->mode != WINCH_ACTIVE) continue;
    const struct winch_init *offset = segment->offset;
    const uint32_t at = (uint32_t)winch_evaluate(instance, &offset);
    winch_w2c_memory_init(instance, i, segment->memory, at, 0, (uint32_t)segment->size);
    winch_w2c_data_drop(instance, i);
  }
}

void winch_w2c_instantiate(void *memory, const struct winch_module *module, void *const *imports) {
  struct winch_instance *instance = memory;
  if (module->version != WINCH_MODULE_VERSION) abort();
  if (!winch_prepare(instance, module, imports)) abort();
  for (uint32_t i = 0; i < module->type_count; i++) {
    TYPES(instance)[i] = type_of(module->state->signatures[i]);
    if (TYPES(instance)[i] == NULL) abort();
  }
  make_funcs(instance);
  attach_memories(instance, imports);
  attach_tables(instance, imports);
  winch_set_globals(instance, imports);
  run_segments(instance);
  if (module->start != NULL) ((void (*)(void *))module->start)(instance);
}

void winch_w2c_free(void *memory) {
  struct winch_instance *instance = memory;
  const struct winch_module *module = instance->module;
  if (module == NULL) return;
  struct winch_tail *tail = winch_tail_of(instance);
  for (uint32_t i = 0; i < tail->made_memories; i++) {
    wasm_rt_free_memory(WINCH_PART(instance, wasm_rt_memory_t, module->own_memories_at + MEMORY_ROOM * i));
  }
  for (uint32_t i = 0; i < tail->made_tables; i++) {
    void *table = WINCH_PART(instance, char, module->own_tables_at + TABLE_ROOM * i);
    if (has_functions(instance, module->imported_tables + i)) wasm_rt_free_funcref_table(table);
    else wasm_rt_free_externref_table(table);
  }
  for (struct foreign *each = FOREIGN(instance); each != NULL;) {
    struct foreign *next = each->next;
    free(each);
    each = next;
  }
  memset(instance, 0, module->instance_size);
}
