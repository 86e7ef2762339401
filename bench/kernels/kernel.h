/* What every kernel includes: names of types, and how `run` is exported. There is no C library. */
#ifndef KERNEL_H
#define KERNEL_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef int i32;
typedef unsigned long long u64;
typedef long long i64;

#define RUN __attribute__((export_name("run")))
/* Keeps a function that is to be called from being inlined. */
#define CALLED __attribute__((noinline))

/* Pseudo-random numbers, the same ones everywhere (Knuth's MMIX constants). */
static inline u32 next_random(u64 *state) {
  *state = *state * 6364136223846793005ull + 1442695040888963407ull;
  return (u32)(*state >> 32);
}

#endif
