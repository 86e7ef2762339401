import { expect, it } from 'vitest';
import { Code } from '../masm/portable/encoding.js';
import { vectorNumber } from '../masm/portable/vector-encoding.js';
import { Lanes } from '../masm/vector-operators.js';
import { REGISTERS } from './machine.js';
import { MemoryViews } from './memory-views.js';
import { accessVector } from './vector-memory.js';

const PAGE = 65_536;

it.each([
  ['v128.load', [Code.VectorLoad, vectorNumber(Lanes.I8x16, 0), 40, 2, 0]],
  ['v128.store', [Code.VectorStore, 40, 2, 0]],
  ['v128.load8_lane', [Code.VectorLoadLane, vectorNumber(Lanes.I8x16, 0), 40, 40, 3, 2, 0]],
  ['v128.store8_lane', [Code.VectorStoreLane, vectorNumber(Lanes.I8x16, 0), 40, 3, 2, 0]],
])('%s sees how another thread has grown a shared memory, and traps behind that', (_, words) => {
  const memory = new MemoryViews(new SharedArrayBuffer(PAGE), () => {
    memory.update(new SharedArrayBuffer(2 * PAGE));
  });
  const code = Int32Array.from(words);
  REGISTERS[2] = 2 * PAGE;
  expect(accessVector(memory, code, 0)).toBe(~0);
  memory.update(new SharedArrayBuffer(PAGE));
  REGISTERS[2] = PAGE;
  expect(accessVector(memory, code, 0)).toBe(words.length);
});
