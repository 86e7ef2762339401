import { expect, it } from 'vitest';
import { IntList } from './int-list.js';

it('a pair finds room where one integer is left', () => {
  const list = new IntList(4);
  list.push(1);
  list.pushPair(2, 3);
  list.pushPair(4, 5);
  list.pushPair(-6, 0xffffffff);
  expect([...list.toArray()]).toEqual([1, 2, 3, 4, 5, -6, -1]);
});
