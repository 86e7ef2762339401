/* Direct calls: Fibonacci numbers by two calls each. */
#include "kernel.h"

static CALLED i32 fibonacci(i32 n);
/* Through this the optimizer does not see that one of the calls could be a loop. */
static CALLED i32 fibonacci(i32 n) {
  if (n < 2) return n;
  i32 one = fibonacci(n - 1);
  __asm__ volatile("" : : : "memory");
  i32 two = fibonacci(n - 2);
  __asm__ volatile("" : : : "memory");
  return one + two;
}

RUN i32 run(i32 n) { return fibonacci(n); }
