import { describe, expect, it } from 'vitest';
import { ENGINES, sameAsync, watToWasm } from '../../test/support/two-engines.js';

/** An import object that notes what is read of it. */
function noting(log: string[]): Record<string, Record<string, unknown>> {
  return {
    get e() {
      log.push('module');
      return {
        get f() {
          log.push('field');
          return () => log.push('start');
        },
      };
    },
  } as never;
}

describe('instantiate', () => {
  it('reads the imports of a module before it returns, those of bytes later', async () => {
    const bytes = await watToWasm('(module (import "e" "f" (func $f)) (start $f))');
    await sameAsync(async (W) => {
      const log: string[] = [];
      const promise = W.instantiate(new W.Module(bytes), noting(log));
      log.push('returned');
      const later = W.instantiate(bytes, noting(log));
      log.push('returned');
      await promise;
      await later;
      return log;
    });
    const log: string[] = [];
    const { winch } = ENGINES;
    await winch.instantiate(structuredClone(new winch.Module(bytes)), noting(log));
    expect(log).toEqual(['module', 'field', 'start']);
  });

  it('turns what imports throw into a rejection', async () => {
    const bytes = await watToWasm('(module (import "e" "f" (func $f)))');
    const imports = {
      get e(): never {
        throw new EvalError('from a getter');
      },
    };
    await sameAsync((W) => W.instantiate(new W.Module(bytes), imports), 'message');
    await sameAsync((W) => W.instantiate(bytes, imports), 'message');
    await sameAsync((W) => W.instantiate(new W.Module(bytes), 1 as never), 'message');
    await sameAsync((W) => W.instantiate(new W.Module(bytes)), 'message');
  });
});
