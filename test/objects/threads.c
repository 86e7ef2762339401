/* Four threads with a hundred instances each, which move between threads; two modules in one program. */
#include "adder.h"
#include "threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define THREADS 4
#define INSTANCES 100
#define ROUNDS 50

struct env_instance {
  int64_t noted;
};

void env_note(struct env_instance *env, int32_t a) { env->noted += a; }

struct pair {
  struct env_instance env;
  struct threads_instance threads;
  struct adder_instance adder;
};

static struct pair *pairs[THREADS][INSTANCES];
static _Atomic int failures;

static void expect(bool condition, const char *what) {
  if (condition) return;
  failures++;
  printf("expected %s\n", what);
}
#define EXPECT(condition) expect(condition, #condition)

static int trap_of(struct pair *pair, bool is_deep) {
  struct winch_guard guard;
  if (winch_try(&guard)) {
    if (is_deep) threads_deep(&pair->threads, 0);
    else adder_look(&pair->adder, 1 << 30);
    winch_end(&guard);
  }
  return guard.kind;
}

static void work(struct pair *pair, int round) {
  const int64_t before = *threads_count(&pair->threads);
  EXPECT(threads_work(&pair->threads, round + 1, 0) == round + 1);
  EXPECT(*threads_count(&pair->threads) == before + round + 1);
  EXPECT(adder_both(&pair->adder, 3) == (int32_t)(before + round + 1 + 3 + 3));
  EXPECT(threads_work(&pair->threads, round + 4, 1) == round + 4);
  EXPECT(adder_look(&pair->adder, 12) == 3);
  if (round % 10 == 9) {
    EXPECT(trap_of(pair, true) == WINCH_TRAP_CALL_STACK_EXHAUSTED);
    EXPECT(trap_of(pair, false) == WINCH_TRAP_OUT_OF_BOUNDS_MEMORY_ACCESS);
  }
}

static void *make(void *argument) {
  const long thread = (long)argument;
  for (int i = 0; i < INSTANCES; i++) {
    struct pair *pair = aligned_alloc(16, (sizeof *pair + 15) / 16 * 16);
    pair->env.noted = 0;
    EXPECT(threads__instantiate(&pair->threads, &pair->env) == 0);
    EXPECT(adder__instantiate(&pair->adder, &pair->threads) == 0);
    pairs[thread][i] = pair;
  }
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < INSTANCES; i += 7) work(pairs[thread][i], round);
  }
  return NULL;
}

/** Instances of another thread, which has ended. */
static void *use(void *argument) {
  const long thread = (long)argument;
  for (int i = 0; i < INSTANCES; i++) {
    struct pair *pair = pairs[(thread + 1) % THREADS][i];
    work(pair, 9);
    EXPECT(adder_grow(&pair->adder) == 1 && adder_size(&pair->adder) == 2);
    EXPECT(threads_memory(&pair->threads)->size == 2 * 65536);
    EXPECT(threads_work(&pair->threads, 20000, 0) == 20000 && adder_look(&pair->adder, 80000) == 20000);
    EXPECT(pair->env.noted > 0);
    adder__free(&pair->adder);
    threads__free(&pair->threads);
    free(pair);
  }
  return NULL;
}

/** What is no trap goes to the handler from before. */
static sigjmp_buf own_fault;
static void on_fault(int signal) {
  (void)signal;
  siglongjmp(own_fault, 1);
}

static void run(void *(*body)(void *), size_t stack) {
  pthread_t threads[THREADS];
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack);
  for (long i = 0; i < THREADS; i++) pthread_create(&threads[i], &attributes, body, (void *)i);
  for (long i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

static void *fault(void *unused) {
  (void)unused;
  volatile int *nowhere = NULL;
  if (sigsetjmp(own_fault, 1) == 0) {
    *nowhere = 1;
    EXPECT(false);
  }
  return NULL;
}

int main(void) {
  signal(SIGSEGV, on_fault);
  run(make, 1 << 20);
  run(use, 1 << 19);
  fault(NULL);
  printf("%d failures\n", failures);
  return failures != 0;
}
