import { FRAME_BYTES_SHIFT, FRAME_STATE_MASK, FrameState } from '../masm/frame-states.js';
import { Relocate, Section, type SectionPart, SectionWriter } from './section.js';

/** Call frame instructions (DWARF 5, section 7.24). */
const enum Cfa {
  Nop = 0x00,
  AdvanceLoc1 = 0x02,
  AdvanceLoc2 = 0x03,
  AdvanceLoc4 = 0x04,
  Register = 0x09,
  RememberState = 0x0a,
  RestoreState = 0x0b,
  DefCfa = 0x0c,
  DefCfaRegister = 0x0d,
  DefCfaOffset = 0x0e,
  /** These three have their operand in the lower six bits. */
  AdvanceLoc = 0x40,
  Offset = 0x80,
  Restore = 0xc0,
}

/** Pointer encodings (Linux Standard Base 5.0, section 10.5.1). */
const enum PointerEncoding {
  UData4 = 0x03,
  PcRelSData4 = 0x1b,
  DataRelSData4 = 0x3b,
}

/** Offsets of saved registers are multiples of this, below the CFA. */
const DATA_ALIGNMENT = -8;
/** Bytes of the length that an entry starts with. */
const LENGTH_BYTES = 4;
/** Entries are multiples of it. */
const ENTRY_ALIGNMENT = 4;
const SECTION_ALIGNMENT = 8;

/** What frames of a machine are to an unwinder; registers by their DWARF numbers. */
export interface FrameMachine {
  readonly codeAlignment: number;
  readonly returnAddress: number;
  /** Rules at a function's entry. */
  readonly entry: readonly number[];
  /** Pairs, as the prologue runs: code offset from a function's entry, rules from there on. */
  readonly prologue: readonly (readonly [at: number, rules: readonly number[]])[];
  /** Rules of each {@link FrameState} but Body, to be added to those of the states that come before it. */
  readonly left: readonly number[];
  readonly inRegisters: readonly number[];
  /** Comes with `left` where the frame was in registers. */
  readonly leftFromRegisters: readonly number[];
}

const RBX = 3;
const RBP = 6;
const RSP = 7;
const R10 = 10;
const RETURN_X64 = 16;

/** System V AMD64: `push rbp; mov rbp, rsp`, which have 1 and 3 bytes. */
const X64: FrameMachine = {
  codeAlignment: 1,
  returnAddress: RETURN_X64,
  entry: [Cfa.DefCfa, RSP, 8, Cfa.Offset | RETURN_X64, 1],
  prologue: [
    [1, [Cfa.DefCfaOffset, 16, Cfa.Offset | RBP, 2]],
    [4, [Cfa.DefCfaRegister, RBP]],
  ],
  left: [Cfa.Restore | RBP, Cfa.DefCfa, RSP, 8],
  inRegisters: [Cfa.Register, RETURN_X64, R10, Cfa.Register, RBP, RBX],
  // Not restored: libgcc takes that for a register that is as it was, whatever the entry's rule.
  leftFromRegisters: [Cfa.Offset | RETURN_X64, 1],
};

const X10 = 10;
const FP = 29;
const LR = 30;
const SP = 31;

/** AAPCS64: `stp x29, x30, [sp, #-16]!; mov x29, sp`. */
const AARCH64: FrameMachine = {
  codeAlignment: 4,
  returnAddress: LR,
  entry: [Cfa.DefCfa, SP, 0],
  prologue: [
    [4, [Cfa.DefCfaOffset, 16, Cfa.Offset | FP, 2, Cfa.Offset | LR, 1]],
    [8, [Cfa.DefCfaRegister, FP]],
  ],
  left: [Cfa.Restore | FP, Cfa.Restore | LR, Cfa.DefCfa, SP, 0],
  inRegisters: [Cfa.Register, FP, X10, Cfa.Restore | LR],
  leftFromRegisters: [],
};

const MACHINES = { x64: X64, aarch64: AARCH64 };

/** A machine that there are frames for. */
export type UnwindTarget = keyof typeof MACHINES;

/** Frame descriptions as they are written, to be looked up by address. */
export interface EhFrame extends SectionPart {
  /** Pairs by ascending code offset: where a function starts, and where its entry lies in `bytes`. */
  readonly index: Int32Array;
}

/**
 * Writes the `.eh_frame` of a section of code (Linux Standard Base 5.0, section 10.6): one CIE, an FDE a function
 * of 28 to 44 bytes, most often 36. Functions are to be added by ascending code offset.
 */
export class EhFrameWriter {
  private readonly out: SectionWriter;
  private readonly machine: FrameMachine;
  private readonly index: number[] = [];
  /** Up to where the entry in work describes the code. */
  private at = 0;
  /** Position of the last entry that ended. */
  private last = 0;

  /** @param functions how many there will be, about */
  constructor(target: UnwindTarget, functions = 0) {
    const machine = MACHINES[target];
    this.machine = machine;
    const out = new SectionWriter(64 + 40 * functions);
    this.out = out;
    out.u32(0);
    out.u32(0);
    out.u8(1);
    out.text('zR');
    out.uleb(machine.codeAlignment);
    out.sleb(DATA_ALIGNMENT);
    out.uleb(machine.returnAddress);
    out.uleb(1);
    out.u8(PointerEncoding.PcRelSData4);
    out.raw(machine.entry);
    this.endEntry(0);
  }

  /** Rules of call frame instructions hold from code offset `at` on, in the entry begun. */
  rules(at: number, rules: readonly number[]): void {
    this.advance(at);
    this.out.raw(rules);
  }

  /** Begins the entry of code from `start` to `end`; returns its position, for {@link endEntry}. */
  beginEntry(start: number, end: number): number {
    const { out } = this;
    const entry = out.pos;
    this.index.push(start, entry);
    out.reserve(64);
    out.u32(0);
    // The distance back to the CIE, which is the first.
    out.u32(entry + LENGTH_BYTES);
    out.relocated(Relocate.Relative32, Section.Text, start);
    out.u32(end - start);
    out.u8(0);
    this.at = start;
    return entry;
  }

  endEntry(entry: number): void {
    const { out } = this;
    out.align(ENTRY_ALIGNMENT, Cfa.Nop);
    out.patch32(entry, out.pos - entry - LENGTH_BYTES);
    this.last = entry;
  }

  /**
   * Adds a function that has the frame of the macro assembler's `beginFunction`.
   *
   * @param states changes as {@link FrameState} draws them
   * @param from index of the first that belongs to the function
   * @returns index behind the last one
   */
  addFunction(start: number, end: number, states: Int32Array, from: number): number {
    const { out, machine } = this;
    const entry = this.beginEntry(start, end);
    for (const [at, rules] of machine.prologue) this.rules(start + at, rules);
    let state = FrameState.Body;
    let i = from;
    for (; i < states.length && states[i]! < end; i += 2) {
      const next = states[i + 1]! & FRAME_STATE_MASK;
      if (next === state) continue;
      this.advance(states[i]!);
      if (state === FrameState.Body) out.u8(Cfa.RememberState);
      if (state === FrameState.InRegisters) out.raw(machine.leftFromRegisters);
      state = next;
      switch (state as FrameState) {
        case FrameState.Body:
          out.u8(Cfa.RestoreState);
          break;
        case FrameState.Left:
          out.raw(machine.left);
          break;
        case FrameState.Popped:
          out.u8(Cfa.DefCfaOffset);
          out.uleb(states[i + 1]! >>> FRAME_BYTES_SHIFT);
          break;
        case FrameState.InRegisters:
          out.raw(machine.inRegisters);
          break;
      }
    }
    // A change back at the very end has nothing to describe.
    if (i < states.length && states[i] === end) i += 2;
    this.endEntry(entry);
    return i;
  }

  private advance(to: number): void {
    const { out } = this;
    const delta = (to - this.at) / this.machine.codeAlignment;
    this.at = to;
    if (delta === 0) return;
    if (delta < 0x40) out.u8(Cfa.AdvanceLoc | delta);
    else if (delta < 0x100) {
      out.u8(Cfa.AdvanceLoc1);
      out.u8(delta);
    } else if (delta < 0x10000) {
      out.u8(Cfa.AdvanceLoc2);
      out.u16(delta);
    } else {
      out.u8(Cfa.AdvanceLoc4);
      out.u32(delta);
    }
  }

  /**
   * The section, to be aligned to 8 bytes.
   * @param last true for a section that no linker adds to: it ends with a zero length
   */
  finish(last: boolean): EhFrame {
    const { out } = this;
    if (last) out.u32(0);
    else {
      // Zeros between two sections would be an end.
      out.align(SECTION_ALIGNMENT, Cfa.Nop);
      this.endEntry(this.last);
    }
    return { ...out.finish(), index: Int32Array.from(this.index) };
  }
}

/**
 * The `.eh_frame` of a module's code.
 *
 * @param funcOffsets code offset of each function, and of the end of the code
 * @param frameStates see {@link FrameState}
 * @param last see {@link EhFrameWriter.finish}
 */
export function makeEhFrame(
  target: UnwindTarget,
  funcOffsets: Uint32Array,
  frameStates: Int32Array,
  last: boolean,
): EhFrame {
  const functions = funcOffsets.length - 1;
  const writer = new EhFrameWriter(target, functions);
  for (let i = 0, next = 0; i < functions; i++) {
    next = writer.addFunction(funcOffsets[i]!, funcOffsets[i + 1]!, frameStates, next);
  }
  return writer.finish(last);
}

/**
 * The `.eh_frame_hdr` of an `.eh_frame` (Linux Standard Base 5.0, section 10.6.2), which makes a function's entry a
 * binary search. Whoever unwinds by `dl_iterate_phdr` needs it, in a segment PT_GNU_EH_FRAME; linkers make their own.
 */
export function makeEhFrameHeader({ index }: EhFrame): SectionPart {
  const functions = index.length / 2;
  const out = new SectionWriter(12 + 8 * functions);
  out.u8(1);
  out.u8(PointerEncoding.PcRelSData4);
  out.u8(PointerEncoding.UData4);
  out.u8(PointerEncoding.DataRelSData4);
  out.relocated(Relocate.Relative32, Section.EhFrame, 0);
  out.u32(functions);
  for (let i = 0; i < index.length; i += 2) {
    // Relative to the start of this section: the addend takes back where the place is.
    out.relocated(Relocate.Relative32, Section.Text, index[i]! + out.pos);
    out.relocated(Relocate.Relative32, Section.EhFrame, index[i + 1]! + out.pos);
  }
  return out.finish();
}
