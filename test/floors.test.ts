import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * The folders of `src/`, from the ground up: each imports from those before it only. What is beside each
 * other in a line knows nothing of its neighbours, or only from left to right.
 */
const FLOORS = [
  ['wasm', 'util'],
  ['module'],
  ['abi'],
  ['stack', 'masm'],
  ['frontend', 'stubs'],
  ['targets'],
  ['debug-info'],
  ['artifact'],
  ['interpreter'],
  ['codegen'],
  ['compiler'],
  ['runtime'],
  ['text', 'disassembly'],
  ['cache', 'threads'],
  ['objects'],
  ['js-api', 'wast'],
  ['cli'],
];

/** Lines that a file may have: of the product, and of what is beside it. */
const MOST_LINES = 700;
const MOST_LINES_BESIDE = 1000;

const SOURCE = fileURLToPath(new URL('../src', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return path.endsWith('.ts') && !path.endsWith('.test.ts') ? [path] : [];
  });
}

/** What each file imports, types included, by paths below `src/`. */
function imports(): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const path of filesBelow(SOURCE)) {
    const text = readFileSync(path, 'utf8');
    const found: string[] = [];
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?'(\.[^']*)'/g)) {
      const target = normalize(join(dirname(path), specifier!)).replace(/\.js$/, '.ts');
      found.push(relative(SOURCE, target));
    }
    all.set(relative(SOURCE, path), found);
  }
  return all;
}

/** Groups of files that can be reached from each other (Tarjan 1972). */
function circles(graph: Map<string, string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    const number = order.size;
    order.set(file, number);
    low.set(file, number);
    stack.push(file);
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) {
        visit(target);
        low.set(file, Math.min(low.get(file)!, low.get(target)!));
      } else if (stack.includes(target)) {
        low.set(file, Math.min(low.get(file)!, order.get(target)!));
      }
    }
    if (low.get(file) !== number) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) found.push(group.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

describe('the house', () => {
  const graph = imports();
  const rooms = FLOORS.flat();
  const roomOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');

  it(`has its floors in order: ${FLOORS.map((floor) => floor.join(', ')).join(' < ')}`, () => {
    const upward: string[] = [];
    for (const [file, targets] of graph) {
      const room = roomOf(file);
      // The front door.
      if (room === '') continue;
      expect(rooms, `${file} is in a room with a floor`).toContain(room);
      for (const target of targets) {
        if (rooms.indexOf(roomOf(target)) > rooms.indexOf(room)) upward.push(`${file} > ${target}`);
      }
    }
    expect(upward).toEqual([]);
    expect(graph.size).toBeGreaterThan(150);
  });

  it('has no files that import each other in a circle', () => {
    expect(circles(graph)).toEqual([]);
  });

  it('has three doors to the runtime', () => {
    const around = [...graph].flatMap(([file, targets]) =>
      targets
        .filter((to) => roomOf(to) === 'runtime' && roomOf(file) !== 'runtime')
        .filter((to) => !/^runtime\/(?:index|node|anywhere)\.ts$/.test(to))
        .map((to) => `${file} > ${to}`),
    );
    expect(around).toEqual([]);
  });

  it('has few floors of files in code generation', () => {
    const depths = new Map<string, number>();
    const depthOf = (file: string): number => {
      let depth = depths.get(file);
      if (depth === undefined) {
        const below = graph.get(file)!.filter((to) => roomOf(to) === 'codegen');
        depth = 1 + Math.max(0, ...below.map(depthOf));
        depths.set(file, depth);
      }
      return depth;
    };
    const files = [...graph.keys()].filter((file) => roomOf(file) === 'codegen');
    expect(Math.max(...files.map(depthOf))).toBeLessThanOrEqual(6);
  });

  it('has no large files', () => {
    const home = join(SOURCE, '..');
    const folders = ['src', 'test', 'bench', 'scripts', 'spec-tests', 'examples', 'bin'];
    const large = folders
      .flatMap((folder) =>
        readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(ts|js|mjs)$/.test(name) && !name.includes('node_modules'))
          .map((name) => join(folder, name)),
      )
      .filter((name) => {
        const isProduct = name.startsWith('src') && !name.endsWith('.test.ts');
        const most = isProduct ? MOST_LINES : MOST_LINES_BESIDE;
        return readFileSync(join(home, name), 'utf8').split('\n').length > most + 1;
      });
    expect(large).toEqual([]);
  });
});

describe('the macro assembler', () => {
  /** Methods and properties: a page of them, that whoever makes a machine can oversee. */
  const MOST_MEMBERS = 57;

  it(`has at most ${MOST_MEMBERS} members`, () => {
    const text = readFileSync(join(SOURCE, 'masm/macro-assembler.ts'), 'utf8');
    const begin = text.indexOf('export interface MacroAssembler {');
    const body = text.slice(begin, text.indexOf('\n}', begin)).replace(/\/\*.*?\*\//gs, '');
    const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:?]/gm)].map(([, name]) => name!);
    expect(members).toContain('binary');
    expect(members).toContain('traits');
    expect(members.length, members.join(' ')).toBeLessThanOrEqual(MOST_MEMBERS);
  });

  it('has words of its own for what a machine does, and knows no opcodes', () => {
    const knowing = [...imports()].filter(
      ([file, targets]) =>
        file.startsWith('masm/') &&
        targets.some((to) => to === 'wasm/opcodes.ts' || to === 'wasm/op.ts'),
    );
    expect(knowing.map(([file]) => file)).toEqual([]);
  });
});
