import type { NumType } from './values.js';

/**
 * What the host module `spectest` exports, as the official suite expects it
 * (its `harness` documentation): functions that print, constants, a table and a memory.
 */
export const SPECTEST_FUNCTIONS: readonly { name: string; params: readonly NumType[] }[] = [
  { name: 'print', params: [] },
  { name: 'print_i32', params: ['i32'] },
  { name: 'print_i64', params: ['i64'] },
  { name: 'print_f32', params: ['f32'] },
  { name: 'print_f64', params: ['f64'] },
  { name: 'print_i32_f32', params: ['i32', 'f32'] },
  { name: 'print_f64_f64', params: ['f64', 'f64'] },
];

/** Immutable globals with the bits of their values: 666, or 666.6 for floats. */
export const SPECTEST_GLOBALS: readonly { name: string; type: NumType; bits: bigint }[] = [
  { name: 'global_i32', type: 'i32', bits: 666n },
  { name: 'global_i64', type: 'i64', bits: 666n },
  { name: 'global_f32', type: 'f32', bits: 0x4426_a666n },
  { name: 'global_f64', type: 'f64', bits: 0x4084_d4cc_cccc_cccdn },
];

/** `table`: references to functions, in elements. */
export const SPECTEST_TABLE = { min: 10, max: 20 };
/** `memory`, and `shared_memory` where there are such: in pages of 64 KiB. */
export const SPECTEST_MEMORY = { min: 1, max: 2 };
