/* A C++ exception through frames of WebAssembly: what C keeps must come back, and destructors run. */
#include "throws.h"

#include <cstdio>
#include <stdexcept>

struct env_instance {
  throws_instance *throws;
};

static int destroyed;
struct Counted {
  ~Counted() { destroyed++; }
};

extern "C" int32_t env_thrower(env_instance *env, int32_t a) {
  Counted counted;
  if (a == 0) throw std::runtime_error("thrown");
  /* Back into WebAssembly, and an exception through both passages. */
  if (a > 1) return throws_narrow(env->throws, a - 1);
  return throws_wide(env->throws, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
}

extern "C" int32_t env_wide_thrower(env_instance *, int32_t a, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t,
                                    int64_t, int64_t, int64_t last) {
  Counted counted;
  if (a == 0) throw std::runtime_error("thrown widely");
  return (int32_t)last;
}

static int failures;

__attribute__((noinline)) static void check(throws_instance *throws, int which, volatile int *seed) {
  /* Enough values to be in all registers that C keeps. */
  int64_t a = seed[0], b = seed[1], c = seed[2], d = seed[3], e = seed[4], f = seed[5];
  double u = seed[0] + 0.5, v = seed[1] + 0.5, w = seed[2] + 0.5;
  bool caught = false;
  try {
    Counted counted;
    if (which == 0) throws_narrow(throws, 0);
    else if (which == 1) throws_wide(throws, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    else if (which == 2) throws_tail(throws, 0);
    else throws_narrow(throws, which);
  } catch (const std::runtime_error &) {
    caught = true;
  }
  const bool kept = a == seed[0] && b == seed[1] && c == seed[2] && d == seed[3] && e == seed[4] &&
                    f == seed[5] && u == seed[0] + 0.5 && v == seed[1] + 0.5 && w == seed[2] + 0.5;
  if (!caught || !kept) {
    std::printf("case %d: %s, %s\n", which, caught ? "caught" : "not caught", kept ? "kept" : "not kept");
    failures++;
  }
}

int main() {
  env_instance env;
  throws_instance throws;
  env.throws = &throws;
  if (throws__instantiate(&throws, &env) != 0) return 1;
  volatile int seed[6] = {11, 12, 13, 14, 15, 16};
  for (int which = 0; which < 8; which++) check(&throws, which, seed);
  if (throws_wide(&throws, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9) != 10) failures++;
  throws__free(&throws);
  std::printf("%d failures, %d destroyed\n", failures, destroyed);
  return failures != 0;
}
