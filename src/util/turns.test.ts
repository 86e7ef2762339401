import { expect, it } from 'vitest';

it('turns come with and without setImmediate, and timers in between', async () => {
  const { setImmediate } = globalThis;
  Reflect.deleteProperty(globalThis, 'setImmediate');
  const { later, nextTurn } = await import('./turns.js').finally(() => {
    globalThis.setImmediate = setImmediate;
  });
  let timers = 0;
  const timer = setInterval(() => timers++, 0);
  let turns = 0;
  while (timers < 3) {
    await nextTurn();
    turns++;
  }
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
  await new Promise<void>((resolve) => later(resolve));
});
