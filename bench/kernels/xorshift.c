/* i64 shifts and rotates: n numbers of xoshiro256** (Blackman, Vigna), and the bits set in them. */
#include "kernel.h"

static inline u64 rotate(u64 x, i32 by) { return x << by | x >> (64 - by); }

RUN i64 run(i32 n) {
  u64 a = 1, b = 2, c = 3, d = 4, sum = 0;
  for (i32 i = 0; i < n; i++) {
    u64 number = rotate(b * 5, 7) * 9, t = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 45);
    sum += number ^ (u64)__builtin_popcountll(number);
  }
  return (i64)sum;
}
