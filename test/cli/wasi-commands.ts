/** Modules that are WASI commands. */

const WASI = '"wasi_snapshot_preview1"';

/** Copies standard input to standard output, and exits with the number of its arguments. */
export const COPIES = `(module
  (import ${WASI} "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import ${WASI} "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import ${WASI} "args_sizes_get" (func $args (param i32 i32) (result i32)))
  (import ${WASI} "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 2)
  (func (export "_start")
    (block $end
      (loop $more
        ;; Two buffers for what is read, behind the list of them.
        (i32.store (i32.const 0) (i32.const 1000))
        (i32.store (i32.const 4) (i32.const 7))
        (i32.store (i32.const 8) (i32.const 1007))
        (i32.store (i32.const 12) (i32.const 4000))
        (if (call $read (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 16)) (then (unreachable)))
        (br_if $end (i32.eqz (i32.load (i32.const 16))))
        (i32.store (i32.const 4) (i32.load (i32.const 16)))
        (if (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 20)) (then (unreachable)))
        (br_if $more (i32.eq (i32.load (i32.const 16)) (i32.load (i32.const 20))))
        (unreachable)))
    (if (call $args (i32.const 32) (i32.const 36)) (then (unreachable)))
    (call $exit (i32.load (i32.const 32)))))`;

/** The error of WASI for addresses outside of memory. */
const EFAULT = 21;
const END = 65536;

/** Calls that must be refused: functions with arguments that reach out of a memory of one page. */
const REFUSED: readonly (readonly [name: string, args: readonly (number | bigint)[]])[] = [
  ['fd_write', [1, END - 4, 1, 0]],
  ['fd_write', [1, 0, -1, 0]],
  ['fd_write', [1, 0x20000000, 0x20000000, 0]],
  // The list at 64 has a buffer behind the end; that at 72 one that wraps.
  ['fd_write', [1, 64, 1, 0]],
  ['fd_write', [1, 72, 1, 0]],
  ['fd_write', [1, 80, 1, END - 3]],
  ['fd_write', [1, 80, 1, -4]],
  ['fd_read', [0, 64, 1, 0]],
  ['fd_read', [0, 72, 1, 0]],
  ['fd_pread', [0, 64, 1, 0n, 0]],
  ['fd_pwrite', [1, 72, 1, 0n, 0]],
  ['args_get', [END, 0]],
  ['args_get', [0, END]],
  ['args_sizes_get', [0, END - 3]],
  ['environ_get', [END + 1, 0]],
  ['environ_sizes_get', [-1, 0]],
  ['clock_res_get', [0, END - 7]],
  ['clock_time_get', [0, 0n, END - 7]],
  ['random_get', [END - 1, 2]],
  ['random_get', [1, -1]],
  ['fd_fdstat_get', [1, END - 23]],
  ['fd_filestat_get', [1, END - 63]],
  ['fd_prestat_get', [3, END - 7]],
  ['fd_prestat_dir_name', [3, 0, END + 1]],
  ['fd_readdir', [3, 1, END, 0n, 0]],
  ['fd_readdir', [3, 0, 64, 0n, END - 1]],
  ['fd_seek', [1, 0n, 0, END - 7]],
  ['fd_tell', [1, END - 7]],
  ['path_create_directory', [3, END - 1, 2]],
  ['path_remove_directory', [3, -1, -1]],
  ['path_unlink_file', [3, 2, END]],
  ['path_filestat_get', [3, 0, 100, 4, END - 63]],
  ['path_filestat_set_times', [3, 0, END, 1, 0n, 0n, 0]],
  ['path_link', [3, 0, 100, 4, 3, END - 3, 4]],
  ['path_open', [3, 0, END - 3, 4, 0, 0n, 0n, 0, 0]],
  ['path_open', [3, 0, 100, 4, 0, 0n, 0n, 0, END - 3]],
  ['path_readlink', [3, 100, 4, 0, END + 1, 0]],
  ['path_rename', [3, 100, 4, 3, -4, 4]],
  ['path_symlink', [END - 3, 4, 3, 100, 4]],
  ['poll_oneoff', [END - 47, 0, 1, 0]],
  ['poll_oneoff', [0, END - 31, 1, 0]],
  ['poll_oneoff', [0, 0, -1, 0]],
  ['poll_oneoff', [0, 0, 0x55555556, 0]],
  ['sock_accept', [3, 0, END - 3]],
  ['sock_recv', [3, 64, 1, 0, 0, 4]],
  ['sock_recv', [3, 80, 1, 0, 0, END - 1]],
  ['sock_send', [3, 72, 1, 0, 0]],
];

const text = (value: number | bigint): string =>
  typeof value === 'bigint' ? `(i64.const ${value})` : `(i32.const ${value})`;

/** Exits with the number (from 1) of the first call that is not refused as it should be, or with 0. */
export const CROOKED = `(module
  ${[...new Map(REFUSED)]
    .map(([name, args]) => {
      const types = args.map((value) => (typeof value === 'bigint' ? 'i64' : 'i32')).join(' ');
      return `(import ${WASI} "${name}" (func $${name} (param ${types}) (result i32)))`;
    })
    .join('\n')}
  (import ${WASI} "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "\\f0\\ff\\00\\00\\11\\00\\00\\00\\ff\\00\\00\\00\\ff\\ff\\ff\\ff\\00\\02\\00\\00\\00\\00\\00\\00")
  (data (i32.const 100) "name")
  (func (export "_start")
    ${REFUSED.map(
      ([name, args], i) =>
        `(if (i32.ne (call $${name} ${args.map(text).join(' ')}) (i32.const ${EFAULT}))
           (then (call $proc_exit (i32.const ${i + 1}))))`,
    ).join('\n')}))`;

/** In C: prints its argument, two variables, a file, and whether the way out of its folder is closed. */
export const READS_FILES = `
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  const char *colour = getenv("COLOUR");
  printf("%s\\n%s\\n", argc > 1 ? argv[1] : "nothing", colour != NULL ? colour : "none");
  puts(getenv("WINCH_DIRS") == NULL ? "hidden" : "shown");
  FILE *in = fopen("guest/in.txt", "r");
  if (in == NULL) return 3;
  char line[64];
  while (fgets(line, sizeof line, in) != NULL) fputs(line, stdout);
  fclose(in);
  puts(fopen("guest/../reads.c", "r") == NULL ? "no way out" : "a way out");
  return 7;
}
`;
