/* br_table: an interpreter of twelve operations on three registers, whose program is n of them, by chance. */
#include "kernel.h"

enum { ADD, SUB, XOR, MUL, ROTATE, NOT, SWAP, MOVE, CONSTANT, LESS, LOAD, STORE, KINDS };

enum { LENGTH = 1 << 12 };
static u8 program[LENGTH];
static u32 memory[64];

static CALLED u32 interpret(u32 steps) {
  u32 a = 1, b = 2, c = 3;
  for (u32 i = 0; i < steps; i++) {
    switch (program[i & (LENGTH - 1)]) {
      case ADD: a += b; break;
      case SUB: b -= c; break;
      case XOR: c ^= a; break;
      case MUL: a *= b | 1; break;
      case ROTATE: b = b << 7 | b >> 25; break;
      case NOT: c = ~c; break;
      case SWAP: { u32 last = a; a = c; c = last; break; }
      case MOVE: b = a; break;
      case CONSTANT: c += 0x9e3779b9; break;
      case LESS: a = b < c; break;
      case LOAD: b = memory[a & 63]; break;
      case STORE: memory[b & 63] = c; break;
    }
  }
  return a ^ b ^ c;
}

RUN i32 run(i32 n) {
  u64 state = 12345;
  for (u32 i = 0; i < LENGTH; i++) program[i] = (u8)(next_random(&state) % KINDS);
  return (i32)interpret((u32)n);
}
