/* SHA-256 (FIPS 180-4) of n blocks, the last of them padding; the first word of the digest. */
#include "kernel.h"

/* Sections 4.2.2 and 5.3.3: the first 32 bits of the fractions of the cube roots of the first 64
   primes, and of the square roots of the first 8. They are computed: a double has 53 bits, the roots
   need 35. */
static u32 k[64], initial[8];

static u32 fraction(double root) { return (u32)((root - (double)(u32)root) * 4294967296.0); }

static double cube_root(double of) {
  double root = of;
  for (i32 i = 0; i < 40; i++) root = (2.0 * root + of / (root * root)) / 3.0;
  return root;
}

static void set_up(void) {
  i32 found = 0;
  for (u32 p = 2; found < 64; p++) {
    u32 divisor = 2;
    while (p % divisor != 0) divisor++;
    if (divisor != p) continue;
    if (found < 8) initial[found] = fraction(__builtin_sqrt(p));
    k[found++] = fraction(cube_root(p));
  }
}

static inline u32 rotate(u32 x, i32 by) { return x >> by | x << (32 - by); }

static CALLED void block(u32 *hash, const u32 *message) {
  u32 w[64];
  for (i32 t = 0; t < 16; t++) w[t] = message[t];
  for (i32 t = 16; t < 64; t++) {
    u32 x = w[t - 15], y = w[t - 2];
    w[t] = (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10) + w[t - 7] +
           (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + w[t - 16];
  }
  u32 a = hash[0], b = hash[1], c = hash[2], d = hash[3];
  u32 e = hash[4], f = hash[5], g = hash[6], h = hash[7];
  for (i32 t = 0; t < 64; t++) {
    u32 one = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + k[t] + w[t];
    u32 two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + one;
    d = c;
    c = b;
    b = a;
    a = one + two;
  }
  hash[0] += a;
  hash[1] += b;
  hash[2] += c;
  hash[3] += d;
  hash[4] += e;
  hash[5] += f;
  hash[6] += g;
  hash[7] += h;
}

RUN i32 run(i32 n) {
  u32 hash[8], message[16];
  set_up();
  for (i32 i = 0; i < 8; i++) hash[i] = initial[i];
  for (i32 i = 0; i < n - 1; i++) {
    for (i32 t = 0; t < 16; t++) message[t] = (u32)(i * 16 + t);
    block(hash, message);
  }
  /* Section 5.1.1: a one bit, zeros, and the length in bits. */
  u64 bits = (u64)(n - 1) * 512;
  for (i32 t = 0; t < 16; t++) message[t] = 0;
  message[0] = 0x80000000u;
  message[14] = (u32)(bits >> 32);
  message[15] = (u32)bits;
  block(hash, message);
  return (i32)hash[0];
}
