import { describe, expect, it } from 'vitest';
import { escapeNonAscii, isBinaryModule, loadTextReader, TextError, watToWasm } from './wat.js';

async function failure(text: string): Promise<TextError> {
  const error: unknown = await watToWasm(text).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(TextError);
  return error as TextError;
}

describe('watToWasm', () => {
  it('converts a module', async () => {
    const bytes = await watToWasm('(module (func (export "f") (result i32) i32.const 7))');
    expect(isBinaryModule(bytes)).toBe(true);
    expect(await (await loadTextReader()).print(bytes)).toContain('i32.const 7');
  });

  it('leaves type errors to the compiler', async () => {
    expect(isBinaryModule(await watToWasm('(module (func (result i32)))'))).toBe(true);
  });

  it.each([
    ['(module\n\n  (func\n    oops))', 4, 5, 'unknown operator'],
    ['(module (func (call $g)))', 1, 21, 'unknown func: failed to find name `$g`'],
    ['(module (data "\\zz"))', 1, 17, "invalid string escape 'z'"],
    ['(module (data "é\u{1f600}\\zz"))', 1, 20, 'invalid string escape'],
    ['(module', 1, 8, 'expected'],
  ])('tells where %j is wrong', async (text, line, column, reason) => {
    const error = await failure(text);
    expect(error.reason).toContain(reason);
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.message).toBe(`${error.reason} at line ${line}, column ${column}`);
  });

  it('takes any characters in strings', async () => {
    const text = '(module (export "\u202e\u{1f600}" (func 0)) (func)) ;; \u202e';
    const bytes = await watToWasm(text);
    expect(new TextDecoder().decode(bytes)).toContain('\u202e\u{1f600}');
  });
});

it('escapes characters as their UTF-8', () => {
  expect(escapeNonAscii('aé\u{1f600}b')).toBe('a\\c3\\a9\\f0\\9f\\98\\80b');
});
