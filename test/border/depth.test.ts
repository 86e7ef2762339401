import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

/** `down` turns round in JavaScript, `pure` does not; both count their levels. */
const MODULES = {
  turns: `(module
    (import "host" "next" (func $next (param i32) (result i32)))
    (func (export "down") (param i32) (result i32)
      (i32.add (call $next (local.get 0)) (i32.const 1)))
    (global $depth (export "depth") (mut i32) (i32.const 0))
    (func $pure (export "pure")
      (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
      (call $pure)))`,
};

/**
 * Levels that JavaScript and WebAssembly reach in turn, and what ends them. Optimized code has smaller
 * frames, so it is the best of some rounds.
 */
const MEASURE = `
  function measure(engine, rounds = 12) {
    let level = 0;
    const { down, pure, depth } = build('turns', { host: { next: (n) => { level = n; return down(n + 1); } } }, engine);
    const best = { depth: 0, ends: new Set() };
    const pureDepth = () => { depth.value = 0; caught(pure); return depth.value; };
    const before = pureDepth();
    for (let i = 0; i < rounds; i++) {
      const error = caught(() => down(0));
      best.ends.add(error instanceof RangeError ? 'RangeError' : String(error));
      best.depth = Math.max(best.depth, level);
    }
    return { depth: best.depth, ends: [...best.ends], pure: [before, pureDepth()] };
  }
  function compare() {
    const theirs = measure(V8);
    const ours = measure(W);
    const half = ours.depth >= theirs.depth / 2 || [ours.depth, theirs.depth];
    const [before, after] = ours.pure;
    return [ours.ends, half, before > 1000, before === after || [before, after]];
  }
`;

const GOOD = [['RangeError'], true, true, true];

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms(MODULES);
}, 300_000);
afterAll(() => programs.remove());

describe('turns between JavaScript and WebAssembly', () => {
  it("go half as deep as the host's own, in the main thread", () => {
    const { run } = programs;
    expect(run('depth-main', `${MEASURE} print(compare());`)).toEqual({ value: GOOD });
  });

  const IN_WORKER = (sizes: readonly number[]) => `${MEASURE}
    if (isMainThread) {
      const all = [];
      for (const stackSizeMb of ${JSON.stringify(sizes)}) {
        const worker = start('', { resourceLimits: { stackSizeMb } });
        all.push(await Promise.race([worker.said, worker.ended]));
      }
      print(all);
    } else parentPort.postMessage(compare());
  `;

  // Turns by the hundred thousand take minutes as an emulated process.
  it.each(EMULATED ? [[[1, 2]]] : [[[1, 2, 4]], [[16, 64]]])(
    'go as deep in workers with stacks of %j MB',
    (sizes) => {
      const expected = { value: sizes.map(() => GOOD) };
      expect(programs.run(`depth-workers-${sizes[0]}`, IN_WORKER(sizes))).toEqual(expected);
    },
  );

  const sizes = [
    [200, undefined],
    [30_000, 64 * 1024],
  ] as const;
  it.each(EMULATED ? sizes.slice(0, 1) : sizes)(
    'go as deep with --stack-size=%d',
    (size, stackKiB) => {
      const options = { flags: [`--stack-size=${size}`], ...(stackKiB && { stackKiB }) };
      const ending = programs.run(`depth-${size}`, `${MEASURE} print(compare());`, options);
      expect(ending).toEqual({ value: GOOD });
    },
  );
});
