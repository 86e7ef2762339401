/*
 * Runs a module's function instruction by instruction: at each one a signal's handler unwinds the stack, and
 * compares with the return addresses and frame pointers that calls have made. ENTRY is the function.
 *
 * x64 traps by the processor's trap flag; on aarch64 a BRK is put where the next instruction can be.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

extern char wasm_text[], wasm_text_end[], ENTRY[];
enum { DEPTH = 1000, SHOWN = 8, LOOKED_AT = 6 };
#ifdef __x86_64__
enum { FP = 6 };
#else
enum { FP = 29 };
#endif

static struct frame { uintptr_t link, fp; } shadow[DEPTH];
static int depth;
static uintptr_t before;
static long steps, differences;
static unsigned char *seen;

struct walk { uintptr_t pc; int found; int wrong; };

static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *data) {
  struct walk *walk = data;
  uintptr_t ip = _Unwind_GetIP(context);
  if (walk->found == 0) {
    if (ip == walk->pc) walk->found = 1;
    return _URC_NO_REASON;
  }
  int at = depth - walk->found;
  if (at < 0 || walk->found > LOOKED_AT) return _URC_END_OF_STACK;
  if (ip != shadow[at].link || (uintptr_t)_Unwind_GetGR(context, FP) != shadow[at].fp) walk->wrong = walk->found;
  walk->found++;
  return walk->wrong != 0 ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static int is_inside(uintptr_t pc);
enum kind { ANY, CALL, RETURN };
static enum kind kind_of(uintptr_t pc);

/* With DUMP: at a call, its place and the words of the frame from the CFA downward, below and above it. */
static void dump(uintptr_t pc, uintptr_t sp, uintptr_t fp) {
#ifdef DUMP
  if (depth == 0 || !is_inside(pc) || kind_of(pc) != CALL) return;
  printf("call %lx", (long)(pc - (uintptr_t)wasm_text));
  for (uintptr_t at = fp + 16 + 8 * DUMP; at > sp; at -= 8) printf(" %lx", *(long *)(at - 8));
  printf("\n");
#else
  (void)pc, (void)sp, (void)fp;
#endif
}

static int is_inside(uintptr_t pc) { return pc >= (uintptr_t)wasm_text && pc < (uintptr_t)wasm_text_end; }

static void check(uintptr_t pc) {
  struct walk walk = {pc, 0, 0};
  int least = depth < LOOKED_AT ? depth : LOOKED_AT;
  seen[pc - (uintptr_t)wasm_text] = 1;
  _Unwind_Backtrace(visit, &walk);
  if (walk.wrong == 0 && walk.found > least) return;
  if (++differences > SHOWN) return;
  printf("at %lx: frame %d of %d\n", (long)(pc - (uintptr_t)wasm_text), walk.found, depth);
}

/* Notes the instruction that runs next; false when the function has returned. */
static int arrive(uintptr_t pc, uintptr_t link, uintptr_t fp) {
  enum kind kind = depth == 0 ? CALL : kind_of(before);
  if (kind == CALL && depth < DEPTH) shadow[depth++] = (struct frame){link, fp};
  else if (kind == RETURN && pc == shadow[depth - 1].link) depth--;
  before = pc;
  steps++;
  if (depth == 0) return 0;
  if (is_inside(pc)) check(pc);
  return 1;
}

#ifdef __x86_64__

static enum kind kind_of(uintptr_t pc) {
  const unsigned char *code = (unsigned char *)pc;
  if (code[0] == 0xc3) return RETURN;
  if ((code[0] & 0xf0) == 0x40) code++;
  if (code[0] == 0xe8 || (code[0] == 0xff && ((code[1] >> 3) & 7) == 2)) return CALL;
  return ANY;
}

static void stepped(int signal, siginfo_t *info, void *data) {
  greg_t *regs = ((ucontext_t *)data)->uc_mcontext.gregs;
  uintptr_t pc = (uintptr_t)regs[REG_RIP];
  (void)signal, (void)info;
  dump(pc, (uintptr_t)regs[REG_RSP], (uintptr_t)regs[REG_RBP]);
  if (depth == 0 && pc != (uintptr_t)ENTRY) return;
  if (!arrive(pc, *(uintptr_t *)regs[REG_RSP], (uintptr_t)regs[REG_RBP])) regs[REG_EFL] &= ~0x100;
}

static void begin(void) { __asm__ volatile("pushf; orq $0x100, (%rsp); popf"); }

#else

enum { BRK = 0xd4200000 };
static uint32_t *breaks[2], replaced[2];

static enum kind kind_of(uintptr_t pc) {
  uint32_t code = *(uint32_t *)pc;
  if ((code & 0xfc000000) == 0x94000000 || (code & 0xfffffc1f) == 0xd63f0000) return CALL;
  return (code & 0xfffffc1f) == 0xd65f0000 ? RETURN : ANY;
}

static void write_code(uint32_t *at, uint32_t code) {
  *at = code;
  __builtin___clear_cache((char *)at, (char *)(at + 1));
}

static void put_break(int i, uint32_t *at) {
  breaks[i] = at;
  replaced[i] = *at;
  write_code(at, BRK);
}

static int64_t field(uint32_t code, int from, int bits) {
  return (int64_t)((uint64_t)code << (64 - from - bits)) >> (64 - bits);
}

static void stepped(int signal, siginfo_t *info, void *data) {
  mcontext_t *regs = &((ucontext_t *)data)->uc_mcontext;
  (void)signal, (void)info;
  for (int i = 1; i >= 0; i--) if (breaks[i] != NULL) write_code(breaks[i], replaced[i]);
  breaks[0] = breaks[1] = NULL;
  uint32_t *at = (uint32_t *)regs->pc;
  dump(regs->pc, regs->sp, regs->regs[29]);
  if (!arrive(regs->pc, regs->regs[30], regs->regs[29])) return;
  uint32_t code = *at;
  if ((code & 0xff9ffc1f) == 0xd61f0000) put_break(0, (uint32_t *)regs->regs[(code >> 5) & 31]);
  else if ((code & 0x7c000000) == 0x14000000) put_break(0, at + field(code, 0, 26));
  else {
    put_break(0, at + 1);
    int64_t far = 1;
    if ((code & 0xff000010) == 0x54000000 || (code & 0x7e000000) == 0x34000000) far = field(code, 5, 19);
    else if ((code & 0x7e000000) == 0x36000000) far = field(code, 5, 14);
    if (far != 1) put_break(1, at + far);
  }
}

static void begin(void) { put_break(0, (uint32_t *)ENTRY); }

#endif

static void summary(int signal) {
  printf("seen");
  for (long at = 0; at < wasm_text_end - wasm_text; at++) if (seen[at]) printf(" %lx", at);
  printf("\nsteps %ld differences %ld left %d\n", steps, differences, depth);
  fflush(stdout);
  if (signal != 0) _exit(0);
}

int poke(void) { return 7; }

int main(void) {
  static char stack[1 << 16];
  stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
  struct sigaction action = {.sa_sigaction = stepped, .sa_flags = SA_SIGINFO};
  int ends[] = {SIGSEGV, SIGILL, SIGFPE, SIGALRM};
  uintptr_t page = (uintptr_t)wasm_text & -(uintptr_t)4096;
  seen = calloc(1, wasm_text_end - wasm_text);
  /* `poke` is beside the module's code, as is `enter`. */
  if (mprotect((void *)page, (uintptr_t)wasm_text_end - page + 4096, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) return 1;
  sigaltstack(&other, NULL);
  sigaction(SIGTRAP, &action, NULL);
  action.sa_flags = SA_ONSTACK;
  action.sa_handler = summary;
  for (int i = 0; i < 4; i++) sigaction(ends[i], &action, NULL);
  alarm(60);
  begin();
  enter(ENTRY, wasm_vmctx, 3);
  summary(0);
  return 0;
}
