/* Deep recursion: the Peter-Ackermann function of 2 and n. */
#include "kernel.h"

static CALLED u32 ackermann(u32 m, u32 n) {
  if (m == 0) return n + 1;
  if (n == 0) return ackermann(m - 1, 1);
  u32 inner = ackermann(m, n - 1);
  __asm__ volatile("" : : : "memory");
  return ackermann(m - 1, inner);
}

RUN i32 run(i32 n) {
  u32 sum = 0;
  for (i32 i = 0; i <= n; i++) sum = sum * 31 + ackermann(2, (u32)i);
  return (i32)sum;
}
