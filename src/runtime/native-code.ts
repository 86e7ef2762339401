import type { Platform } from './platform.js';

/**
 * A C function as an import: `R f([struct results *out,] vmctx *, arguments ...)`. See `docs/abi.md`. Whether
 * it has the type of the import cannot be told.
 *
 * It becomes a function of the instance that imports it, and gets that one's vmctx.
 */
export class NativeCode {
  /** @param address as code has them: not 0, below 2^48 */
  constructor(readonly address: number) {}
}

/** Why C functions cannot be linked, where that is so. */
export function noNative({ platform }: { readonly platform: Platform }): string {
  return `native functions cannot be linked with ${platform.target} code`;
}

/** One past the last address of user space, on x64 (canonical, lower half) and aarch64 (48 bits). */
const END = 2n ** 48n;

/** The address of a C function, or what is wrong with it. */
export function codeAddress(value: unknown): number | string {
  if (typeof value !== 'bigint') return 'the address of a native function must be a BigInt';
  if (value === 0n) return 'the address of a native function must not be null';
  if (value < 0n || value >= END)
    return `0x${BigInt.asUintN(64, value).toString(16)} is no address`;
  return Number(value);
}
