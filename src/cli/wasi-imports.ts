import type { ModuleInfo } from '../module/module-info.js';
import { typeText } from '../objects/index.js';
import { visible } from '../text/visible.js';
import { ExternKind } from '../wasm/types.js';

/** The import module of WASI preview 1. */
export const WASI_MODULE = 'wasi_snapshot_preview1';

/** Its functions with their types, by the letters of wasm signatures in C: `c/winch-wasi.c` has them all. */
const FUNCTIONS = new Map(
  `args_get ii>i; args_sizes_get ii>i; clock_res_get ii>i; clock_time_get iji>i; environ_get ii>i;
  environ_sizes_get ii>i; fd_advise ijji>i; fd_allocate ijj>i; fd_close i>i; fd_datasync i>i; fd_fdstat_get ii>i;
  fd_fdstat_set_flags ii>i; fd_fdstat_set_rights ijj>i; fd_filestat_get ii>i; fd_filestat_set_size ij>i;
  fd_filestat_set_times ijji>i; fd_pread iiiji>i; fd_prestat_dir_name iii>i; fd_prestat_get ii>i;
  fd_pwrite iiiji>i; fd_read iiii>i; fd_readdir iiiji>i; fd_renumber ii>i; fd_seek ijii>i; fd_sync i>i;
  fd_tell ii>i; fd_write iiii>i; path_create_directory iii>i; path_filestat_get iiiii>i;
  path_filestat_set_times iiiijji>i; path_link iiiiiii>i; path_open iiiiijjii>i; path_readlink iiiiii>i;
  path_remove_directory iii>i; path_rename iiiiii>i; path_symlink iiiii>i; path_unlink_file iii>i;
  poll_oneoff iiii>i; proc_exit i>; proc_raise i>i; random_get ii>i; sched_yield >i; sock_accept iii>i;
  sock_recv iiiiii>i; sock_send iiiii>i; sock_shutdown ii>i`
    .split(';')
    .map((entry) => entry.trim().split(' ') as [string, string]),
);

/** Why a module is no WASI command, or undefined if it is one. */
export function whyNoCommand(info: ModuleInfo): string | undefined {
  for (const item of info.imports) {
    const name = `import ${visible(JSON.stringify(item.module))} ${visible(JSON.stringify(item.name))}`;
    const type = item.module === WASI_MODULE ? FUNCTIONS.get(item.name) : undefined;
    if (type === undefined || item.kind !== ExternKind.Function) {
      return `${name} is no function of WASI preview 1, which alone a program has`;
    }
    if (typeText(info.types[item.typeIndex]!) !== type) return `${name} is of another type in WASI`;
  }
  const find = (name: string, kind: ExternKind) =>
    info.exports.find((item) => item.name === name && item.kind === kind);
  const start = find('_start', ExternKind.Function);
  if (start === undefined || typeText(info.funcType(start.index)) !== '>') {
    return 'a WASI command exports a function "_start" without parameters and results; this module does not';
  }
  if (find('memory', ExternKind.Memory) === undefined) {
    return 'a WASI command exports a memory "memory"; this module does not';
  }
  return undefined;
}
