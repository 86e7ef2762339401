/* br_table: an interpreter of a made-up stack machine, whose program counts n down in two loops. */
#include "kernel.h"

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, XOR, SHIFT, LESS, JUMP_IF, JUMP, DUPLICATE, SWAP, HALT };

/* for (a = n; a != 0; a--) for (b = 8; b != 0; b--) sum = ((sum ^ a) * 31 + b) >> 1 ^ sum */
static const u8 program[] = {
    PUSH, 0, STORE, 2,                                       /*  0 */
    PUSH, 8, STORE, 1,                                       /*  4 outer */
    LOAD, 2, LOAD, 0, XOR, PUSH, 31, MUL, LOAD, 1, ADD,      /*  8 inner */
    PUSH, 1, SHIFT, LOAD, 2, SWAP, XOR, STORE, 2,            /* 19 */
    LOAD, 1, PUSH, 1, SUB, DUPLICATE, STORE, 1, JUMP_IF, 8,  /* 28 */
    LOAD, 0, PUSH, 1, SUB, DUPLICATE, STORE, 0, JUMP_IF, 4,  /* 38 */
    LOAD, 2, HALT,                                           /* 48 */
};

static CALLED u32 interpret(const u8 *code, u32 argument) {
  u32 stack[16], variables[4] = {argument, 0, 0, 0};
  u32 *top = stack;
  const u8 *pc = code;
  for (;;) {
    switch (*pc++) {
      case PUSH: *top++ = *pc++; break;
      case LOAD: *top++ = variables[*pc++]; break;
      case STORE: variables[*pc++] = *--top; break;
      case ADD: top--; top[-1] += *top; break;
      case SUB: top--; top[-1] -= *top; break;
      case MUL: top--; top[-1] *= *top; break;
      case XOR: top--; top[-1] ^= *top; break;
      case SHIFT: top--; top[-1] >>= *top & 31; break;
      case LESS: top--; top[-1] = top[-1] < *top; break;
      case JUMP_IF: pc = *--top ? code + *pc : pc + 1; break;
      case JUMP: pc = code + *pc; break;
      case DUPLICATE: *top = top[-1]; top++; break;
      case SWAP: {
        u32 last = top[-1];
        top[-1] = top[-2];
        top[-2] = last;
        break;
      }
      default: return top[-1];
    }
  }
}

RUN i32 run(i32 n) { return (i32)interpret(program, (u32)n); }
