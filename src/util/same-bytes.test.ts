import { describe, expect, it } from 'vitest';
import { sameBytes } from './same-bytes.js';

describe('sameBytes', () => {
  const bytes = Uint8Array.from({ length: 23 }, (_, i) => i);

  it('finds a difference at each place, wherever the bytes lie', () => {
    for (const shift of [0, 1, 4]) {
      const other = new Uint8Array(40).subarray(shift, shift + bytes.length);
      other.set(bytes);
      expect(sameBytes(bytes, other)).toBe(true);
      for (let at = 0; at < bytes.length; at++) {
        other[at]! ^= 0x80;
        expect(sameBytes(bytes, other), `byte ${at}`).toBe(false);
        other[at]! ^= 0x80;
      }
    }
  });

  it('tells lengths apart', () => {
    expect(sameBytes(bytes, bytes.subarray(0, 22))).toBe(false);
    expect(sameBytes(bytes.subarray(0, 0), new Uint8Array(0))).toBe(true);
  });
});
