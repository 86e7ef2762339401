import { featuresFromNames } from '../masm/x64/features.js';
import { X64MacroAssembler } from '../masm/x64/macro-assembler.js';
import { bridgeCode } from '../stubs/bridge-code.js';
import { x64StubMachine } from '../stubs/x64/machine.js';
import { x64Stubs } from '../stubs/x64/stubs.js';
import { TABLE, type Target } from './target.js';
import { X64_FACTS, X64_NATIVE } from './x64-facts.js';

const DATA_OPERAND = /^(\w+) \w+, (?:(dword|qword) ptr )?\[rip \+ (0x[0-9a-f]+|\d+)\]$/;

export const X64_TARGET: Target<'x64'> = {
  ...X64_FACTS,
  makeMasm: (names) => new X64MacroAssembler(featuresFromNames(names)),
  native: {
    ...X64_NATIVE,
    stubs: x64Stubs,
    makeStubMachine: x64StubMachine,
    bridge: (table) => bridgeCode(x64StubMachine(1 << 14), table),
    // CPU_TYPE_X86_64, CPU_SUBTYPE_X86_64_ALL; X86_64_RELOC_* of mach-o/x86_64/reloc.h.
    macho: {
      cpuType: 0x0100_0007,
      cpuSubtype: 3,
      unsigned: 0,
      subtractor: 5,
      addend: -1,
      packsStack: false,
      instructions: {
        call: { type: 2, pcRelative: true, implicit: true },
        jump: { type: 2, pcRelative: true, implicit: true },
        gotPc32: { type: 4, pcRelative: true, implicit: true },
      },
    },
    listing: {
      architecture: 'ARCH_X86',
      mode: 'MODE_64',
      unit: 1,
      dataLast: true,
      addressedData(text, next) {
        const match = DATA_OPERAND.exec(text);
        if (match === null) return [-1, 0];
        const size = match[1] === 'lea' ? TABLE : match[2] === 'qword' ? 8 : 4;
        return [next + Number(match[3]), size];
      },
    },
  },
};
