/** Optional instructions that the macro assembler may use; without any, the base architecture is all it needs. */
export interface Aarch64Features {
  /** FEAT_LSE: reading, changing and storing in one instruction. */
  readonly lse: boolean;
}

export const NO_FEATURES: Aarch64Features = { lse: false };

/** Bits of AT_HWCAP by the public names of features (Linux, `asm/hwcap.h`), sorted by name. */
const HWCAPS: readonly (readonly [name: keyof Aarch64Features, bit: number])[] = [['lse', 1 << 8]];

/** Names of all of them, sorted. */
export const FEATURE_NAMES: readonly string[] = HWCAPS.map(([name]) => name);

/** Names of the features that the kernel tells of, sorted. @param hwcap the lower 32 bits of AT_HWCAP */
export function featuresOfHwcap(hwcap: number): string[] {
  return HWCAPS.filter(([, bit]) => (hwcap & bit) !== 0).map(([name]) => name);
}

/** The feature set of a list of names; unknown names are an error that says which there are. */
export function featuresFromNames(names: Iterable<string>): Aarch64Features {
  const features: { -readonly [K in keyof Aarch64Features]: boolean } = { ...NO_FEATURES };
  for (const name of names) {
    const row = HWCAPS.find(([known]) => known === name);
    if (row === undefined) {
      throw new RangeError(
        `unknown aarch64 feature "${name}" (known: ${FEATURE_NAMES.join(', ')})`,
      );
    }
    features[row[0]] = true;
  }
  return features;
}

/** Names of the features that are on, sorted. */
export function featureNames(features: Aarch64Features): string[] {
  return HWCAPS.filter(([name]) => features[name]).map(([name]) => name);
}
