import type { CallingConvention } from '../abi/convention.js';
import type { TargetName } from '../artifact/artifact.js';
import { AARCH64_CONVENTION } from '../masm/aarch64/convention.js';
import { Aarch64MacroAssembler } from '../masm/aarch64/macro-assembler.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import { X64_CONVENTION } from '../masm/x64/convention.js';
import { ALL_FEATURES, featureNames, featuresFromNames } from '../masm/x64/features.js';
import { X64MacroAssembler } from '../masm/x64/macro-assembler.js';

/** A machine that code can be generated for. */
export interface Target {
  readonly masm: ModuleAssembler;
  readonly convention: CallingConvention;
  /** Names of the CPU features that the code may use, see {@link targetFeatures}. */
  readonly features: readonly string[];
}

/**
 * The CPU features that code of a target may use: sorted names.
 *
 * @param features names of CPU features; without, all that are known, so that the same input gives
 *   the same code on every machine
 * @throws RangeError for a target or feature that is not known
 */
export function targetFeatures(name: TargetName, features?: readonly string[]): readonly string[] {
  if (name === 'aarch64') {
    if (features !== undefined && features.length > 0) {
      throw new RangeError(`${features[0]} is not a known feature of aarch64`);
    }
    return [];
  }
  if (name !== 'x64') {
    throw new RangeError(`target ${name} is not supported, expected x64 or aarch64`);
  }
  return featureNames(features === undefined ? ALL_FEATURES : featuresFromNames(features));
}

/**
 * Makes the machine of a target.
 *
 * @param features as of {@link targetFeatures}
 * @throws RangeError for a target or feature that is not known
 */
export function createTarget(name: TargetName, features?: readonly string[]): Target {
  const names = targetFeatures(name, features);
  if (name === 'aarch64') {
    return { masm: new Aarch64MacroAssembler(), convention: AARCH64_CONVENTION, features: names };
  }
  return {
    masm: new X64MacroAssembler(featuresFromNames(names)),
    convention: X64_CONVENTION,
    features: names,
  };
}
