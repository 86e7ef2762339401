import { describe, expect, it } from 'vitest';
import { CodeBuffer, CodeTooLargeError, MAX_CODE_SIZE } from './code-buffer.js';

describe('code buffer', () => {
  it('grows and keeps what it has', () => {
    const buffer = new CodeBuffer(4);
    for (let i = 0; i < 1000; i++) {
      buffer.reserve(7);
      buffer.emit8(i);
      buffer.emit16(-i);
      buffer.emit32(i * 1_000_000);
    }
    expect(buffer.pos).toBe(7000);
    for (let i = 0; i < 1000; i++) {
      expect(buffer.bytes[7 * i]).toBe(i & 0xff);
      expect(buffer.read32(7 * i + 3)).toBe(i * 1_000_000);
    }
    buffer.patch32(3, -5);
    expect(buffer.read32(3)).toBe(-5);
  });

  it('keeps its memory for the next module, unless it is much', () => {
    const buffer = new CodeBuffer(1 << 16);
    buffer.reserve(1 << 20);
    const { bytes } = buffer;
    buffer.emit32(7);
    buffer.resetModule();
    expect(buffer.pos).toBe(0);
    expect(buffer.bytes).toBe(bytes);
    buffer.reserve(1 << 24);
    buffer.resetModule();
    expect(buffer.bytes.length).toBeLessThanOrEqual(1 << 16);
    buffer.emit32(9);
    expect(buffer.read32(0)).toBe(9);
  });

  it('hands its memory over when much of it is used, else a copy', () => {
    const buffer = new CodeBuffer();
    buffer.expectModule(100_000);
    const { bytes } = buffer;
    buffer.reserve(150_000);
    expect(buffer.bytes).toBe(bytes);
    for (let i = 0; i < 150_000; i++) buffer.emit8(i);
    const code = buffer.takeCode();
    expect(code.buffer).toBe(bytes.buffer);
    expect(code.length).toBe(150_000);
    buffer.resetModule();
    expect(buffer.bytes.buffer).not.toBe(code.buffer);
    buffer.expectModule(100_000);
    buffer.emit8(1);
    expect(buffer.takeCode().buffer).not.toBe(buffer.bytes.buffer);
  });

  it('does not make room for all that a module claims', () => {
    const buffer = new CodeBuffer();
    buffer.expectModule(2 ** 31);
    expect(buffer.bytes.length).toBeLessThan(2 ** 26);
  });

  it('refuses more than a module may have', () => {
    const buffer = new CodeBuffer(16);
    expect(() => buffer.reserve(MAX_CODE_SIZE + 1)).toThrow(CodeTooLargeError);
  });

  it('never makes room for more than it may hold', () => {
    const buffer = new CodeBuffer(16, 1000);
    for (let i = 0; i < 1000; i++) {
      buffer.reserve(1);
      buffer.emit8(i);
    }
    expect(buffer.bytes.length).toBe(1000);
    expect(() => buffer.reserve(1)).toThrow(CodeTooLargeError);
  });

  it('fails when more was emitted than reserved', () => {
    const buffer = new CodeBuffer(4);
    for (let i = 0; i < 5; i++) buffer.emit8(i);
    expect(() => buffer.reserve(1)).toThrow('overran');
  });
});
