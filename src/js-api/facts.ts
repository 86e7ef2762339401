import type { Artifact, BoundsMode, TargetName } from '../artifact/artifact.js';
import type { ListingOptions } from '../disassembly/listing.js';
import { loadListing } from '../disassembly/load.js';
import { platform } from '../runtime/index.js';
import { targetNamed } from '../targets/index.js';
import { TrapKind, trapMessage } from '../wasm/trap-kind.js';

/** What code must be compiled for to run here, as options of `compileModule`. */
export interface HostTarget {
  readonly target: TargetName;
  /** CPU features that there are, by name, sorted. */
  readonly features: readonly string[];
  /** Whether memories have guard pages. */
  readonly bounds: BoundsMode;
}

/** What `WebAssembly.Module` compiles for on this machine. Where no machine code runs, it is byte code. */
export function hostTarget(): HostTarget {
  const { target, features, bounds } = platform().compiling;
  return { target, features, bounds };
}

/**
 * Names of the CPU features that code for a target may use, sorted.
 * @throws RangeError for a target that is not known
 */
export function featureNames(target: TargetName): readonly string[] {
  return targetNamed(target).knownFeatures;
}

/** Names of the kinds of traps: of the numbers in `Artifact.trapKinds`, and of `error.kind`. */
export const TRAP_KINDS: readonly string[] = Object.freeze(
  Array.from({ length: TrapKind.Count }, (_, kind) => trapMessage(kind)),
);

/** Names of the kinds of imports and exports: of the numbers that `Artifact.info` has for them. */
export const EXTERN_KINDS = Object.freeze([
  'function',
  'table',
  'memory',
  'global',
  'tag',
] as const);

/**
 * An artifact's code as assembly, function by function, a line at a time. Offsets are code offsets; notes
 * behind `;;` tell of calls and traps.
 *
 * @throws DisassemblerMissingError where the package that disassembles is not installed
 */
export function listArtifact(artifact: Artifact, options?: ListingOptions): AsyncIterable<string> {
  return loadListing()(artifact, options);
}
