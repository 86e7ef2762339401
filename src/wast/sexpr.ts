/**
 * Splits a script of the WebAssembly test-suite format into S-expressions. Only what delimits
 * expressions is looked at; the text of modules is left to the text library.
 */

export interface Atom {
  readonly kind: 'atom';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A string literal, quotes included; see {@link stringBytes}. */
export interface StringLiteral {
  readonly kind: 'string';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface List {
  readonly kind: 'list';
  readonly items: SExpr[];
  /** Offset of the opening parenthesis. */
  readonly start: number;
  /** Offset behind the closing parenthesis. */
  end: number;
}

/** Offsets are in UTF-16 units. */
export type SExpr = Atom | StringLiteral | List;

/** A script that cannot be split into expressions. */
export class ScriptSyntaxError extends Error {
  override readonly name = 'ScriptSyntaxError';
  /** From 1. */
  readonly line: number;

  constructor(reason: string, line: number) {
    super(`${reason} at line ${line}`);
    this.line = line;
  }
}

/**
 * All expressions at the top of a script. Comments and annotations (`(@name ...)`) are left out.
 * @throws ScriptSyntaxError
 */
export function parseSExprs(source: string): SExpr[] {
  return new Splitter(source).run();
}

class Splitter {
  private at = 0;

  constructor(private readonly source: string) {}

  run(): SExpr[] {
    const { source } = this;
    const top: SExpr[] = [];
    const open: List[] = [];
    let items = top;
    while (true) {
      this.skipSpace();
      if (this.at >= source.length) break;
      const start = this.at;
      const char = source[start]!;
      if (char === '(') {
        this.at++;
        const list: List = { kind: 'list', items: [], start, end: 0 };
        items.push(list);
        open.push(list);
        items = list.items;
      } else if (char === ')') {
        const list = open.pop();
        if (list === undefined) throw this.error('unmatched )', start);
        list.end = ++this.at;
        items = open.at(-1)?.items ?? top;
        if (isAnnotation(list)) items.pop();
      } else if (char === '"') {
        this.skipString();
        items.push({ kind: 'string', text: source.slice(start, this.at), start, end: this.at });
      } else {
        this.skipAtom();
        items.push({ kind: 'atom', text: source.slice(start, this.at), start, end: this.at });
      }
    }
    const unclosed = open.at(-1);
    if (unclosed !== undefined) throw this.error('unclosed (', unclosed.start);
    return top;
  }

  private error(reason: string, offset: number): ScriptSyntaxError {
    return new ScriptSyntaxError(reason, lineOf(this.source, offset));
  }

  private skipSpace(): void {
    const { source } = this;
    while (this.at < source.length) {
      const char = source[this.at]!;
      if (char === ' ' || char === '\n' || char === '\t' || char === '\r') {
        this.at++;
      } else if (char === ';' && source[this.at + 1] === ';') {
        const lineEnd = /[\n\r]/g;
        lineEnd.lastIndex = this.at;
        this.at = lineEnd.exec(source)?.index ?? source.length;
      } else if (char === '(' && source[this.at + 1] === ';') {
        this.skipBlockComment();
      } else {
        return;
      }
    }
  }

  private skipBlockComment(): void {
    const { source } = this;
    const start = this.at;
    const mark = /\(;|;\)/g;
    mark.lastIndex = start + 2;
    let depth = 1;
    while (depth > 0) {
      const found = mark.exec(source);
      if (found === null) throw this.error('unclosed comment', start);
      depth += found[0] === '(;' ? 1 : -1;
    }
    this.at = mark.lastIndex;
  }

  private skipString(): void {
    const { source } = this;
    const start = this.at++;
    while (true) {
      const char = source[this.at++];
      if (char === '"') return;
      if (char === undefined || char === '\n') throw this.error('unclosed string', start);
      if (char === '\\') this.at++;
    }
  }

  private skipAtom(): void {
    const { source } = this;
    const start = this.at;
    while (this.at < source.length) {
      const char = source[this.at]!;
      if (char === '"') {
        // Identifiers and annotations may be quoted: $"a name", @"a name".
        if (this.at !== start + 1 || (source[start] !== '$' && source[start] !== '@')) return;
        this.skipString();
        return;
      }
      if (' \n\t\r();'.includes(char)) {
        // A lone ; is no comment and belongs to nothing; it becomes an atom.
        if (this.at === start) this.at++;
        return;
      }
      this.at++;
    }
  }
}

function isAnnotation(list: List): boolean {
  const head = list.items[0];
  return head?.kind === 'atom' && head.text.startsWith('@') && head.start === list.start + 1;
}

/** Line of an offset, from 1. */
export function lineOf(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) {
    line++;
  }
  return line;
}

const SIMPLE_ESCAPES: Record<string, number> = { n: 10, t: 9, r: 13, '"': 34, "'": 39, '\\': 92 };

/**
 * The bytes that a string literal means (spec, section 6.3.3): raw characters as UTF-8, `\hh` as one
 * byte, `\u{h…}` as the UTF-8 of a code point.
 * @throws Error on an escape that the format does not have
 */
export function stringBytes(literal: StringLiteral): Uint8Array {
  const body = literal.text.slice(1, -1);
  const encoder = new TextEncoder();
  if (!body.includes('\\')) return encoder.encode(body);
  // A raw character of three UTF-8 bytes is one unit; an escaped one is longer than its bytes.
  const out = new Uint8Array(body.length * 3);
  let length = 0;
  const piece = /\\(?:([0-9a-fA-F]{2})|([ntr"'\\])|u\{([0-9a-fA-F_]+)\})|[^\\]+/gy;
  while (piece.lastIndex < body.length) {
    const at = piece.lastIndex;
    const match = piece.exec(body);
    if (match === null) throw new Error(`unknown escape ${body.slice(at, at + 2)}`);
    const [raw, hex, simple, point] = match;
    if (hex !== undefined) out[length++] = Number.parseInt(hex, 16);
    else if (simple !== undefined) out[length++] = SIMPLE_ESCAPES[simple]!;
    else if (point !== undefined) {
      const code = Number.parseInt(point.replaceAll('_', ''), 16);
      if (!(code < 0xd800 || (code >= 0xe000 && code < 0x110000))) {
        throw new Error(`no such code point: ${raw}`);
      }
      length += encoder.encodeInto(String.fromCodePoint(code), out.subarray(length)).written;
    } else length += encoder.encodeInto(raw, out.subarray(length)).written;
  }
  return out.slice(0, length);
}

/** A string literal as text; undefined when it is not UTF-8. */
export function stringText(literal: StringLiteral): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(stringBytes(literal));
  } catch {
    return undefined;
  }
}
