import { describe, expect, it } from 'vitest';
import { IntList } from './int-list.js';

describe('int list', () => {
  it.each([3, 5000, 9000])('hands over what it has and nothing else uses: %i', (count) => {
    const list = new IntList();
    list.expect(8000);
    for (let i = 0; i < count; i++) list.push(-i);
    const taken = list.take();
    expect(list.length).toBe(0);
    for (let i = 0; i < 9000; i++) list.push(7);
    expect(taken).toEqual(Int32Array.from({ length: count }, (_, i) => -i));
  });

  it('lets go of more memory than is to be kept', () => {
    const list = new IntList();
    for (let i = 0; i < 1000; i++) list.push(i);
    list.reset(100);
    expect(list.length).toBe(0);
    expect(list.data.length).toBe(100);
  });
});

it('a pair finds room where one integer is left', () => {
  const list = new IntList(4);
  list.push(1);
  list.pushPair(2, 3);
  list.pushPair(4, 5);
  list.pushPair(-6, 0xffffffff);
  expect([...list.toArray()]).toEqual([1, 2, 3, 4, 5, -6, -1]);
});
