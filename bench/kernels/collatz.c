/* Integer loop: steps of the Collatz sequence of every start below n (n at most 113383, for 32 bits). */
#include "kernel.h"

RUN i32 run(i32 n) {
  u32 sum = 0;
  for (u32 start = 1; start < (u32)n; start++) {
    u32 x = start, steps = 0;
    while (x != 1) {
      x = x & 1 ? 3 * x + 1 : x >> 1;
      steps++;
    }
    sum = sum * 31 + steps;
  }
  return (i32)sum;
}
