/* call_indirect: one of four functions of a table, chosen by data, n times. */
#include "kernel.h"

typedef u32 operation(u32 a, u32 b);

static CALLED u32 add(u32 a, u32 b) { return a + b; }
static CALLED u32 mix(u32 a, u32 b) { return (a << 5 | a >> 27) ^ b; }
static CALLED u32 multiply(u32 a, u32 b) { return a * (b | 1); }
static CALLED u32 greater(u32 a, u32 b) { return a > b ? a : b; }

static operation *volatile operations[4] = {add, mix, multiply, greater};

enum { CHOICES = 1 << 12 };
static u8 choices[CHOICES];

RUN i32 run(i32 n) {
  u64 state = 12345;
  for (u32 i = 0; i < CHOICES; i++) choices[i] = next_random(&state) & 3;
  u32 value = 12345;
  for (u32 i = 0; i < (u32)n; i++) value = operations[choices[i & (CHOICES - 1)]](value, i);
  return (i32)value;
}
