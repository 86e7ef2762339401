/* Hashing by bytes: n times FNV-1a over 4 KiB, 32 and 64 bits wide. */
#include "kernel.h"

#define SIZE 4096

static u8 text[SIZE];

static CALLED u32 fnv32(const u8 *bytes, u32 size, u32 hash) {
  for (u32 i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 16777619u;
  return hash;
}

static CALLED u64 fnv64(const u8 *bytes, u32 size, u64 hash) {
  for (u32 i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 1099511628211ull;
  return hash;
}

RUN i64 run(i32 n) {
  u64 state = 4;
  for (u32 i = 0; i < SIZE; i++) text[i] = (u8)(next_random(&state) >> 24);
  u32 narrow = 2166136261u;
  u64 wide = 14695981039346656037ull;
  for (i32 i = 0; i < n; i++) {
    narrow = fnv32(text, SIZE, narrow);
    wide = fnv64(text, SIZE, wide);
  }
  return (i64)(wide ^ narrow);
}
