import { readFileSync } from 'node:fs';
import type { FeatureProbe, HwcapProbe } from '../../targets/target.js';
import { native } from './load.js';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_EXEC, PROT_READ, PROT_WRITE } from './mman.js';

let detected: readonly string[] | undefined;

/**
 * The CPU features that this machine has, by name, sorted.
 *
 * @param probe of its target
 * @throws Error where code cannot be run
 */
export function hostFeatures(probe: FeatureProbe | HwcapProbe): readonly string[] {
  detected ??= 'hwcap' in probe ? probe.hwcap(hwcap()) : runProbe(probe);
  return detected;
}

const AT_HWCAP = 16;

/** The lower 32 bits of what the kernel told the process of the CPU (`getauxval(3)`), 0 where that cannot be read. */
function hwcap(): number {
  try {
    const words = new Uint32Array(Uint8Array.from(readFileSync('/proc/self/auxv')).buffer);
    // Pairs of two words of 64 bits.
    for (let i = 0; i + 3 < words.length; i += 4) {
      if (words[i] === AT_HWCAP && words[i + 1] === 0) return words[i + 2]!;
    }
  } catch {
    // No such file: as if nothing were there.
  }
  return 0;
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
