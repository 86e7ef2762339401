/** Optional instructions that the macro assembler may use; without any, SSE2 is all it needs, but for vectors SSE4.1. */
export interface X64Features {
  /** ROUNDSS, ROUNDSD, and what vectors need: it includes SSSE3 and SSE3. */
  readonly sse41: boolean;
  readonly popcnt: boolean;
  /** LZCNT (part of AMD's ABM, reported apart from BMI1). */
  readonly lzcnt: boolean;
  /** TZCNT. */
  readonly bmi1: boolean;
  /** SHLX, SHRX, SARX, RORX. */
  readonly bmi2: boolean;
  /** Instructions on vectors of 128 bits that have a destination of their own; it includes SSE4.2. */
  readonly avx: boolean;
  /** VFMADD231PS and its like. */
  readonly fma: boolean;
}

export const NO_FEATURES: X64Features = {
  sse41: false,
  popcnt: false,
  lzcnt: false,
  bmi1: false,
  bmi2: false,
  avx: false,
  fma: false,
};

export const ALL_FEATURES: X64Features = {
  sse41: true,
  popcnt: true,
  lzcnt: true,
  bmi1: true,
  bmi2: true,
  avx: true,
  fma: true,
};

/** Public name of each feature, as artifacts and switches spell it; sorted. */
export const FEATURE_NAMES: readonly (readonly [name: string, key: keyof X64Features])[] = [
  ['avx', 'avx'],
  ['bmi1', 'bmi1'],
  ['bmi2', 'bmi2'],
  ['fma', 'fma'],
  ['lzcnt', 'lzcnt'],
  ['popcnt', 'popcnt'],
  ['sse4.1', 'sse41'],
];

/** Names of the features that are on, sorted. */
export function featureNames(features: X64Features): string[] {
  return FEATURE_NAMES.filter(([, key]) => features[key]).map(([name]) => name);
}

/** The feature set of a list of names; unknown names are an error that says which there are. */
export function featuresFromNames(names: Iterable<string>): X64Features {
  const features: { -readonly [K in keyof X64Features]: boolean } = { ...NO_FEATURES };
  for (const name of names) {
    const row = FEATURE_NAMES.find(([known]) => known === name);
    if (row === undefined) {
      const known = FEATURE_NAMES.map(([n]) => n).join(', ');
      throw new RangeError(`unknown x64 feature "${name}" (known: ${known})`);
    }
    features[row[1]] = true;
  }
  return features;
}

/**
 * Machine code of `void cpuid(uint32_t out[4], uint32_t leaf, uint32_t subleaf)` in the System V
 * convention: writes eax, ebx, ecx, edx. Position-independent.
 */
export const CPUID_PROBE: Uint8Array = Uint8Array.of(
  0x49,
  0x89,
  0xd8, // mov r8, rbx
  0x89,
  0xf0, // mov eax, esi
  0x89,
  0xd1, // mov ecx, edx
  0x0f,
  0xa2, // cpuid
  0x89,
  0x07, // mov [rdi], eax
  0x89,
  0x5f,
  0x04, // mov [rdi + 4], ebx
  0x89,
  0x4f,
  0x08, // mov [rdi + 8], ecx
  0x89,
  0x57,
  0x0c, // mov [rdi + 12], edx
  0x4c,
  0x89,
  0xc3, // mov rbx, r8
  0xc3, // ret
);

/** What CPUID says, as far as features need it. */
export interface CpuidResults {
  /** Leaf 0: eax, the highest basic leaf. */
  readonly maxLeaf: number;
  /** Leaf 0x80000000: eax, the highest extended leaf, unsigned. */
  readonly maxExtendedLeaf: number;
  /** Leaf 1: ecx. */
  readonly leaf1Ecx: number;
  /** Leaf 7, subleaf 0: ebx. */
  readonly leaf7Ebx: number;
  /** Leaf 13, subleaf 0: ebx, bytes of all register state that the system has enabled. */
  readonly leaf13Ebx: number;
  /** Leaf 0x80000001: ecx. */
  readonly extended1Ecx: number;
}

/**
 * The features of a processor (Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E). Leaves
 * above the highest one hold anything, so they count as zero. BMI2 is encoded with VEX but works on
 * general registers only, so no OS support for wider vectors is needed. AVX does need it: the system must save the upper
 * halves of the registers too, which it does if it uses XSAVE with room for them (volume 1, section 13.4.1: they begin
 * at byte 576 and have 256).
 */
export function featuresOfCpuid(cpuid: CpuidResults): X64Features {
  const leaf1 = cpuid.maxLeaf >= 1 ? cpuid.leaf1Ecx : 0;
  const leaf7 = cpuid.maxLeaf >= 7 ? cpuid.leaf7Ebx : 0;
  const leaf13 = cpuid.maxLeaf >= 13 ? cpuid.leaf13Ebx >>> 0 : 0;
  const savesWide = (leaf1 & (1 << 27)) !== 0 && leaf13 >= 576 + 256;
  const extended1 = cpuid.maxExtendedLeaf >>> 0 >= 0x80000001 ? cpuid.extended1Ecx : 0;
  return {
    sse41: (leaf1 & (1 << 19)) !== 0,
    popcnt: (leaf1 & (1 << 23)) !== 0,
    lzcnt: (extended1 & (1 << 5)) !== 0,
    bmi1: (leaf7 & (1 << 3)) !== 0,
    bmi2: (leaf7 & (1 << 8)) !== 0,
    avx: savesWide && (leaf1 & (1 << 28)) !== 0 && (leaf1 & (1 << 20)) !== 0,
    fma: savesWide && (leaf1 & (1 << 12)) !== 0,
  };
}
