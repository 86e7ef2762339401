import { spawnSync } from 'node:child_process';
import { missingTool } from './tools.js';

/** How clang is told to make programs of WASI. */
export const WASI_FLAGS = ['--target=wasm32-wasi', '-O2'];

/** Why there is no C compiler for WASI, or undefined if there is one. */
export function missingWasiCompiler(): string | undefined {
  const none = missingTool('clang', 'clang');
  if (none !== undefined) return none;
  const args = [...WASI_FLAGS, '-x', 'c', '-', '-o', '/dev/null'];
  const { status } = spawnSync('clang', args, { input: 'int main(void) { return 0; }' });
  return status === 0 ? undefined : 'clang has no C library for WASI (Debian package wasi-libc)';
}
