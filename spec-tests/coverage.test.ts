import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_OPS, opName } from '../src/wasm/opcodes.js';

const FOLDER = new URL('.', import.meta.url);
const SCRIPTS = readdirSync(FOLDER).filter((name) => name.endsWith('.wast'));

/** A script without comments and strings, so that only operators of its modules are left to match. */
function codeOf(name: string): string {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return text.replace(/"(?:[^"\\]|\\.)*"|;;[^\n]*/g, ' ');
}

/** Words that follow a parenthesis or stand alone: operators, and a few keywords that do not matter. */
function wordsOf(code: string): Set<string> {
  return new Set(code.match(/(?<![\w$.])[a-z][a-z0-9_.]*(?![\w$])/g));
}

describe('the own scripts', () => {
  const words = new Map(SCRIPTS.map((name) => [name, wordsOf(codeOf(name))]));
  const all = new Set([...words.values()].flatMap((set) => [...set]));

  it('exist', () => {
    expect(SCRIPTS.length).toBeGreaterThan(20);
  });

  it('cover every operator of the table', () => {
    const missing = ALL_OPS.map((op) => opName(op)).filter((name) => {
      // In text the typed select is a select with a result clause.
      if (name.startsWith('select')) return !all.has('select');
      return !all.has(name);
    });
    expect(missing).toEqual([]);
    const typed = SCRIPTS.some((name) => /\(select \(result /.test(codeOf(name)));
    expect(typed).toBe(true);
  });

  it('assert results and traps in every file', () => {
    for (const name of SCRIPTS) {
      const text = readFileSync(new URL(name, FOLDER), 'utf8');
      expect(text.match(/^\(assert_/gm)?.length ?? 0, name).toBeGreaterThan(10);
    }
  });

  it('are what their generators write', async () => {
    const url = new URL('generate.js', FOLDER).href;
    const generator = (await import(url)) as { generateAll(): Map<string, string> };
    for (const [name, text] of generator.generateAll()) {
      expect(readFileSync(new URL(name, FOLDER), 'utf8') === text, name).toBe(true);
    }
  });
});
