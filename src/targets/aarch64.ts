import { AARCH64_CONVENTION } from '../masm/aarch64/convention.js';
import { Aarch64MacroAssembler } from '../masm/aarch64/macro-assembler.js';
import { aarch64StubMachine } from '../stubs/aarch64/machine.js';
import { aarch64Stubs } from '../stubs/aarch64/stubs.js';
import { bridgeCode } from '../stubs/bridge-code.js';
import type { Target } from './target.js';

const DATA_OPERAND = /^ldr ([sd])\d+, #(0x[0-9a-f]+|\d+)$/;

export const AARCH64_TARGET: Target<'aarch64'> = {
  name: 'aarch64',
  pageSize: 65536,
  convention: AARCH64_CONVENTION,
  // Generated code needs the base architecture only.
  features(names = []) {
    if (names.length === 0) return [];
    throw new RangeError(`${names[0]} is not a known feature of aarch64`);
  },
  makeMasm: () => new Aarch64MacroAssembler(),
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
  native: {
    nodeArch: 'arm64',
    probe: undefined,
    stubs: aarch64Stubs,
    makeStubMachine: aarch64StubMachine,
    bridge: (table) => bridgeCode(aarch64StubMachine(1 << 14), table),
    // CPU_TYPE_ARM64, CPU_SUBTYPE_ARM64_ALL; ARM64_RELOC_* of mach-o/arm64/reloc.h.
    macho: {
      cpuType: 0x0100_000c,
      cpuSubtype: 0,
      unsigned: 0,
      subtractor: 1,
      addend: 10,
      packsStack: true,
      instructions: {
        call: { type: 2, pcRelative: true, implicit: false },
        jump: { type: 2, pcRelative: true, implicit: false },
        page: { type: 3, pcRelative: true, implicit: false },
        pageOffset: { type: 4, pcRelative: false, implicit: false },
        pageOffset64: { type: 4, pcRelative: false, implicit: false },
        gotPage: { type: 5, pcRelative: true, implicit: false },
        gotPageOffset64: { type: 6, pcRelative: false, implicit: false },
      },
    },
    listing: {
      architecture: 'ARCH_ARM64',
      mode: 'MODE_LITTLE_ENDIAN',
      unit: 4,
      // Constants may lie in islands, with code behind them.
      dataLast: false,
      addressedData(text) {
        const match = DATA_OPERAND.exec(text);
        return match === null ? [-1, 0] : [Number(match[2]), match[1] === 'd' ? 8 : 4];
      },
    },
    emulatedOn: ['x64'],
  },
};
