/* Memory, bytes and strides: the sum of the primes below n, n at most 2^21. */
#include "kernel.h"

static u8 composite[1 << 21];

RUN i32 run(i32 n) {
  u32 sum = 0;
  for (i32 i = 0; i < n; i++) composite[i] = 0;
  for (i32 i = 2; i < n; i++) {
    if (composite[i]) continue;
    sum += (u32)i;
    for (i32 j = 2 * i; j < n; j += i) composite[j] = 1;
  }
  return (i32)sum;
}
