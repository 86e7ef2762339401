/* Calls of all shapes between C and WebAssembly: see calls.wat. Prints what is wrong. */
#include "calls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct env_instance {
  struct calls_instance *calls;
  int count;
  int32_t base;
  int64_t counter;
};

static int failures;
#define EXPECT(condition)                                          \
  do {                                                             \
    if (!(condition)) {                                            \
      printf("%s:%d: expected %s\n", __FILE__, __LINE__, #condition); \
      failures++;                                                  \
    }                                                              \
  } while (0)

void env_none(struct env_instance *env) { env->count++; }
int32_t env_one(struct env_instance *env, int32_t a) { return env->count + 2 * a; }
void env_two(struct winch_results_ji *out, struct env_instance *env, int32_t a, int64_t b) {
  out->f0 = b + env->count;
  out->f1 = a;
}
void env_five(struct winch_results_ijfdi *out, struct env_instance *env, int32_t a, int32_t b, int32_t c,
              int32_t d, int32_t e, int32_t f) {
  *out = (struct winch_results_ijfdi){a, (int64_t)b << 40, (float)c, d + 0.5, 10 * e + f + env->count};
}
void env_many(struct winch_results_ijfdijfdijfdijfdi *out, struct env_instance *env, int64_t a, float b) {
  *out = (struct winch_results_ijfdijfdijfdijfdi){
      env->count, a,     b,     4.5, 5,  (int64_t)6 << 33, 7.5f, 8.25, -9,
      -10,        11.5f, 12.75, 13,  14, 15.5f,            16.5, 17};
}
double env_floats(struct env_instance *env, float a, double b, float c, double d, float e, double f, float g,
                  double h, float i, double j, int32_t k) {
  return env->count + (double)a + b + (double)c + d + (double)e + f + (double)g + h + 100 * (double)i +
         1000 * j + 10000 * k;
}
int64_t env_wide(struct env_instance *env, int32_t a, int64_t b, float c, double d, int32_t e, int64_t f,
                 int32_t g, int64_t h, int32_t i, int64_t j) {
  EXPECT(b == 2 && c == 3 && d == 4 && e == 5 && f == 6 && g == 7 && h == 8);
  return env->count + 1000 * (int64_t)a + 100 * i + j;
}
int32_t env_call_back(struct env_instance *env, struct winch_func *func, int32_t a) {
  void *context;
  int32_t (*code)(void *, int32_t, int32_t) =
      (int32_t(*)(void *, int32_t, int32_t))winch_func_pointer(func, &context);
  EXPECT(context == env->calls);
  return code(context, a, calls_add(env->calls, a, 1));
}
void *env_pass(struct env_instance *env, void *p) { return (char *)p + env->count; }
int32_t const *env_base(struct env_instance *env) { return &env->base; }
int64_t *env_counter(struct env_instance *env) { return &env->counter; }

static int32_t subtract(void *context, int32_t a, int32_t b) { return *(int *)context + a - b; }
static int64_t wide_of_c(void *context, int32_t a, int64_t b, float c, double d, int32_t e, int64_t f,
                         int32_t g, int64_t h, int32_t i, int64_t j) {
  EXPECT(b == 2 && c == 3 && d == 4 && e == 5 && f == 6 && g == 7 && h == 8);
  return *(int *)context + 10 * (int64_t)a + 1000 * i + j;
}

static void check_calls(struct calls_instance *calls, struct env_instance *env) {
  calls_call_none(calls);
  EXPECT(env->count == 1);
  EXPECT(calls_call_one(calls, 20) == 42);
  struct winch_results_ji two;
  calls_call_two(&two, calls, 7, (int64_t)1 << 50);
  EXPECT(two.f0 == ((int64_t)1 << 50) + 1 && two.f1 == 7);
  for (int i = 0; i < 2; i++) {
    struct winch_results_ijfdi five;
    memset(&five, 0, sizeof five);
    if (i == 0) calls_call_five(&five, calls, -1);
    else calls_tail_five(&five, calls, -1);
    EXPECT(five.f0 == -1 && five.f1 == (int64_t)2 << 40 && five.f2 == 3 && five.f3 == 4.5 && five.f4 == 57);
  }
  struct winch_results_ijfdijfdijfdijfdi many;
  calls_call_many(&many, calls, -3, 2.5f);
  EXPECT(many.f0 == 1 && many.f1 == -3 && many.f2 == 2.5f && many.f3 == 4.5 && many.f4 == 5);
  EXPECT(many.f5 == (int64_t)6 << 33 && many.f6 == 7.5f && many.f7 == 8.25 && many.f8 == -9 && many.f9 == -10);
  EXPECT(many.f10 == 11.5f && many.f11 == 12.75 && many.f12 == 13 && many.f13 == 14 && many.f14 == 15.5f);
  EXPECT(many.f15 == 16.5 && many.f16 == 17);
  EXPECT(calls_call_floats(calls, 2) == 1 + 36 + 900 + 10000 + 110000);
  EXPECT(calls_call_wide(calls, 3) == 3911);
  EXPECT(calls_tail_one(calls, 20) == 41);
  EXPECT(calls_tail_wide(calls, 4) == 4911);
  EXPECT(calls_tail_from_wide(calls, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == 19);
  EXPECT(calls_wide_own(calls, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == 10819);
  /* Imports that are exported again. */
  EXPECT(calls_one(calls, 5) == 11);
  EXPECT(calls_wide(calls, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) == 1911);
}

static void check_references(struct calls_instance *calls) {
  struct winch_table *table = calls_table(calls);
  EXPECT(table->size == 8 && table->type == 'r');
  EXPECT(calls_indirect(calls, 1, 30, 12) == 42);
  EXPECT(calls_indirect_wide(calls, 2, 1) == 10819);
  EXPECT(calls_indirect_wide(calls, 3, 1) == 1911);
  EXPECT(calls_tail_indirect_wide(calls, 3, 1) == 1911);
  EXPECT(calls_back_and_forth(calls, 10) == 21);
  EXPECT(calls_give_add(calls) == table->data[1]);
  int context = 100;
  struct winch_func minus, wide, wrong;
  EXPECT(winch_func_create(&minus, NULL, "ii>i", (winch_code)subtract, &context));
  EXPECT(!winch_func_create(&wide, NULL, "ijfdijijij>j", (winch_code)wide_of_c, &context));
  EXPECT(winch_func_create(&wide, &calls__module, "ijfdijijij>j", (winch_code)wide_of_c, &context));
  EXPECT(!winch_func_create(&wrong, NULL, "ii", (winch_code)subtract, &context));
  EXPECT(!winch_func_create(&wrong, NULL, "xi>i", (winch_code)subtract, &context));
  table->data[5] = &minus;
  calls_put(calls, 6, &wide);
  EXPECT(calls_indirect(calls, 5, 7, 2) == 105);
  EXPECT(calls_indirect_wide(calls, 6, 1) == 9120);
  EXPECT(calls_tail_indirect_wide(calls, 6, 1) == 9120);
  void *given;
  EXPECT(winch_func_pointer(&wide, &given) == (winch_code)wide_of_c && given == &context);
  EXPECT(calls_grow_table(calls, 92) == 8 && table->size == 100);
  calls_copy_table(calls, 90, 0, 10);
  EXPECT(calls_indirect(calls, 95, 7, 2) == 105);
  EXPECT(winch_signature("ii>i") == winch_signature("ii>i") && winch_signature("ii>i") != winch_signature("ii>j"));
}

static int trap_of(struct calls_instance *calls, int which, int32_t a, int32_t b) {
  struct winch_guard guard;
  if (winch_try(&guard)) {
    switch (which) {
      case 0: calls_divide(calls, a, b); break;
      case 1: calls_load(calls, a); break;
      case 2: calls_unreachable(calls); break;
      case 3: calls_deep(calls, a); break;
      case 4: calls_indirect(calls, a, 1, 2); break;
      case 5: calls_fill(calls, a, 0, b); break;
      case 6: calls_copy(calls, a, b, 10); break;
      default: calls_copy_table(calls, a, b, 10); break;
    }
    winch_end(&guard);
  }
  return guard.kind;
}

static void check_traps(struct calls_instance *calls) {
  EXPECT(trap_of(calls, 0, 6, 3) == WINCH_TRAP_NONE);
  EXPECT(trap_of(calls, 0, 1, 0) == WINCH_TRAP_INTEGER_DIVIDE_BY_ZERO);
  EXPECT(trap_of(calls, 0, INT32_MIN, -1) == WINCH_TRAP_INTEGER_OVERFLOW);
  EXPECT(trap_of(calls, 1, 65532, 0) == WINCH_TRAP_NONE);
  EXPECT(trap_of(calls, 1, 65533, 0) == WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  EXPECT(trap_of(calls, 1, -1, 0) == WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  EXPECT(trap_of(calls, 2, 0, 0) == WINCH_TRAP_UNREACHABLE);
  EXPECT(trap_of(calls, 3, 1000, 0) == WINCH_TRAP_NONE);
  EXPECT(trap_of(calls, 3, -1, 0) == WINCH_TRAP_CALL_STACK_EXHAUSTED);
  EXPECT(trap_of(calls, 4, 8, 0) == WINCH_TRAP_UNDEFINED_ELEMENT);
  EXPECT(trap_of(calls, 4, 0, 0) == WINCH_TRAP_UNINITIALIZED_ELEMENT);
  EXPECT(trap_of(calls, 4, 2, 0) == WINCH_TRAP_INDIRECT_CALL_TYPE_MISMATCH);
  EXPECT(trap_of(calls, 5, 65530, 7) == WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  EXPECT(trap_of(calls, 6, 0, 65530) == WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  EXPECT(trap_of(calls, 7, 0, 5) == WINCH_TRAP_OUT_OF_BOUNDS_TABLE_ACCESS);
  /* The frames of C in between. */
  EXPECT(calls_add(calls, 1, 2) == 3);
}

static void check_state(struct calls_instance *calls, struct env_instance *env) {
  struct winch_memory *memory = calls_memory(calls);
  EXPECT(memory->pages == 1 && memory->size == 65536 && memory->max_pages == 4);
  calls_fill(calls, 65536 - 4, 0x11, 4);
  EXPECT(calls_load(calls, 65532) == 0x11111111);
  calls_copy(calls, 0, 65532, 4);
  EXPECT(memory->data[0] == 0x11 && memory->data[3] == 0x11 && memory->data[4] == 0);
  EXPECT(calls_grow(calls, 2) == 1 && calls_grow(calls, 2) == -1 && memory->pages == 3);
  EXPECT(winch_memory_grow(memory, 1) == 3 && winch_memory_grow(memory, 1) == -1);
  memory->data[4 * 65536 - 1] = 0x7f;
  EXPECT(calls_load(calls, 4 * 65536 - 4) == 0x7f000000);
  EXPECT(*calls_g(calls) == 1.5 && *calls_sum(calls) == 41);
  EXPECT(calls_globals(calls) == 105 && env->counter == 105);
  char text[] = "text";
  EXPECT(calls_same(calls, text) == text + 1);
}

int main(void) {
  struct env_instance env = {.base = 5, .counter = 100};
  struct calls_instance *calls = aligned_alloc(16, sizeof *calls);
  EXPECT(calls__instantiate(calls, &env) == WINCH_OK);
  env.calls = calls;
  check_calls(calls, &env);
  check_traps(calls);
  check_references(calls);
  check_state(calls, &env);
  calls__free(calls);
  free(calls);
  printf("%d failures\n", failures);
  return failures != 0;
}
