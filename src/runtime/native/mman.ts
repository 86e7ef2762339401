/** Flags of mmap(2), mprotect(2) and madvise(2) on Linux, the same on all machines. */
export const PROT_NONE = 0;
export const PROT_READ = 1;
export const PROT_WRITE = 2;
export const PROT_EXEC = 4;
export const MAP_SHARED = 1;
export const MAP_PRIVATE = 2;
export const MAP_FIXED = 0x10;
export const MAP_ANONYMOUS = 0x20;
export const MAP_NORESERVE = 0x4000;
export const MAP_STACK = 0x20000;
/** Frees the pages of a shared mapping's file too. */
export const MADV_REMOVE = 9;
/** Since Linux 5.14; older ones refuse it, and nothing is different then. */
export const MADV_POPULATE_READ = 22;
