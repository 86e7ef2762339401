import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDLESS, ENDLESS_START, JOBS, LOOPS, longModule } from '../support/border-loops.js';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms({ loops: LOOPS, start: ENDLESS_START, long: longModule(300) });
}, 300_000);
afterAll(() => programs.remove());

/** In a worker: says that it is ready, and works without an end. */
const WORKER = `${JOBS}
  const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  if (!isMainThread) job(workerData.job, () => parentPort.postMessage('ready'));
`;

/** Runs in the main thread, where a worker is ready and busy. */
const beside = (name: string, script: string) => `${WORKER}
  if (isMainThread) {
    const worker = start('${name}');
    await worker.said;
    await delay(20);
    ${script}
  }
`;

describe('a worker can be terminated', () => {
  it.each(ENDLESS)('in %s', (name) => {
    const rounds = EMULATED ? 2 : 4;
    const script = `${WORKER}
      if (isMainThread) {
        const codes = [];
        for (let i = 0; i < ${rounds}; i++) {
          const worker = start('${name}');
          await worker.said;
          await delay(5 * i);
          codes.push(await worker.terminate());
        }
        // What is left works.
        const { quiet, unreachable } = build('loops', { host: { call: (n) => n } });
        print([codes, quiet(7), caught(unreachable) instanceof W.RuntimeError]);
      }
    `;
    const right = [Array(rounds).fill(1), 107, true];
    expect(programs.run(`terminate-${name}`, script)).toEqual({ value: right });
  });
});

describe('while a worker runs without an end', () => {
  it.each(['branch', 'fills', 'inHost', 'trapping'])(
    'process.exit() ends the process (%s)',
    (name) => {
      const script = beside(name, `print('exits'); process.exit(7);`);
      const ending = programs.run(`exit-${name}`, script);
      expect(ending).toMatchObject({ stdout: '"exits"\n', status: 7, signal: null });
    },
  );

  it.each(['branch', 'loads', 'tails'])('an uncaught error ends the process (%s)', (name) => {
    const script = beside(name, `setTimeout(() => { throw new TypeError('uncaught'); });`);
    const ending = programs.run(`uncaught-${name}`, script);
    expect(ending).toMatchObject({ status: 1, signal: null });
    expect(ending.stderr).toContain('TypeError: uncaught');
  });

  it('the process ends if the worker is not waited for', () => {
    const script = beside('branch', `worker.unref(); print('done');`);
    expect(programs.run('unref', script)).toEqual({ value: 'done' });
  });

  it('a listener of SIGINT is called', () => {
    const script = beside(
      'calls',
      `process.on('SIGINT', () => { print('interrupted'); process.exit(9); });
       process.kill(process.pid, 'SIGINT');`,
    );
    const ending = programs.run('sigint', script);
    expect(ending).toMatchObject({ stdout: '"interrupted"\n', status: 9, signal: null });
  });
});

describe('ended workers', () => {
  it('leave memory and mappings as before', () => {
    const [first, more] = EMULATED ? [6, 12] : [20, 60];
    const script = `${WORKER}
      if (isMainThread) {
        const names = ${JSON.stringify(ENDLESS)};
        const some = async (count) => {
          for (let i = 0; i < count; i += 2) {
            const pair = [start(names[i % names.length]), start(names[(i + 1) % names.length])];
            await Promise.all(pair.map((worker) => worker.said));
            await Promise.all(pair.map((worker) => worker.terminate()));
          }
          await collect();
          return [mappings(), resident()];
        };
        const before = await some(${first});
        const after = await some(${more});
        // A worker's stack, code and heap are some ten mappings, and a memory that was filled 128 MiB.
        const kept = [after[0] - before[0], after[1] - before[1]];
        print(kept[0] < ${more} && kept[1] < 2 * ${more} || kept);
      }
    `;
    expect(programs.run('ended', script)).toEqual({ value: true });
  });
});

describe('workers that start at once', () => {
  it.each([2, 4, 8])('each have their traps (%d of them)', (count) => {
    const script = `${JOBS}
      if (isMainThread) {
        const workers = Array.from({ length: ${count} }, () => start('traps'));
        const said = await Promise.all(workers.map((w) => Promise.race([w.said, w.ended])));
        print([said, await Promise.all(workers.map((worker) => worker.ended))]);
      } else {
        const loops = build('loops', { host: { call: (n) => n } });
        let traps = 0;
        for (let i = 0; i < 100; i++) {
          for (const run of [loops.unreachable, () => loops.load(-4), () => loops.divide(0), () => loops.truncate(NaN)]) {
            if (caught(run) instanceof W.RuntimeError) traps++;
          }
        }
        parentPort.postMessage(traps);
      }
    `;
    const right = [Array(count).fill(400), Array(count).fill(0)];
    for (let round = 0; round < (EMULATED ? 1 : 4); round++) {
      expect(programs.run(`at-once-${count}`, script)).toEqual({ value: right });
    }
  });
});
