import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeObject } from '../../artifact/bridge-object.js';
import { type Bridge, loadBridge } from './bridge.js';
import { bridgeForeign } from './bridge-foreign.js';
import { cFunctions, engineFunctions } from './engine-calls.js';
import type { CFunction, Foreign } from './foreign.js';
import { koffiForeign } from './koffi-foreign.js';

/** A function of any arguments, to give it wrong ones. */
type Loose = (...values: unknown[]) => unknown;

const WRONG = ['1', 1n, {}, null, undefined, true, Symbol('s'), () => 1];

describe('the primitives of the bridge', () => {
  let bridge: Bridge;
  beforeAll(() => {
    bridge = loadBridge();
  });
  const loose = (name: 'make' | 'addressOf' | 'copyTo' | 'detach') => bridge[name] as Loose;

  it('make values of Node-API', () => {
    const { make, env } = bridge;
    const f = make(bridge.napi_create_function, env, 0, 0, bridge.word, bridge.dlsym) as Loose;
    expect(f(0, bridge.addressOf(new TextEncoder().encode('dlsym\0')))).toBe(bridge.dlsym);
  });

  it('make nothing of what Node-API refuses, and of wrong arguments', () => {
    const { napi_create_function: create, env, word } = bridge;
    // No callback: napi_invalid_arg.
    expect(bridge.make(create, env, 0, 0, 0, 0)).toBeUndefined();
    expect(loose('make')()).toBeUndefined();
    expect(loose('make')(0, env, 0, 0, word, 0)).toBeUndefined();
    expect(loose('make')(create, env, 0, 0, word, 0, 0)).toBeUndefined();
    expect(loose('make')(create, ...new Array(100).fill(1))).toBeUndefined();
    for (const value of WRONG) {
      expect(loose('make')(value, env, 0, 0, word, 0)).toBeUndefined();
      expect(loose('make')(create, env, 0, 0, word, value)).toBeUndefined();
    }
  });

  it('tell and fill addresses of typed arrays only', () => {
    const target = new Uint8Array(16);
    const address = bridge.addressOf(target)!;
    expect(bridge.copyTo(address + 4, Uint8Array.of(1, 2, 3))).toBe(3);
    expect(bridge.copyTo(address, new Uint8Array(0))).toBe(0);
    expect([...target]).toEqual([0, 0, 0, 0, 1, 2, 3, ...new Array(9).fill(0)]);
    const noArrays = [...WRONG, 1, new ArrayBuffer(8), new DataView(new ArrayBuffer(8)), [1, 2]];
    for (const value of noArrays) {
      expect(loose('addressOf')(value)).toBeUndefined();
      expect(loose('copyTo')(address, value)).toBeUndefined();
    }
    for (const value of WRONG) expect(loose('copyTo')(value, target)).toBeUndefined();
    expect(loose('addressOf')()).toBeUndefined();
    expect(loose('copyTo')(address)).toBeUndefined();
    expect(target[0]).toBe(0);
  });

  it('detach buffers, and nothing else', () => {
    const buffer = new ArrayBuffer(8);
    expect(bridge.detach(buffer)).toBe(0);
    expect(buffer.byteLength).toBe(0);
    for (const value of [...WRONG, 1, new Uint8Array(8)]) {
      expect(loose('detach')(value)).toBeGreaterThan(0);
    }
    expect(loose('detach')()).toBeGreaterThan(0);
  });
});

// Other engines have no such interface, or one that only looks like it.
describe.runIf(process.release.name === 'node' && !process.versions.bun)('calls by V8', () => {
  let bridge: Bridge;
  let engine: number[];
  const symbol = (name: string) => bridgeForeign().symbol(name);
  beforeAll(() => {
    bridge = loadBridge();
    engine = engineFunctions(symbol)!;
  });

  it('are there in each Node that is tested', () => {
    expect(engine).toHaveLength(4);
    const { addressOf, make, env, napi_create_function: create, word } = bridge;
    const bind = (address: number) => make(create, env, 0, 0, word, address) as CFunction;
    const cFunction = cFunctions(bind, symbol, addressOf)!;
    expect(cFunction(symbol('abort'))).toBeGreaterThan(0xffff);
  });

  it('make functions that call C, and return nothing', () => {
    const f = bridge.callback(symbol('tzset'), ...engine, 0) as Loose;
    expect(f()).toBeUndefined();
    expect(f(1, {}, 'and more')).toBeUndefined();
    expect(String(f)).toContain('[native code]');
    expect(() => Reflect.construct(f, [])).toThrow(TypeError);
  });

  it('go on when they are optimized, with nothing between', () => {
    const time = bridgeForeign().callable(symbol('tzset'));
    const run = (n: number) => {
      let made = 0;
      for (let i = 0; i < n; i++) if (time() === undefined) made++;
      return made;
    };
    for (let i = 0; i < 6; i++) expect(run(20_000)).toBe(20_000);
  });

  it('make nothing of wrong arguments', () => {
    const make = bridge.callback as Loose;
    const code = symbol('tzset');
    expect(make()).toBeUndefined();
    expect(make(code, ...engine)).toBeUndefined();
    expect(make(code, ...engine, 0, 0)).toBeUndefined();
    expect(make(code, ...engine, 0, 0, 0, 0)).toBeUndefined();
    for (const value of WRONG) {
      expect(make(value, ...engine, 0)).toBeUndefined();
      expect(make(code, ...engine, value)).toBeUndefined();
    }
  });
});

it('there is no bridge for other machines', () => {
  expect(() => bridgeObject('riscv64')).toThrow('there is no bridge for riscv64 machines');
});

describe.each([
  ['the bridge', bridgeForeign],
  ['koffi', koffiForeign],
])('C by %s', (_, open) => {
  let foreign: Foreign;
  let int: (name: string, parameters: number) => CFunction;
  let word: (name: string, parameters: number) => CFunction;
  const memory = new Uint8Array(64);
  let address = 0;
  beforeAll(() => {
    foreign = open();
    int = (name, parameters) => foreign.bind(foreign.symbol(name), parameters, 'int');
    word = (name, parameters) => foreign.bind(foreign.symbol(name), parameters, 'word');
    address = foreign.addressOf(memory);
  });
  afterAll(() => memory.fill(0));

  it('passes on integers of 32 and of 64 bits, and their signs', () => {
    expect(int('abs', 1)(-5)).toBe(5);
    expect(int('toupper', 1)(-1)).toBe(-1);
    expect(int('close', 1)(-1)).toBe(-1);
    expect(word('labs', 1)(-(2 ** 40))).toBe(2 ** 40);
    expect(word('labs', 1)(2 ** 52 + 1)).toBe(2 ** 52 + 1);
    expect(word('memset', 3)(address, 7, 3)).toBe(address);
    expect([...memory.subarray(0, 4)]).toEqual([7, 7, 7, 0]);
    // MAP_FAILED, for a length of nothing.
    expect(word('mmap', 6)(0, 0, 0, 2, -1, 0)).toBe(-1);
  });

  it('passes on six arguments in order', () => {
    const format = new TextEncoder().encode('%d %d %d\0');
    const at = foreign.addressOf(format);
    expect(int('snprintf', 6)(address, memory.length, at, 1, -22, 333)).toBe(9);
    expect(new TextDecoder().decode(memory.subarray(0, 9))).toBe('1 -22 333');
    expect(format).toHaveLength(9);
  });

  it('knows no symbols that there are not', () => {
    expect(foreign.symbol('no_such_function')).toBe(0);
    expect(foreign.symbol('memset')).toBeGreaterThan(0xffff);
    expect(foreign.symbol(`memset${' '.repeat(5000)}`)).toBe(0);
  });

  it('stores bytes, sees them in a view, and detaches that', () => {
    foreign.copyTo(address, Uint8Array.of(9, 8, 7));
    const view = foreign.view(address, 3);
    expect([...new Uint8Array(view)]).toEqual([9, 8, 7]);
    memory[1] = 5;
    expect(new Uint8Array(view)[1]).toBe(5);
    foreign.detach(view);
    expect(view.byteLength).toBe(0);
    expect(memory[1]).toBe(5);
  });

  it('tells the address of shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(16));
    word('memset', 3)(foreign.addressOf(shared), 3, 2);
    expect([...shared.subarray(0, 3)]).toEqual([3, 3, 0]);
  });
});

describe('a function of the bridge', () => {
  it('is not called where an argument is no number, or there are too many', () => {
    const foreign = bridgeForeign();
    const memory = new Uint8Array(8);
    const memset = foreign.bind(foreign.symbol('memset'), 3, 'word') as Loose;
    const address = foreign.addressOf(memory);
    for (const value of WRONG) {
      expect(memset(address, 1, value)).toBeUndefined();
      expect(memset(address, value, 8)).toBeUndefined();
      expect(memset(value, 1, 8)).toBeUndefined();
    }
    expect(memset(address, 1, 8, 0, 0, 0, 0)).toBeUndefined();
    expect(memset(address, 1, 8, ...new Array(1000).fill(0))).toBeUndefined();
    expect([...memory]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(memset(address, 1, 8)).toBe(address);
    expect([...memory]).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('gets 0 for arguments that are left out', () => {
    const foreign = bridgeForeign();
    const memory = new Uint8Array(4).fill(9);
    const memset = foreign.bind(foreign.symbol('memset'), 3, 'word') as Loose;
    memset(foreign.addressOf(memory));
    expect([...memory]).toEqual([9, 9, 9, 9]);
  });

  it('takes numbers as C converts them, and none that have to be asked for', () => {
    const foreign = bridgeForeign();
    const labs = foreign.bind(foreign.symbol('labs'), 1, 'word') as Loose;
    expect(labs(-2.9)).toBe(2);
    expect(labs(Number.NaN)).toBe(0);
    let asked = false;
    const value = {
      valueOf() {
        asked = true;
        return 1;
      },
    };
    expect(labs(value)).toBeUndefined();
    expect(asked).toBe(false);
  });
});
