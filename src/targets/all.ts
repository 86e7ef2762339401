import { AARCH64_TARGET } from './aarch64.js';
import { PORTABLE_TARGET } from './portable.js';
import { X64_TARGET } from './x64.js';

/**
 * The machines that there are: a new one is added here, and has folders of its own. The library's build for Node has
 * `all-late.ts` in the place of this file.
 */
export const TARGETS = [X64_TARGET, AARCH64_TARGET, PORTABLE_TARGET] as const;
