/* f64 loop: iterations over an n by n picture of the Mandelbrot set. */
#include "kernel.h"

RUN i32 run(i32 n) {
  u32 sum = 0;
  for (i32 row = 0; row < n; row++) {
    for (i32 column = 0; column < n; column++) {
      double cr = 3.0 * column / n - 2.0, ci = 2.0 * row / n - 1.0;
      double zr = 0, zi = 0;
      u32 i = 0;
      while (i < 200) {
        double r2 = zr * zr, i2 = zi * zi;
        if (r2 + i2 > 4.0) break;
        zi = 2.0 * zr * zi + ci;
        zr = r2 - i2 + cr;
        i++;
      }
      sum = sum * 33 + i;
    }
  }
  return (i32)sum;
}
