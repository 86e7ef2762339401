/* Recursion with data: the ways to put n queens on an n by n board. */
#include "kernel.h"

static CALLED u32 place(u32 all, u32 columns, u32 left, u32 right) {
  if (columns == all) return 1;
  u32 count = 0, open = all & ~(columns | left | right);
  while (open != 0) {
    u32 bit = open & -open;
    open ^= bit;
    count += place(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return count;
}

RUN i32 run(i32 n) { return (i32)place((1u << n) - 1, 0, 0, 0); }
