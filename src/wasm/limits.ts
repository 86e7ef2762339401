/**
 * Implementation limits: those of the WebAssembly JavaScript interface (section "Limits"), which the
 * web's engines share, so that a module is accepted here when it is accepted there.
 */
export const MAX_MODULE_SIZE = 1024 * 1024 * 1024;
export const MAX_TYPES = 1_000_000;
export const MAX_FUNCTIONS = 1_000_000;
export const MAX_IMPORTS = 1_000_000;
export const MAX_EXPORTS = 1_000_000;
export const MAX_GLOBALS = 1_000_000;
export const MAX_TAGS = 1_000_000;
export const MAX_DATA_SEGMENTS = 100_000;
export const MAX_ELEMENT_SEGMENTS = 10_000_000;
export const MAX_TABLE_SIZE = 10_000_000;
/** Imported and defined ones together, as the standard counts these two. */
export const MAX_TABLES = 100_000;
export const MAX_MEMORIES = 1;
export const MAX_FUNCTION_SIZE = 7_654_321;
export const MAX_LOCALS = 50_000;
export const MAX_PARAMS = 1_000;
export const MAX_RESULTS = 1_000;
export const MAX_BR_TABLE_TARGETS = 65_520;
/**
 * Instructions of one constant expression. Engines have no limit of their own here; no tool writes more,
 * and while an expression is evaluated its instructions are objects.
 */
export const MAX_CONST_INSTRUCTIONS = 65_536;
/**
 * Machine code that a module may become: so many bytes, and so many more for each byte of function bodies.
 * Programs take one to three a byte. But a call of a thousand parameters and results is two bytes that
 * become twenty thousand, and a small module of such calls would take all memory. It is the compiler's
 * limit, not one of modules: validation, which makes no code, does not know it.
 */
export const MAX_CODE_BASE = 16 * 1024 * 1024;
export const MAX_CODE_PER_BYTE = 256;
/** Pages of 64 KiB that a 32-bit memory can have. */
export const MAX_MEMORY_PAGES = 65_536;
export const PAGE_SIZE = 65_536;
