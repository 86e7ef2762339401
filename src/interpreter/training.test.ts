import { Session } from 'node:inspector';
import { describe, expect, it } from 'vitest';

/** What V8 says of a script: of each function its ranges, the first being all of it. */
interface Coverage {
  readonly result: readonly {
    readonly scriptId: string;
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly {
        readonly startOffset: number;
        readonly endOffset: number;
        readonly count: number;
      }[];
    }[];
  }[];
}

/** The loop, and what it calls. */
const FILES = ['loop.ts', 'rare-operators.ts', 'slow-memory.ts', 'arithmetic.ts'];

/** Where nothing is computed, V8 need not have seen anything: a jump, a constant as one of two ways, an internal error. */
const COMPUTES_NOTHING = /^(break \w+;|[?:] -?\w+|default: throw .*;)$/s;

describe('training', () => {
  it('runs all ways of all operators', async () => {
    const session = new Session();
    session.connect();
    const post = <T>(method: string, params: object = {}): Promise<T> =>
      new Promise((resolve, reject) => {
        session.post(method, params, (error, result) =>
          error === null ? resolve(result as T) : reject(error),
        );
      });
    await post('Debugger.enable');
    await post('Profiler.enable');
    await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    const { PortableInstance } = await import('../../test/support/portable-instance.js');
    const { compileModule } = await import('../compiler/module-compiler.js');
    const { watToWasm } = await import('../text/wat.js');
    const module = await watToWasm('(module (func (export "f")))');
    new PortableInstance(compileModule(module, { target: 'portable' })).call('f');
    const { result } = await post<Coverage>('Profiler.takePreciseCoverage');
    const missed: string[] = [];
    for (const file of FILES) {
      const script = result.find(({ url }) => url.endsWith(`/src/interpreter/${file}`))!;
      const { scriptId } = script;
      const { scriptSource } = await post<{ scriptSource: string }>('Debugger.getScriptSource', {
        scriptId,
      });
      const functions = script.functions.filter(({ functionName }) => functionName !== '');
      expect(functions.length, file).toBeGreaterThan(0);
      for (const { functionName, ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          const text = scriptSource.slice(startOffset, endOffset).trim();
          if (count === 0 && !COMPUTES_NOTHING.test(text)) missed.push(`${functionName}: ${text}`);
        }
      }
    }
    session.disconnect();
    expect(missed).toEqual([]);
  });
});
