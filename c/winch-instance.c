/* Memories, tables, instances, and what generated code leaves to the run time. See winch-rt.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "winch-module.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* ---- parts of an instance ----------------------------------------------------------------------- */

/** What generated code knows of a memory (bytes) or a table (elements). */
struct view {
  void *data;
  uint64_t length;
};

/** An imported function, as generated code calls it. */
struct callee {
  winch_code code;
  void *context;
};

#define PART WINCH_PART
#define MEMORIES(instance) PART(instance, struct winch_memory *, (instance)->module->memory_pointers_at)
#define TABLES(instance) PART(instance, struct winch_table *, (instance)->module->table_pointers_at)
#define MEMORY_VIEWS(instance) PART(instance, struct view, (instance)->module->memories_at)
#define TABLE_VIEWS(instance) PART(instance, struct view, (instance)->module->tables_at)
#define REFS(instance) PART(instance, void *, (instance)->module->refs_at)
#define DROPPED_DATA(instance) PART(instance, uint8_t, (instance)->module->dropped_at)
#define DROPPED_ELEMENTS(instance) (DROPPED_DATA(instance) + (instance)->module->data_count)

/** Has everybody in the circle of an instance see what a memory is now. */
static void show_memory(struct winch_instance *instance, const struct winch_memory *memory) {
  struct winch_instance *each = instance;
  do {
    for (uint32_t i = 0; i < each->module->memory_count; i++) {
      if (MEMORIES(each)[i] != memory) continue;
      MEMORY_VIEWS(each)[i].data = memory->data;
      MEMORY_VIEWS(each)[i].length = memory->size;
    }
    each = winch_tail_of(each)->next;
  } while (each != instance);
}

static void show_table(struct winch_instance *instance, const struct winch_table *table) {
  struct winch_instance *each = instance;
  do {
    for (uint32_t i = 0; i < each->module->table_count; i++) {
      if (TABLES(each)[i] != table) continue;
      TABLE_VIEWS(each)[i].data = table->data;
      TABLE_VIEWS(each)[i].length = table->size;
    }
    each = winch_tail_of(each)->next;
  } while (each != instance);
}

/** Makes one circle of those of two instances. */
static void join(struct winch_instance *a, struct winch_instance *b) {
  struct winch_instance *each = a;
  do {
    if (each == b) return;
    each = winch_tail_of(each)->next;
  } while (each != a);
  struct winch_instance *next = winch_tail_of(a)->next;
  winch_tail_of(a)->next = winch_tail_of(b)->next;
  winch_tail_of(b)->next = next;
}

/* ---- memories ----------------------------------------------------------------------------------- */

#define MOST_PAGES 65536u

static void *reserve(uint64_t bytes, int protection) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS;
#ifdef MAP_NORESERVE
  flags |= MAP_NORESERVE;
#endif
  void *at = mmap(NULL, (size_t)bytes, protection, flags, -1, 0);
  return at == MAP_FAILED ? NULL : at;
}

static void describe(struct winch_memory *memory, void *base, uint64_t reserved, uint64_t pages,
                     uint64_t max_pages) {
  *memory = (struct winch_memory){
      .data = base,
      .data_end = (uint8_t *)base + reserved,
      .page_size = WINCH_PAGE_SIZE,
      .pages = pages,
      .max_pages = max_pages < MOST_PAGES ? max_pages : MOST_PAGES,
      .size = pages * WINCH_PAGE_SIZE,
  };
}

/** Makes bytes of a reservation readable and writable. */
static bool commit(uint8_t *base, uint64_t from, uint64_t to) {
  return from == to || mprotect(base + from, (size_t)(to - from), PROT_READ | PROT_WRITE) == 0;
}

bool winch_memory_create_at(struct winch_memory *memory, uint64_t pages, uint64_t max_pages, void *base,
                            uint64_t reserved) {
  if (pages > MOST_PAGES || pages * WINCH_PAGE_SIZE > reserved) return false;
  if (!commit(base, 0, pages * WINCH_PAGE_SIZE)) return false;
  describe(memory, base, reserved, pages, max_pages);
  return true;
}

bool winch_memory_create(struct winch_memory *memory, uint64_t pages, uint64_t max_pages,
                         enum winch_bounds bounds) {
  if (pages > MOST_PAGES) return false;
  /* An empty memory has an address, too. */
  uint64_t reserved = (pages == 0 ? 1 : pages) * WINCH_PAGE_SIZE;
  if (bounds == WINCH_GUARD) reserved = WINCH_GUARD_RESERVATION;
  void *base = reserve(reserved, PROT_NONE);
  if (base == NULL) return false;
  if (!winch_memory_create_at(memory, pages, max_pages, base, reserved)) {
    munmap(base, (size_t)reserved);
    return false;
  }
  memory->owned = true;
  return true;
}

/** Gives a memory more addresses, other ones. */
static bool move(struct winch_memory *memory, uint64_t bytes) {
  /* Some spare, so that growth by small steps copies little. */
  uint64_t reserved = bytes + bytes / 2;
  if (reserved > memory->max_pages * WINCH_PAGE_SIZE) reserved = memory->max_pages * WINCH_PAGE_SIZE;
  uint8_t *base = reserve(reserved, PROT_NONE);
  if (base == NULL) return false;
  if (!commit(base, 0, memory->size)) {
    munmap(base, (size_t)reserved);
    return false;
  }
  memcpy(base, memory->data, (size_t)memory->size);
  munmap(memory->data, (size_t)(memory->data_end - memory->data));
  memory->data = base;
  memory->data_end = base + reserved;
  return true;
}

int64_t winch_memory_grow(struct winch_memory *memory, uint64_t delta) {
  const uint64_t pages = memory->pages;
  if (delta > memory->max_pages || pages > memory->max_pages - delta) return -1;
  const uint64_t size = (pages + delta) * memory->page_size;
  if (size > (uint64_t)(memory->data_end - memory->data)) {
    if (!memory->owned || !move(memory, size)) return -1;
  }
  if (!commit(memory->data, memory->size, size)) return -1;
  memory->pages = pages + delta;
  memory->size = size;
  if (memory->users != NULL) show_memory(memory->users, memory);
  return (int64_t)pages;
}

void winch_memory_free(struct winch_memory *memory) {
  if (memory->owned) munmap(memory->data, (size_t)(memory->data_end - memory->data));
  memset(memory, 0, sizeof *memory);
}

/* ---- tables and functions ----------------------------------------------------------------------- */

/** As other engines limit them. */
#define MOST_ELEMENTS 10000000u

bool winch_table_create(struct winch_table *table, char type, uint64_t size, uint64_t max_size) {
  if ((type != 'r' && type != 'e') || size > MOST_ELEMENTS) return false;
  *table = (struct winch_table){.size = size, .max_size = max_size, .type = type};
  table->data = calloc(size == 0 ? 1 : (size_t)size, sizeof *table->data);
  return table->data != NULL;
}

int64_t winch_table_grow(struct winch_table *table, uint64_t delta, void *element) {
  const uint64_t size = table->size;
  const uint64_t most = table->max_size < MOST_ELEMENTS ? table->max_size : MOST_ELEMENTS;
  if (delta > most || size > most - delta) return -1;
  void **data = realloc(table->data, (size_t)(size + delta == 0 ? 1 : size + delta) * sizeof *data);
  if (data == NULL) return -1;
  for (uint64_t i = size; i < size + delta; i++) data[i] = element;
  table->data = data;
  table->size = size + delta;
  if (table->users != NULL) show_table(table->users, table);
  return (int64_t)size;
}

void winch_table_free(struct winch_table *table) {
  free(table->data);
  memset(table, 0, sizeof *table);
}

#if defined(__x86_64__)
#define INTEGER_REGISTERS 6
#else
#define INTEGER_REGISTERS 8
#endif
#define FLOAT_REGISTERS 8

/** Whether all arguments of a type are in registers; false as well for what is no type. */
static bool fits_registers(const char *type, bool *is_type) {
  const char *results = strchr(type, '>');
  *is_type = results != NULL && strspn(type, "ijfdre") == (size_t)(results - type) &&
             strspn(results + 1, "ijfdre") == strlen(results + 1);
  if (!*is_type) return false;
  uint32_t integers = strlen(results + 1) > 1 ? 2 : 1;
  uint32_t floats = 0;
  for (; type < results; type++) {
    if (*type == 'f' || *type == 'd') floats++;
    else integers++;
  }
  return integers <= INTEGER_REGISTERS && floats <= FLOAT_REGISTERS;
}

bool winch_func_create(struct winch_func *func, const struct winch_module *module, const char *type,
                       winch_code code, void *context) {
  bool is_type;
  winch_code adapter = NULL;
  const bool fits = fits_registers(type, &is_type);
  if (!is_type) return false;
  for (uint32_t i = 0; !fits && module != NULL && i < module->type_count && adapter == NULL; i++) {
    if (strcmp(module->types[i], type) == 0) adapter = module->adapters[i];
  }
  if (!fits && adapter == NULL) return false;
  *func = (struct winch_func){
      .code = code,
      .context = context,
      .signature = winch_signature(type),
      .index = UINT32_MAX,
      .target = code,
      .target_context = context,
  };
  if (!fits) {
    func->code = adapter;
    func->context = &func->target;
  }
  return func->signature != 0;
}

winch_code winch_func_pointer(const struct winch_func *func, void **context) {
  if (func->index == UINT32_MAX) {
    *context = func->target_context;
    return func->target;
  }
  *context = func->context;
  return ((struct winch_instance *)func->context)->module->refs[func->index].entry;
}

/* ---- constant expressions ----------------------------------------------------------------------- */

/** Operands of a constant expression; the compiler refuses longer ones. */
#define MOST_OPERANDS 32

static uint64_t global_bits(struct winch_instance *instance, uint32_t index) {
  const struct winch_global *global = &instance->module->globals[index];
  const void *cell = PART(instance, char, global->at);
  if (index < instance->module->imported_globals) cell = *(void *const *)cell;
  uint64_t bits = 0;
  const bool narrow = global->type == 'i' || global->type == 'f';
  memcpy(&bits, cell, narrow ? 4 : 8);
  return bits;
}

/** The value; behind it the next expression starts. */
uint64_t winch_evaluate(struct winch_instance *instance, const struct winch_init **at) {
  uint64_t stack[MOST_OPERANDS];
  uint32_t top = 0;
  const struct winch_init *init = *at;
  for (; init->op != WINCH_INIT_END; init++) {
    uint64_t value = 0;
    if (init->op == WINCH_INIT_CONST) value = init->bits;
    else if (init->op == WINCH_INIT_GLOBAL) value = global_bits(instance, init->index);
    else if (init->op == WINCH_INIT_FUNC) value = (uintptr_t)REFS(instance)[init->index];
    else {
      const uint64_t right = stack[--top];
      const uint64_t left = stack[--top];
      switch (init->op) {
        case WINCH_INIT_I32_ADD: value = (uint32_t)(left + right); break;
        case WINCH_INIT_I32_SUB: value = (uint32_t)(left - right); break;
        case WINCH_INIT_I32_MUL: value = (uint32_t)(left * right); break;
        case WINCH_INIT_I64_ADD: value = left + right; break;
        case WINCH_INIT_I64_SUB: value = left - right; break;
        case WINCH_INIT_I64_MUL: value = left * right; break;
        default: break;
      }
    }
    stack[top++] = value;
  }
  *at = init + 1;
  return stack[0];
}

static uint64_t value_of(struct winch_instance *instance, const struct winch_init *init) {
  return winch_evaluate(instance, &init);
}

/* ---- builtins ----------------------------------------------------------------------------------- */

int32_t winch_rt_memory_grow(struct winch_instance *instance, uint32_t memory, uint32_t delta) {
  return (int32_t)winch_memory_grow(MEMORIES(instance)[memory], delta);
}

int32_t winch_rt_memory_size(struct winch_instance *instance, uint32_t memory) {
  return (int32_t)MEMORIES(instance)[memory]->pages;
}

/** The address of a part of a memory. */
static uint8_t *bytes_of(struct winch_instance *instance, uint32_t memory, uint64_t start, uint64_t n) {
  const struct winch_memory *known = MEMORIES(instance)[memory];
  if (start + n > known->size) winch_trap(WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  return known->data + start;
}

void winch_rt_memory_copy(struct winch_instance *instance, uint32_t to, uint32_t from, uint32_t dst,
                          uint32_t src, uint32_t n) {
  const uint8_t *source = bytes_of(instance, from, src, n);
  memmove(bytes_of(instance, to, dst, n), source, n);
}

void winch_rt_memory_fill(struct winch_instance *instance, uint32_t memory, uint32_t dst, uint32_t value,
                          uint32_t n) {
  memset(bytes_of(instance, memory, dst, n), (int)(value & 0xff), n);
}

void winch_rt_memory_init(struct winch_instance *instance, uint32_t data, uint32_t memory, uint32_t dst,
                          uint32_t src, uint32_t n) {
  const struct winch_data *segment = &instance->module->data[data];
  const uint64_t size = DROPPED_DATA(instance)[data] ? 0 : segment->size;
  if ((uint64_t)src + n > size) winch_trap(WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  uint8_t *target = bytes_of(instance, memory, dst, n);
  if (n > 0) memcpy(target, segment->bytes + src, n);
}

static void check_atomic(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                         uint32_t size) {
  const uint64_t start = (uint64_t)offset + address;
  bytes_of(instance, memory, start, size);
  if (start % size != 0) winch_trap(WINCH_TRAP_UNALIGNED_ATOMIC);
}

int32_t winch_rt_atomic_wait32(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                               uint32_t expected, uint64_t timeout) {
  (void)expected;
  (void)timeout;
  check_atomic(instance, memory, offset, address, 4);
  winch_trap(WINCH_TRAP_EXPECTED_SHARED_MEMORY);
}

int32_t winch_rt_atomic_wait64(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                               uint64_t expected, uint64_t timeout) {
  (void)expected;
  (void)timeout;
  check_atomic(instance, memory, offset, address, 8);
  winch_trap(WINCH_TRAP_EXPECTED_SHARED_MEMORY);
}

void winch_rt_memory_look(struct winch_instance *instance) { (void)instance; }

int32_t winch_rt_atomic_notify(struct winch_instance *instance, uint32_t memory, uint32_t offset, uint32_t address,
                               uint32_t count) {
  (void)count;
  check_atomic(instance, memory, offset, address, 4);
  return 0;
}

void winch_rt_data_drop(struct winch_instance *instance, uint32_t data) {
  DROPPED_DATA(instance)[data] = 1;
}

int32_t winch_rt_table_grow(struct winch_instance *instance, uint32_t table, void *element,
                            uint32_t delta) {
  return (int32_t)winch_table_grow(TABLES(instance)[table], delta, element);
}

static void **elements_of(struct winch_instance *instance, uint32_t table, uint64_t start, uint64_t n) {
  const struct winch_table *known = TABLES(instance)[table];
  if (start + n > known->size) winch_trap(WINCH_TRAP_OUT_OF_BOUNDS_TABLE_ACCESS);
  return known->data + start;
}

void winch_rt_table_fill(struct winch_instance *instance, uint32_t table, uint32_t start, void *element,
                         uint32_t n) {
  void **elements = elements_of(instance, table, start, n);
  for (uint32_t i = 0; i < n; i++) elements[i] = element;
}

void winch_rt_table_copy(struct winch_instance *instance, uint32_t to, uint32_t from, uint32_t dst,
                         uint32_t src, uint32_t n) {
  void *const *source = elements_of(instance, from, src, n);
  memmove(elements_of(instance, to, dst, n), source, n * sizeof *source);
}

void winch_rt_table_init(struct winch_instance *instance, uint32_t elem, uint32_t table, uint32_t dst,
                         uint32_t src, uint32_t n) {
  const struct winch_element *segment = &instance->module->elements[elem];
  const uint64_t count = DROPPED_ELEMENTS(instance)[elem] ? 0 : segment->count;
  if ((uint64_t)src + n > count) winch_trap(WINCH_TRAP_OUT_OF_BOUNDS_TABLE_ACCESS);
  void **elements = elements_of(instance, table, dst, n);
  if (n == 0) return;
  if (segment->funcs != NULL) {
    for (uint32_t i = 0; i < n; i++) elements[i] = REFS(instance)[segment->funcs[src + i]];
    return;
  }
  const struct winch_init *item = segment->items;
  for (uint32_t i = 0; i < src; i++) {
    while (item->op != WINCH_INIT_END) item++;
    item++;
  }
  for (uint32_t i = 0; i < n; i++) elements[i] = (void *)(uintptr_t)winch_evaluate(instance, &item);
}

void winch_rt_elem_drop(struct winch_instance *instance, uint32_t elem) {
  DROPPED_ELEMENTS(instance)[elem] = 1;
}

/* ---- instances ---------------------------------------------------------------------------------- */

static int attach_memories(struct winch_instance *instance, void *const *imports) {
  const struct winch_module *module = instance->module;
  const bool guard = (module->flags & WINCH_MODULE_EXPLICIT) == 0;
  for (uint32_t i = 0; i < module->memory_count; i++) {
    const struct winch_extern *wanted = &module->memories[i];
    struct winch_memory *memory;
    if (wanted->accessor != NULL) {
      memory = wanted->accessor(imports[wanted->from]);
      if (memory == NULL || memory->pages < wanted->min || memory->max_pages > wanted->max) {
        return WINCH_BAD_IMPORT;
      }
      if (guard && (uint64_t)(memory->data_end - memory->data) < WINCH_GUARD_RESERVATION) {
        return WINCH_BAD_IMPORT;
      }
    } else {
      memory = PART(instance, struct winch_memory, module->own_memories_at) + (i - module->imported_memories);
      if (!winch_memory_create(memory, wanted->min, wanted->max, guard ? WINCH_GUARD : WINCH_EXPLICIT)) {
        return WINCH_NO_MEMORY;
      }
      winch_tail_of(instance)->made_memories++;
    }
    if (memory->users == NULL) memory->users = instance;
    else join(instance, memory->users);
    MEMORIES(instance)[i] = memory;
    show_memory(instance, memory);
  }
  return WINCH_OK;
}

static int attach_tables(struct winch_instance *instance, void *const *imports) {
  const struct winch_module *module = instance->module;
  for (uint32_t i = 0; i < module->table_count; i++) {
    const struct winch_extern *wanted = &module->tables[i];
    struct winch_table *table;
    if (wanted->accessor != NULL) {
      table = wanted->accessor(imports[wanted->from]);
      if (table == NULL || table->type != (char)wanted->type || table->size < wanted->min ||
          table->max_size > wanted->max) {
        return WINCH_BAD_IMPORT;
      }
    } else {
      table = PART(instance, struct winch_table, module->own_tables_at) + (i - module->imported_tables);
      if (!winch_table_create(table, (char)wanted->type, wanted->min, wanted->max)) return WINCH_NO_MEMORY;
      winch_tail_of(instance)->made_tables++;
    }
    if (table->users == NULL) table->users = instance;
    else join(instance, table->users);
    TABLES(instance)[i] = table;
    show_table(instance, table);
  }
  return WINCH_OK;
}

/** Those that can be called by reference. */
static void make_funcs(struct winch_instance *instance) {
  const struct winch_module *module = instance->module;
  const struct callee *callees = PART(instance, struct callee, module->imports_at);
  struct winch_func *funcs = PART(instance, struct winch_func, module->funcs_at);
  for (uint32_t i = 0; i < module->ref_count; i++) {
    const struct winch_ref *ref = &module->refs[i];
    struct winch_func *func = &funcs[i];
    func->code = ref->code;
    func->context = instance;
    func->signature = module->state->signatures[ref->type];
    func->index = i;
    if (ref->import != UINT32_MAX) {
      func->context = callees[ref->import].context;
      func->index = UINT32_MAX;
      func->target = ref->entry;
      func->target_context = func->context;
    }
    REFS(instance)[i] = func;
  }
}

void winch_set_globals(struct winch_instance *instance, void *const *imports) {
  const struct winch_module *module = instance->module;
  for (uint32_t i = 0; i < module->global_count; i++) {
    const struct winch_global *global = &module->globals[i];
    char *cell = PART(instance, char, global->at);
    if (global->accessor != NULL) {
      *(void **)(void *)cell = global->accessor(imports[global->from]);
    } else {
      const uint64_t bits = value_of(instance, global->init);
      memcpy(cell, &bits, sizeof bits);
    }
  }
}

static void run_segments(struct winch_instance *instance) {
  const struct winch_module *module = instance->module;
  for (uint32_t i = 0; i < module->element_count; i++) {
    const struct winch_element *segment = &module->elements[i];
    if (segment->mode == WINCH_ACTIVE) {
      const uint32_t offset = (uint32_t)value_of(instance, segment->offset);
      winch_rt_table_init(instance, i, segment->table, offset, 0, segment->count);
    }
    if (segment->mode != WINCH_PASSIVE) winch_rt_elem_drop(instance, i);
  }
  for (uint32_t i = 0; i < module->data_count; i++) {
    const struct winch_data *segment = &module->data[i];
    if (segment->mode != WINCH_ACTIVE) continue;
    const uint32_t offset = (uint32_t)value_of(instance, segment->offset);
    winch_rt_memory_init(instance, i, segment->memory, offset, 0, (uint32_t)segment->size);
    winch_rt_data_drop(instance, i);
  }
}

bool winch_prepare(struct winch_instance *instance, const struct winch_module *module, void *const *imports) {
  memset(instance, 0, module->instance_size);
  instance->module = module;
  instance->context = module->context;
  winch_tail_of(instance)->next = instance;
  if (!winch_register(module)) return false;
  struct callee *callees = PART(instance, struct callee, module->imports_at);
  for (uint32_t i = 0; i < module->import_count; i++) {
    callees[i] = (struct callee){module->imports[i].code, imports[module->imports[i].from]};
  }
  return true;
}

int winch_instantiate(void *memory, const struct winch_module *module, void *const *imports) {
  struct winch_instance *instance = memory;
  if (module->version != WINCH_MODULE_VERSION) return WINCH_BAD_VERSION;
  if (!winch_prepare(instance, module, imports)) return WINCH_NO_MEMORY;
  memcpy(PART(instance, uint32_t, module->signatures_at), module->state->signatures,
         module->type_count * sizeof(uint32_t));
  make_funcs(instance);
  int error = attach_memories(instance, imports);
  if (error == WINCH_OK) error = attach_tables(instance, imports);
  if (error != WINCH_OK) {
    winch_free(instance);
    return error;
  }
  winch_set_globals(instance, imports);
  run_segments(instance);
  if (module->start != NULL) ((void (*)(void *))module->start)(instance);
  return WINCH_OK;
}

void winch_free(void *memory) {
  struct winch_instance *instance = memory;
  const struct winch_module *module = instance->module;
  if (module == NULL) return;
  struct winch_tail *tail = winch_tail_of(instance);
  struct winch_instance *before = instance;
  while (winch_tail_of(before)->next != instance) before = winch_tail_of(before)->next;
  struct winch_instance *next = tail->next;
  winch_tail_of(before)->next = next;
  for (uint32_t i = 0; i < module->memory_count; i++) {
    struct winch_memory *shared = MEMORIES(instance)[i];
    if (shared != NULL && shared->users == instance) shared->users = next == instance ? NULL : next;
  }
  for (uint32_t i = 0; i < module->table_count; i++) {
    struct winch_table *shared = TABLES(instance)[i];
    if (shared != NULL && shared->users == instance) shared->users = next == instance ? NULL : next;
  }
  for (uint32_t i = 0; i < tail->made_memories; i++) {
    winch_memory_free(PART(instance, struct winch_memory, module->own_memories_at) + i);
  }
  for (uint32_t i = 0; i < tail->made_tables; i++) {
    winch_table_free(PART(instance, struct winch_table, module->own_tables_at) + i);
  }
  memset(instance, 0, module->instance_size);
}
