import { describe, expect, it } from 'vitest';
import { escapeNonAscii } from './text-reader.js';
import { loadWabt } from './wabt.js';
import { isBinaryModule, TextError, watToWasm } from './wat.js';

async function failure(text: string): Promise<TextError> {
  const error: unknown = await watToWasm(text).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(TextError);
  return error as TextError;
}

describe('watToWasm', () => {
  it('converts a module', async () => {
    const bytes = await watToWasm('(module (func (export "f") (result i32) i32.const 7))');
    expect(isBinaryModule(bytes)).toBe(true);
    // i32.const 7
    expect(Buffer.from(bytes).indexOf(Buffer.of(0x41, 7))).toBeGreaterThan(0);
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

it('keeps what annotations say', async () => {
  const bytes = await watToWasm('(module (func (@name "other") (nop)))');
  expect(new TextDecoder().decode(bytes)).toContain('other');
});

describe('the light reader', () => {
  it('reads what programs have, names included, and leaves type errors to the compiler', async () => {
    const wabt = await loadWabt();
    const text = '(module (memory i64 1) (func $f (result v128) (local $x i32) (local.get 9)))';
    const bytes = await wabt.parse(text);
    expect(isBinaryModule(bytes)).toBe(true);
    // local.get 9, and the name of the function.
    expect(Buffer.from(bytes).indexOf(Buffer.of(0x20, 9))).toBeGreaterThan(0);
    expect(new TextDecoder('latin1').decode(bytes)).toContain('\x01f');
  });

  it.each([
    ['(module\n\n  (func\n    oops))', 4, 5, 'unexpected token oops'],
    ['(module (func (call $g)))', 1, 21, 'undefined function variable "$g"'],
    ['(module (data "é\u{1f600}\\zz"))', 1, 19, 'bad escape'],
    ['(module\n', 2, 1, 'unexpected token "EOF"'],
  ])('tells where %j is wrong', async (text, line, column, reason) => {
    const error: unknown = await (await loadWabt()).parse(text).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TextError);
    expect(error).toMatchObject({ line, column });
    expect((error as TextError).reason).toContain(reason);
  });

  it('is not the last word: the other one knows later proposals', async () => {
    const wide = '(i64.add128 (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4))';
    const text = `(module (func (result i64 i64) ${wide}))`;
    await expect((await loadWabt()).parse(text)).rejects.toThrow('unexpected token "i64.add128"');
    expect(isBinaryModule(await watToWasm(text))).toBe(true);
    // The error of the one that came further.
    const error = await failure(`(module (func (result i64 i64) ${wide}\n  oops))`);
    expect(error).toMatchObject({ line: 2, column: 3 });
  });
});
