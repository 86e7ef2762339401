/* Memory, integers: n times a copy by bytes, by words, backwards and with a change. */
#include "kernel.h"

#define SIZE 16384

static u8 from[SIZE], to[SIZE];

static CALLED void by_bytes(u8 *d, const u8 *s, u32 size) {
  while (size-- != 0) *d++ = *s++;
}

static CALLED void by_words(u64 *d, const u64 *s, u32 count) {
  for (u32 i = 0; i < count; i++) d[i] = s[i] + i;
}

static CALLED void backwards(u8 *d, const u8 *s, u32 size) {
  for (u32 i = 0; i < size; i++) d[size - 1 - i] = s[i] ^ 0x5a;
}

RUN i32 run(i32 n) {
  u64 state = 2;
  for (u32 i = 0; i < SIZE; i++) from[i] = (u8)next_random(&state);
  u32 sum = 0;
  for (i32 i = 0; i < n; i++) {
    by_bytes(to, from, SIZE - 1);
    by_words((u64 *)from, (const u64 *)to, SIZE / 8);
    backwards(to, from, SIZE);
    by_bytes(from, to, SIZE);
    sum = sum * 31 + from[i % SIZE];
  }
  return (i32)sum;
}
