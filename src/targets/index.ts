import { AARCH64_TARGET } from './aarch64.js';
import type { Target as AnyTarget } from './target.js';
import { X64_TARGET } from './x64.js';

export {
  type ElfMachine,
  type MachOInstruction,
  type MachOMachine,
  type RelocationKind,
  TABLE,
} from './target.js';

/** The machines that there are: a new one is added here, and has folders of its own. */
const TARGETS = [X64_TARGET, AARCH64_TARGET] as const;

export type TargetName = (typeof TARGETS)[number]['name'];
export type Target = AnyTarget<TargetName>;

/** What modules are compiled for when nobody says, and there is no code for this machine. */
export const DEFAULT_TARGET: TargetName = 'x64';

/** In the order that artifacts number them by. */
export const TARGET_NAMES: readonly TargetName[] = TARGETS.map(({ name }) => name);

/** As Node calls the machines that code can run on. */
export const NODE_ARCHES: readonly string[] = TARGETS.map(({ nodeArch }) => nodeArch);

/** @throws RangeError for a name that is none */
export function targetNamed(name: TargetName): Target {
  const target = TARGETS.find((known) => known.name === name);
  if (target !== undefined) return target;
  throw new RangeError(`target ${name} is not supported, expected ${TARGET_NAMES.join(' or ')}`);
}

/** The target whose code runs on a machine, by its `process.arch`; undefined: none. */
export function targetOfArch(nodeArch: string): Target | undefined {
  return TARGETS.find((known) => known.nodeArch === nodeArch);
}
