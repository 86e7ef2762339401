/* Traps, signals, stacks and function types. See winch-rt.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "winch-module.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

/* ---- traps -------------------------------------------------------------------------------------- */

const char *winch_trap_text(int kind) {
  static const char *const texts[] = {
      "no trap",
      "unreachable",
      "integer divide by zero",
      "integer overflow",
      "invalid conversion to integer",
      "out of bounds memory access",
      "out of bounds table access",
      "undefined element",
      "uninitialized element",
      "indirect call type mismatch",
      "call stack exhausted",
      "unaligned atomic",
      "expected shared memory",
  };
  const int count = (int)(sizeof texts / sizeof texts[0]);
  return kind >= 0 && kind < count ? texts[kind] : "unknown trap";
}

static _Thread_local struct winch_guard *innermost;
static _Atomic(winch_trap_handler) trap_handler;

void winch_begin(struct winch_guard *guard) {
  guard->outer = innermost;
  guard->kind = WINCH_TRAP_NONE;
  innermost = guard;
}

void winch_end(struct winch_guard *guard) { innermost = guard->outer; }

winch_trap_handler winch_set_trap_handler(winch_trap_handler handler) {
  return atomic_exchange(&trap_handler, handler);
}

#ifdef WINCH_TRAP_HANDLER
_Noreturn void WINCH_TRAP_HANDLER(int kind);
#endif

_Noreturn void winch_trap(int kind) {
#ifdef WINCH_TRAP_HANDLER
  WINCH_TRAP_HANDLER(kind);
#else
  struct winch_guard *guard = innermost;
  if (guard != NULL) {
    guard->kind = kind;
    innermost = guard->outer;
    longjmp(guard->place, 1);
  }
  winch_trap_handler handler = atomic_load(&trap_handler);
  if (handler != NULL) handler(kind);
  fprintf(stderr, "WebAssembly trapped: %s\n", winch_trap_text(kind));
  abort();
#endif
}

/* ---- registered modules ------------------------------------------------------------------------- */

static _Atomic(struct winch_module_state *) registered;

/** The kind of the trap at an address, or WINCH_TRAP_NONE. Called in signal handlers. */
static int kind_of(uintptr_t pc, const struct winch_module **found) {
  struct winch_module_state *state = atomic_load_explicit(&registered, memory_order_acquire);
  for (; state != NULL; state = state->next) {
    const struct winch_module *module = state->module;
    const uintptr_t offset = pc - (uintptr_t)module->code;
    if (offset >= module->code_size) continue;
    *found = module;
    uint64_t low = 0, high = module->trap_count;
    while (low < high) {
      const uint64_t middle = low + (high - low) / 2;
      if (module->trap_sites[middle] < offset) low = middle + 1;
      else high = middle;
    }
    if (low == module->trap_count || module->trap_sites[low] != offset) return WINCH_TRAP_NONE;
    return module->trap_kinds[low] + 1;
  }
  return WINCH_TRAP_NONE;
}

/* ---- function types ----------------------------------------------------------------------------- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* An open hash table of all types that are known; a signature is the index in `types` plus 1. */
static char **types;
static uint32_t type_count, type_room;
static uint32_t *slots;
static uint32_t slot_count;

static uint32_t hash_of(const char *text) {
  uint32_t hash = 2166136261u;
  for (; *text != 0; text++) hash = (hash ^ (uint8_t)*text) * 16777619u;
  return hash;
}

static void put_in_slot(uint32_t signature) {
  uint32_t at = hash_of(types[signature - 1]) & (slot_count - 1);
  while (slots[at] != 0) at = (at + 1) & (slot_count - 1);
  slots[at] = signature;
}

static bool make_room(void) {
  if (type_count < type_room) return true;
  const uint32_t room = type_room == 0 ? 64 : 2 * type_room;
  if (room > UINT32_MAX / 4) return false;
  char **more = realloc(types, room * sizeof *types);
  if (more == NULL) return false;
  types = more;
  uint32_t *fresh = calloc(2 * (size_t)room, sizeof *slots);
  if (fresh == NULL) return false;
  free(slots);
  slots = fresh;
  slot_count = 2 * room;
  type_room = room;
  for (uint32_t i = 1; i <= type_count; i++) put_in_slot(i);
  return true;
}

/** With the lock. */
static uint32_t signature_of(const char *type) {
  if (slot_count != 0) {
    uint32_t at = hash_of(type) & (slot_count - 1);
    for (; slots[at] != 0; at = (at + 1) & (slot_count - 1)) {
      if (strcmp(types[slots[at] - 1], type) == 0) return slots[at];
    }
  }
  if (!make_room()) return 0;
  const size_t bytes = strlen(type) + 1;
  char *copy = malloc(bytes);
  if (copy == NULL) return 0;
  memcpy(copy, type, bytes);
  types[type_count++] = copy;
  put_in_slot(type_count);
  return type_count;
}

uint32_t winch_signature(const char *type) {
  pthread_mutex_lock(&lock);
  const uint32_t signature = signature_of(type);
  pthread_mutex_unlock(&lock);
  return signature;
}

/* ---- signals ------------------------------------------------------------------------------------ */

/* Where the interrupted code is, and what makes it go on as a call of winch_trap. */
#if defined(__APPLE__) && defined(__aarch64__)
#define PC(context) ((context)->uc_mcontext->__ss.__pc)
#elif defined(__aarch64__)
#define PC(context) ((context)->uc_mcontext.pc)
#elif defined(__linux__) && defined(__x86_64__)
#define PC(context) ((context)->uc_mcontext.gregs[REG_RIP])
#else
#error "this machine is not supported"
#endif

static void call_trap(ucontext_t *context, int kind, void (*trap)(int kind)) {
  const uintptr_t pc = (uintptr_t)PC(context);
#if defined(__APPLE__)
  context->uc_mcontext->__ss.__x[0] = (uint64_t)kind;
  context->uc_mcontext->__ss.__lr = pc;
  context->uc_mcontext->__ss.__pc = (uintptr_t)trap;
#elif defined(__aarch64__)
  context->uc_mcontext.regs[0] = (uint64_t)kind;
  context->uc_mcontext.regs[30] = pc;
  context->uc_mcontext.pc = (uintptr_t)trap;
#else
  greg_t *regs = context->uc_mcontext.gregs;
  /* Compiled code has nothing below its stack pointer. */
  uintptr_t sp = ((uintptr_t)regs[REG_RSP] & ~(uintptr_t)15) - sizeof pc;
  memcpy((void *)sp, &pc, sizeof pc);
  regs[REG_RSP] = (greg_t)sp;
  regs[REG_RDI] = kind;
  regs[REG_RIP] = (greg_t)(uintptr_t)trap;
  /* The direction flag is clear at calls. */
  regs[REG_EFL] &= ~(greg_t)0x400;
#endif
}

bool winch_handle_signal(int signal, const void *siginfo, void *context) {
  const siginfo_t *info = siginfo;
  (void)signal;
  /* Signals that a program sent can come anywhere. */
  if (info != NULL && info->si_code <= 0) return false;
  const struct winch_module *module;
  const int kind = kind_of((uintptr_t)PC((ucontext_t *)context), &module);
  if (kind == WINCH_TRAP_NONE) return false;
  call_trap(context, kind, module->trap);
  return true;
}

#ifndef WINCH_NO_SIGNAL_HANDLERS
static const int SIGNALS[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};
#define SIGNAL_COUNT (sizeof SIGNALS / sizeof SIGNALS[0])
static struct sigaction before[SIGNAL_COUNT];

static void pass_on(int signal, siginfo_t *info, void *context) {
  size_t i = 0;
  while (i < SIGNAL_COUNT - 1 && SIGNALS[i] != signal) i++;
  const struct sigaction *action = &before[i];
  const bool sent = info->si_code <= 0;
  if (action->sa_flags & SA_SIGINFO) {
    action->sa_sigaction(signal, info, context);
  } else if (action->sa_handler == SIG_IGN && sent) {
    return;
  } else if (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN) {
    action->sa_handler(signal);
  } else {
    /* A fault repeats when this returns; what was sent does not. */
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(signal, &plain, NULL);
    if (sent) raise(signal);
  }
}

static void on_signal(int signal, siginfo_t *info, void *context) {
  if (!winch_handle_signal(signal, info, context)) pass_on(signal, info, context);
}

static void install(void) {
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < SIGNAL_COUNT; i++) sigaction(SIGNALS[i], NULL, &before[i]);
  for (size_t i = 0; i < SIGNAL_COUNT; i++) sigaction(SIGNALS[i], &action, NULL);
}
#else
static void install(void) {}
#endif

/** With the lock. */
static bool register_locked(const struct winch_module *module) {
  static bool installed;
  struct winch_module_state *state = module->state;
  if (state->ready) return true;
  uint32_t *signatures = malloc((module->type_count + 1) * sizeof *signatures);
  if (signatures == NULL) return false;
  for (uint32_t i = 0; i < module->type_count; i++) {
    signatures[i] = signature_of(module->types[i]);
    if (signatures[i] == 0) {
      free(signatures);
      return false;
    }
  }
  if (!installed) install();
  installed = true;
  state->signatures = signatures;
  state->module = module;
  state->next = atomic_load(&registered);
  atomic_store_explicit(&registered, state, memory_order_release);
  state->ready = 1;
  return true;
}

bool winch_register(const struct winch_module *module) {
  pthread_mutex_lock(&lock);
  const bool done = register_locked(module);
  pthread_mutex_unlock(&lock);
  return done;
}

/* ---- stacks ------------------------------------------------------------------------------------- */

static _Thread_local struct {
  uintptr_t low, high;
} own_stack, used_stack;

void winch_use_stack(void *low, size_t size) {
  used_stack.low = (uintptr_t)low;
  used_stack.high = (uintptr_t)low + size;
}

/** Finds the bounds of the thread's own stack; leaves them as they are where the system does not say. */
static void find_own_stack(void) {
#if defined(__APPLE__)
  own_stack.high = (uintptr_t)pthread_get_stackaddr_np(pthread_self());
  own_stack.low = own_stack.high - pthread_get_stacksize_np(pthread_self());
#else
  pthread_attr_t attributes;
  void *low;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
    own_stack.low = (uintptr_t)low;
    own_stack.high = (uintptr_t)low + size;
  }
  pthread_attr_destroy(&attributes);
#endif
}

/**
 * An export of the instance is called on a stack that the instance does not know: tells it, and all that share
 * something with it.
 */
void winch_rt_enter(struct winch_instance *instance, uintptr_t sp) {
  uintptr_t low = used_stack.low, high = used_stack.high;
  if (sp - low >= high - low) {
    if (sp - own_stack.low >= own_stack.high - own_stack.low) find_own_stack();
    low = own_stack.low;
    high = own_stack.high;
    if (sp - low >= high - low) instance->module->trap(WINCH_TRAP_CALL_STACK_EXHAUSTED);
  }
  const uintptr_t least = 64 * 1024;
  uintptr_t room = WINCH_STACK_ROOM;
  if (room > (high - low) / 4) room = (high - low) / 4;
  if (room < least) room = least;
  if (sp - low <= room) instance->module->trap(WINCH_TRAP_CALL_STACK_EXHAUSTED);
  struct winch_instance *each = instance;
  do {
    struct winch_tail *tail = winch_tail_of(each);
    each->stack_limit = low + room;
    tail->stack_size = high - (low + room);
    each = tail->next;
  } while (each != instance);
}
