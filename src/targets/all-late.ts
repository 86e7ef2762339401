import { createRequire } from 'node:module';
import { AARCH64_FACTS, AARCH64_NATIVE } from './aarch64-facts.js';
import { PORTABLE_FACTS } from './portable-facts.js';
import type { NativeFacts, NativeTarget, Target, TargetFacts } from './target.js';
import { X64_FACTS, X64_NATIVE } from './x64-facts.js';

/** All of a machine, with its assembler, out of a file that is loaded at the first call. */
function whole(name: string): Target {
  const { TARGETS } = createRequire(__filename)('./compiler.cjs') as {
    TARGETS: readonly Target[];
  };
  return TARGETS.find((target) => target.name === name)!;
}

/** A machine whose assembler is loaded when it is asked for. */
function late<Name extends string>(facts: TargetFacts<Name>, native?: NativeFacts): Target<Name> {
  const { name } = facts;
  return {
    ...facts,
    makeMasm: (features) => whole(name).makeMasm(features),
    native: native && lateNative(native, () => whole(name).native!),
  };
}

function lateNative(facts: NativeFacts, all: () => NativeTarget): NativeTarget {
  return {
    ...facts,
    get stubs() {
      return all().stubs;
    },
    get makeStubMachine() {
      return all().makeStubMachine;
    },
    get bridge() {
      return all().bridge;
    },
    get macho() {
      return all().macho;
    },
    get listing() {
      return all().listing;
    },
  };
}

/** As in `all.ts`. */
export const TARGETS = [
  late(X64_FACTS, X64_NATIVE),
  late(AARCH64_FACTS, AARCH64_NATIVE),
  late(PORTABLE_FACTS),
] as const;
