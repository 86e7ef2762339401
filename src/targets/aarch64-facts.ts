import { AARCH64_CONVENTION } from '../masm/aarch64/convention.js';
import {
  FEATURE_NAMES,
  featureNames,
  featuresFromNames,
  featuresOfHwcap,
} from '../masm/aarch64/features.js';
import type { NativeFacts, TargetFacts } from './target.js';

export const AARCH64_FACTS: TargetFacts<'aarch64'> = {
  name: 'aarch64',
  pageSize: 65536,
  convention: AARCH64_CONVENTION,
  knownFeatures: FEATURE_NAMES,
  // Unless somebody says what there is, code needs the base architecture only.
  features: (names = []) => featureNames(featuresFromNames(names)),
  vectorsLack: () => '',
  // ELF for the Arm 64-bit architecture: EM_AARCH64 and R_AARCH64_*.
  elf: {
    machine: 183,
    relocations: {
      abs64: 257,
      abs32: 258,
      pc64: 260,
      pc32: 261,
      call: 283,
      jump: 282,
      page: 275,
      pageOffset: 277,
      pageOffset64: 286,
      gotPage: 311,
      gotPageOffset64: 312,
    },
    relative: 1027,
  },
};

export const AARCH64_NATIVE: NativeFacts = {
  nodeArch: 'arm64',
  probe: { hwcap: featuresOfHwcap },
  emulatedOn: ['x64'],
};
