import { describe, expect, it } from 'vitest';
import { accessorOf } from './accessors.js';

const of = (...bytes: number[]) =>
  accessorOf(Uint8Array.from([9, ...bytes, 9]), 1, 1 + bytes.length);

describe('accessorOf', () => {
  it('knows functions that read a global', () => {
    expect(of(0, 0x23, 0, 0x0b)).toBe(0);
    expect(of(0, 0x23, 0x85, 0x02, 0x0b)).toBe(2 * 261);
    expect(of(0, 0x23, 0x80, 0x80, 0x80, 0x80, 0, 0x0b)).toBe(0);
  });

  it('knows functions that write a global', () => {
    expect(of(0, 0x20, 0, 0x24, 3, 0x0b)).toBe(7);
  });

  it.each([
    ['with a local', [1, 1, 0x7f, 0x23, 0, 0x0b]],
    ['that write another parameter', [0, 0x20, 1, 0x24, 3, 0x0b]],
    ['that return the parameter', [0, 0x20, 0, 0x0b]],
    ['that do more before', [0, 0x01, 0x23, 0, 0x0b]],
    ['that do more after', [0, 0x23, 0, 0x45, 0x0b]],
    ['that do more after writing', [0, 0x20, 0, 0x24, 3, 0x01, 0x0b]],
    ['that write what they read', [0, 0x23, 0, 0x24, 1, 0x0b]],
    ['that are empty', [0, 0x0b]],
  ])('knows others, %s', (_, bytes) => {
    expect(of(...bytes)).toBe(-1);
  });
});
