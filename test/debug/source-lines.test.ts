import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../src/compiler/module-compiler.js';
import { makeDebugSections } from '../../src/debug-info/index.js';
import { readModuleLines } from '../../src/debug-info/module-lines.js';
import { ROW_WORDS } from '../../src/debug-info/source-rows.js';
import { customSectionsOf } from '../../src/module/custom-sections.js';
import { CompileError } from '../../src/wasm/compile-error.js';
import { Random } from '../support/random-program.js';

// sum.c, compiled in the folder /src with
// clang --target=wasm32 -O1 -gdwarf-VERSION -nostdlib -Wl,--no-entry -Wl,--export=run -Wl,--allow-undefined
const moduleOf = (version: number): Uint8Array =>
  readFileSync(join(import.meta.dirname, `c/sum-dwarf${version}.wasm`));

const OPTIONS = {
  folder: '/out',
  textName: 'sum.wat',
  producer: 'winch-ts',
  symbolName: (name: string | undefined, index: number) => name ?? `f${index}`,
};

function linesOf(bytes: Uint8Array): {
  lines: ReturnType<typeof readModuleLines>;
  notes: string[];
} {
  const { info, debug } = compileModule(bytes, { debug: true });
  const notes: string[] = [];
  const lines = readModuleLines(info, debug!, (note) => notes.push(note));
  return { lines, notes };
}

describe('lines that a module has of its own', () => {
  it.each([4, 5])('in DWARF %i', (version) => {
    const { lines, notes } = linesOf(moduleOf(version));
    expect(notes).toEqual([]);
    expect(lines!.folder).toBe('/src');
    expect(lines!.files).toEqual(['/src/sum.c']);
    const { rows } = lines!;
    const found = new Set<number>();
    for (let i = 0; i < rows.length; i += ROW_WORDS) {
      if (i > 0) expect(rows[i]).toBeGreaterThanOrEqual(rows[i - ROW_WORDS]!);
      found.add(rows[i + 2]!);
    }
    // The multiplication, which was inlined; the call; the loop.
    for (const line of [2, 6, 8, 10, 12, 13, 14]) expect(found).toContain(line);
  });

  it('take the place of the text', () => {
    const { text, sections } = makeDebugSections(
      {
        ...compileModule(moduleOf(5), { debug: true }),
        debug: compileModule(moduleOf(5), { debug: true }).debug!,
      },
      OPTIONS,
    );
    expect(text).toBeUndefined();
    expect(sections.size).toBe(4);
  });

  it('may be anything: what is malformed is noted, and nothing crashes or hangs', () => {
    const random = new Random(11);
    let noted = 0;
    let kept = 0;
    for (let round = 0; round < 1500; round++) {
      const bytes = Uint8Array.from(moduleOf(round % 2 === 0 ? 4 : 5));
      const dwarf = customSectionsOf(bytes).filter(({ name }) => name.startsWith('.debug'));
      for (let n = 1 + random.below(6); n > 0; n--) {
        const section = random.pick(dwarf).bytes;
        const values = [0, 1, 0x7f, 0x80, 0xff, random.below(256)];
        section[random.below(section.length)] = random.pick(values);
      }
      try {
        const artifact = compileModule(bytes, { debug: true });
        const { notes, text } = makeDebugSections({ ...artifact, debug: artifact.debug! }, OPTIONS);
        noted += notes.length;
        if (text === undefined) kept++;
      } catch (error) {
        // Nothing of the module itself was changed.
        expect(error).toBeInstanceOf(CompileError);
        expect.unreachable(String(error));
      }
    }
    expect(noted).toBeGreaterThan(100);
    expect(kept).toBeGreaterThan(100);
  });
});
