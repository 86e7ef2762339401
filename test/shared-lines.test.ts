import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../src', import.meta.url));

/** Folders that have one of their own for each machine. */
const FOLDERS = ['masm', 'stubs'];
const MACHINES = ['x64', 'aarch64'] as const;

/**
 * Files that say the same on both machines because an interface asks for it: the table of the macro
 * assembler's methods.
 */
const TABLES = ['macro-assembler.ts'];

/** Files of concepts that once were half the same on both machines, and what they may share together. */
const WATCHED = [
  ...['masm/control.ts', 'masm/conditions.ts', 'masm/frame.ts', 'masm/calls.ts', 'masm/machine.ts'],
  ...['stubs/stubs.ts', 'stubs/machine.ts'],
];
const MOST_WATCHED = 100;
/**
 * What all files of the machines may share, apart from tables: parameter lists and labels of switches,
 * most of it, so that each concept adds some.
 */
const MOST = 385;

/**
 * Lines that say something: no imports, no comments, nothing that is short or has no word but what goes
 * with braces.
 */
function lines(path: string): string[] {
  const text = readFileSync(path, 'utf8')
    .replace(/^import[\s\S]*?from '[^']*';$/gm, '')
    .replace(/^\s*\/\*[\s\S]*?\*\/$/gm, '');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 3 && !line.startsWith('//'))
    .filter((line) => /\w/.test(line.replace(/\b(else|return|void)\b/g, '')));
}

/** How many lines are word for word in both lists, each as often as it is in both. */
function shared(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1);
  let count = 0;
  for (const line of b) {
    const more = left.get(line) ?? 0;
    if (more === 0) continue;
    left.set(line, more - 1);
    count++;
  }
  return count;
}

/** Shared lines of each file that both machines have. */
function sharedByFile(): Map<string, number> {
  const found = new Map<string, number>();
  for (const folder of FOLDERS) {
    const [here, there] = MACHINES.map((machine) => join(SOURCE, folder, machine)) as [
      string,
      string,
    ];
    const others = new Set(readdirSync(there));
    for (const name of readdirSync(here)) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts') || !others.has(name)) continue;
      found.set(`${folder}/${name}`, shared(lines(join(here, name)), lines(join(there, name))));
    }
  }
  return found;
}

describe('lines that x64 and aarch64 share word for word', () => {
  const files = sharedByFile();
  const all = [...files].filter(([file]) => !TABLES.some((name) => file.endsWith(`/${name}`)));
  const watched = all.filter(([file]) => WATCHED.includes(file));
  const sum = (some: readonly [string, number][]) => some.reduce((n, [, count]) => n + count, 0);
  const figures = (some: readonly [string, number][]) =>
    some.map(([file, count]) => `${file} ${count}`).join(', ');

  it(`are few where concepts are written once: ${sum(watched)} (${figures(watched)})`, () => {
    expect(watched.length).toBe(WATCHED.length);
    expect(sum(watched)).toBeLessThan(MOST_WATCHED);
  });

  it(`are few elsewhere: ${sum(all)} in all (${figures([...files])})`, () => {
    expect(sum(all)).toBeLessThan(MOST);
  });
});
