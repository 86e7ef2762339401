import { describe, expect, it } from 'vitest';
import { Random, randomArgument, randomProgram } from '../../test/support/random-program.js';
import type { Artifact } from '../artifact/artifact.js';
import { giveBack, takeBodyCompiler } from '../compiler/body-compiler.js';
import { compileModule } from '../compiler/module-compiler.js';
import { hostMachine } from '../runtime/native/machine.js';
import { getStore, Instance, type WasmFunction } from '../runtime/node.js';
import { SLOT_BYTES, WIDE_SLOT_BYTES } from '../stack/value-stack.js';

const { target } = hostMachine();

/** Compiles with slots of another width, as functions with v128 values need them. */
function compileWith(slotBytes: number, bytes: Uint8Array): Artifact {
  const compiler = takeBodyCompiler(target, []);
  compiler.functions.slotBytes = slotBytes;
  giveBack(compiler);
  try {
    return compileModule(bytes, { target, features: [], verify: true });
  } finally {
    compiler.functions.slotBytes = SLOT_BYTES;
  }
}

type Result = string | undefined;

function outcome(call: () => unknown): Result {
  try {
    const value = call();
    const results = Array.isArray(value) ? value : [value];
    return results.map((v) => (Object.is(v, -0) ? '-0' : String(v))).join();
  } catch {
    return 'trap';
  }
}

describe('slots of 16 bytes', () => {
  it('hold what slots of 8 hold', () => {
    let differing = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const { bytes, params } = randomProgram(seed);
      const narrow = compileWith(SLOT_BYTES, bytes);
      const wide = compileWith(WIDE_SLOT_BYTES, bytes);
      if (Buffer.compare(narrow.code, wide.code) !== 0) differing++;
      const instances = [narrow, wide].map((artifact) => Instance.create(getStore(), artifact, []));
      const random = new Random(seed);
      for (const [i, types] of params.entries()) {
        for (let round = 0; round < 4; round++) {
          const args = types.map((type) => randomArgument(random, type));
          const [expected, found] = instances.map((instance) =>
            outcome(() => (instance.exports.get(`f${i}`) as WasmFunction).call(args)),
          );
          expect(found, `f${i}(${args}) of program ${seed}`).toBe(expected);
        }
      }
    }
    expect(differing).toBe(12);
  });
});
