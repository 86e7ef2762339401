import { CPUID_PROBE, featuresOfCpuid, type X64Features } from '../masm/x64/features.js';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_EXEC, PROT_READ, PROT_WRITE } from './mman.js';
import { native } from './native/load.js';

let detected: X64Features | undefined;

/**
 * The optional x64 instructions that this machine has.
 * @throws Error on another machine, or where code cannot be run
 */
export function hostFeatures(): X64Features {
  if (process.arch !== 'x64') throw new Error(`${process.arch} has no x64 features`);
  detected ??= probe();
  return detected;
}

function probe(): X64Features {
  const os = native();
  const flags = MAP_PRIVATE | MAP_ANONYMOUS;
  const code = os.mmap(0, os.pageSize, PROT_READ | PROT_WRITE, flags, -1);
  const out = os.mmap(0, os.pageSize, PROT_READ | PROT_WRITE, flags, -1);
  if (code < 0 || out < 0) throw new RangeError('out of memory: a page for the CPUID probe');
  try {
    os.copyTo(code, CPUID_PROBE);
    if (!os.mprotect(code, os.pageSize, PROT_READ | PROT_EXEC)) {
      throw new Error('the system refuses to run generated code');
    }
    const buffer = os.view(out, 16);
    const registers = new Uint32Array(buffer);
    const run = os.probe(code);
    const cpuid = (leaf: number): Uint32Array => {
      run(out, leaf, 0);
      return registers.slice();
    };
    const result = featuresOfCpuid({
      maxLeaf: cpuid(0)[0]!,
      maxExtendedLeaf: cpuid(0x80000000)[0]!,
      leaf1Ecx: cpuid(1)[2]!,
      leaf7Ebx: cpuid(7)[1]!,
      extended1Ecx: cpuid(0x80000001)[2]!,
    });
    return result;
  } finally {
    os.munmap(code, os.pageSize);
    os.munmap(out, os.pageSize);
  }
}
