import { ArtifactError } from '../artifact/artifact-error.js';
import { AtomicOp } from '../masm/operators.js';
import { Code, HOME_WORDS, RECORD_WORDS, ROWS, TRUNCATIONS } from '../masm/portable/encoding.js';
import { SCALAR_WORDS } from '../masm/portable/registers.js';
import { lanesOfNumber, vectorName } from '../masm/portable/vector-encoding.js';
import { laneLog2 } from '../masm/vector-operators.js';
import { BUILTINS, instructionWords, type Linkage } from './link.js';

/** What a module's code may refer to. */
export interface CodeBounds extends Pick<Linkage, 'importedFuncs' | 'funcOffsets'> {
  /** Bytes of the vmctx. */
  readonly contextBytes: number;
  readonly hasMemory: boolean;
  readonly tags: number;
}

/** Largest numbers of words that are counted from sp and fp, as the code generator bounds frames. */
const FRAME_REACH = 1 << 28;
/** Words of a vector. */
const VECTOR_WORDS = 4;

/** Instructions that the code behind them does not run after. */
const ENDS = new Set<number>([
  Code.Trap,
  Code.Return,
  Code.Jump,
  Code.JumpTable,
  Code.TailJump,
  Code.TailJumpRegister,
]);

/**
 * Looks at a module's code before it is linked: that there is nothing but instructions with operands of their kinds, that
 * registers, fields of the vmctx, functions and builtins exist, slots lie in their frame, and that jumps lead to
 * instructions of the same function. What it does not look at are addresses that code computes: these are checked when
 * they are used.
 *
 * @throws ArtifactError saying where and what
 */
export function verifyCode(code: Int32Array, bounds: CodeBounds): void {
  const { funcOffsets } = bounds;
  const count = funcOffsets.length - 1;
  if (count < 0 || funcOffsets[count] !== 4 * code.length) {
    throw new ArtifactError('byte code: functions do not cover it');
  }
  const starts = new Uint8Array(code.length);
  for (let i = 0; i < count; i++) {
    const from = funcOffsets[i]! / 4;
    const to = funcOffsets[i + 1]! / 4;
    const isPlace = Number.isInteger(from) && Number.isInteger(to) && from >= 0;
    if (!isPlace || to <= from || to > code.length) {
      throw new ArtifactError(`byte code: function ${i} is at no place of its own`);
    }
    new FunctionVerifier(code, from, to, bounds, starts).run();
  }
  for (let at = 0, end = count > 0 ? funcOffsets[0]! / 4 : code.length; at < end; at++) {
    if (code[at] !== Code.Nop) throw new ArtifactError('byte code: something before the functions');
  }
}

class FunctionVerifier {
  private frameWords = 0;
  /** Where the instruction begins that is looked at. */
  private instruction = 0;

  constructor(
    private readonly code: Int32Array,
    private readonly from: number,
    private readonly to: number,
    private readonly bounds: CodeBounds,
    /** 1 where an instruction begins. */
    private readonly starts: Uint8Array,
  ) {}

  run(): void {
    const { code, from, to, starts } = this;
    if (code[from] !== Code.Enter) this.fail(from, 'no function begins so');
    this.frameWords = code[from + 1]!;
    if (this.frameWords < HOME_WORDS || this.frameWords > FRAME_REACH) this.fail(from, 'no frame');
    let last = from;
    for (let at = from; at < to; ) {
      const op = code[at]!;
      if (op < 0 || op >= Code.Count) this.fail(at, 'no instruction');
      if (at !== from && op === Code.Enter) this.fail(at, 'a second entry');
      if (op === Code.Returned || op === Code.HostCall) this.fail(at, 'not for modules');
      if (op >= Code.CallNear && op <= Code.CallIndirectHost) this.fail(at, 'linked already');
      if (op === Code.TailJumpNear) this.fail(at, 'linked already');
      if (op === Code.JumpTable && !(code[at + 2]! >= 0 && code[at + 2]! <= to - at - 4)) {
        this.fail(at, 'a table that ends outside of its function');
      }
      const words = instructionWords(code, at);
      if (at + words > to) this.fail(at, 'an instruction that ends outside of its function');
      starts[at] = 1;
      if (op !== Code.Nop) last = at;
      at += words;
    }
    if (!ENDS.has(code[last]!)) this.fail(last, 'a function that does not end');
    for (let at = from; at < to; at += instructionWords(code, at)) this.checkOperands(at);
  }

  private checkOperands(at: number): void {
    const { code } = this;
    const [, letters] = ROWS[code[at]!]!;
    this.instruction = at;
    let place = at + 1;
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i]!;
      if (letter === '*') {
        for (let end = at + instructionWords(code, at); place < end; place++) this.checkJump(place);
        return;
      }
      if (!this.holds(letter, place)) this.fail(at, `operand ${i} (${letter}) out of range`);
      place++;
    }
    const op = code[at]!;
    const isAtomic = op >= Code.AtomicLoad && op <= Code.AtomicCompareExchange;
    if (isAtomic) {
      const most = op === Code.AtomicRmw ? 3 | (AtomicOp.Xor << 2) : 3;
      if (code[at + letters.length]! > most) this.fail(at, 'no such access');
    }
    if ((isAtomic || (op >= Code.LoadU8 && op <= Code.StoreConst64)) && !this.bounds.hasMemory) {
      this.fail(at, 'there is no memory');
    }
    if (op >= Code.VectorUnary) this.checkVector(op, at);
    if (op === Code.ConstF64 && (at & 1) !== 0) this.fail(at, 'a constant that is not aligned');
    if (op === Code.Truncate && code[at + 1]! >= TRUNCATIONS.length)
      this.fail(at, 'no such conversion');
    if (op === Code.Wide && code[at + 1]! > 3) this.fail(at, 'no such operator');
    if (op === Code.Call && code[at + 1]! < this.bounds.importedFuncs) {
      if (code[at + 3]! <= 0) this.fail(at, 'an import without a place');
    }
    if (op === Code.TailJump && code[at + 1]! < this.bounds.importedFuncs) {
      this.fail(at, 'a jump to an import');
    }
  }

  /** What the letters of instructions on vectors do not say. */
  private checkVector(op: number, at: number): void {
    const { code, bounds, frameWords } = this;
    if (op >= Code.VectorLoad && op <= Code.VectorStoreLane && !bounds.hasMemory) {
      this.fail(at, 'there is no memory');
    }
    const [, letters] = ROWS[op]!;
    const lane = letters.indexOf('k');
    if (lane >= 0) {
      const count = 16 >> laneLog2(lanesOfNumber(code[at + 1]!));
      const index = code[at + 1 + lane]!;
      if (index < 0 || index >= count) this.fail(at, 'no such lane');
    }
    switch (op) {
      case Code.VectorShuffle:
        for (let i = 4; i < 8; i++) {
          if ((code[at + i]! & ~0x1f1f1f1f) !== 0) this.fail(at, 'no such byte');
        }
        return;
      case Code.VectorStoreSlot:
      case Code.VectorCopySlot:
        if (code[at + 1]! + VECTOR_WORDS > frameWords - HOME_WORDS) {
          this.fail(at, 'a slot outside of the frame');
        }
        return;
      case Code.VectorLoadArg:
        if (code[at + 2]! < RECORD_WORDS) this.fail(at, 'no argument');
        return;
      case Code.VectorStoreArg:
        if (code[at + 1]! < RECORD_WORDS) this.fail(at, 'no argument');
        return;
      case Code.VectorLoadContext:
      case Code.VectorStoreContext: {
        const field = code[at + (op === Code.VectorLoadContext ? 2 : 1)]!;
        if (4 * (field + VECTOR_WORDS) > bounds.contextBytes) this.fail(at, 'no such field');
        return;
      }
      default:
    }
  }

  private holds(letter: string, place: number): boolean {
    const { bounds, frameWords } = this;
    const value = this.code[place]!;
    switch (letter) {
      case 'x':
        return value >= 0 && value < SCALAR_WORDS && (value & 1) === 0;
      case 'd':
        return value >= 0 && value < SCALAR_WORDS / 2;
      case 'w':
        return value >= SCALAR_WORDS / 2 && value < SCALAR_WORDS && (value & 1) === 0;
      case 's':
        return value > -FRAME_REACH && value < frameWords - HOME_WORDS;
      // What is only read may be a dead local, which has no slot.
      case 'l':
        return value > -FRAME_REACH && value < FRAME_REACH;
      case 'a':
        return (
          (value >= -HOME_WORDS && value < 0) || (value >= RECORD_WORDS && value < FRAME_REACH)
        );
      case 'v':
        return value >= 0 && 4 * value < bounds.contextBytes;
      case 'n':
        return value >= 0 && value <= FRAME_REACH;
      case 'f':
        return value >= 0 && value < bounds.importedFuncs + bounds.funcOffsets.length - 1;
      case 't':
        return value >= 0 && value <= bounds.tags;
      case 'b':
        return value >= 0 && value < BUILTINS;
      case 'j':
        this.checkJump(place);
        return true;
      case 'u':
        return vectorName(this.code[this.instruction]!, value) !== undefined;
      case '0':
        return value === 0;
      default:
        // Constants, and offsets of what is checked when it is used.
        return true;
    }
  }

  private checkJump(place: number): void {
    const target = place + this.code[place]!;
    if (target <= this.from || target >= this.to || this.starts[target] !== 1) {
      this.fail(place, 'a jump to no instruction of its function');
    }
  }

  private fail(at: number, what: string): never {
    throw new ArtifactError(`byte code: ${what}, at word ${at}`);
  }
}
