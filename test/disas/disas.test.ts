import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BoundsMode, TargetName } from '../../src/artifact/artifact.js';
import { type CompileOptions, compileModule } from '../../src/compiler/module-compiler.js';
import { loadDisassembler } from '../../src/disassembly/disassembler.js';
import { listing } from '../../src/disassembly/listing.js';
import { watToWasm } from '../../src/text/wat.js';

// Each .wat below test/disas/TARGET/ holds its input, its flags (lines `;;! name = value`; names:
// features, bounds) and, behind the module, the code that it must compile to, as comment lines.
// BLESS=1 writes the code that comes out into the files: look at the difference before committing.

const ROOT = import.meta.dirname;
const BLESS = process.env.BLESS === '1';

/** Input and flags of a listing file, and what it expects. */
function split(text: string): { input: string; flags: Map<string, string>; expected: string } {
  const lines = text.split('\n');
  let end = lines.length;
  while (end > 0 && (lines[end - 1] === '' || /^;;(?!!)/.test(lines[end - 1]!))) end--;
  const input = `${lines.slice(0, end).join('\n')}\n`;
  const expected = lines.slice(end).join('\n').trim();
  const flags = new Map<string, string>();
  for (const [, name, value] of input.matchAll(/^;;! *(\S+) *= *(.*)$/gm)) {
    if (name !== 'features' && name !== 'bounds') throw new Error(`unknown flag ${name}`);
    flags.set(name, value!.trim());
  }
  return { input, flags, expected };
}

async function compileListing(
  target: TargetName,
  input: string,
  flags: ReadonlyMap<string, string>,
): Promise<string> {
  const features = flags.get('features');
  const options: CompileOptions = {
    target,
    verify: true,
    bounds: (flags.get('bounds') ?? 'guard') as BoundsMode,
    ...(features === undefined ? {} : { features: features.split(' ').filter(Boolean) }),
  };
  const artifact = compileModule(await watToWasm(input), options);
  const disassembler = await loadDisassembler(target);
  try {
    const lines = [...listing(artifact, disassembler, { bytes: false })];
    return lines
      .map((line) => `;; ${line}`.trimEnd())
      .join('\n')
      .replace(/(\n;;)+$/, '')
      .trim();
  } finally {
    disassembler.close();
  }
}

for (const target of ['x64', 'aarch64', 'portable'] as const) {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.startsWith(`${target}/`) && file.endsWith('.wat'))
    .sort();
  if (files.length === 0) continue;
  describe(`code for ${target}`, () => {
    it.each(files)('%s', async (file) => {
      const path = join(ROOT, file);
      const { input, flags, expected } = split(readFileSync(path, 'utf8'));
      const actual = await compileListing(target, input, flags);
      if (BLESS) writeFileSync(path, `${input}\n${actual}\n`);
      else expect(actual).toBe(expected);
    });
  });
}
