import type { FeatureProbe } from '../../targets/target.js';
import { native } from './load.js';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_EXEC, PROT_READ, PROT_WRITE } from './mman.js';

let detected: readonly string[] | undefined;

/**
 * The CPU features that this machine has, by name, sorted.
 *
 * @param probe of its target
 * @throws Error where code cannot be run
 */
export function hostFeatures(probe: FeatureProbe): readonly string[] {
  detected ??= runProbe(probe);
  return detected;
}

function runProbe(probe: FeatureProbe): readonly string[] {
  const os = native();
  const flags = MAP_PRIVATE | MAP_ANONYMOUS;
  const code = os.mmap(0, os.pageSize, PROT_READ | PROT_WRITE, flags, -1);
  const out = os.mmap(0, os.pageSize, PROT_READ | PROT_WRITE, flags, -1);
  if (code < 0 || out < 0) throw new RangeError('out of memory: a page for the CPUID probe');
  try {
    os.copyTo(code, probe.code);
    if (!os.mprotect(code, os.pageSize, PROT_READ | PROT_EXEC)) {
      throw new Error('the system refuses to run generated code');
    }
    const buffer = os.view(out, 16);
    const registers = new Uint32Array(buffer);
    const run = os.probe(code);
    return probe.features((what) => {
      run(out, what, 0);
      return registers.slice();
    });
  } finally {
    os.munmap(code, os.pageSize);
    os.munmap(out, os.pageSize);
  }
}
