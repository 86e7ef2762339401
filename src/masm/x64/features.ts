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

/** What to ask {@link CPUID_PROBE} for XCR0 instead of a leaf: no leaf has this number. */
export const ASK_XCR0 = 0xffff_ffff;

/** Leaf 1, ecx: the system has enabled XSAVE, and with it XGETBV, which is an invalid opcode elsewhere. */
const OSXSAVE = 1 << 27;

/**
 * Machine code of `void cpuid(uint32_t out[4], uint32_t leaf, uint32_t subleaf)` in the System V
 * convention: writes eax, ebx, ecx, edx. For the leaf {@link ASK_XCR0} it runs XGETBV instead: eax is the lower half of
 * the extended control register `subleaf`, 0 for XCR0. Position-independent.
 */
export const CPUID_PROBE: Uint8Array = Uint8Array.of(
  0x49,
  0x89,
  0xd8, // mov r8, rbx
  0x89,
  0xf0, // mov eax, esi
  0x89,
  0xd1, // mov ecx, edx
  0x83,
  0xf8,
  0xff, // cmp eax, -1
  0x74,
  0x04, // je to xgetbv
  0x0f,
  0xa2, // cpuid
  0xeb,
  0x03, // jmp behind xgetbv
  0x0f,
  0x01,
  0xd0, // xgetbv
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
  /** XCR0, lower half: the register state that the system has enabled; 0 where it may not be asked. */
  readonly xcr0: number;
  /** Leaf 0x80000001: ecx. */
  readonly extended1Ecx: number;
}

/** XCR0: the system saves xmm registers (bit 1) and the upper halves that make them ymm registers (bit 2). */
const SAVES_YMM = 0b110;

/**
 * Asks the processor for features.
 *
 * @param ask runs {@link CPUID_PROBE} with subleaf 0; gives `out`
 */
export function probedFeatures(ask: (leaf: number) => Uint32Array): X64Features {
  const maxLeaf = ask(0)[0]!;
  const leaf1Ecx = ask(1)[2]!;
  const mayAsk = maxLeaf >= 1 && (leaf1Ecx & OSXSAVE) !== 0;
  return featuresOfCpuid({
    maxLeaf,
    maxExtendedLeaf: ask(0x80000000)[0]!,
    leaf1Ecx,
    leaf7Ebx: ask(7)[1]!,
    xcr0: mayAsk ? ask(ASK_XCR0)[0]! : 0,
    extended1Ecx: ask(0x80000001)[2]!,
  });
}

/**
 * The features of a processor (Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E). Leaves
 * above the highest one hold anything, so they count as zero. BMI2 is encoded with VEX but works on
 * general registers only, so no OS support for wider vectors is needed. AVX and FMA do need it, though they are used on
 * xmm registers only: they trap where XCR0 does not say that the system saves ymm registers (volume 1, sections 14.3
 * and 14.5.3).
 */
export function featuresOfCpuid(cpuid: CpuidResults): X64Features {
  const leaf1 = cpuid.maxLeaf >= 1 ? cpuid.leaf1Ecx : 0;
  const leaf7 = cpuid.maxLeaf >= 7 ? cpuid.leaf7Ebx : 0;
  const savesWide = (leaf1 & OSXSAVE) !== 0 && (cpuid.xcr0 & SAVES_YMM) === SAVES_YMM;
  const hasAvx = savesWide && (leaf1 & (1 << 28)) !== 0;
  const extended1 = cpuid.maxExtendedLeaf >>> 0 >= 0x80000001 ? cpuid.extended1Ecx : 0;
  return {
    sse41: (leaf1 & (1 << 19)) !== 0,
    popcnt: (leaf1 & (1 << 23)) !== 0,
    lzcnt: (extended1 & (1 << 5)) !== 0,
    bmi1: (leaf7 & (1 << 3)) !== 0,
    bmi2: (leaf7 & (1 << 8)) !== 0,
    avx: hasAvx && (leaf1 & (1 << 20)) !== 0,
    fma: hasAvx && (leaf1 & (1 << 12)) !== 0,
  };
}
