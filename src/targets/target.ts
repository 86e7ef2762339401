import type { CallingConvention } from '../abi/convention.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import type { BridgeGenerator } from '../stubs/bridge.js';
import type { StubGenerator } from '../stubs/layout.js';
import type { MakeStubMachine } from '../stubs/stub-machine.js';

/** A machine that code is generated for: all that those know of it who are not of its own folders. */
export interface Target<Name extends string = string> extends TargetFacts<Name> {
  /** @param features names, as {@link TargetFacts.features} gives them */
  makeMasm(features: readonly string[]): ModuleAssembler;
  /** What it takes to run the code as it is; undefined: an interpreter runs it. */
  readonly native: NativeTarget | undefined;
}

/** What there is to know of a machine without its assembler: enough to run code that was compiled. */
export interface TargetFacts<Name extends string = string> {
  /** As options, artifacts and messages call it. */
  readonly name: Name;
  /** The largest page in use there, in bytes; a mapping must start at a multiple of it. */
  readonly pageSize: number;
  readonly convention: CallingConvention;
  /** Names of the CPU features that code may use, sorted. */
  readonly knownFeatures: readonly string[];
  /**
   * CPU features that code may use beyond what every such machine has, by name, sorted.
   *
   * @param names what code may use; without, a choice that does not depend on where it is made, so that the same
   *   input gives the same code on every machine
   * @throws RangeError for a feature that is not known
   */
  features(names?: readonly string[]): readonly string[];
  /**
   * What code with these features lacks for operations on vectors, in words: `the feature sse4.1`; '' where it has them.
   */
  vectorsLack(features: readonly string[]): string;
  readonly elf: ElfMachine;
}

/** Likewise of a machine whose processor runs the code. */
export interface NativeFacts {
  /** As Node calls machines that run its code: `process.arch`. */
  readonly nodeArch: string;
  /** How a process asks the processor that it runs on for CPU features; undefined: there are none. */
  readonly probe: FeatureProbe | HwcapProbe | undefined;
  /** `process.arch` of Linux machines where `scripts/test-NAME.js` sets up an emulator for it. */
  readonly emulatedOn: readonly string[];
}

/** What there is of a machine whose processor runs the code. */
export interface NativeTarget extends NativeFacts {
  readonly stubs: StubGenerator;
  /** For code between C functions and compiled ones. */
  readonly makeStubMachine: MakeStubMachine;
  readonly bridge: BridgeGenerator;
  readonly macho: MachOMachine;
  readonly listing: ListingFacts;
}

/** How to find out what a processor has. */
export interface FeatureProbe {
  /** A C function `void ask(uint32_t out[4], uint32_t what, uint32_t what2)`. Position-independent. */
  readonly code: Uint8Array;
  /** Names, sorted. @param ask runs the code; gives `out` */
  features(ask: (what: number) => Uint32Array): readonly string[];
}

/** Where the kernel tells. */
export interface HwcapProbe {
  /** Names, sorted. @param bits the lower 32 bits of AT_HWCAP */
  hwcap(bits: number): readonly string[];
}

/** What ELF files for a machine have of their own. */
export interface ElfMachine {
  /** `e_machine`. */
  readonly machine: number;
  /** Numbers of the relocations that the machine has. */
  readonly relocations: Readonly<Partial<Record<RelocationKind, number>>>;
  /** The relocation that adds the address where an object was loaded: RELATIVE. */
  readonly relative: number;
}

/** What Mach-O objects for a machine have of their own; all relocations by their `r_type`. */
export interface MachOMachine {
  readonly cpuType: number;
  readonly cpuSubtype: number;
  /** Stores an address. */
  readonly unsigned: number;
  /** Subtracts an address from what the `unsigned` that follows stores. */
  readonly subtractor: number;
  /** Tells what the next one adds to its symbol; -1: that is stored in the place itself. */
  readonly addend: number;
  /** C's stack arguments there have their own sizes and alignments; else words. */
  readonly packsStack: boolean;
  /** Of instructions. */
  readonly instructions: Readonly<Partial<Record<RelocationKind, MachOInstruction>>>;
}

export interface MachOInstruction {
  readonly type: number;
  readonly pcRelative: boolean;
  /** The place is 32 bits at the end of an instruction, which have the addend. */
  readonly implicit: boolean;
}

/**
 * How an address is put into a section, whatever the machine. S: the symbol's address, A: the addend,
 * P: the address of the place.
 *
 * - `abs64`, `abs32`: S + A in so many bits
 * - `pc64`, `pc32`: S + A - P
 * - `call`, `jump`: the target of a call or jump, which may go by way of the linker's
 *   - x64: S + A - P in the 32 bits that the instruction ends with, so A is -4
 *   - aarch64: (S + A - P) / 4 in the low 26 bits of `bl` or `b`
 * - `gotPc32` (x64): like pc32, of the word in which the linker keeps S
 * - aarch64 only: `page`: difference of 4 KiB pages, for `adrp`; `pageOffset`: the low 12 bits, for
 *   `add`; `pageOffset64`: likewise, for a load or store of 8 bytes; `gotPage`, `gotPageOffset64`: of the
 *   word in which the linker keeps S
 */
export type RelocationKind =
  | 'abs64'
  | 'abs32'
  | 'pc64'
  | 'pc32'
  | 'call'
  | 'jump'
  | 'gotPc32'
  | 'page'
  | 'pageOffset'
  | 'pageOffset64'
  | 'gotPage'
  | 'gotPageOffset64';

/** What it takes to list the machine's code as text. */
export interface ListingFacts {
  /** Names of Capstone's constants for architecture and mode. */
  readonly architecture: 'ARCH_X86' | 'ARCH_ARM64';
  readonly mode: 'MODE_64' | 'MODE_LITTLE_ENDIAN';
  /** The smallest unit of code, in bytes. */
  readonly unit: number;
  /** Nothing but data follows data in a function. */
  readonly dataLast: boolean;
  /**
   * Offset and size of the data that an instruction addresses; offset -1: none, size 0 (`TABLE`): a jump
   * table of 4-byte words.
   * @param text mnemonic and operands
   * @param next offset of the instruction behind it
   */
  addressedData(text: string, next: number): [offset: number, size: number];
}

/** In place of a size: see {@link ListingFacts.addressedData}. */
export const TABLE = 0;
