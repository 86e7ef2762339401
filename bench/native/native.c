/* Calls between C and WebAssembly, and the same between C and C. */
#include <stdint.h>

typedef int32_t (*bound)(int32_t, int32_t);
typedef int32_t (*with_vmctx)(void *, int32_t, int32_t);

int32_t native_add(void *vmctx, int32_t a, int32_t b) {
  (void)vmctx;
  return a + b;
}

int32_t native_two(int32_t a, int32_t b) { return a + b; }

/* So that no compiler knows what is called. */
with_vmctx volatile plain = native_add;

int32_t native_plain(void *vmctx, int32_t n) {
  with_vmctx f = plain;
  int32_t sum = 0;
  for (int32_t i = 0; i < n; i++) sum = f(vmctx, sum, i);
  return sum;
}

int32_t native_bound(void *vmctx, bound f, int32_t n) {
  (void)vmctx;
  int32_t sum = 0;
  for (int32_t i = 0; i < n; i++) sum = f(sum, i);
  return sum;
}

int32_t native_open(void *vmctx, with_vmctx f, int32_t n) {
  int32_t sum = 0;
  for (int32_t i = 0; i < n; i++) sum = f(vmctx, sum, i);
  return sum;
}
