import { describe, expect, it } from 'vitest';
import { ENGINES, same, start, watToWasm } from '../../test/support/two-engines.js';

const SIZES: readonly unknown[] = [
  0,
  1,
  1.9,
  '3',
  ' 0x2 ',
  true,
  null,
  [4],
  { valueOf: () => 5 },
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  'abc',
  1n,
  Symbol('s'),
  65_537,
  2 ** 32 - 1,
  2 ** 32,
];

describe('WebAssembly.Memory', () => {
  it('converts descriptors', () => {
    for (const initial of SIZES) {
      same((W) => new W.Memory({ initial: initial as number }).buffer.byteLength, 'message');
      same((W) => {
        const memory = new W.Memory({ initial: 0, maximum: initial as number });
        return [memory.grow(0), memory.buffer.byteLength];
      }, 'message');
    }
    for (const descriptor of [undefined, null, 1, {}, { maximum: 2 }, () => 1]) {
      same((W) => new W.Memory(descriptor as never), 'message');
    }
    same((W) => new W.Memory({ initial: 2, maximum: 1 }), 'message');
    same((W) => new W.Memory({ initial: 2, maximum: 2 }).buffer.byteLength);
    same((W) => new W.Memory(Object.assign(() => 1, { initial: 1 })).buffer.byteLength);
  });

  it('cuts fractions off before it checks the sign, as Web IDL says', () => {
    expect(new ENGINES.winch.Memory({ initial: -0.5 }).buffer.byteLength).toBe(0);
    expect(() => new ENGINES.winch.Memory({ initial: -1.5 })).toThrow(TypeError);
  });

  it('reads descriptors in order, and passes on what getters throw', () => {
    same((W) => {
      const seen: string[] = [];
      const descriptor = new Proxy(
        { initial: 1, maximum: 2 },
        {
          get(target, key) {
            seen.push(String(key));
            return Reflect.get(target, key);
          },
        },
      );
      new W.Memory(descriptor);
      // Both read more, for features of their own.
      return seen.filter((key) => key === 'initial' || key === 'maximum');
    });
    same(
      (W) =>
        new W.Memory({
          get initial(): number {
            throw new EvalError('mine');
          },
        }),
      'message',
    );
  });

  it('makes shared memories', () => {
    same((W) => {
      const { buffer } = new W.Memory({ initial: 1, maximum: 2, shared: true });
      return (buffer as unknown) instanceof SharedArrayBuffer;
    });
    same((W) => new W.Memory({ initial: 1, shared: true }), 'message');
    same((W) => new W.Memory({ initial: 1, shared: false }).buffer instanceof ArrayBuffer);
  });

  it('grows, and detaches its buffer whenever it does', () => {
    same((W) => {
      const memory = new W.Memory({ initial: 1, maximum: 5 });
      const first = memory.buffer;
      const log: unknown[] = [first === memory.buffer, first.byteLength];
      new Uint8Array(first)[10] = 77;
      log.push(memory.grow(2), first.byteLength, first === memory.buffer);
      const second = memory.buffer;
      log.push(second.byteLength, new Uint8Array(second)[10], new Uint8Array(second)[65536 + 1]);
      log.push(memory.grow(0), second.byteLength, memory.buffer === second);
      return log;
    });
    for (const delta of SIZES) {
      same((W) => new W.Memory({ initial: 1, maximum: 5 }).grow(delta as number), 'message');
    }
    same((W) => (new W.Memory({ initial: 1 }).grow as () => number)(), 'message');
    same((W) => {
      const memory = new W.Memory({ initial: 1, maximum: 2 });
      const { buffer } = memory;
      try {
        memory.grow(2);
      } catch {
        return [buffer === memory.buffer, buffer.byteLength];
      }
      return 'grew';
    });
  });

  it('is the same object at every export, and shares bytes with code that grows it', async () => {
    const bytes = await watToWasm(`(module
      (memory (export "m") (export "n") 1 4)
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
      (func (export "peek") (param i32) (result i32) (i32.load8_u (local.get 0)))
      (func (export "poke") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))`);
    same((W) => {
      const { m, n, grow, peek, poke } = start(W, bytes);
      const log: unknown[] = [m === n, m instanceof W.Memory];
      const first = m.buffer;
      new Uint8Array(first)[3] = 200;
      log.push(peek(3), first === n.buffer);
      log.push(grow(1), first.byteLength, m.buffer.byteLength, m.buffer === n.buffer);
      const second = m.buffer;
      log.push(grow(0), second.byteLength, grow(9), m.buffer === second);
      const third = m.buffer;
      log.push(grow(9), third === m.buffer, third.byteLength);
      poke(131_071, 9);
      log.push(new Uint8Array(m.buffer)[131_071], m.grow(2), peek(131_071));
      return log;
    });
  });

  it('is imported and shared between instances', async () => {
    const bytes = await watToWasm(`(module (import "e" "m" (memory 1)) (export "again" (memory 0))
      (func (export "grow") (result i32) (memory.grow (i32.const 1)))
      (func (export "size") (result i32) (memory.size)))`);
    same((W) => {
      const m = new W.Memory({ initial: 1, maximum: 10 });
      const a = start(W, bytes, { e: { m } });
      const b = start(W, bytes, { e: { m } });
      const log: unknown[] = [a.again === m, a.grow(), b.size(), m.buffer.byteLength];
      log.push(m.grow(3), a.size(), b.size());
      return log;
    });
  });
});
