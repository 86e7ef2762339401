import type { CAbi } from '../objects/index.js';
import type { NativeTargetName, TargetName } from '../targets/index.js';

// What options can be, told without loading what it takes to do it: help is to come at once.

/** Targets whose code a processor runs. */
const NATIVE: readonly NativeTargetName[] = ['x64', 'aarch64'];
const TARGETS: readonly TargetName[] = [...NATIVE, 'portable'];

export const TARGET_CHOICES: readonly string[] = [...TARGETS, 'host'];

export const MACOS = '-macos';
/** Targets that there are objects for, and nothing else. */
export const OBJECT_TARGETS: readonly string[] = NATIVE.map((name) => name + MACOS);

export type Emit = 'artifact' | 'object' | 'exe';
export const EMITS: readonly Emit[] = ['artifact', 'object', 'exe'];
export const C_ABIS: readonly CAbi[] = ['native', 'wasm2c'];
