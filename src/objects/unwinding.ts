import type { Artifact } from '../artifact/artifact.js';
import { type EhFrame, EhFrameWriter, type UnwindTarget } from '../debug-info/eh-frame.js';
import { isNativeTarget } from '../targets/index.js';
import type { StubFrame } from './c-code.js';

/** Call frame instructions (DWARF 5, section 7.24): the last two have a register in the lower six bits. */
const OFFSET_EXTENDED = 0x05;
const RESTORE_EXTENDED = 0x06;
const DEF_CFA = 0x0c;
const DEF_CFA_OFFSET = 0x0e;
const DEF_CFA_REGISTER = 0x0d;
const OFFSET = 0x80;
const RESTORE = 0xc0;

type Rules = readonly (readonly [at: number, rules: readonly number[]])[];

/**
 * How the stubs of a machine look to an unwinder: pairs of a code offset and rules from there on. Registers by
 * their DWARF numbers.
 */
interface StubRules {
  /** As `saveForC` saves, from the stub's start. */
  readonly saved: Rules;
  /** As `restoreForC` restores, from where the frame is being taken down. */
  readonly restored: Rules;
  /** The frame record that `pushFrame` makes, and what holds without it. */
  readonly record: Rules;
  readonly recordLeft: readonly number[];
}

/** x64: rbp, rbx, r12 to r15 are pushed in this order; pushes of the last four have two bytes. */
const X64_SAVED = [6, 3, 12, 13, 14, 15];
const X64_PUSHED = [1, 2, 4, 6, 8, 10];
const RSP = 7;
const RBP = 6;
/** LEA rbp and ADD rsp, with a byte each. */
const X64_LEA = 5;
const X64_ADD = 4;

const X64: StubRules = {
  saved: [
    ...X64_SAVED.map(
      (reg, i) => [X64_PUSHED[i]!, [DEF_CFA_OFFSET, 16 + 8 * i, OFFSET | reg, 2 + i]] as const,
    ),
    [X64_PUSHED.at(-1)! + X64_LEA, [DEF_CFA, RBP, 16]],
  ],
  restored: [
    [0, [DEF_CFA, RSP, 64]],
    [X64_ADD, [DEF_CFA_OFFSET, 56]],
    ...X64_SAVED.map(
      (reg, i) =>
        [
          X64_ADD + 10 - (i === 0 ? 0 : X64_PUSHED[i - 1]!),
          [DEF_CFA_OFFSET, 8 + 8 * i, RESTORE | reg],
        ] as const,
    ).reverse(),
  ],
  record: [
    [1, [DEF_CFA_OFFSET, 16, OFFSET | RBP, 2]],
    [4, [DEF_CFA_REGISTER, RBP]],
  ],
  recordLeft: [DEF_CFA, RSP, 8, RESTORE | RBP],
};

const FP = 29;
const LR = 30;
const SP = 31;
const V8 = 72;

/** aarch64: 160 bytes from sp: x29, x30, x19 to x28, d8 to d15. */
const AARCH64: StubRules = {
  saved: [
    [4, [DEF_CFA_OFFSET, ...uleb(160), OFFSET | FP, 20, OFFSET | LR, 19]],
    [
      40,
      [
        ...Array.from({ length: 10 }, (_, i) => [OFFSET | (19 + i), 18 - i]).flat(),
        ...Array.from({ length: 8 }, (_, i) => [OFFSET_EXTENDED, V8 + i, 8 - i]).flat(),
      ],
    ],
    [44, [DEF_CFA, FP, ...uleb(160)]],
  ],
  record: [
    [4, [DEF_CFA_OFFSET, 16, OFFSET | FP, 2, OFFSET | LR, 1]],
    [8, [DEF_CFA_REGISTER, FP]],
  ],
  recordLeft: [DEF_CFA, SP, 0, RESTORE | FP, RESTORE | LR],
  // Ten loads of pairs; the last one takes the frame away. What was loaded before is still in memory.
  restored: [
    [0, [DEF_CFA, SP, ...uleb(160)]],
    [
      40,
      [
        ...[DEF_CFA_OFFSET, 0, RESTORE | FP, RESTORE | LR],
        ...Array.from({ length: 10 }, (_, i) => RESTORE | (19 + i)),
        ...Array.from({ length: 8 }, (_, i) => [RESTORE_EXTENDED, V8 + i]).flat(),
      ],
    ],
  ],
};

const RULES: Readonly<Record<UnwindTarget, StubRules>> = { x64: X64, aarch64: AARCH64 };

/**
 * The `.eh_frame` of an object's code: of its functions, and of the stubs behind them.
 * @param start offset of the stubs in the section
 */
export function objectEhFrame(
  { frameStates, funcOffsets, target }: Artifact,
  frames: readonly StubFrame[],
  start: number,
): EhFrame {
  if (!isNativeTarget(target))
    throw new Error('internal error: unwinding of what is no machine code');
  const functions = funcOffsets.length - 1;
  const writer = new EhFrameWriter(target, functions + frames.length);
  for (let i = 0, next = 0; i < functions; i++) {
    next = writer.addFunction(funcOffsets[i]!, funcOffsets[i + 1]!, frameStates, next);
  }
  const rules = RULES[target];
  let covered = 0;
  for (const frame of frames) {
    // What comes before has no frame.
    if (frame.begin > covered) describe(writer, start + covered, start + frame.begin, []);
    describe(writer, start + frame.begin, start + frame.end, rulesOf(frame, rules));
    covered = frame.end;
  }
  return writer.finish(false);
}

/** @param rules by offset from `begin` */
function describe(writer: EhFrameWriter, begin: number, end: number, rules: Rules): void {
  const entry = writer.beginEntry(begin, end);
  for (const [at, list] of rules) writer.rules(begin + at, list);
  writer.endEntry(entry);
}

function rulesOf({ begin, leaves, use }: StubFrame, rules: StubRules): Rules {
  const leaving = leaves - begin;
  if (use === 'adapter') return [...rules.record, [leaving, rules.recordLeft]];
  return [...rules.saved, ...rules.restored.map(([at, list]) => [leaving + at, list] as const)];
}

function uleb(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  bytes.push(value);
  return bytes;
}
