import { FIRST_CAPACITY, MAX_CODE_SIZE } from '../code-buffer.js';
import { Emitter, type Label } from '../emitter.js';
import { Code } from './encoding.js';

/** Words of an instruction, with what the functions of this folder keep between them. */
export class PortableMachine extends Emitter {
  // The constant that {@link IMM} stands for.
  immLo = 0;
  immHi = 0;
  /** Bytes of outgoing stack arguments that wait for their call. */
  outgoing = 0;
  /** Position of the word with the frame's size. */
  framePatch = 0;

  /** @param capacity bytes of code that there is room for at first */
  constructor(capacity = FIRST_CAPACITY) {
    super(capacity, MAX_CODE_SIZE);
  }

  override resetModule(): void {
    super.resetModule();
    this.outgoing = 0;
  }

  patchReference(at: number, target: number): void {
    this.patch32(at, (target - at) >> 2);
  }

  emitTrap(): void {
    this.emit32(Code.Trap);
  }

  emitFiller(): void {
    this.emit32(Code.Nop);
  }

  /** A word that leads to a label. */
  emitLabel(label: Label): void {
    const target = this.labelPositions[label]!;
    if (target >= 0) this.emit32((target - this.pos) >> 2);
    else {
      this.awaitLabel(label, this.pos);
      this.emit32(0);
    }
  }

  emit2(op: Code, a: number): void {
    this.emit32(op);
    this.emit32(a);
  }

  emit3(op: Code, a: number, b: number): void {
    this.emit32(op);
    this.emit32(a);
    this.emit32(b);
  }

  emit4(op: Code, a: number, b: number, c: number): void {
    this.emit32(op);
    this.emit32(a);
    this.emit32(b);
    this.emit32(c);
  }
}
