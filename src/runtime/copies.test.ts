import { describe, expect, it } from 'vitest';
import { ContextIds } from './context-ids.js';
import { Copies } from './copies.js';

const placesOf = (copies: Copies, ids: ContextIds): number[] => {
  const places: number[] = [];
  copies.forEach(ids, (address) => places.push(address));
  return places;
};

describe('copies in contexts', () => {
  it('are there as long as the context that they are in', () => {
    const ids = new ContextIds();
    const copies = new Copies();
    const [a, b, c] = [ids.take(), ids.take(), ids.take()];
    copies.add(ids, 100, a);
    copies.add(ids, 200, b);
    copies.add(ids, 300, c);
    ids.giveBack(b);
    expect(placesOf(copies, ids)).toEqual([100, 300]);
    // Whoever has the number next is somebody else.
    expect(ids.take()).toBe(b);
    expect(placesOf(copies, ids)).toEqual([100, 300]);
    ids.giveBack(a);
    expect(placesOf(copies, ids)).toEqual([300]);
    copies.add(ids, 400, b);
    expect(placesOf(copies, ids).sort()).toEqual([300, 400]);
  });

  it('do not become more than there are contexts, by and large', () => {
    const ids = new ContextIds();
    const copies = new Copies();
    const first = ids.take();
    copies.add(ids, 8, first);
    for (let i = 0; i < 10_000; i++) {
      const id = ids.take();
      copies.add(ids, 16 * i + 16, id);
      ids.giveBack(id);
    }
    expect(placesOf(copies, ids)).toEqual([8]);
    expect((copies as unknown as { others: unknown[] }).others.length).toBeLessThan(40);
    expect(ids.count).toBe(1);
  });
});
