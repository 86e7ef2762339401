import { describe, expect, it } from 'vitest';
import { BlockKind, ControlStack, NO_JOIN } from './control-stack.js';

/** Lists of types: to the stack they are numbers. */
const PARAMS = 11;
const RESULTS = 12;

describe('ControlStack', () => {
  it('starts a frame with nothing but what it was pushed with', () => {
    const control = new ControlStack();
    control.push(BlockKind.If, PARAMS, RESULTS, 48, false, 7);
    expect(control.depth).toBe(1);
    expect(control.kind(0)).toBe(BlockKind.If);
    expect([control.params(0), control.results(0)]).toEqual([PARAMS, RESULTS]);
    expect(control.height(0)).toBe(48);
    expect(control.blockNumber(0)).toBe(7);
    expect(control.isDead(0)).toBe(false);
    expect(control.isPolymorphic(0)).toBe(false);
    expect([control.label(0), control.elseLabel(0), control.tableLabel(0)]).toEqual([-1, -1, -1]);
    expect([control.join(0), control.elseJoin(0)]).toEqual([NO_JOIN, NO_JOIN]);
  });

  it('keeps the columns of neighbouring frames apart', () => {
    const control = new ControlStack();
    const frames = [0, 1, 2];
    for (const f of frames) control.push(BlockKind.Block, 2 * f, 2 * f + 1, f, f === 1, f);
    for (const f of frames) {
      control.setTableLabel(f, 10 + f);
      control.setLabel(f, 20 + f);
      control.setElseLabel(f, 30 + f);
      control.setJoin(f, 40 + f);
      control.setElseJoin(f, 50 + f);
      control.setPolymorphic(f, f === 2);
      control.setKind(f, f === 0 ? BlockKind.Function : BlockKind.Else);
    }
    for (const f of frames) {
      expect([
        control.height(f),
        control.tableLabel(f),
        control.label(f),
        control.elseLabel(f),
        control.join(f),
        control.elseJoin(f),
        control.blockNumber(f),
        control.params(f),
        control.results(f),
      ]).toEqual([f, 10 + f, 20 + f, 30 + f, 40 + f, 50 + f, f, 2 * f, 2 * f + 1]);
      expect(control.isDead(f)).toBe(f === 1);
      expect(control.isPolymorphic(f)).toBe(f === 2);
      expect(control.kind(f)).toBe(f === 0 ? BlockKind.Function : BlockKind.Else);
    }
  });

  it('keeps dead and polymorphic independent', () => {
    const control = new ControlStack();
    control.push(BlockKind.Block, 0, 0, 0, true, 0);
    control.setPolymorphic(0, true);
    expect([control.isDead(0), control.isPolymorphic(0)]).toEqual([true, true]);
    control.setPolymorphic(0, false);
    expect([control.isDead(0), control.isPolymorphic(0)]).toEqual([true, false]);
  });

  it('forgets a popped frame when its place is used again', () => {
    const control = new ControlStack();
    control.push(BlockKind.If, PARAMS, RESULTS, 8, true, 1);
    control.setPolymorphic(0, true);
    control.setLabel(0, 3);
    control.setElseLabel(0, 4);
    control.setTableLabel(0, 5);
    control.setJoin(0, 6);
    control.setElseJoin(0, 7);
    control.pop();
    expect(control.depth).toBe(0);
    control.push(BlockKind.Loop, 0, 0, 16, false, 2);
    expect(control.kind(0)).toBe(BlockKind.Loop);
    expect([control.isDead(0), control.isPolymorphic(0)]).toEqual([false, false]);
    expect([control.label(0), control.elseLabel(0), control.tableLabel(0)]).toEqual([-1, -1, -1]);
    expect([control.join(0), control.elseJoin(0)]).toEqual([NO_JOIN, NO_JOIN]);
  });

  it('carries parameters to loops and results to everything else', () => {
    const control = new ControlStack();
    const kinds = [
      BlockKind.Function,
      BlockKind.Block,
      BlockKind.Loop,
      BlockKind.If,
      BlockKind.Else,
    ];
    kinds.forEach((kind, f) => {
      control.push(kind, PARAMS, RESULTS, 0, false, f);
      expect(control.labelTypes(f)).toBe(kind === BlockKind.Loop ? PARAMS : RESULTS);
    });
  });

  it('grows past its first capacity and keeps all frames', () => {
    const control = new ControlStack();
    const count = 10_000;
    for (let f = 0; f < count; f++) {
      control.push(BlockKind.Block, 5 * f, 7 * f, 8 * f, false, 3 * f);
      control.setLabel(f, f);
    }
    expect(control.depth).toBe(count);
    for (let f = 0; f < count; f++) {
      if (
        control.height(f) !== 8 * f ||
        control.blockNumber(f) !== 3 * f ||
        control.label(f) !== f ||
        control.params(f) !== 5 * f ||
        control.results(f) !== 7 * f
      ) {
        expect.unreachable(`frame ${f} changed`);
      }
    }
  });
});
