import type { StubGenerator } from '../stubs/layout.js';
import {
  DEFAULT_TARGET,
  NODE_ARCHES,
  nativeOf,
  type Target,
  type TargetName,
  targetOfArch,
} from '../targets/index.js';
import { hostFeatures } from './features.js';

/** The machine that this process runs on, as far as generated code is concerned. */
export interface HostMachine {
  readonly target: TargetName;
  readonly stubs: StubGenerator;
  /** The CPU features that it has, by name, sorted. */
  features(): readonly string[];
}

function machineOf(target: Target): HostMachine {
  const { name } = target;
  const { stubs, probe } = nativeOf(target);
  return { target: name, stubs, features: () => (probe === undefined ? [] : hostFeatures(probe)) };
}

/**
 * @throws Error on machines that code cannot be generated for
 */
export function hostMachine(): HostMachine {
  const target = targetOfArch(process.arch);
  if (target === undefined) {
    const machines = NODE_ARCHES.join(' and ');
    throw new Error(`WebAssembly runs on ${machines} machines; ${process.arch} is not supported`);
  }
  return machineOf(target);
}

/**
 * What modules are compiled for when nobody says: this machine. It always has an answer, so that
 * modules can be compiled and validated wherever JavaScript runs; where machine code of ours cannot
 * run, instantiating says so.
 */
export function compileMachine(): { target: TargetName; features: readonly string[] } {
  const target = targetOfArch(process.arch);
  if (target === undefined) return { target: DEFAULT_TARGET, features: [] };
  try {
    return { target: target.name, features: machineOf(target).features() };
  } catch {
    // The CPU can only be asked by running code.
    return { target: target.name, features: [] };
  }
}

/**
 * Checks that this machine can run code.
 * @throws Error naming the other machine, or the CPU features that are missing
 */
export function checkMachine(target: TargetName, features: readonly string[]): void {
  const host = hostMachine();
  if (target !== host.target) {
    throw new Error(
      `code for ${target} cannot run on this ${host.target} machine: compile the module again for ${host.target}`,
    );
  }
  if (features.length === 0) return;
  const present = host.features();
  const missing = features.filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new Error(
      `the code needs CPU features that this machine lacks: ${missing.join(', ')}; compile the module again without them (features: host)`,
    );
  }
}
