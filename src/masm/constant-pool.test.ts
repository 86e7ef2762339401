import { expect, it } from 'vitest';
import { ConstantPool } from './constant-pool.js';

/** Offsets in the pool of all references, in order. */
function offsets(pool: ConstantPool): number[] {
  const { data, length } = pool.refs;
  const out: number[] = [];
  for (let i = 1; i < length; i += 2) out.push(pool.offsetOf(data[i]!));
  return out;
}

it('keeps equal constants once, the wide ones first', () => {
  const pool = new ConstantPool();
  pool.addNarrow(10, 0x3f800000);
  pool.addWide(20, 0, 0x3ff00000);
  pool.addNarrow(30, 0x3f800000);
  pool.addWide(40, 1, 0x3ff00000);
  pool.addWide(50, 0, 0x3ff00000);
  pool.addNarrow(60, -1);
  expect(pool.size).toBe(24);
  expect(offsets(pool)).toEqual([16, 0, 16, 8, 0, 20]);
});

it('takes nothing over from what was cleared', () => {
  const pool = new ConstantPool();
  pool.addWide(0, 5, 6);
  pool.addWide(0, 7, 8);
  pool.addNarrow(0, 9);
  pool.clear();
  expect(pool.size).toBe(0);
  pool.addWide(0, 7, 8);
  pool.addNarrow(0, 9);
  expect(pool.size).toBe(12);
  expect(offsets(pool)).toEqual([0, 8]);
});

it('gives back all of many constants', () => {
  const pool = new ConstantPool();
  for (let i = 0; i < 1000; i++) {
    pool.addWide(0, i * 0x01000193, i);
    pool.addNarrow(0, i * 0x01000193);
  }
  const all = [...pool.wide.toArray(), ...pool.narrow.toArray()];
  const places = offsets(pool);
  for (let i = 0; i < 1000; i++) {
    expect(all[places[2 * i]! / 4]).toBe((i * 0x01000193) | 0);
    expect(all[places[2 * i]! / 4 + 1]).toBe(i);
    expect(all[places[2 * i + 1]! / 4]).toBe((i * 0x01000193) | 0);
  }
});
