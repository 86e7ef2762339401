import type { StubGenerator } from '../../stubs/layout.js';
import {
  NODE_ARCHES,
  nativeOf,
  type Target,
  type TargetName,
  targetOfArch,
} from '../../targets/index.js';
import { hostFeatures } from './features.js';
import { stubsOf } from './stored-stubs.js';

/** The machine that this process runs on, as far as generated code is concerned. */
export interface HostMachine {
  readonly target: TargetName;
  readonly stubs: StubGenerator;
  /** The CPU features that it has, by name, sorted. */
  features(): readonly string[];
}

function machineOf(target: Target): HostMachine {
  const { name } = target;
  const { probe } = nativeOf(target);
  return {
    target: name,
    stubs: stubsOf(target),
    features: () => (probe === undefined ? [] : hostFeatures(probe)),
  };
}

/**
 * @throws Error on machines that code cannot be generated for
 */
export function hostMachine(): HostMachine {
  known ??= findMachine();
  return known;
}

let known: HostMachine | undefined;

function findMachine(): HostMachine {
  const target = targetOfArch(process.arch);
  if (target === undefined) {
    const machines = NODE_ARCHES.join(' and ');
    throw new Error(`WebAssembly runs on ${machines} machines; ${process.arch} is not supported`);
  }
  return machineOf(target);
}
