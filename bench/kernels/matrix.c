/* Memory, f64: the product of two n by n matrices, n at most 256. */
#include "kernel.h"

static double a[256 * 256], b[256 * 256], c[256 * 256];

RUN i64 run(i32 n) {
  for (i32 i = 0; i < n * n; i++) {
    a[i] = (i * 7) % 11;
    b[i] = (i * 5) % 13;
  }
  for (i32 i = 0; i < n; i++) {
    for (i32 j = 0; j < n; j++) {
      double sum = 0;
      for (i32 k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
  }
  u64 sum = 0;
  for (i32 i = 0; i < n * n; i++) sum = sum * 31 + (u64)c[i];
  return (i64)sum;
}
