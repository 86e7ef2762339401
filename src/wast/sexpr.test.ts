import { describe, expect, it } from 'vitest';
import { lineOf, parseSExprs, type SExpr, type StringLiteral, stringBytes } from './sexpr.js';

/** Nested arrays of token texts. */
function shape(expr: SExpr): unknown {
  return expr.kind === 'list' ? expr.items.map(shape) : expr.text;
}
function split(source: string): unknown[] {
  return parseSExprs(source).map(shape);
}

describe('parseSExprs', () => {
  it.each([
    ['(a b)(c)', [['a', 'b'], ['c']]],
    ['(a "x" "y"z)', [['a', '"x"', '"y"', 'z']]],
    ['(a;; ) comment\nb)', [['a', 'b']]],
    [';; only', []],
    ['(a (; b (; c ;) d ;) e)', [['a', 'e']]],
    ['(a "(; not a comment" b)', [['a', '"(; not a comment"', 'b']]],
    ['(a "\\")" b)', [['a', '"\\")"', 'b']]],
    ['(a (@note (x) "y)") b)', [['a', 'b']]],
    ['(@"a note" x) (b)', [['b']]],
    ['(module $"a name" (func))', [['module', '$"a name"', ['func']]]],
    ['(a\r\n\tb)', [['a', 'b']]],
  ])('splits %s', (source, expected) => {
    expect(split(source)).toEqual(expected);
  });

  it.each([
    ['(a\n(b)', /unclosed \( at line 1/],
    ['(a))', /unmatched \)/],
    ['(a\n"b', /unclosed string at line 2/],
    ['(a\n(; (; ;)', /unclosed comment at line 2/],
  ])('refuses %j', (source, message) => {
    expect(() => parseSExprs(source)).toThrow(message);
  });

  it('nests as deep as memory allows', () => {
    const depth = 200_000;
    expect(parseSExprs('('.repeat(depth) + ')'.repeat(depth))).toHaveLength(1);
  });

  it('tells where expressions are', () => {
    const source = '(a)\n\n  (b "c")';
    const second = parseSExprs(source)[1]!;
    expect(source.slice(second.start, second.end)).toBe('(b "c")');
    expect(lineOf(source, second.start)).toBe(3);
  });
});

describe('stringBytes', () => {
  const bytes = (text: string): number[] => [...stringBytes(parseSExprs(text)[0] as StringLiteral)];

  it.each([
    ['"ab"', [97, 98]],
    ['"\\00\\fF"', [0, 255]],
    ['"\\t\\n\\r\\"\\\'\\\\"', [9, 10, 13, 34, 39, 92]],
    ['"\\u{e9}\\u{1F600}"', [0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]],
    ['"é\u{1f600}"', [0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]],
    ['""', []],
  ])('reads %s', (text, expected) => {
    expect(bytes(text)).toEqual(expected);
  });

  it.each(['"\\x"', '"\\0"', '"\\u{d800}"', '"\\u{110000}"'])('refuses %s', (text) => {
    expect(() => bytes(text)).toThrow(/escape|code point/);
  });
});
