import { TARGETS } from './all.js';
import type { Target as AnyTarget, NativeTarget } from './target.js';

export {
  type ElfMachine,
  type MachOInstruction,
  type MachOMachine,
  type NativeTarget,
  type RelocationKind,
  TABLE,
} from './target.js';

export type TargetName = (typeof TARGETS)[number]['name'];
export type Target = AnyTarget<TargetName>;

/** Targets whose code a processor runs. */
export type NativeTargetName = Exclude<TargetName, 'portable'>;

/** What modules are compiled for when nobody says, and there is no code for this machine. */
export const DEFAULT_TARGET: TargetName = 'x64';

/** In the order that artifacts number them by. */
export const TARGET_NAMES: readonly TargetName[] = TARGETS.map(({ name }) => name);

export const NATIVE_TARGET_NAMES: readonly NativeTargetName[] = TARGET_NAMES.filter(isNativeTarget);

/** Whether a processor runs a target's code. */
export function isNativeTarget(name: TargetName): name is NativeTargetName {
  return name !== 'portable';
}

/** As Node calls the machines that code can run on. */
export const NODE_ARCHES: readonly string[] = TARGETS.flatMap(({ native }) =>
  native === undefined ? [] : [native.nodeArch],
);

/** @throws RangeError for a name that is none */
export function targetNamed(name: TargetName): Target {
  const target = TARGETS.find((known) => known.name === name);
  if (target !== undefined) return target;
  throw new RangeError(`target ${name} is not supported, expected ${TARGET_NAMES.join(' or ')}`);
}

/**
 * What runs the code of a target as it is.
 *
 * @throws RangeError for a target whose code is interpreted
 */
export function nativeOf({ name, native }: Target): NativeTarget {
  if (native !== undefined) return native;
  throw new RangeError(`target ${name} has no machine code`);
}

/** The target whose code runs on a machine, by its `process.arch`; undefined: none. */
export function targetOfArch(nodeArch: string): Target | undefined {
  return TARGETS.find(({ native }) => native?.nodeArch === nodeArch);
}
