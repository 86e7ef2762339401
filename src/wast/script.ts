import {
  type Atom,
  type List,
  lineOf,
  parseSExprs,
  type SExpr,
  type StringLiteral,
  stringBytes,
  stringText,
} from './sexpr.js';
import { type Pattern, parsePattern, parseValue, type WastValue } from './values.js';

/** Where a script's module comes from. */
export type ModuleSource =
  /** Text, with `definition` and `instance` markers blanked out, so that places stay right. */
  | { readonly form: 'text'; readonly text: string; readonly line: number }
  | { readonly form: 'binary'; readonly bytes: Uint8Array; readonly line: number }
  /** Text in strings; undefined when it is not UTF-8. */
  | { readonly form: 'quote'; readonly text: string | undefined; readonly line: number };

export type Action =
  | {
      readonly type: 'invoke';
      readonly module: string | undefined;
      readonly field: string;
      readonly args: readonly WastValue[];
    }
  | { readonly type: 'get'; readonly module: string | undefined; readonly field: string };

/** What one expression of a script asks for. */
export type CommandBody =
  /** Compiles a module; unless `definition`, also instantiates it. */
  | {
      readonly type: 'module';
      readonly name: string | undefined;
      readonly definition: boolean;
      readonly source: ModuleSource;
    }
  | {
      readonly type: 'instance';
      readonly name: string | undefined;
      readonly definition: string | undefined;
    }
  | { readonly type: 'register'; readonly as: string; readonly name: string | undefined }
  | { readonly type: 'action'; readonly action: Action }
  | {
      readonly type: 'assert_return';
      readonly action: Action;
      readonly results: readonly Pattern[];
    }
  | {
      readonly type: 'assert_trap';
      readonly subject: Action | ModuleSource;
      readonly text: string;
    }
  | { readonly type: 'assert_exhaustion'; readonly action: Action; readonly text: string }
  | { readonly type: 'assert_exception'; readonly action: Action }
  | {
      readonly type: 'assert_invalid' | 'assert_malformed' | 'assert_unlinkable';
      readonly source: ModuleSource;
      readonly text: string;
      /** About a custom section's or annotation's contents. */
      readonly custom: boolean;
    }
  /** Known, but nothing that can be done here. */
  | { readonly type: 'unsupported'; readonly reason: string }
  /** No command, or one that is written wrongly. */
  | { readonly type: 'malformed'; readonly reason: string };

export interface Command {
  /** Line of the expression, from 1. */
  readonly line: number;
  /** The head of the expression: `assert_return`, `module`, ... */
  readonly head: string;
  readonly body: CommandBody;
}

/**
 * The commands of a script in order. An expression that cannot be understood becomes a command that
 * is reported as such; the others still run.
 * @throws ScriptSyntaxError when the script does not split into expressions
 */
export function parseScript(source: string): Command[] {
  const exprs = parseSExprs(source);
  const first = exprs[0];
  if (first !== undefined && !isCommand(first)) {
    // A script may be the fields of a single module.
    const module: ModuleSource = { form: 'text', text: source, line: 1 };
    const body: CommandBody = {
      type: 'module',
      name: undefined,
      definition: false,
      source: module,
    };
    return [{ line: lineOf(source, first.start), head: 'module', body }];
  }
  const commands: Command[] = [];
  let line = 1;
  let counted = 0;
  for (const expr of exprs) {
    line += lineOf(source.slice(counted, expr.start), expr.start - counted) - 1;
    counted = expr.start;
    commands.push(parseCommand(source, expr, line));
  }
  return commands;
}

const HEADS = new Set([
  'module',
  'register',
  'invoke',
  'get',
  'assert_return',
  'assert_trap',
  'assert_exhaustion',
  'assert_exception',
  'assert_invalid',
  'assert_invalid_custom',
  'assert_malformed',
  'assert_malformed_custom',
  'assert_unlinkable',
  'thread',
  'wait',
  'script',
  'input',
  'output',
]);

function isCommand(expr: SExpr): boolean {
  return HEADS.has(headOf(expr));
}

function headOf(expr: SExpr): string {
  const head = expr.kind === 'list' ? expr.items[0] : expr;
  return head?.kind === 'atom' ? head.text : '';
}

function parseCommand(source: string, expr: SExpr, line: number): Command {
  const head = headOf(expr);
  let body: CommandBody;
  try {
    if (expr.kind !== 'list') throw new Error(`unexpected ${expr.text}`);
    body = new CommandParser(source, line, expr.start).parse(head, expr);
  } catch (error) {
    body = { type: 'malformed', reason: (error as Error).message };
  }
  return { line, head, body };
}

class CommandParser {
  constructor(
    private readonly source: string,
    private readonly line: number,
    private readonly start: number,
  ) {}

  parse(head: string, list: List): CommandBody {
    const { items } = list;
    switch (head) {
      case 'module':
        return this.module(list);
      case 'register':
        return { type: 'register', as: textOf(items[1]), name: nameAt(items, 2) };
      case 'invoke':
      case 'get':
        return { type: 'action', action: this.action(list) };
      case 'assert_return':
        return {
          type: head,
          action: this.action(items[1]),
          results: items.slice(2).map(parsePattern),
        };
      case 'assert_trap':
        return {
          type: head,
          subject:
            headOf(items[1]!) === 'module' ? this.moduleSource(items[1]) : this.action(items[1]),
          text: textOf(items[2]),
        };
      case 'assert_exhaustion':
        return { type: head, action: this.action(items[1]), text: textOf(items[2]) };
      case 'assert_exception':
        return { type: head, action: this.action(items[1]) };
      case 'assert_invalid':
      case 'assert_malformed':
      case 'assert_unlinkable':
        return this.refusal(head, list, false);
      case 'assert_invalid_custom':
        return this.refusal('assert_invalid', list, true);
      case 'assert_malformed_custom':
        return this.refusal('assert_malformed', list, true);
      case 'thread':
      case 'wait':
        return { type: 'unsupported', reason: 'threads in scripts are not supported' };
      default:
        throw new Error(`unknown command ${head}`);
    }
  }

  private refusal(
    type: 'assert_invalid' | 'assert_malformed' | 'assert_unlinkable',
    list: List,
    custom: boolean,
  ): CommandBody {
    const source = this.moduleSource(list.items[1]);
    return { type, source, text: textOf(list.items[2]), custom };
  }

  private module(list: List): CommandBody {
    const { items } = list;
    if (isAtom(items[1], 'instance')) {
      return { type: 'instance', name: nameAt(items, 2), definition: nameAt(items, 3) };
    }
    const definition = isAtom(items[1], 'definition');
    const name = nameAt(items, definition ? 2 : 1);
    return { type: 'module', name, definition, source: this.moduleSource(list) };
  }

  private moduleSource(expr: SExpr | undefined): ModuleSource {
    if (expr?.kind !== 'list' || headOf(expr) !== 'module') throw new Error('expected a module');
    const { items } = expr;
    const line = this.line + lineOf(this.source.slice(this.start, expr.start), Infinity) - 1;
    let at = 1;
    const marker = isAtom(items[at], 'definition') ? (items[at++] as Atom) : undefined;
    if (nameAt(items, at) !== undefined) at++;
    if (isAtom(items[at], 'binary')) {
      return { form: 'binary', bytes: concat(items.slice(at + 1), stringBytes), line };
    }
    if (isAtom(items[at], 'quote')) {
      const bytes = concat(items.slice(at + 1), (literal) => {
        const decoded = stringBytes(literal);
        const spaced = new Uint8Array(decoded.length + 1).fill(0x20);
        spaced.set(decoded);
        return spaced;
      });
      return { form: 'quote', text: decodeUtf8(bytes), line };
    }
    let text = this.source.slice(expr.start, expr.end);
    if (marker !== undefined) {
      const before = marker.start - expr.start;
      const behind = marker.end - expr.start;
      text = text.slice(0, before) + ' '.repeat(behind - before) + text.slice(behind);
    }
    return { form: 'text', text, line };
  }

  private action(expr: SExpr | undefined): Action {
    const head = expr === undefined ? '' : headOf(expr);
    if (expr?.kind !== 'list' || (head !== 'invoke' && head !== 'get')) {
      throw new Error('expected (invoke ...) or (get ...)');
    }
    const { items } = expr;
    const module = nameAt(items, 1);
    const at = module === undefined ? 1 : 2;
    const field = textOf(items[at]);
    if (head === 'get') return { type: 'get', module, field };
    return { type: 'invoke', module, field, args: items.slice(at + 1).map(parseValue) };
  }
}

function isAtom(expr: SExpr | undefined, text: string): boolean {
  return expr?.kind === 'atom' && expr.text === text;
}

function nameAt(items: readonly SExpr[], index: number): string | undefined {
  const item = items[index];
  return item?.kind === 'atom' && item.text.startsWith('$') ? item.text : undefined;
}

function textOf(expr: SExpr | undefined): string {
  if (expr?.kind !== 'string') throw new Error('expected a string');
  const text = stringText(expr);
  if (text === undefined) throw new Error('expected a string of UTF-8');
  return text;
}

function concat(
  literals: readonly SExpr[],
  bytesOf: (literal: StringLiteral) => Uint8Array,
): Uint8Array {
  const parts = literals.map((literal) => {
    if (literal.kind !== 'string') throw new Error('expected strings');
    return bytesOf(literal);
  });
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
