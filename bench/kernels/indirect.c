/* Indirect calls: functions of a table, chosen by data, n times. */
#include "kernel.h"

typedef u32 operation(u32 a, u32 b);

static CALLED u32 add(u32 a, u32 b) { return a + b; }
static CALLED u32 subtract(u32 a, u32 b) { return a - b; }
static CALLED u32 mix(u32 a, u32 b) { return (a << 5 | a >> 27) ^ b; }
static CALLED u32 multiply(u32 a, u32 b) { return a * (b | 1); }
static CALLED u32 first(u32 a, u32 b) { return a + (b & 0); }
static CALLED u32 greater(u32 a, u32 b) { return a > b ? a : b; }
static CALLED u32 shift(u32 a, u32 b) { return a >> (b & 3); }
static CALLED u32 negate(u32 a, u32 b) { return ~a + b; }

static operation *volatile operations[8] = {add,   subtract, mix,   multiply,
                                            first, greater,  shift, negate};

RUN i32 run(i32 n) {
  u32 value = 12345;
  for (i32 i = 0; i < n; i++) value = operations[i & 7](value, (u32)i);
  return (i32)value;
}
