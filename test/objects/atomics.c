/* Atomic operators on a memory that is not shared. */
#include "atomics.h"
#include "winch-rt.h"

#include <stdio.h>

static int failures;

static void expect(const char *what, int64_t found, int64_t wanted) {
  if (found == wanted) return;
  printf("%s: %lld, not %lld\n", what, (long long)found, (long long)wanted);
  failures++;
}

static void expect_trap(const char *what, int32_t (*call)(struct atomics_instance *, int32_t),
                        struct atomics_instance *instance, int32_t address, int kind) {
  struct winch_guard guard;
  if (winch_try(&guard)) {
    call(instance, address);
    winch_end(&guard);
    expect(what, WINCH_TRAP_NONE, kind);
  } else {
    expect(what, guard.kind, kind);
  }
}

int main(void) {
  struct atomics_instance m;
  if (atomics__instantiate(&m) != WINCH_OK) return 1;
  expect("add", atomics_add(&m, 8, 5), 0);
  expect("add again", atomics_add(&m, 8, -2), 5);
  expect("load", atomics_load(&m, 8), 3);
  expect("swap", atomics_swap(&m, 8, 3, 9), 3);
  expect("no swap", atomics_swap(&m, 8, 3, 7), 9);
  expect("notify", atomics_notify(&m, 8), 0);
  expect_trap("unaligned", atomics_load, &m, 9, WINCH_TRAP_UNALIGNED_ATOMIC);
  expect_trap("outside", atomics_load, &m, 65537, WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  expect_trap("notify unaligned", atomics_notify, &m, 6, WINCH_TRAP_UNALIGNED_ATOMIC);
  expect_trap("notify outside", atomics_notify, &m, 65536, WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  expect_trap("wait", atomics_wait, &m, 8, WINCH_TRAP_EXPECTED_SHARED_MEMORY);
  expect_trap("wait unaligned", atomics_wait, &m, 4, WINCH_TRAP_UNALIGNED_ATOMIC);
  atomics__free(&m);
  printf("%d failures\n", failures);
  return 0;
}
