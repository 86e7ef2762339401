/** Taken now: tests put others in its place. Browsers have no `setImmediate`. */
const { setImmediate, setTimeout } = globalThis;

/** Runs something in another job; a process does not wait for it. */
export function later(run: () => void): void {
  if (setImmediate === undefined) setTimeout(run, 0);
  else setImmediate(run).unref();
}

/** Resolves when timers and events had their turn; a process waits for it. */
export function nextTurn(): Promise<void> {
  if (setImmediate !== undefined) return new Promise((resolve) => setImmediate(resolve));
  // Browsers make a timeout in a timeout wait for 4 ms, and hidden pages for a second.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const gone = () => {
      port1.close();
      resolve();
    };
    (port1 as unknown as EventTarget).addEventListener('message', gone);
    port1.start();
    port2.postMessage(null);
  });
}
