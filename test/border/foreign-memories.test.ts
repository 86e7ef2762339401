import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { ENGINES, start, watToWasm } from '../support/two-engines.js';

it('a shared memory of another realm is one that can be waited on', async () => {
  const memory = runInNewContext(
    'new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true })',
  );
  const bytes = await watToWasm(`(module
    (import "m" "memory" (memory 1 2 shared))
    (func (export "wait") (result i32)
      (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 1))))`);
  const x = start(ENGINES.winch, bytes, { m: { memory } });
  expect(x.wait!()).toBe(2);
});
