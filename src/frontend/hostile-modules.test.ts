import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  brTables,
  functionsOfTypes,
  functionsWithLocals,
  oneBody,
  STUFFED,
} from '../../test/support/hostile-modules.js';
import { leb, section } from '../../test/support/module-fixtures.js';
import { compileModule } from '../compiler/module-compiler.js';
import { decodeModuleInfo } from './module-decoder.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const SIZE = 1 << 20;

/** Bytes in use by JavaScript objects and array buffers, without garbage. */
function inUse(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that what is made holds, for each byte of the module. */
function heldPerByte(bytes: Uint8Array, make: (bytes: Uint8Array) => unknown): number {
  const before = inUse();
  const made = make(bytes);
  const held = inUse() - before;
  expect(made).toBeDefined();
  return held / bytes.length;
}

/** The least CPU time that a run takes, in microseconds. */
function cpuTime(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4; i++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, user + system);
  }
  return Math.max(1, least);
}

describe.each(Object.entries(STUFFED))('a module full of %s', (_, make) => {
  it('takes little memory for a byte, decoded as well as compiled', () => {
    const bytes = make(SIZE);
    compileModule(make(1000));
    // The sections without code are a copy of nearly all of it, which takes 1.
    expect(heldPerByte(bytes, (module) => decodeModuleInfo(module))).toBeLessThan(8);
    expect(heldPerByte(bytes, (module) => compileModule(module))).toBeLessThan(8);
  });

  it('takes time that grows with its size only', () => {
    // A tenth of a second for the most expensive kind: 0.1 us a byte.
    const small = make(SIZE / 8);
    const large = make(SIZE);
    // The cheap kinds are as quick as the clock can tell; what grows faster takes microseconds a byte.
    const each = Math.max(0.02, cpuTime(() => decodeModuleInfo(small)) / small.length);
    expect(cpuTime(() => decodeModuleInfo(large)) / large.length).toBeLessThan(4 * each);
  });
});

describe('code', () => {
  it('functions of a type each hold less than machine code and tables take', () => {
    const bytes = functionsOfTypes(60_000);
    compileModule(functionsOfTypes(10));
    expect(heldPerByte(bytes, (module) => compileModule(module))).toBeLessThan(22);
  });

  it('locals that a function does not name cost next to nothing', () => {
    const none = functionsWithLocals(2000, 1);
    const many = functionsWithLocals(2000, 50_000);
    const plain = cpuTime(() => compileModule(none));
    // One by one, they took a thousand times as long as the function.
    expect(cpuTime(() => compileModule(many))).toBeLessThan(100 * plain);
  });

  it.each([
    ['two blocks', [0, 1]],
    ['a block and the function', [0, 2]],
    ['two blocks and the function', [0, 1, 2]],
  ])('the entries of a br_table to %s are not all checked against 1,000 operands', (_, targets) => {
    const same = brTables(4, [0]);
    const different = brTables(4, targets);
    const plain = cpuTime(() => compileModule(same));
    expect(cpuTime(() => compileModule(different))).toBeLessThan(6 * plain);
  });

  it.each([
    ['live', [], 'generated code too large, expected at most 198\\d{5} bytes'],
    [
      'unreachable',
      [0x00],
      'too many values on the stack, expected at most 4194304 with the locals',
    ],
  ])(
    '%s calls of a thousand results each end in an error, not in a full memory',
    (_, first, text) => {
      const results = Array(1000).fill(0x7f);
      const type = section(1, 2, 0x60, 0, 0, 0x60, 0, ...leb(1000), results);
      const other = section(2, 1, 0, 0, 0, 1);
      const body = new Uint8Array(12_000).fill(0x10);
      for (let i = 1; i < body.length; i += 2) body[i] = 0;
      const bytes = oneBody([...type, ...other], first, body);
      const before = inUse();
      expect(() => compileModule(bytes)).toThrow(new RegExp(`^${text} .* in function 1$`));
      expect(inUse() - before).toBeLessThan(4_000_000);
    },
  );

  it.each(['x64', 'aarch64'] as const)(
    'calls of a thousand parameters and results end in an error, not in a full memory (%s)',
    (target) => {
      const list = [...leb(1000), ...Array(1000).fill(0x7f)];
      const type = section(1, 2, 0x60, 0, 0, 0x60, ...list, ...list);
      const other = section(2, 1, 1, 0x61, 1, 0x61, 0, 1);
      const constants = Array(1000).fill([0x41, 0]).flat();
      const calls = Array(20_000).fill([0x10, 0]).flat();
      const bytes = oneBody([...type, ...other], constants, calls, [0x00]);
      expect(bytes.length).toBeLessThan(50_000);
      expect(() => compileModule(bytes, { target })).toThrow(
        /^generated code too large, expected at most 2\d{7} bytes for function bodies .* in function 1$/,
      );
      const few = oneBody([...type, ...other], constants, calls.slice(0, 1000), [0x00]);
      expect(compileModule(few, { target }).code.length).toBeGreaterThan(3_000_000);
    },
  );

  it('the most values that a body can push one by one are not too many', () => {
    const pushes = new Uint8Array(2 * 3_800_000);
    for (let i = 0; i < pushes.length; i += 2) pushes[i] = 0x41;
    const body = [pushes, [0x00]];
    expect(compileModule(oneBody(section(1, 1, 0x60, 0, 0), ...body)).funcOffsets.length).toBe(2);
  });

  it('leaves no memory behind in the compiler', () => {
    const nested = new Uint8Array(3_000_000);
    for (let i = 0; i < nested.length / 3; i++) nested.set([0x02, 0x40], 2 * i);
    nested.fill(0x0b, (nested.length / 3) * 2);
    const before = inUse();
    decodeAndForget(nested);
    expect(inUse() - before).toBeLessThan(2_000_000);
  });
});

/** Compiles a body, then a small module: the compiler is kept in between. */
function decodeAndForget(body: Uint8Array): void {
  compileModule(STUFFED.exports!(10));
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10];
  const size = (value: number) => [
    (value & 0x7f) | 0x80,
    ((value >> 7) & 0x7f) | 0x80,
    ((value >> 14) & 0x7f) | 0x80,
    value >> 21,
  ];
  const length = body.length + 2;
  const module = new Uint8Array(head.length + 4 + 1 + 4 + length);
  module.set([...head, ...size(5 + length), 1, ...size(length), 0]);
  module.set(body, head.length + 10);
  module[module.length - 1] = 0x0b;
  compileModule(module);
}
