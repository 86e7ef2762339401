import { X64_CONVENTION } from '../masm/x64/convention.js';
import {
  ALL_FEATURES,
  CPUID_PROBE,
  featureNames,
  featuresFromNames,
  probedFeatures,
} from '../masm/x64/features.js';
import type { NativeFacts, TargetFacts } from './target.js';

export const X64_FACTS: TargetFacts<'x64'> = {
  name: 'x64',
  pageSize: 4096,
  convention: X64_CONVENTION,
  knownFeatures: featureNames(ALL_FEATURES),
  features: (names) => featureNames(names === undefined ? ALL_FEATURES : featuresFromNames(names)),
  vectorsLack: (names) => (names.includes('sse4.1') ? '' : 'the feature sse4.1'),
  // System V ABI, AMD64 supplement: EM_X86_64 and R_X86_64_*; `call` and `jump` are PLT32.
  elf: {
    machine: 62,
    relocations: { abs64: 1, abs32: 10, pc64: 24, pc32: 2, call: 4, jump: 4, gotPc32: 9 },
    relative: 8,
  },
};

export const X64_NATIVE: NativeFacts = {
  nodeArch: 'x64',
  probe: {
    code: CPUID_PROBE,
    features: (cpuid) => featureNames(probedFeatures(cpuid)),
  },
  emulatedOn: [],
};
