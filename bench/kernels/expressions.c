/* Deep expressions: trees of arithmetic, with many values waiting at once, n times. */
#include "kernel.h"

static CALLED u32 tree(u32 a, u32 b, u32 c, u32 d) {
  return ((((a + b) * (c - d)) ^ ((a - c) * (b + d))) +
          (((a ^ d) * (b | c)) - ((a & b) ^ (c + 7)))) *
             ((((a >> 3) + (b << 2)) ^ ((c >> 5) - (d << 1))) |
              (((a * 3) ^ (b * 5)) + ((c * 7) - (d * 11)))) +
         ((((a + 1) * (b + 2)) ^ ((c + 3) * (d + 4))) -
          ((((a ^ 5) + (b ^ 6)) * ((c ^ 7) - (d ^ 8))) & (((a | 9) - (b | 10)) ^ ((c | 11) + (d | 12)))));
}

static CALLED double polynomial(double x, double y) {
  return (((x + 1.5) * (y - 2.5) + (x - 3.5) * (y + 4.5)) *
              ((x * 0.25 + y) * (x - y * 0.5) - (x + y * 0.75) * (y - x * 0.125)) +
          ((x * x + y) * (y * y + x) - (x * y + 1.0) * (x + y + 2.0))) /
         (1.0 + (x * x + y * y) * ((x - y) * (x - y) + 1.0));
}

RUN i32 run(i32 n) {
  u32 a = 1, b = 2;
  double x = 0.5;
  for (i32 i = 0; i < n; i++) {
    u32 value = tree(a, b, (u32)i, a ^ b);
    b = a;
    a = value;
    x = polynomial(x - (double)(i32)x, (double)(value & 255) * 0.01);
    if (!(x < 1e6 && x > -1e6)) x = 0.25;
  }
  return (i32)(a + (u32)(i32)(x * 1000.0));
}
