/* Integer division: Euclid's algorithm over pairs below n. */
#include "kernel.h"

RUN i32 run(i32 n) {
  u32 sum = 0;
  for (u32 a = 1; a <= (u32)n; a++) {
    for (u32 b = 1; b <= (u32)n; b++) {
      u32 x = a * 7919, y = b * 104729;
      while (y != 0) {
        u32 rest = x % y;
        x = y;
        y = rest;
      }
      sum += x;
    }
  }
  return (i32)sum;
}
