import { featuresFromNames } from '../masm/aarch64/features.js';
import { Aarch64MacroAssembler } from '../masm/aarch64/macro-assembler.js';
import { aarch64StubMachine } from '../stubs/aarch64/machine.js';
import { aarch64Stubs } from '../stubs/aarch64/stubs.js';
import { bridgeCode } from '../stubs/bridge-code.js';
import { AARCH64_FACTS, AARCH64_NATIVE } from './aarch64-facts.js';
import type { Target } from './target.js';

const DATA_OPERAND = /^ldr ([sd])\d+, #(0x[0-9a-f]+|\d+)$/;

export const AARCH64_TARGET: Target<'aarch64'> = {
  ...AARCH64_FACTS,
  makeMasm: (names) => new Aarch64MacroAssembler(undefined, featuresFromNames(names)),
  native: {
    ...AARCH64_NATIVE,
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
  },
};
