/* Dynamic programming and selects: the edit distance of two texts of n letters, n at most 4096. */
#include "kernel.h"

static u8 one[4096], two[4096];
static i32 row[4097];

static inline i32 least(i32 a, i32 b) { return a < b ? a : b; }

RUN i32 run(i32 n) {
  u64 state = 6;
  for (i32 i = 0; i < n; i++) {
    one[i] = (u8)(next_random(&state) & 3);
    two[i] = (u8)(next_random(&state) & 3);
  }
  for (i32 j = 0; j <= n; j++) row[j] = j;
  for (i32 i = 1; i <= n; i++) {
    i32 diagonal = row[0];
    row[0] = i;
    for (i32 j = 1; j <= n; j++) {
      i32 above = row[j];
      row[j] = least(least(above, row[j - 1]) + 1, diagonal + (one[i - 1] != two[j - 1]));
      diagonal = above;
    }
  }
  return row[n];
}
