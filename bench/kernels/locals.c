/* Many locals: n times the 20 rounds of ChaCha (RFC 8439) over sixteen variables. */
#include "kernel.h"

static inline u32 rotate(u32 x, i32 by) { return x << by | x >> (32 - by); }

#define QUARTER(a, b, c, d)     \
  a += b, d = rotate(d ^ a, 16); \
  c += d, b = rotate(b ^ c, 12); \
  a += b, d = rotate(d ^ a, 8);  \
  c += d, b = rotate(b ^ c, 7)

RUN i32 run(i32 n) {
  u32 s0 = 0x61707865, s1 = 0x3320646e, s2 = 0x79622d32, s3 = 0x6b206574;
  u32 s4 = 4, s5 = 5, s6 = 6, s7 = 7, s8 = 8, s9 = 9, s10 = 10, s11 = 11;
  u32 s12 = 12, s13 = 13, s14 = 14, s15 = 15;
  for (i32 i = 0; i < n; i++) {
    for (i32 round = 0; round < 10; round++) {
      QUARTER(s0, s4, s8, s12);
      QUARTER(s1, s5, s9, s13);
      QUARTER(s2, s6, s10, s14);
      QUARTER(s3, s7, s11, s15);
      QUARTER(s0, s5, s10, s15);
      QUARTER(s1, s6, s11, s12);
      QUARTER(s2, s7, s8, s13);
      QUARTER(s3, s4, s9, s14);
    }
    s12 += (u32)i;
  }
  return (i32)(s0 ^ s1 ^ s2 ^ s3 ^ s4 ^ s5 ^ s6 ^ s7 ^ s8 ^ s9 ^ s10 ^ s11 ^ s12 ^ s13 ^ s14 ^ s15);
}
