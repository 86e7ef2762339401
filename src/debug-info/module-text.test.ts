import { describe, expect, it } from 'vitest';
import { randomProgram } from '../../test/support/random-program.js';
import { compileModule } from '../compiler/module-compiler.js';
import { loadTextReader, watToWasm } from '../text/wat.js';
import { writeModuleText } from './module-text.js';

const textOf = (bytes: Uint8Array) => {
  const artifact = compileModule(bytes, { debug: true });
  return { artifact, text: writeModuleText(artifact.info, artifact.debug!) };
};

describe('the text of a module', () => {
  it('is the same program again', async () => {
    // Keeps the types of blocks as they are written.
    const reader = await loadTextReader();
    for (let seed = 1; seed <= 25; seed++) {
      const { artifact, text } = textOf(randomProgram(seed).bytes);
      const again = await reader.parse(Buffer.from(text.bytes).toString());
      expect(Buffer.compare(compileModule(again).code, artifact.code), `seed ${seed}`).toBe(0);
    }
  });

  it('has each operator on its line', () => {
    const { text } = textOf(randomProgram(3).bytes);
    const lines = Buffer.from(text.bytes).toString().split('\n');
    const { operatorLines, functionLines } = text;
    for (let i = 0; i < operatorLines.length; i += 2) {
      expect(lines[operatorLines[i + 1]! - 1]).toMatch(/^ +([a-z][a-z0-9._]+.*|\))$/);
      if (i > 0) {
        expect(operatorLines[i]).toBeGreaterThan(operatorLines[i - 2]!);
        expect(operatorLines[i + 1]).toBeGreaterThan(operatorLines[i - 1]!);
      }
    }
    for (const line of functionLines) expect(lines[line - 1]).toMatch(/^ {2}\(func /);
  });

  it('spells numbers, names and texts', async () => {
    const bytes = await watToWasm(`(module
      (global f64 (f64.const -nan:0x4000000000001))
      (func $"not plain" (export "a \\"\\0a\\\\ quoted"))
      (func $plain
        (drop (f32.const nan:0x200001)) (drop (f32.const -inf)) (drop (f64.const -0))
        (drop (i64.const -9223372036854775808)) (drop (f32.const 0.1))
        (call 0) (call $plain)))`);
    const { artifact, text } = textOf(bytes);
    const written = Buffer.from(text.bytes).toString();
    for (const words of [
      ...['-nan:0x4000000000001', 'nan:0x200001', '-inf', 'f64.const -0'],
      ...['-9223372036854775808', 'call 0\n', 'call $plain\n', '"a \\22\\0a\\5c quoted"'],
    ]) {
      expect(written).toContain(words);
    }
    expect(compileModule(await watToWasm(written)).code).toEqual(artifact.code);
  });

  it('is not longer by the product of a type and the blocks that have it', async () => {
    const types = Array(100).fill('i32').join(' ');
    const blocks = '(block (type $t))'.repeat(1000);
    const bytes = await watToWasm(`(module (type $t (func (param ${types}) (result ${types})))
      (func (param ${types}) (result ${types})
        ${Array.from({ length: 100 }, (_, i) => `(local.get ${i})`).join('')} ${blocks}))`);
    const { artifact, text } = textOf(bytes);
    expect(text.bytes.length).toBeLessThan(20 * bytes.length);
    const again = await watToWasm(Buffer.from(text.bytes).toString());
    expect(compileModule(again).code).toEqual(artifact.code);
  });
});
