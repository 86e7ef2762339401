/*
 * A WASI command (preview 1) as a program of its own: what its imports are, by uvwasi, and `main`.
 * `winch-ts compile --emit exe` compiles this beside the header of the module, program.h. See docs/native.md.
 *
 * Pointers of the module are offsets in its memory, which it may have chosen at will: each is checked, with the
 * length behind it, before anything is read or written there. What lies outside is EFAULT.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uvwasi.h>

/** Folders that the module may use, `GUEST=HOST` or only a path, with colons between. Not shown to it. */
#define DIRS "WINCH_DIRS"
/** As a shell shows a program that was aborted. */
#define EXIT_TRAP 134
/** Of one call; what is behind is left for the next one, as reads and writes may. */
#define MAX_IOVS 1024u

/** What the import module is to this program. */
struct wasi__snapshot__preview1_instance {
  uvwasi_t uvwasi;
  struct program_instance *program;
};

typedef struct wasi__snapshot__preview1_instance wasi;
typedef uvwasi_errno_t wasi_errno;
#define WASI(name) wasi__snapshot__preview1_##name

/** The bytes of the module's memory from an offset on, or NULL where not all are inside. */
static uint8_t *bytes_at(wasi *w, int32_t pointer, uint64_t length) {
  const struct winch_memory *memory = program_memory(w->program);
  const uint64_t start = (uint32_t)pointer;
  if (start > memory->size || length > memory->size - start) return NULL;
  return memory->data + start;
}

#define CHECK(NAME, POINTER, LENGTH)                       \
  uint8_t *const NAME = bytes_at(w, POINTER, LENGTH);      \
  if (NAME == NULL) return UVWASI_EFAULT

/** A path: uvwasi passes it on as a C string, which a zero byte would end too early. */
#define CHECK_PATH(NAME, POINTER, LENGTH)                                     \
  CHECK(NAME, POINTER, (uint32_t)(LENGTH));                                   \
  if (memchr(NAME, 0, (uint32_t)(LENGTH)) != NULL) return UVWASI_EINVAL

static uint32_t load32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static void store32(uint8_t *at, uint32_t value) { memcpy(at, &value, sizeof value); }
static void store64(uint8_t *at, uint64_t value) { memcpy(at, &value, sizeof value); }

/** Buffers of a read or a write, from the module's list of them. At least one, so that uvwasi has a pointer. */
struct buffers {
  uvwasi_iovec_t read[MAX_IOVS];
  uvwasi_size_t count;
};

static wasi_errno get_buffers(wasi *w, struct buffers *to, int32_t pointer, int32_t length) {
  const uint32_t count = (uint32_t)length;
  const uint8_t *list = bytes_at(w, pointer, (uint64_t)count * 8);
  if (list == NULL) return UVWASI_EFAULT;
  to->count = count < MAX_IOVS ? count : MAX_IOVS;
  for (uint32_t i = 0; i < to->count; i++) {
    const uint32_t bytes = load32(list + 8 * (size_t)i + 4);
    uint8_t *at = bytes_at(w, (int32_t)load32(list + 8 * (size_t)i), bytes);
    if (at == NULL) return UVWASI_EFAULT;
    to->read[i].buf = at;
    to->read[i].buf_len = bytes;
  }
  return UVWASI_ESUCCESS;
}

/** The same for a write. */
struct const_buffers {
  uvwasi_ciovec_t write[MAX_IOVS];
  uvwasi_size_t count;
};

static wasi_errno get_const_buffers(wasi *w, struct const_buffers *to, int32_t pointer, int32_t length) {
  struct buffers buffers;
  const wasi_errno error = get_buffers(w, &buffers, pointer, length);
  if (error != UVWASI_ESUCCESS) return error;
  to->count = buffers.count;
  for (uint32_t i = 0; i < buffers.count; i++) {
    to->write[i].buf = buffers.read[i].buf;
    to->write[i].buf_len = buffers.read[i].buf_len;
  }
  return UVWASI_ESUCCESS;
}

/* ---- arguments and environment ------------------------------------------------------------------ */

static wasi_errno put_strings(wasi *w, int32_t pointers, int32_t text, char *const *strings, uint32_t count,
                              const char *buffer, uint32_t size) {
  CHECK(list, pointers, (uint64_t)count * 4);
  CHECK(to, text, size);
  for (uint32_t i = 0; i < count; i++) {
    store32(list + 4 * (size_t)i, (uint32_t)text + (uint32_t)(strings[i] - buffer));
  }
  if (size > 0) memcpy(to, buffer, size);
  return UVWASI_ESUCCESS;
}

static wasi_errno put_two(wasi *w, int32_t first, uint32_t a, int32_t second, uint32_t b) {
  CHECK(to_first, first, 4);
  CHECK(to_second, second, 4);
  store32(to_first, a);
  store32(to_second, b);
  return UVWASI_ESUCCESS;
}

int32_t WASI(args_get)(wasi *w, int32_t argv, int32_t text) {
  const uvwasi_t *u = &w->uvwasi;
  return put_strings(w, argv, text, u->argv, u->argc, u->argv_buf, u->argv_buf_size);
}

int32_t WASI(args_sizes_get)(wasi *w, int32_t count, int32_t size) {
  return put_two(w, count, w->uvwasi.argc, size, w->uvwasi.argv_buf_size);
}

int32_t WASI(environ_get)(wasi *w, int32_t envp, int32_t text) {
  const uvwasi_t *u = &w->uvwasi;
  return put_strings(w, envp, text, u->env, u->envc, u->env_buf, u->env_buf_size);
}

int32_t WASI(environ_sizes_get)(wasi *w, int32_t count, int32_t size) {
  return put_two(w, count, w->uvwasi.envc, size, w->uvwasi.env_buf_size);
}

/* ---- clocks, chance, the process ---------------------------------------------------------------- */

/** The value of a call of uvwasi goes to the module when there is no error. */
#define STORE(BITS, AT, VALUE, CALL)                       \
  const wasi_errno error = (CALL);                         \
  if (error == UVWASI_ESUCCESS) store##BITS(AT, VALUE);    \
  return error

int32_t WASI(clock_res_get)(wasi *w, int32_t clock, int32_t result) {
  CHECK(to, result, 8);
  uvwasi_timestamp_t time = 0;
  STORE(64, to, time, uvwasi_clock_res_get(&w->uvwasi, (uvwasi_clockid_t)clock, &time));
}

int32_t WASI(clock_time_get)(wasi *w, int32_t clock, int64_t precision, int32_t result) {
  CHECK(to, result, 8);
  uvwasi_timestamp_t time = 0;
  STORE(64, to, time,
        uvwasi_clock_time_get(&w->uvwasi, (uvwasi_clockid_t)clock, (uvwasi_timestamp_t)precision, &time));
}

int32_t WASI(random_get)(wasi *w, int32_t buffer, int32_t length) {
  CHECK(to, buffer, (uint32_t)length);
  return uvwasi_random_get(&w->uvwasi, to, (uint32_t)length);
}

int32_t WASI(sched_yield)(wasi *w) { return uvwasi_sched_yield(&w->uvwasi); }

_Noreturn void WASI(proc_exit)(wasi *w, int32_t code) {
  (void)w;
  exit(code);
}

int32_t WASI(proc_raise)(wasi *w, int32_t signal) {
  return uvwasi_proc_raise(&w->uvwasi, (uvwasi_signal_t)signal);
}

int32_t WASI(poll_oneoff)(wasi *w, int32_t subscriptions, int32_t events, int32_t count, int32_t result) {
  const uint32_t n = (uint32_t)count;
  CHECK(from, subscriptions, (uint64_t)n * UVWASI_SERDES_SIZE_subscription_t);
  CHECK(to, events, (uint64_t)n * UVWASI_SERDES_SIZE_event_t);
  CHECK(to_count, result, 4);
  if (n == 0) return UVWASI_EINVAL;
  uvwasi_subscription_t *in = calloc(n, sizeof *in);
  uvwasi_event_t *out = calloc(n, sizeof *out);
  wasi_errno error = UVWASI_ENOMEM;
  if (in != NULL && out != NULL) {
    for (uint32_t i = 0; i < n; i++) {
      uvwasi_serdes_read_subscription_t(from, (size_t)i * UVWASI_SERDES_SIZE_subscription_t, &in[i]);
    }
    uvwasi_size_t done = 0;
    error = uvwasi_poll_oneoff(&w->uvwasi, in, out, n, &done);
    if (error == UVWASI_ESUCCESS) {
      for (uint32_t i = 0; i < done && i < n; i++) {
        uvwasi_serdes_write_event_t(to, (size_t)i * UVWASI_SERDES_SIZE_event_t, &out[i]);
      }
      store32(to_count, done);
    }
  }
  free(in);
  free(out);
  return error;
}

/* ---- descriptors -------------------------------------------------------------------------------- */

int32_t WASI(fd_advise)(wasi *w, int32_t fd, int64_t offset, int64_t length, int32_t advice) {
  return uvwasi_fd_advise(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_filesize_t)offset, (uvwasi_filesize_t)length,
                          (uvwasi_advice_t)advice);
}

int32_t WASI(fd_allocate)(wasi *w, int32_t fd, int64_t offset, int64_t length) {
  return uvwasi_fd_allocate(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_filesize_t)offset, (uvwasi_filesize_t)length);
}

int32_t WASI(fd_close)(wasi *w, int32_t fd) { return uvwasi_fd_close(&w->uvwasi, (uvwasi_fd_t)fd); }

int32_t WASI(fd_datasync)(wasi *w, int32_t fd) { return uvwasi_fd_datasync(&w->uvwasi, (uvwasi_fd_t)fd); }

int32_t WASI(fd_sync)(wasi *w, int32_t fd) { return uvwasi_fd_sync(&w->uvwasi, (uvwasi_fd_t)fd); }

int32_t WASI(fd_fdstat_get)(wasi *w, int32_t fd, int32_t result) {
  CHECK(to, result, UVWASI_SERDES_SIZE_fdstat_t);
  uvwasi_fdstat_t stat;
  const wasi_errno error = uvwasi_fd_fdstat_get(&w->uvwasi, (uvwasi_fd_t)fd, &stat);
  if (error == UVWASI_ESUCCESS) uvwasi_serdes_write_fdstat_t(to, 0, &stat);
  return error;
}

int32_t WASI(fd_fdstat_set_flags)(wasi *w, int32_t fd, int32_t flags) {
  return uvwasi_fd_fdstat_set_flags(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_fdflags_t)flags);
}

int32_t WASI(fd_fdstat_set_rights)(wasi *w, int32_t fd, int64_t base, int64_t inheriting) {
  return uvwasi_fd_fdstat_set_rights(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_rights_t)base,
                                     (uvwasi_rights_t)inheriting);
}

int32_t WASI(fd_filestat_get)(wasi *w, int32_t fd, int32_t result) {
  CHECK(to, result, UVWASI_SERDES_SIZE_filestat_t);
  uvwasi_filestat_t stat;
  const wasi_errno error = uvwasi_fd_filestat_get(&w->uvwasi, (uvwasi_fd_t)fd, &stat);
  if (error == UVWASI_ESUCCESS) uvwasi_serdes_write_filestat_t(to, 0, &stat);
  return error;
}

int32_t WASI(fd_filestat_set_size)(wasi *w, int32_t fd, int64_t size) {
  return uvwasi_fd_filestat_set_size(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_filesize_t)size);
}

int32_t WASI(fd_filestat_set_times)(wasi *w, int32_t fd, int64_t accessed, int64_t modified, int32_t flags) {
  return uvwasi_fd_filestat_set_times(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_timestamp_t)accessed,
                                      (uvwasi_timestamp_t)modified, (uvwasi_fstflags_t)flags);
}

int32_t WASI(fd_pread)(wasi *w, int32_t fd, int32_t iovs, int32_t count, int64_t offset, int32_t result) {
  CHECK(to, result, 4);
  struct buffers buffers;
  const wasi_errno bad = get_buffers(w, &buffers, iovs, count);
  if (bad != UVWASI_ESUCCESS) return bad;
  uvwasi_size_t done = 0;
  STORE(32, to, done,
        uvwasi_fd_pread(&w->uvwasi, (uvwasi_fd_t)fd, buffers.read, buffers.count, (uvwasi_filesize_t)offset, &done));
}

int32_t WASI(fd_read)(wasi *w, int32_t fd, int32_t iovs, int32_t count, int32_t result) {
  CHECK(to, result, 4);
  struct buffers buffers;
  const wasi_errno bad = get_buffers(w, &buffers, iovs, count);
  if (bad != UVWASI_ESUCCESS) return bad;
  uvwasi_size_t done = 0;
  STORE(32, to, done, uvwasi_fd_read(&w->uvwasi, (uvwasi_fd_t)fd, buffers.read, buffers.count, &done));
}

int32_t WASI(fd_pwrite)(wasi *w, int32_t fd, int32_t iovs, int32_t count, int64_t offset, int32_t result) {
  CHECK(to, result, 4);
  struct const_buffers buffers;
  const wasi_errno bad = get_const_buffers(w, &buffers, iovs, count);
  if (bad != UVWASI_ESUCCESS) return bad;
  uvwasi_size_t done = 0;
  STORE(32, to, done,
        uvwasi_fd_pwrite(&w->uvwasi, (uvwasi_fd_t)fd, buffers.write, buffers.count, (uvwasi_filesize_t)offset,
                         &done));
}

int32_t WASI(fd_write)(wasi *w, int32_t fd, int32_t iovs, int32_t count, int32_t result) {
  CHECK(to, result, 4);
  struct const_buffers buffers;
  const wasi_errno bad = get_const_buffers(w, &buffers, iovs, count);
  if (bad != UVWASI_ESUCCESS) return bad;
  uvwasi_size_t done = 0;
  STORE(32, to, done, uvwasi_fd_write(&w->uvwasi, (uvwasi_fd_t)fd, buffers.write, buffers.count, &done));
}

int32_t WASI(fd_prestat_get)(wasi *w, int32_t fd, int32_t result) {
  CHECK(to, result, UVWASI_SERDES_SIZE_prestat_t);
  uvwasi_prestat_t stat;
  const wasi_errno error = uvwasi_fd_prestat_get(&w->uvwasi, (uvwasi_fd_t)fd, &stat);
  if (error == UVWASI_ESUCCESS) uvwasi_serdes_write_prestat_t(to, 0, &stat);
  return error;
}

int32_t WASI(fd_prestat_dir_name)(wasi *w, int32_t fd, int32_t path, int32_t length) {
  CHECK(to, path, (uint32_t)length);
  return uvwasi_fd_prestat_dir_name(&w->uvwasi, (uvwasi_fd_t)fd, (char *)to, (uint32_t)length);
}

int32_t WASI(fd_readdir)(wasi *w, int32_t fd, int32_t buffer, int32_t length, int64_t cookie, int32_t result) {
  CHECK(to, buffer, (uint32_t)length);
  CHECK(to_used, result, 4);
  uvwasi_size_t used = 0;
  STORE(32, to_used, used,
        uvwasi_fd_readdir(&w->uvwasi, (uvwasi_fd_t)fd, to, (uint32_t)length, (uvwasi_dircookie_t)cookie, &used));
}

int32_t WASI(fd_renumber)(wasi *w, int32_t from, int32_t to) {
  return uvwasi_fd_renumber(&w->uvwasi, (uvwasi_fd_t)from, (uvwasi_fd_t)to);
}

int32_t WASI(fd_seek)(wasi *w, int32_t fd, int64_t offset, int32_t whence, int32_t result) {
  CHECK(to, result, 8);
  uvwasi_filesize_t at = 0;
  STORE(64, to, at,
        uvwasi_fd_seek(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_filedelta_t)offset, (uvwasi_whence_t)whence, &at));
}

int32_t WASI(fd_tell)(wasi *w, int32_t fd, int32_t result) {
  CHECK(to, result, 8);
  uvwasi_filesize_t at = 0;
  STORE(64, to, at, uvwasi_fd_tell(&w->uvwasi, (uvwasi_fd_t)fd, &at));
}

/* ---- paths -------------------------------------------------------------------------------------- */

int32_t WASI(path_create_directory)(wasi *w, int32_t fd, int32_t path, int32_t length) {
  CHECK_PATH(name, path, length);
  return uvwasi_path_create_directory(&w->uvwasi, (uvwasi_fd_t)fd, (char *)name, (uint32_t)length);
}

int32_t WASI(path_remove_directory)(wasi *w, int32_t fd, int32_t path, int32_t length) {
  CHECK_PATH(name, path, length);
  return uvwasi_path_remove_directory(&w->uvwasi, (uvwasi_fd_t)fd, (char *)name, (uint32_t)length);
}

int32_t WASI(path_unlink_file)(wasi *w, int32_t fd, int32_t path, int32_t length) {
  CHECK_PATH(name, path, length);
  return uvwasi_path_unlink_file(&w->uvwasi, (uvwasi_fd_t)fd, (char *)name, (uint32_t)length);
}

int32_t WASI(path_filestat_get)(wasi *w, int32_t fd, int32_t flags, int32_t path, int32_t length, int32_t result) {
  CHECK_PATH(name, path, length);
  CHECK(to, result, UVWASI_SERDES_SIZE_filestat_t);
  uvwasi_filestat_t stat;
  const wasi_errno error = uvwasi_path_filestat_get(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_lookupflags_t)flags,
                                                    (char *)name, (uint32_t)length, &stat);
  if (error == UVWASI_ESUCCESS) uvwasi_serdes_write_filestat_t(to, 0, &stat);
  return error;
}

int32_t WASI(path_filestat_set_times)(wasi *w, int32_t fd, int32_t flags, int32_t path, int32_t length,
                                      int64_t accessed, int64_t modified, int32_t which) {
  CHECK_PATH(name, path, length);
  return uvwasi_path_filestat_set_times(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_lookupflags_t)flags, (char *)name,
                                        (uint32_t)length, (uvwasi_timestamp_t)accessed,
                                        (uvwasi_timestamp_t)modified, (uvwasi_fstflags_t)which);
}

int32_t WASI(path_link)(wasi *w, int32_t old_fd, int32_t flags, int32_t old_path, int32_t old_length,
                        int32_t new_fd, int32_t new_path, int32_t new_length) {
  CHECK_PATH(old_name, old_path, old_length);
  CHECK_PATH(new_name, new_path, new_length);
  return uvwasi_path_link(&w->uvwasi, (uvwasi_fd_t)old_fd, (uvwasi_lookupflags_t)flags, (char *)old_name,
                          (uint32_t)old_length, (uvwasi_fd_t)new_fd, (char *)new_name, (uint32_t)new_length);
}

int32_t WASI(path_open)(wasi *w, int32_t fd, int32_t lookup, int32_t path, int32_t length, int32_t how,
                        int64_t base, int64_t inheriting, int32_t flags, int32_t result) {
  CHECK_PATH(name, path, length);
  CHECK(to, result, 4);
  uvwasi_fd_t opened = 0;
  STORE(32, to, opened,
        uvwasi_path_open(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_lookupflags_t)lookup, (char *)name,
                         (uint32_t)length, (uvwasi_oflags_t)how, (uvwasi_rights_t)base,
                         (uvwasi_rights_t)inheriting, (uvwasi_fdflags_t)flags, &opened));
}

int32_t WASI(path_readlink)(wasi *w, int32_t fd, int32_t path, int32_t length, int32_t buffer, int32_t size,
                            int32_t result) {
  CHECK_PATH(name, path, length);
  CHECK(to, buffer, (uint32_t)size);
  CHECK(to_used, result, 4);
  uvwasi_size_t used = 0;
  STORE(32, to_used, used,
        uvwasi_path_readlink(&w->uvwasi, (uvwasi_fd_t)fd, (char *)name, (uint32_t)length, (char *)to,
                             (uint32_t)size, &used));
}

int32_t WASI(path_rename)(wasi *w, int32_t old_fd, int32_t old_path, int32_t old_length, int32_t new_fd,
                          int32_t new_path, int32_t new_length) {
  CHECK_PATH(old_name, old_path, old_length);
  CHECK_PATH(new_name, new_path, new_length);
  return uvwasi_path_rename(&w->uvwasi, (uvwasi_fd_t)old_fd, (char *)old_name, (uint32_t)old_length,
                            (uvwasi_fd_t)new_fd, (char *)new_name, (uint32_t)new_length);
}

int32_t WASI(path_symlink)(wasi *w, int32_t old_path, int32_t old_length, int32_t fd, int32_t new_path,
                           int32_t new_length) {
  CHECK_PATH(old_name, old_path, old_length);
  CHECK_PATH(new_name, new_path, new_length);
  return uvwasi_path_symlink(&w->uvwasi, (char *)old_name, (uint32_t)old_length, (uvwasi_fd_t)fd,
                             (char *)new_name, (uint32_t)new_length);
}

/* ---- sockets ------------------------------------------------------------------------------------ */

int32_t WASI(sock_accept)(wasi *w, int32_t fd, int32_t flags, int32_t result) {
  CHECK(to, result, 4);
  uvwasi_fd_t accepted = 0;
  STORE(32, to, accepted, uvwasi_sock_accept(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_fdflags_t)flags, &accepted));
}

int32_t WASI(sock_recv)(wasi *w, int32_t fd, int32_t iovs, int32_t count, int32_t flags, int32_t result,
                        int32_t result_flags) {
  CHECK(to, result, 4);
  CHECK(to_flags, result_flags, 2);
  struct buffers buffers;
  const wasi_errno bad = get_buffers(w, &buffers, iovs, count);
  if (bad != UVWASI_ESUCCESS) return bad;
  uvwasi_size_t done = 0;
  uvwasi_roflags_t got = 0;
  const wasi_errno error = uvwasi_sock_recv(&w->uvwasi, (uvwasi_fd_t)fd, buffers.read, buffers.count,
                                            (uvwasi_riflags_t)flags, &done, &got);
  if (error != UVWASI_ESUCCESS) return error;
  store32(to, done);
  memcpy(to_flags, &got, 2);
  return error;
}

int32_t WASI(sock_send)(wasi *w, int32_t fd, int32_t iovs, int32_t count, int32_t flags, int32_t result) {
  CHECK(to, result, 4);
  struct const_buffers buffers;
  const wasi_errno bad = get_const_buffers(w, &buffers, iovs, count);
  if (bad != UVWASI_ESUCCESS) return bad;
  uvwasi_size_t done = 0;
  STORE(32, to, done,
        uvwasi_sock_send(&w->uvwasi, (uvwasi_fd_t)fd, buffers.write, buffers.count, (uvwasi_siflags_t)flags, &done));
}

int32_t WASI(sock_shutdown)(wasi *w, int32_t fd, int32_t how) {
  return uvwasi_sock_shutdown(&w->uvwasi, (uvwasi_fd_t)fd, (uvwasi_sdflags_t)how);
}

/* ---- the program -------------------------------------------------------------------------------- */

static void end_by_trap(int kind) {
  fprintf(stderr, "WebAssembly trapped: %s\n", winch_trap_text(kind));
  _exit(EXIT_TRAP);
}

static _Noreturn void give_up(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(EXIT_FAILURE);
}

static void *room_for(size_t count, size_t size) {
  void *room = calloc(count, size);
  if (room == NULL) give_up("cannot start", "no memory");
  return room;
}

/** Splits what DIRS says; it stays in use. */
static uvwasi_preopen_t *preopens_of(char *text, uvwasi_size_t *count) {
  size_t most = 1;
  for (const char *at = text; *at != 0; at++) most += *at == ':';
  uvwasi_preopen_t *preopens = room_for(most, sizeof *preopens);
  char *rest = text;
  for (char *entry; (entry = strsep(&rest, ":")) != NULL;) {
    if (*entry == 0) continue;
    char *real = strchr(entry, '=');
    if (real != NULL) *real++ = 0;
    preopens[(*count)++] = (uvwasi_preopen_t){.mapped_path = entry, .real_path = real == NULL ? entry : real};
  }
  return preopens;
}

int main(int argc, char **argv) {
  static wasi w;
  static struct program_instance program;
  w.program = &program;

  uvwasi_options_t options;
  uvwasi_options_init(&options);
  options.argc = (uvwasi_size_t)argc;
  options.argv = (const char **)argv;
  const char *dirs = getenv(DIRS);
  if (dirs != NULL) {
    char *text = strdup(dirs);
    if (text == NULL) give_up("cannot start", "no memory");
    options.preopens = preopens_of(text, &options.preopenc);
    unsetenv(DIRS);
  }
  options.envp = (const char **)environ;
  const wasi_errno error = uvwasi_init(&w.uvwasi, &options);
  if (error != UVWASI_ESUCCESS) {
    give_up(options.preopenc > 0 ? "cannot start with the folders of " DIRS : "cannot start",
            uvwasi_embedder_err_code_to_string(error));
  }

  winch_set_trap_handler(end_by_trap);
  void *const imports[] = {&w};
  const int failed = winch_instantiate(&program, &program__module, imports);
  if (failed != WINCH_OK) give_up("cannot start", failed == WINCH_NO_MEMORY ? "no memory" : "cannot instantiate");
  program_0x5Fstart(&program);
  return 0;
}
