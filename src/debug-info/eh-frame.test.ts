import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { randomProgram } from '../../test/support/random-program.js';
import { compileModule } from '../compiler/module-compiler.js';
import { makeEhFrame, makeEhFrameHeader } from './eh-frame.js';
import { RELOCATION_WORDS, Section } from './section.js';

const QUICKJS = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');

// What the rows say is tested where code runs: test/debug/unwind.test.ts.

describe('frame descriptions', () => {
  it.each(['x64', 'aarch64'] as const)('are small, and found by address: %s', (target) => {
    const modules = [readFileSync(QUICKJS), ...[1, 2, 3].map((seed) => randomProgram(seed).bytes)];
    for (const [i, bytes] of modules.entries()) {
      const { funcOffsets, frameStates } = compileModule(bytes, { target });
      const frame = makeEhFrame(target, funcOffsets, frameStates, true);
      // Random programs leave frames in every way at every corner.
      if (i === 0) expect(frame.bytes.length / funcOffsets.length).toBeLessThan(44);
      const header = makeEhFrameHeader(frame);
      expect(header.bytes.length).toBe(12 + 8 * (funcOffsets.length - 1));
      const { relocations } = header;
      const starts: number[] = [];
      for (let i = RELOCATION_WORDS; i < relocations.length; i += 2 * RELOCATION_WORDS) {
        expect(relocations[i + 2]).toBe(Section.Text);
        starts.push(relocations[i + 3]! - relocations[i]!);
      }
      expect(starts).toEqual([...funcOffsets.slice(0, -1)]);
    }
  });

  it('is a multiple of its alignment where a linker adds others', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { funcOffsets, frameStates } = compileModule(randomProgram(seed).bytes);
      const { bytes } = makeEhFrame('x64', funcOffsets, frameStates, false);
      expect(bytes.length % 8).toBe(0);
      // Lengths lead from entry to entry, exactly to the end.
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      let at = 0;
      while (at < bytes.length) at += 4 + view.getUint32(at, true);
      expect(at).toBe(bytes.length);
    }
  });
});
