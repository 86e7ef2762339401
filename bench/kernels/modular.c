/* i64 multiplication and division: powers modulo a prime, for every base below n. */
#include "kernel.h"

#define PRIME 4294967291ull

static CALLED u64 power(u64 base, u64 exponent, u64 modulus) {
  u64 result = 1;
  while (exponent != 0) {
    if (exponent & 1) result = result * base % modulus;
    base = base * base % modulus;
    exponent >>= 1;
  }
  return result;
}

RUN i64 run(i32 n) {
  u64 sum = 0;
  volatile u64 modulus = PRIME;
  for (i32 i = 2; i < n; i++) sum = sum * 3 + power((u64)i, 0x12345679u, modulus);
  return (i64)sum;
}
