import type { StubGenerator } from '../../stubs/layout.js';
import { nativeOf, type Target } from '../../targets/index.js';

/**
 * The stubs of a machine. The build for Node has `stored-stubs-files.ts` in the place of this file, and files with
 * stubs beside it.
 */
export function stubsOf(target: Target): StubGenerator {
  return nativeOf(target).stubs;
}
