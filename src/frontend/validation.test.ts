import { describe, expect, it } from 'vitest';
import { cpuMilliseconds } from '../../test/support/cpu-time.js';
import {
  EMPTY_BODY,
  EXTERNREF,
  FUNCREF,
  HEADER,
  HUGE,
  I32,
  isBeyondV8Limits,
  isValidInV8,
  leb,
  module,
  ONE_BODY,
  ONE_FUNC,
  ONE_TYPE,
  section,
  text,
  VOID_TYPE,
  vector,
  ZERO,
} from '../../test/support/module-fixtures.js';
import { CompileError } from '../wasm/compile-error.js';
import { SegmentMode } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';
import { decodeModuleInfo, ModuleDecoder } from './module-decoder.js';

function errorOf(bytes: Uint8Array): CompileError | undefined {
  try {
    decodeModuleInfo(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(CompileError);
    return error as CompileError;
  }
  return undefined;
}

/** A table, memory or global import named "" "". */
const imported = (...type: number[]) => vector(2, [0, 0, ...type]);
const TABLE = vector(4, [FUNCREF, 0, 1]);
const MEMORY = vector(5, [0, 1]);
const global = (type: number, ...init: number[]) => vector(6, [type, 0, ...init]);
const code = (...sections: number[][]) => module(ONE_TYPE, ONE_FUNC, ...sections, ONE_BODY);

describe('accepted, as V8 does', () => {
  const cases: Record<string, Uint8Array> = {
    'empty module': module(),
    'empty sections': module(
      ...[1, 2, 3, 4, 5, 6, 7, 9].map((id) => section(id, 0)),
      section(12, 0),
      section(10, 0),
      section(11, 0),
    ),
    'function count 0 without code': module(section(3, 0)),
    'code count 0 without functions': module(section(10, 0)),
    'custom sections anywhere': module(
      section(0, 0),
      ONE_TYPE,
      section(0, text('a')),
      section(0, text('a')),
      ONE_FUNC,
      ONE_BODY,
      section(0, text('z'), 0xff),
    ),
    'long size of a section': module([1, 0x84, 0x80, 0x80, 0x80, 0x00, 1, 0x60, 0, 0]),
    'memory of 65536 pages': module(vector(5, [1, 0, 0x80, 0x80, 4])),
    'table of 2^32 - 1': module(vector(4, [FUNCREF, 1, ...HUGE, ...HUGE])),
    'imported memory and an empty memory section': module(imported(2, 0, 1), section(5, 0)),
    'global from an imported global': module(imported(3, I32, 0), global(I32, 0x23, 0, 0x0b)),
    'exports of every kind': code(
      TABLE,
      MEMORY,
      global(I32, ...ZERO),
      vector(7, [...text('a'), 0, 0], [...text('b'), 1, 0], [...text('c'), 2, 0], [0, 3, 0]),
    ),
    'element segments of all forms': code(
      TABLE,
      vector(
        9,
        [0, ...ZERO, 1, 0],
        [1, 0, 1, 0],
        [2, 0, ...ZERO, 0, 1, 0],
        [3, 0, 1, 0],
        [4, ...ZERO, 1, 0xd2, 0, 0x0b],
        [5, EXTERNREF, 1, 0xd0, EXTERNREF, 0x0b],
        [6, 0, ...ZERO, FUNCREF, 1, 0xd2, 0, 0x0b],
        [7, FUNCREF, 2, 0xd2, 0, 0x0b, 0xd0, FUNCREF, 0x0b],
      ),
    ),
    'data segments of all forms': module(
      MEMORY,
      section(12, 3),
      vector(11, [0, ...ZERO, 1, 7], [1, 2, 8, 9], [2, 0, ...ZERO, 0]),
    ),
    'long indices and flags': module(MEMORY, vector(11, [0x82, 0, 0x80, 0x80, 0, ...ZERO, 0])),
    start: code(section(8, 0)),
    'name that is not used up': module(section(0, text('name'), [1, 200, 1])),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    it(name, () => {
      expect(errorOf(bytes)?.message).toBeUndefined();
      expect(isValidInV8(bytes) || isBeyondV8Limits(bytes)).toBe(true);
    });
  }
});

describe('refused, as V8 does', () => {
  const cases: [Uint8Array, number, string][] = [
    [Uint8Array.of(), 0, 'unexpected end'],
    [Uint8Array.of(1), 1, 'unexpected end'],
    [Uint8Array.from([...HEADER.slice(0, 6)]), 6, 'unexpected end'],
    [Uint8Array.of(0x61, 0x73, 0x6d, 0), 0, 'magic header not detected'],
    [Uint8Array.of(...HEADER.slice(0, 4), 13, 0, 1, 0), 4, 'unknown binary version'],
    [module([0]), 9, 'unexpected end'],
    [module([0, 0]), 10, 'unexpected end'],
    [module([1, 5, 0]), 11, 'length out of bounds'],
    [module([1, ...HUGE]), 8, 'length out of bounds'],
    [module([0, ...HUGE]), 8, 'length out of bounds'],
    [module([10, ...HUGE]), 8, 'length out of bounds'],
    [module([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0]), 9, 'integer representation too long'],
    [module([1, 0x80, 0x80, 0x80, 0x80, 0x10]), 9, 'integer too large'],
    [module([14, 1, 0]), 8, 'malformed section id'],
    [module([0x81, 1, 0, 1]), 8, 'malformed section id'],
    [module(ONE_TYPE, ONE_TYPE), 14, 'unexpected content after last section'],
    [module(section(3, 0), ONE_TYPE), 11, 'unexpected content after last section'],
    [module(section(10, 0), section(12, 0)), 11, 'unexpected content after last section'],
    [module(section(12, 0), section(9, 0)), 11, 'unexpected content after last section'],
    [module(section(1, 0, 0)), 11, 'section size mismatch'],
    [module(section(10, 0, 0)), 11, 'section size mismatch'],
    [module(section(1)), 10, 'unexpected end'],
    [module(section(10)), 10, 'unexpected end'],
    [module(section(0, 5, 97)), 11, 'unexpected end'],
    [module(section(0, 1, 0x80)), 11, 'malformed UTF-8 encoding'],
    [module(vector(1, [0x40, 0, 0])), 11, 'malformed type form'],
    [module(vector(1, [0x60, 1, 0x40, 0])), 13, 'malformed value type'],
    [module(section(2, 1, 0, 0, 5, 0)), 13, 'malformed import kind'],
    [module(ONE_TYPE, vector(2, [0, 0, 0, 1])), 20, 'unknown type 1'],
    [module(ONE_TYPE, vector(3, [1]), ONE_BODY), 17, 'unknown type 1'],
    [module(ONE_TYPE, ONE_FUNC), 18, 'function and code section have inconsistent lengths'],
    [module(ONE_TYPE, ONE_BODY), 16, 'function and code section have inconsistent lengths'],
    [module(vector(4, [I32, 0, 0])), 11, 'malformed reference type'],
    [module(vector(4, [FUNCREF, 2, 0])), 12, 'malformed limits flags'],
    [module(vector(4, [FUNCREF, 1, 2, 1])), 14, 'size minimum must not be greater'],
    [module(vector(5, [1, 2, 1])), 13, 'size minimum must not be greater'],
    [module(vector(5, [0, 0x81, 0x80, 4])), 12, 'memory size must be at most 65536 pages'],
    [module(vector(5, [1, 0, 0x81, 0x80, 4])), 12, 'memory size must be at most 65536 pages'],
    [module(vector(5, [0x10, 0])), 11, 'malformed limits flags'],
    [module(vector(5, [0x81, 0, 0, 0])), 11, 'malformed limits flags'],
    [module(vector(6, [I32, 2, ...ZERO])), 12, 'malformed mutability'],
    [module(global(I32, 0x0b)), 13, 'type mismatch'],
    [module(global(I32, 0x42, 0, 0x0b)), 13, 'type mismatch'],
    [module(global(I32, 0x41, 0, ...ZERO)), 13, 'type mismatch'],
    [module(global(FUNCREF, 0xd0, EXTERNREF, 0x0b)), 13, 'type mismatch'],
    [module(global(I32, 0x01, ...ZERO)), 13, 'constant expression required: nop'],
    [module(global(I32, 0x41, 0, 0x45, 0x0b)), 15, 'constant expression required: i32.eqz'],
    [module(global(I32, 0xfc, 0, 0x0b)), 13, 'constant expression required: i32.trunc_sat'],
    [module(global(I32, 0xfc, 19, 0x0b)), 13, 'constant expression required: i64.add128'],
    [module(global(I32, 0xf3, 0, 0x0b)), 13, 'illegal opcode 0xf3'],
    [module(global(I32, 0x41, 0)), 15, 'unexpected end of section or function'],
    [module(global(I32, 0x23, 0, 0x0b)), 14, 'unknown global 0'],
    [module(imported(3, I32, 1), global(I32, 0x23, 0, 0x0b)), 22, 'constant expression required'],
    [module(global(FUNCREF, 0xd2, 0, 0x0b)), 14, 'unknown function 0'],
    [module(global(FUNCREF, 0xd0, 0x40, 0x0b)), 14, 'malformed heap type'],
    [code(vector(7, [...text('a'), 0, 0], [...text('a'), 0, 0])), 25, 'duplicate export name "a"'],
    [code(vector(7, [0, 0, 1])), 23, 'unknown function 1'],
    [code(vector(7, [0, 1, 0])), 23, 'unknown table 0'],
    [code(vector(7, [0, 2, 0])), 23, 'unknown memory 0'],
    [code(vector(7, [0, 3, 0])), 23, 'unknown global 0'],
    [code(vector(7, [0, 5, 0])), 22, 'malformed export kind'],
    [code(section(8, 1)), 20, 'unknown function 1'],
    [
      module(vector(1, [0x60, 1, I32, 0]), ONE_FUNC, section(8, 0), ONE_BODY),
      21,
      'start function 0',
    ],
    [module(TABLE, vector(9, [8, ...ZERO, 0])), 17, 'malformed elements segment kind 8'],
    [module(vector(9, [0, ...ZERO, 0])), 11, 'unknown table 0'],
    [module(TABLE, vector(9, [2, 1, ...ZERO, 0, 0])), 18, 'unknown table 1'],
    [module(TABLE, vector(9, [0, 0x42, 0, 0x0b, 0])), 18, 'type mismatch'],
    [module(vector(4, [EXTERNREF, 0, 1]), vector(9, [0, ...ZERO, 0])), 17, 'type mismatch'],
    [module(vector(4, [EXTERNREF, 0, 1]), vector(9, [4, ...ZERO, 0])), 17, 'type mismatch'],
    [module(TABLE, vector(9, [6, 0, ...ZERO, EXTERNREF, 0])), 18, 'type mismatch'],
    [module(vector(9, [1, 1, 0])), 12, 'malformed element kind 1'],
    [module(vector(9, [1, 0, 1, 0])), 14, 'unknown function 0'],
    [module(vector(9, [5, FUNCREF, 1, ...ZERO])), 14, 'type mismatch'],
    [module(MEMORY, vector(11, [3, ...ZERO, 0])), 16, 'malformed data segment kind 3'],
    [module(vector(11, [0, ...ZERO, 0])), 11, 'unknown memory 0'],
    [module(MEMORY, vector(11, [0, ...ZERO, 2, 1])), 21, 'unexpected end of section'],
    [module(section(12, 1)), 11, 'data count and data section have inconsistent lengths'],
    [
      module(section(12, 2), vector(11, [1, 0])),
      13,
      'data count and data section have inconsistent lengths',
    ],
    [
      module(section(12, 0), vector(11, [1, 0])),
      13,
      'data count and data section have inconsistent lengths',
    ],
    [module(ONE_TYPE, ONE_FUNC, section(10, 1, 3, 0, 0x0b)), 21, 'unexpected end of section'],
    [module(ONE_TYPE, ONE_FUNC, section(10, 1)), 21, 'unexpected end of section'],
    [module(ONE_TYPE, ONE_FUNC, [10, 4, 1, 2, 0]), 23, 'unexpected end of section'],
    [module(ONE_TYPE, ONE_FUNC, section(10, 1, EMPTY_BODY, 0)), 24, 'section size mismatch'],
  ];
  for (const [bytes, offset, reason] of cases) {
    const shown = Array.from(bytes.subarray(8), (b) => b.toString(16).padStart(2, '0')).join(' ');
    it(`${reason} at ${offset}: ${shown}`, () => {
      expect(isValidInV8(bytes)).toBe(false);
      const error = errorOf(bytes);
      expect(error?.reason.slice(0, reason.length)).toBe(reason);
      expect(error?.offset).toBe(offset);
      expect(error?.message).toContain(` at offset ${offset} (0x${offset.toString(16)})`);
    });
  }
});

describe('refused by the name of a proposal', () => {
  const func = (type: number) => module(vector(1, [0x60, 1, type, 0]));
  const cases: [Uint8Array, string][] = [
    [func(0x6e), 'garbage collection'],
    [func(0x64), 'typed function references'],
    [func(0x74), 'garbage collection'],
    [module(global(I32, 0xfb, 0x1c)), 'garbage collection'],
    [module(vector(1, [0x4e, 1, ...VOID_TYPE])), 'garbage collection'],
    [module(vector(1, [0x5f, 0])), 'garbage collection'],
    [module(vector(5, [0, 1], [0, 1])), 'multi-memory'],
    [module(vector(2, [0, 0, 2, 0, 1], [0, 0, 2, 0, 1])), 'multi-memory'],
    [module(imported(2, 0, 1), vector(5, [0, 1])), 'multi-memory'],
    [module(MEMORY, vector(11, [2, 1, ...ZERO, 0])), 'multi-memory'],
    [module(vector(5, [4, 1])), 'memory64'],
    [module(vector(4, [FUNCREF, 5, 1, 1])), 'memory64'],
    [module(vector(5, [8, 1, 0])), 'custom page sizes'],
    [module(vector(4, [0x40, 0, FUNCREF, 0, 1, 0xd0, FUNCREF, 0x0b])), 'typed function references'],
    [module(ONE_TYPE, global(FUNCREF, 0xd0, 0, 0x0b)), 'typed function references'],
    [module(global(FUNCREF, 0xd0, 0x73, 0x0b)), 'garbage collection'],
  ];
  for (const [bytes, proposal] of cases) {
    it(`${proposal}: ${bytes.subarray(8).join(' ')}`, () => {
      expect(errorOf(bytes)?.reason).toMatch(new RegExp(`needs ${proposal}$`));
    });
  }
});

describe('what is decoded', () => {
  it('constant expressions with arithmetic and earlier globals', () => {
    const decoder = new ModuleDecoder({ beginCode() {}, functionBody() {} });
    const first = [I32, 0, ...ZERO];
    const second = [I32, 0, 0x23, 0, 0x41, 0x7f, 0x6a, 0x41, 3, 0x6c, 0x0b];
    decoder.push(module(vector(6, first, second)));
    expect([...decoder.finish().globalInits.get(1)]).toEqual([
      { op: 0x23, lo: 0, hi: 0 },
      { op: 0x41, lo: -1, hi: 0 },
      { op: 0x6a, lo: 0, hi: 0 },
      { op: 0x41, lo: 3, hi: 0 },
      { op: 0x6c, lo: 0, hi: 0 },
    ]);
    expect(decoder.features).toEqual({ extendedConst: true, definedGlobalGet: true });
  });

  it('arithmetic with the wrong operands is refused', () => {
    expect(errorOf(module(global(I32, 0x41, 0, 0x6a, 0x0b)))?.reason).toMatch(/^type mismatch/);
    expect(errorOf(module(global(I32, 0x41, 0, 0x42, 0, 0x6a, 0x0b)))?.reason).toMatch(
      /^type mismatch: i32.add/,
    );
  });

  it('constants of 64 bits, by their bits', () => {
    const info = decodeModuleInfo(
      module(
        vector(
          6,
          [0x7e, 0, 0x42, ...new Array(9).fill(0x80), 0x7f, 0x0b],
          [0x7d, 0, 0x43, 1, 0, 0xa0, 0x7f, 0x0b],
          [0x7c, 0, 0x44, 1, 2, 3, 4, 5, 6, 0xf4, 0x7f, 0x0b],
        ),
      ),
    );
    expect(Array.from(info.globalInits, ([instr]) => [instr!.lo, instr!.hi])).toEqual([
      [0, -0x80000000],
      [0x7fa00001, 0],
      [0x04030201, 0x7ff40605],
    ]);
  });

  it('references that are declared, numbered in order of mention', () => {
    const info = decodeModuleInfo(
      module(
        ONE_TYPE,
        vector(3, [0], [0], [0], [0]),
        global(FUNCREF, 0xd2, 3, 0x0b),
        vector(7, [0, 0, 2]),
        section(8, 0),
        vector(9, [3, 0, 2, 3, 1]),
        vector(10, EMPTY_BODY, EMPTY_BODY, EMPTY_BODY, EMPTY_BODY),
      ),
    );
    expect([...info.refFuncs]).toEqual([
      [3, 0],
      [2, 1],
      [1, 2],
    ]);
    expect(info.start).toBe(0);
  });

  it('segments', () => {
    const info = decodeModuleInfo(
      code(
        TABLE,
        MEMORY,
        vector(
          9,
          [2, 0, ...ZERO, 0, 1, 0],
          [5, FUNCREF, 1, 0xd2, 0, 0x0b],
          [7, EXTERNREF, 1, 0xd0, EXTERNREF, 0x0b],
        ),
      ),
    );
    const elements = Array.from(info.elements, ({ mode, table, offset, type, funcs, items }) => ({
      mode,
      table,
      offset: [...offset],
      type,
      funcs,
      items: Array.from(items, (item) => [...item]),
    }));
    expect(elements).toEqual([
      {
        mode: SegmentMode.Active,
        table: 0,
        offset: [{ op: 0x41, lo: 0, hi: 0 }],
        type: ValType.FuncRef,
        funcs: Uint32Array.of(0),
        items: [],
      },
      {
        mode: SegmentMode.Passive,
        table: -1,
        offset: [],
        type: ValType.FuncRef,
        funcs: Uint32Array.of(0),
        items: [],
      },
      {
        mode: SegmentMode.Declarative,
        table: -1,
        offset: [],
        type: ValType.ExternRef,
        funcs: undefined,
        items: [[{ op: 0xd0, lo: ValType.ExternRef, hi: 0 }]],
      },
    ]);
    const data = decodeModuleInfo(
      module(
        imported(3, I32, 0),
        MEMORY,
        vector(11, [0, 0x41, 0x7f, 0x0b, 2, 5, 6], [1, 1, 9], [0, 0x23, 0, 0x0b, 0]),
      ),
    ).data;
    const seen = Array.from(data, (d) => [d.mode, d.memory, [...d.offset], [...d.bytes]]);
    expect(seen).toEqual([
      [SegmentMode.Active, 0, [{ op: 0x41, lo: -1, hi: 0 }], [5, 6]],
      [SegmentMode.Passive, 0, [], [9]],
      [SegmentMode.Active, 0, [{ op: 0x23, lo: 0, hi: 0 }], []],
    ]);
  });

  it('types, by their keys', () => {
    const info = decodeModuleInfo(module(vector(1, [0x60, 2, I32, 0x7e, 1, 0x7d], VOID_TYPE)));
    expect(info.types.map((type) => type.key)).toEqual(['0,1>2', '>']);
  });
});

describe('the limit of tables', () => {
  const table = [FUNCREF, 0, 0];
  const tables = (count: number) => [...leb(count), ...Array(count).fill(table).flat()];
  const tableImports = (count: number) =>
    section(
      2,
      leb(count),
      Array(count)
        .fill([0, 0, 1, ...table])
        .flat(),
    );

  it('counts imported and defined ones together', () => {
    const all = decodeModuleInfo(module(tableImports(60_000), section(4, tables(40_000))));
    expect(all.tables.length).toBe(100_000);
    const error = errorOf(module(tableImports(60_000), section(4, tables(40_001))));
    expect(error?.reason).toBe('100001 tables exceed the limit of 100000');
    expect(errorOf(module(tableImports(100_001)))?.reason).toBe(
      '100001 tables exceed the limit of 100000',
    );
  });
});

describe('absurd sizes are refused at once, without memory for them', () => {
  const few = new Array<number>(20).fill(0);
  const cases: Record<string, Uint8Array> = {
    parameters: module(section(1, 1, 0x60, HUGE, few)),
    results: module(section(1, 1, 0x60, 0, HUGE, few)),
    'import name': module(section(2, 1, HUGE, few)),
    'import field': module(section(2, 1, 0, HUGE, few)),
    'export name': module(section(7, 1, HUGE, few)),
    'element functions': module(section(9, 1, 1, 0, HUGE, few)),
    'element expressions': module(section(9, 1, 5, FUNCREF, HUGE, few)),
    'bytes of a data segment': module(section(11, 1, 1, HUGE, few)),
    'custom section name': module(section(0, HUGE, few)),
    'data count': module(section(12, HUGE)),
    'body size': module(ONE_TYPE, ONE_FUNC, section(10, 1, HUGE, few)),
    'body size over the limit': module(ONE_TYPE, ONE_FUNC, [10, ...leb(1e8), 1, ...leb(7_654_322)]),
    'bodies in a large section': module(ONE_TYPE, ONE_FUNC, [10, ...leb(1e9), ...HUGE]),
  };
  for (const id of [1, 2, 3, 4, 5, 6, 7, 9, 10, 11]) {
    cases[`items of section ${id}`] = module(section(id, HUGE, few));
    cases[`items of section ${id}, below the limit`] = module(section(id, leb(1_000_000), few));
  }
  for (let id = 0; id < 13; id++) cases[`section ${id} of 4 GiB`] = module([id, ...HUGE]);
  for (const [name, bytes] of Object.entries(cases)) {
    it(name, () => {
      const memory = process.memoryUsage();
      const milliseconds = cpuMilliseconds(() => expect(errorOf(bytes)).toBeDefined());
      // It takes 0.2; as much work as the size that is claimed would be minutes.
      expect(milliseconds).toBeLessThan(500);
      const after = process.memoryUsage();
      expect(after.arrayBuffers - memory.arrayBuffers).toBeLessThan(1_000_000);
      expect(isValidInV8(bytes)).toBe(false);
    });
  }

  it('a section of 1 GB of which little arrives', () => {
    const before = process.memoryUsage().arrayBuffers;
    const decoder = new ModuleDecoder({ beginCode() {}, functionBody() {} });
    decoder.push(module([11, ...leb(1_000_000_000), 1]));
    for (let i = 0; i < 1000; i++) decoder.push(new Uint8Array(10));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    expect(() => decoder.finish()).toThrow(/^length out of bounds: data section of 1000000000/);
  });

  it('names in the name section', () => {
    const names = section(0, text('name'), [1, 20, ...HUGE], few.slice(0, 15));
    expect(decodeModuleInfo(module(names)).names.functions.size).toBe(0);
  });

  it('a constant expression that does not end', () => {
    const long = new Array<number>(140_000).fill(0x41);
    expect(errorOf(module(section(6, [1, I32, 0], long)))?.reason).toMatch(
      /^constant expression exceeds/,
    );
  });
});
