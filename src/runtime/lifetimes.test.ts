import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Life, Lifetimes } from './lifetimes.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Collects until something is so, or for long enough to be sure that it will not be. */
async function collectUntil(so: () => boolean): Promise<boolean> {
  for (let i = 0; i < 50 && !so(); i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return so();
}

/** Objects with a life each, which tell when it ended. */
function makeObjects(lifetimes: Lifetimes, bytes: readonly number[], ended: number[]) {
  return bytes.map((size, i): { life: Life } | undefined => ({
    life: lifetimes.begin(size, () => ended.push(i)),
  }));
}

describe('lives', () => {
  it('end when the last of their objects is gone', async () => {
    const ended: number[] = [];
    const lifetimes = new Lifetimes();
    const objects = makeObjects(lifetimes, [16, 16, 16], ended);
    lifetimes.closeOpen();
    objects[0] = undefined;
    objects[2] = undefined;
    expect(await collectUntil(() => ended.length > 0)).toBe(false);
    objects[1] = undefined;
    expect(await collectUntil(() => ended.length === 3)).toBe(true);
    expect(ended).toEqual([0, 1, 2]);
  });

  it('are not shared by large objects', async () => {
    const ended: number[] = [];
    const lifetimes = new Lifetimes();
    const objects = makeObjects(lifetimes, [16, 5000, 16], ended);
    objects[1] = undefined;
    expect(await collectUntil(() => ended.length > 0)).toBe(true);
    expect(ended).toEqual([1]);
    expect(objects[0]!.life).toBe(objects[2]!.life);
  });

  it('are shared by few', () => {
    const lifetimes = new Lifetimes();
    const small = makeObjects(lifetimes, new Array(100).fill(16), []);
    expect(new Set(small.map((object) => object!.life)).size).toBe(7);
    const larger = makeObjects(new Lifetimes(), new Array(100).fill(1024), []);
    expect(new Set(larger.map((object) => object!.life)).size).toBe(25);
  });
});
