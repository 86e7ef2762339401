import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDLESS, ENDLESS_START, JOBS, LOOPS, longModule } from '../support/border-loops.js';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms({ loops: LOOPS, start: ENDLESS_START, long: longModule(300) });
}, 300_000);
afterAll(() => programs.remove());

const TIMED = `${JOBS}
  /** Runs a function until a timeout; the error's code. */
  const timed = (run, timeout = ${EMULATED ? 60 : 15}) =>
    caught(() => vm.runInNewContext('run()', { run }, { timeout })).code ?? 'no timeout';
  const TIMEOUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
  // What termination took away is found at an entry some ticks of CPU time later: one for each 64 levels.
  const someTicks = () => {
    const used = () => { const { user, system } = process.cpuUsage(); return user + system; };
    for (const start = used(); used() - start < 150_000; );
  };
  /** How deep a recursion goes; again after some time, as long as that is less than it should be. */
  const pureDepth = ({ pure, depth }, wanted = 0) => {
    for (let patience = 30; ; patience--) {
      depth.value = 0;
      caught(pure);
      if (depth.value >= wanted || patience === 0) return depth.value;
      someTicks();
    }
  };
`;

describe("a vm script's timeout", () => {
  it.each(ENDLESS)('ends %s, and what follows is as before', (name) => {
    const script = `${TIMED}
      const loops = build('loops', { host: { call: (n) => n } });
      const before = pureDepth(loops);
      const codes = new Set();
      for (let i = 0; i < ${EMULATED ? 3 : 10}; i++) codes.add(timed(() => job('${name}', () => {})));
      const after = pureDepth(loops, before);
      print([[...codes], loops.quiet(5), before === after || [before, after]]);
    `;
    const right = [['ERR_SCRIPT_EXECUTION_TIMEOUT'], 105, true];
    expect(programs.run(`timeout-${name}`, script)).toEqual({ value: right });
  });

  it('ends many activations at once, again and again, and leaves no stack behind', () => {
    // Each of them leaves 300 activations; the stack has room for some 17,000.
    const rounds = EMULATED ? 10 : 100;
    const script = `${TIMED}
      const loops = build('loops', { host: { call: (n) => n === 0 ? loops.branch() : loops.quiet(n - 1) } });
      const before = pureDepth(loops);
      let ended = 0;
      for (let i = 0; i < ${rounds}; i++) if (timed(() => loops.quiet(300)) === TIMEOUT) ended++;
      const after = pureDepth(loops, before);
      print([ended, before === after || [before, after]]);
    `;
    expect(programs.run('many', script)).toEqual({ value: [rounds, true] });
  });

  it('inside of a host function lets the code further out go on, inside of the same activation', () => {
    const rounds = EMULATED ? 4 : 20;
    const script = `${TIMED}
      const inner = build('loops', { host: { call: (n) => n === 0 ? inner.branch() : inner.quiet(n - 1) } });
      let served = 0;
      const first = pureDepth(inner);
      const outer = build('loops', { host: { call: (n) => {
        if (n > 0) return outer.quiet(n - 1) + 1;
        for (let i = 0; i < ${rounds}; i++) {
          if (timed(() => inner.quiet(i)) === TIMEOUT) served++;
          if (caught(inner.unreachable) instanceof W.RuntimeError) served++;
          if (caught(() => inner.load(-4)) instanceof W.RuntimeError) served++;
        }
        return 1000;
      } } });
      const result = outer.quiet(10);
      // While the activation further out lives, what ended keeps its stack; afterwards nothing does.
      const last = pureDepth(inner, first);
      print([result, served, first === last || [first, last], outer.quiet(0)]);
    `;
    const right = [1000 + 11 * 100 + 10, 3 * rounds, true, 1100];
    expect(programs.run('nested', script)).toEqual({ value: right });
  });

  it('inside of a host function leaves nothing that is taken for what runs later', () => {
    const rounds = EMULATED ? 3 : 12;
    const script = `${TIMED}
      // Ends in JavaScript, with many activations that nobody says are gone.
      const ended = build('loops', { host: { call: (n) => { if (n === 0) for (;;); return ended.quiet(n - 1); } } });
      const filler = build('loops', { host: { call: (n) => n } });
      const live = build('loops', { host: { call: (n) => {
        if (n > 0) return live.quiet(n - 1);
        // By now they are looked for; what comes next takes all of the stack that seems to be free.
        someTicks();
        someTicks();
        caught(filler.pure);
        return 1000;
      } } });
      const found = [];
      for (let i = 0; i < ${rounds}; i++) {
        timed(() => ended.quiet(1000), 5);
        found.push(live.quiet(i % 3));
      }
      print(found);
    `;
    const right = Array.from({ length: rounds }, (_, i) => 1000 + 100 * (1 + (i % 3)));
    expect(programs.run('beneath', script)).toEqual({ value: right });
  });

  it('leaves nothing for the collector to find again and again, so that the process ends', () => {
    const script = `${TIMED}
      import { getStore } from './src/runtime/node.js';
      const { references, thread } = getStore();
      const loops = build('loops', { host: { call: (n) => { if (n === 0) for (;;); return loops.quiet(n - 1); } } });
      const codes = new Set();
      for (let i = 0; i < 3; i++) codes.add(timed(() => loops.quiet(200)));
      let settlements = 0;
      const { settle } = references;
      references.settle = () => { settlements++; settle.call(references); };
      await collect(20);
      print([[...codes], thread.active, settlements]);
    `;
    const right = [['ERR_SCRIPT_EXECUTION_TIMEOUT'], false, 1];
    expect(programs.run('collected', script)).toEqual({ value: right });
  });

  // By chance: without care it is changed after some eighty timeouts.
  it.skipIf(EMULATED)('leaves Error as it was', () => {
    const script = `${TIMED}
      const turning = build('loops', { host: { call: (n) => n === 0 ? 0 : turning.quiet(n - 1) } });
      const before = [Error.stackTraceLimit, Error.prepareStackTrace];
      let first = 'as it was';
      for (let i = 0; i < 400; i++) {
        timed(() => { for (;;) turning.quiet(1500); }, 3 + (i % 40));
        const after = [Error.stackTraceLimit, Error.prepareStackTrace];
        if (after.some((value, k) => value !== before[k])) { first = i; break; }
      }
      print(first);
    `;
    expect(programs.run('error', script)).toEqual({ value: 'as it was' });
  });

  it('inside of a timeout ends the inner script, or both', () => {
    const script = `${TIMED}
      const loops = build('loops', { host: { call: (n) => {
        if (n === 0) return loops.branch();
        const code = timed(() => loops.quiet(0), 20);
        if (n === 1) return code === TIMEOUT ? 5 : 6;
        return loops.quiet(0);
      } } });
      const before = pureDepth(loops);
      const results = [];
      for (let i = 0; i < 5; i++) {
        results.push(timed(() => results.push(loops.quiet(1)), 2000));
        results.push(timed(() => loops.quiet(2), 200));
      }
      print([results.join(), before === pureDepth(loops, before)]);
    `;
    const round = ['105', 'no timeout', 'ERR_SCRIPT_EXECUTION_TIMEOUT'];
    const right = [Array(5).fill(round).flat().join(), true];
    expect(programs.run('inside', script)).toEqual({ value: right });
  });

  it('in the start function ends instantiation', () => {
    const script = `${TIMED}
      const codes = [timed(() => build('start')), timed(() => build('start'))];
      const loops = build('loops', { host: { call: (n) => n } });
      print([codes, loops.quiet(1)]);
    `;
    const code = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    expect(programs.run('start-twice', script)).toEqual({ value: [[code, code], 101] });
  });
});
