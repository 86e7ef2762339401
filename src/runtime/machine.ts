import type { TargetName } from '../artifact/artifact.js';
import { featureNames } from '../masm/x64/features.js';
import { aarch64Stubs } from '../stubs/aarch64/stubs.js';
import type { StubGenerator } from '../stubs/layout.js';
import { x64Stubs } from '../stubs/x64/stubs.js';
import { hostFeatures } from './features.js';

/** The machine that this process runs on, as far as generated code is concerned. */
export interface HostMachine {
  readonly target: TargetName;
  readonly stubs: StubGenerator;
  /** The CPU features that it has, by name, sorted. */
  features(): readonly string[];
}

const MACHINES: Record<string, HostMachine | undefined> = {
  x64: { target: 'x64', stubs: x64Stubs, features: () => featureNames(hostFeatures()) },
  // Generated code needs the base architecture only.
  arm64: { target: 'aarch64', stubs: aarch64Stubs, features: () => [] },
};

/**
 * @throws Error on machines that code cannot be generated for
 */
export function hostMachine(): HostMachine {
  const machine = MACHINES[process.arch];
  if (machine === undefined) {
    throw new Error(`WebAssembly runs on x64 and arm64 machines; ${process.arch} is not supported`);
  }
  return machine;
}

/**
 * What modules are compiled for when nobody says: this machine. It always has an answer, so that
 * modules can be compiled and validated wherever JavaScript runs; where machine code of ours cannot
 * run, instantiating says so.
 */
export function compileMachine(): { target: TargetName; features: readonly string[] } {
  const machine = MACHINES[process.arch];
  if (machine === undefined) return { target: 'x64', features: [] };
  try {
    return { target: machine.target, features: machine.features() };
  } catch {
    // The CPU can only be asked by running code.
    return { target: machine.target, features: [] };
  }
}

/**
 * Checks that this machine can run code.
 * @throws Error naming the other machine, or the CPU features that are missing
 */
export function checkMachine(target: TargetName, features: readonly string[]): void {
  const host = hostMachine();
  if (target !== host.target) {
    throw new Error(`code for ${target} cannot run on this ${host.target} machine`);
  }
  if (features.length === 0) return;
  const present = host.features();
  const missing = features.filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new Error(`the code needs CPU features that this machine lacks: ${missing.join(', ')}`);
  }
}
