/*
 * Runs functions of aarch64 machine code with known registers and tells what they left.
 *
 * usage: harness CODE RUNS RESULTS
 *
 * RUNS is an array of struct run, RESULTS becomes an array of struct result, one for each.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

/* Register numbers: general 0-30, 31 is sp, vector ones from 32 on. 255: none. */
struct run {
  uint32_t entry;
  uint8_t dst, lhs, rhs, unused;
  uint64_t x, y;
  /* Code offset whose address the context has at TARGET. */
  uint64_t target;
};

struct result {
  uint64_t value;
  /* Code offset of the instruction that trapped, or -1. */
  int32_t trap;
  /* First register that changed, but for dst and the scratch registers, or -1. */
  int32_t changed;
};

enum { X16 = 16, X17 = 17, X27 = 27, X28 = 28, X30 = 30, V30 = 32 + 30, V31 = 32 + 31 };
enum { STACK_LIMIT = 16, TARGET = 64, MEMORY_BYTES = 1 << 16 };
static const size_t RESERVED = (size_t)9 << 30;

/* x0-x30, sp, v0-v31 in two words each. */
uint64_t registers[32 + 64];
uint64_t saved_sp;
static uint64_t before[32 + 64];
static uint8_t *code;
static size_t code_size;
static int32_t trap;

void enter(void *entry);
extern char leave[];

__asm__(
    ".text\n"
    ".global enter\n"
    ".global leave\n"
    "enter:\n"
    "  stp x29, x30, [sp, #-160]!\n"
    "  stp x19, x20, [sp, #16]\n"
    "  stp x21, x22, [sp, #32]\n"
    "  stp x23, x24, [sp, #48]\n"
    "  stp x25, x26, [sp, #64]\n"
    "  stp x27, x28, [sp, #80]\n"
    "  stp d8, d9, [sp, #96]\n"
    "  stp d10, d11, [sp, #112]\n"
    "  stp d12, d13, [sp, #128]\n"
    "  stp d14, d15, [sp, #144]\n"
    "  adrp x16, saved_sp\n"
    "  mov x17, sp\n"
    "  str x17, [x16, #:lo12:saved_sp]\n"
    "  mov x16, x0\n"
    "  adrp x17, registers\n"
    "  add x17, x17, #:lo12:registers\n"
    "  add x30, x17, #256\n"
    "  ldp q0, q1, [x30], #32\n  ldp q2, q3, [x30], #32\n"
    "  ldp q4, q5, [x30], #32\n  ldp q6, q7, [x30], #32\n"
    "  ldp q8, q9, [x30], #32\n  ldp q10, q11, [x30], #32\n"
    "  ldp q12, q13, [x30], #32\n  ldp q14, q15, [x30], #32\n"
    "  ldp q16, q17, [x30], #32\n  ldp q18, q19, [x30], #32\n"
    "  ldp q20, q21, [x30], #32\n  ldp q22, q23, [x30], #32\n"
    "  ldp q24, q25, [x30], #32\n  ldp q26, q27, [x30], #32\n"
    "  ldp q28, q29, [x30], #32\n  ldp q30, q31, [x30], #32\n"
    "  ldp x0, x1, [x17]\n  ldp x2, x3, [x17, #16]\n"
    "  ldp x4, x5, [x17, #32]\n  ldp x6, x7, [x17, #48]\n"
    "  ldp x8, x9, [x17, #64]\n  ldp x10, x11, [x17, #80]\n"
    "  ldp x12, x13, [x17, #96]\n  ldp x14, x15, [x17, #112]\n"
    "  ldp x18, x19, [x17, #144]\n  ldp x20, x21, [x17, #160]\n"
    "  ldp x22, x23, [x17, #176]\n  ldp x24, x25, [x17, #192]\n"
    "  ldp x26, x27, [x17, #208]\n  ldp x28, x29, [x17, #224]\n"
    "  blr x16\n"
    "leave:\n"
    "  adrp x17, registers\n"
    "  add x17, x17, #:lo12:registers\n"
    "  stp x0, x1, [x17]\n  stp x2, x3, [x17, #16]\n"
    "  stp x4, x5, [x17, #32]\n  stp x6, x7, [x17, #48]\n"
    "  stp x8, x9, [x17, #64]\n  stp x10, x11, [x17, #80]\n"
    "  stp x12, x13, [x17, #96]\n  stp x14, x15, [x17, #112]\n"
    "  stp x18, x19, [x17, #144]\n  stp x20, x21, [x17, #160]\n"
    "  stp x22, x23, [x17, #176]\n  stp x24, x25, [x17, #192]\n"
    "  stp x26, x27, [x17, #208]\n  stp x28, x29, [x17, #224]\n"
    "  mov x16, sp\n"
    "  str x16, [x17, #248]\n"
    "  add x30, x17, #256\n"
    "  stp q0, q1, [x30], #32\n  stp q2, q3, [x30], #32\n"
    "  stp q4, q5, [x30], #32\n  stp q6, q7, [x30], #32\n"
    "  stp q8, q9, [x30], #32\n  stp q10, q11, [x30], #32\n"
    "  stp q12, q13, [x30], #32\n  stp q14, q15, [x30], #32\n"
    "  stp q16, q17, [x30], #32\n  stp q18, q19, [x30], #32\n"
    "  stp q20, q21, [x30], #32\n  stp q22, q23, [x30], #32\n"
    "  stp q24, q25, [x30], #32\n  stp q26, q27, [x30], #32\n"
    "  stp q28, q29, [x30], #32\n  stp q30, q31, [x30], #32\n"
    "  adrp x16, saved_sp\n"
    "  ldr x16, [x16, #:lo12:saved_sp]\n"
    "  mov sp, x16\n"
    "  ldp x19, x20, [sp, #16]\n"
    "  ldp x21, x22, [sp, #32]\n"
    "  ldp x23, x24, [sp, #48]\n"
    "  ldp x25, x26, [sp, #64]\n"
    "  ldp x27, x28, [sp, #80]\n"
    "  ldp d8, d9, [sp, #96]\n"
    "  ldp d10, d11, [sp, #112]\n"
    "  ldp d12, d13, [sp, #128]\n"
    "  ldp d14, d15, [sp, #144]\n"
    "  ldp x29, x30, [sp], #160\n"
    "  ret\n");

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void on_signal(int number, siginfo_t *info, void *context) {
  ucontext_t *uc = context;
  uint64_t offset = uc->uc_mcontext.pc - (uint64_t)code;
  (void)info;
  if (offset >= code_size) {
    fprintf(stderr, "signal %d at %llx, %lld from the code\n", number,
            (unsigned long long)uc->uc_mcontext.pc, (long long)offset);
    _exit(1);
  }
  trap = (int32_t)offset;
  uc->uc_mcontext.pc = (uint64_t)leave;
}

static void *read_file(const char *path, size_t *size, int protection) {
  int fd = open(path, O_RDONLY);
  struct stat status;
  if (fd < 0 || fstat(fd, &status) != 0) fail(path);
  *size = (size_t)status.st_size;
  void *bytes = mmap(NULL, *size, protection, MAP_PRIVATE, fd, 0);
  if (bytes == MAP_FAILED) fail(path);
  close(fd);
  return bytes;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  size_t run_bytes;
  code = read_file(argv[1], &code_size, PROT_READ | PROT_EXEC);
  const struct run *runs = read_file(argv[2], &run_bytes, PROT_READ);
  size_t count = run_bytes / sizeof *runs;
  struct result *results = calloc(count, sizeof *results);
  uint8_t *memory = mmap(NULL, RESERVED, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  uint64_t *context = calloc(1, 1 << 16);
  if (results == NULL || memory == MAP_FAILED || context == NULL) fail("memory");
  if (mprotect(memory, MEMORY_BYTES, PROT_READ | PROT_WRITE) != 0) fail("mprotect");

  /* The code under test may have run out of stack. */
  stack_t stack = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16};
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  if (sigaltstack(&stack, NULL) != 0) fail("sigaltstack");
  const int signals[] = {SIGILL, SIGSEGV, SIGBUS};
  for (int i = 0; i < 3; i++) sigaction(signals[i], &action, NULL);

  for (size_t i = 0; i < count; i++) {
    const struct run *run = &runs[i];
    if (run->entry >= code_size) return 3;
    for (int r = 0; r < 32; r++) {
      registers[r] = 0xabcd120089ef3400ull + (uint64_t)r * 0x100000001ull;
      registers[32 + 2 * r] = 0x3ff5550040490f00ull + (uint64_t)r * 0x100000001ull;
      registers[33 + 2 * r] = 0x77770000ull + (uint64_t)r;
    }
    registers[X28] = (uint64_t)context;
    registers[X27] = (uint64_t)memory;
    context[TARGET / 8] = (uint64_t)code + run->target;
    if (run->lhs < 32) registers[run->lhs] = run->x;
    else if (run->lhs < 64) registers[32 + 2 * (run->lhs - 32)] = run->x;
    if (run->rhs < 32) registers[run->rhs] = run->y;
    else if (run->rhs < 64) registers[32 + 2 * (run->rhs - 32)] = run->y;
    memcpy(before, registers, sizeof before);
    trap = -1;
    enter(code + run->entry);
    before[31] = saved_sp;
    struct result *result = &results[i];
    result->trap = trap;
    result->changed = -1;
    if (run->dst < 32) result->value = registers[run->dst];
    else if (run->dst < 64) result->value = registers[32 + 2 * (run->dst - 32)];
    for (int w = 0; w < 96; w++) {
      int r = w < 32 ? w : 32 + (w - 32) / 2;
      if (r == run->dst || r == X16 || r == X17 || r == X30 || r == V30 || r == V31) continue;
      if (registers[w] != before[w]) {
        result->changed = r;
        break;
      }
    }
  }
  int fd = open(argv[3], O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) fail(argv[3]);
  const uint8_t *out = (const uint8_t *)results;
  for (size_t left = count * sizeof *results; left > 0;) {
    ssize_t n = write(fd, out, left);
    if (n <= 0) fail("write");
    out += n;
    left -= (size_t)n;
  }
  return 0;
}
