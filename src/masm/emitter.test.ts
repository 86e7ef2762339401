import { describe, expect, it } from 'vitest';
import { TrapKind } from '../wasm/trap-kind.js';
import { Emitter } from './emitter.js';

/** A machine of words: a reference is a word that holds its target's position. */
class WordMachine extends Emitter {
  override patchReference(at: number, target: number): void {
    this.patch32(at, target);
  }

  override emitTrap(): void {
    this.emit32(-1);
  }

  override emitFiller(): void {
    this.emit32(-2);
  }

  /** Emits a reference, and returns where it is. */
  reference(): number {
    this.reserve(1024);
    this.emit32(0);
    return this.pos - 4;
  }

  words(from = 0): number[] {
    const words: number[] = [];
    for (let at = from; at < this.pos; at += 4) words.push(this.read32(at));
    return words;
  }
}

describe('emitter', () => {
  it('gives all references to a label their target, however many labels and references there are', () => {
    const machine = new WordMachine();
    machine.beginBody();
    const labels = Array.from({ length: 300 }, () => machine.newLabel());
    for (let round = 0; round < 3; round++) {
      for (const label of labels) machine.awaitLabel(label, machine.reference());
    }
    const targets = labels.map((label) => {
      machine.bind(label);
      machine.reference();
      return machine.pos - 4;
    });
    expect(machine.words().slice(0, 900)).toEqual([...targets, ...targets, ...targets]);
    expect(labels.map((label) => machine.labelPositions[label])).toEqual(targets);
  });

  it('joins functions to references before and after them, of this module only', () => {
    const machine = new WordMachine();
    for (let round = 0; round < 2; round++) {
      const early = [machine.reference(), machine.reference()];
      for (const at of early) machine.referToFunction(1000, at);
      machine.referToFunction(3, machine.reference());
      machine.bindFunction(1000, 64 + round);
      machine.referToFunction(1000, machine.reference());
      expect(machine.words()).toEqual([64 + round, 64 + round, 0, 64 + round]);
      machine.bindFunction(3, 128);
      expect(machine.words()[2]).toBe(128);
      machine.resetModule();
    }
  });

  it('shares the trap stub of one operator and kind, and keeps trap sites ascending', () => {
    const machine = new WordMachine();
    machine.sourceOffset = 7;
    const branches = [TrapKind.IntegerOverflow, TrapKind.IntegerOverflow, TrapKind.Unreachable];
    for (const kind of branches) machine.branchToStub(kind, machine.reference());
    machine.sourceOffset = 8;
    machine.branchToStub(TrapKind.IntegerOverflow, machine.reference());
    machine.trap(TrapKind.Unreachable);
    machine.emitStubs();
    expect(machine.words()).toEqual([20, 20, 24, 28, -1, -1, -1, -1]);
    expect([...machine.trapSites.toArray()]).toEqual([16, 8, 20, 7, 24, 7, 28, 8]);
    expect([...machine.trapKinds.toArray()]).toEqual([
      TrapKind.Unreachable,
      TrapKind.IntegerOverflow,
      TrapKind.Unreachable,
      TrapKind.IntegerOverflow,
    ]);
    expect(machine.sourceOffset).toBe(8);
  });

  it('aligns constants, the wide ones first', () => {
    const machine = new WordMachine();
    machine.constants.addNarrow(machine.reference(), 5);
    machine.constants.addWide(machine.reference(), 1, 2);
    machine.constants.addNarrow(machine.reference(), 5);
    machine.emitConstants();
    expect(machine.words()).toEqual([24, 16, 24, -2, 1, 2, 5]);
  });

  it('fills jump tables behind the body and tables that have a place', () => {
    const machine = new WordMachine();
    machine.beginBody();
    const [first, second] = [machine.newLabel(), machine.newLabel()];
    machine.addTable(machine.reference(), Int32Array.of(second, first, second), 3);
    machine.bind(first);
    machine.reference();
    machine.bind(second);
    machine.emitTables();
    machine.fillTables();
    expect(machine.words()).toEqual([8, 0, 0, -4, 0]);

    machine.beginBody();
    const label = machine.newLabel();
    const start = machine.reference();
    machine.addTable(start, Int32Array.of(label), 1);
    machine.bind(label);
    machine.fillTables();
    expect(machine.words(start)).toEqual([4]);
  });

  it('forgets what it knows of straight code at a label', () => {
    const machine = new WordMachine();
    machine.straightAt = machine.pos;
    machine.bind(machine.newLabel());
    expect(machine.straightAt).toBe(-1);
  });
});
