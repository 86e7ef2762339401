import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ENGINES, IS_REFERENCE, type Namespace, same } from '../../test/support/two-engines.js';

/**
 * Attributes of all own properties, in a comparable form. Later hosts than the reference have more
 * properties: there those that `ours` has are compared.
 */
function properties(target: object, ours: object = target): Record<string, unknown> {
  const list: Record<string, unknown> = {};
  for (const key of Reflect.ownKeys(target)) {
    // V8's functions of the API have these two of old; the standard's do not.
    if (key === 'arguments' || key === 'caller' || key === 'stackTraceLimit') continue;
    if (!IS_REFERENCE && !Object.hasOwn(ours, key)) continue;
    if (OWN.includes(key)) {
      expect(Object.getOwnPropertyDescriptor(target, key)!.enumerable).toBe(false);
      continue;
    }
    const { value, get, set, ...attributes } = Object.getOwnPropertyDescriptor(target, key)!;
    const shape = (f: unknown) => (typeof f === 'function' ? [f.name, f.length] : typeof f);
    list[String(key)] = [attributes, shape(value), shape(get), shape(set)];
  }
  return list;
}

/** The project's own, which do not show when properties are listed. */
const OWN: readonly (string | symbol)[] = ['deserialize', 'serialize'];

const CLASSES = ['Module', 'Instance', 'Memory', 'Table', 'Global'] as const;
const ERRORS = ['CompileError', 'LinkError', 'RuntimeError'] as const;

describe('the namespace', () => {
  it('has the properties of the standard one, but for exceptions', () => {
    same((W) => {
      const {
        Tag: _tag,
        Exception: _exception,
        JSTag: _jsTag,
        ...rest
      } = properties(W, ENGINES.winch);
      return rest;
    });
    same((W) => [String(W), Object.getPrototypeOf(W) === Object.prototype]);
    expect(Object.keys(ENGINES.v8)).toEqual(expect.arrayContaining(Object.keys(ENGINES.winch)));
  });

  it.each(CLASSES)('has a class %s with the properties of the standard one', (name) => {
    same((W) => properties(W[name], ENGINES.winch[name]));
    same((W) => properties(W[name].prototype, ENGINES.winch[name].prototype));
    // Later hosts have source phase imports, which put a class above that of modules.
    expect(Object.getPrototypeOf(ENGINES.winch[name])).toBe(Function.prototype);
    expect(Object.getPrototypeOf(ENGINES.winch[name].prototype)).toBe(Object.prototype);
    if (!IS_REFERENCE && name === 'Module') return;
    same((W) => Object.getPrototypeOf(W[name]) === Function.prototype);
    same((W) => Object.getPrototypeOf(W[name].prototype) === Object.prototype);
  });

  it.each(CLASSES)('has a class %s that is called with new only', (name) => {
    same((W) => (W[name] as unknown as () => void)());
    same((W) => (W[name] as unknown as (x: object) => void)({ initial: 1, element: 'anyfunc' }));
  });

  it.each(CLASSES)('has a class %s that wants arguments', (name) => {
    for (const value of [undefined, null, 1, 'x', {}, Symbol('s')]) {
      same((W) => Reflect.construct(W[name], [value]), value === undefined ? 'message' : 'class');
    }
    same((W) => Reflect.construct(W[name], []), 'message');
  });

  it('has methods that are no constructors', () => {
    same((W) => Reflect.construct(W.compile, []));
    same((W) => Reflect.construct(W.Memory.prototype.grow, []));
  });

  it('has methods and accessors that want their own objects', () => {
    const receivers = (W: Namespace) => [
      undefined,
      {},
      Object.create(W.Memory.prototype),
      new W.Memory({ initial: 0 }),
      new W.Table({ element: 'anyfunc', initial: 0 }),
      new W.Global({ value: 'i32' }),
    ];
    for (let i = 0; i < 6; i++) {
      for (const name of ['Instance', 'Memory', 'Table', 'Global'] as const) {
        // Later hosts have more of them.
        const keys = Object.getOwnPropertyNames(ENGINES.winch[name].prototype);
        for (const key of keys.filter((k) => k !== 'constructor')) {
          same((W) => {
            const { value, get, set } = Object.getOwnPropertyDescriptor(W[name].prototype, key)!;
            const outcomes = [value, get, set].map((f) => {
              if (typeof f !== 'function') return typeof f;
              try {
                return typeof f.call(receivers(W)[i], 0, null);
              } catch (error) {
                return (error as Error).name;
              }
            });
            return outcomes;
          });
        }
      }
    }
  });

  it('prints as native code, but for what is called often', () => {
    const native = /^function \w*\(\) \{ \[native code\] \}$/;
    const { winch } = ENGINES;
    for (const name of [...CLASSES, ...ERRORS]) {
      expect(String(winch[name]), name).toMatch(native);
      expect(winch[name].prototype.constructor).toBe(winch[name]);
    }
    for (const [name, value] of Object.entries(winch)) expect(String(value), name).toMatch(native);
    for (const [name, value] of Object.entries(winch.Module)) {
      expect(String(value), name).toMatch(native);
    }
    const { Memory, Table, Global } = winch;
    for (const method of [Memory.prototype.grow, Table.prototype.grow, Global.prototype.valueOf]) {
      expect(String(method)).toMatch(native);
    }
    same((W) => inspect([W.Module, W.compile, W.RuntimeError]).replace(/ \{.*?\}/gs, ''));
  });

  it('can be extended', () => {
    same((W) => {
      class Special extends W.Memory {
        pages(): number {
          return this.buffer.byteLength / 65536;
        }
      }
      const memory = new Special({ initial: 2 });
      memory.grow(1);
      return [memory.pages(), memory instanceof W.Memory, memory instanceof Special];
    });
  });
});

describe('error classes', () => {
  it.each(ERRORS)('%s is as in the standard', (name) => {
    same((W) => properties(W[name].prototype));
    same((W) => {
      const { name: own, length, prototype } = properties(W[name]);
      return { own, length, prototype };
    });
    same((W) => {
      const error = new W[name]('text', { cause: 7 });
      return [
        String(error),
        error.message,
        error.cause,
        error instanceof W[name],
        error instanceof Error,
        Object.prototype.toString.call(error),
        Object.keys(error),
        Object.getPrototypeOf(W[name]) === Error,
        W[name].prototype.constructor === W[name],
        error.stack?.split('\n')[0],
      ];
    });
    same((W) => [W[name]('a').message, W[name]('a') instanceof W[name], String(new W[name]())]);
    same((W) => Object.hasOwn(new W[name](), 'message'));
    same((W) => {
      class Special extends W[name] {}
      const error = new Special('m') as unknown as Error;
      return [error instanceof Special, error instanceof W[name], error.message, error.name];
    });
  });

  it('have stacks that begin where they were made', () => {
    function here(): Error {
      return new ENGINES.winch.RuntimeError('x');
    }
    expect(here().stack?.split('\n')[1]).toContain('here');
  });
});
