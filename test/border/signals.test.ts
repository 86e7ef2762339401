import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOPS } from '../support/border-loops.js';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms({ loops: LOOPS });
}, 300_000);
afterAll(() => programs.remove());

const TRAPS = `
  const make = () => build('loops', { host: { call: (n) => n } });
  /** How many of a round's traps are what they should be: four. */
  const traps = ({ unreachable, load, divide, truncate }) =>
    [unreachable, () => load(-4), () => divide(0), () => truncate(NaN)]
      .filter((run) => caught(run) instanceof W.RuntimeError).length;
  const SIGNALS = ['SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGBUS', 'SIGTRAP'];
  const heard = new Map(SIGNALS.map((name) => [name, 0]));
  const listen = (name) => process.on(name, () => heard.set(name, heard.get(name) + 1));
  /** Sends a signal to the own process, and waits until a listener has heard it. */
  const send = async (name) => {
    await turn();
    const before = heard.get(name);
    process.kill(process.pid, name);
    while (heard.get(name) === before) await turn();
    return true;
  };
`;

describe('listeners for the signals that traps are made of', () => {
  const ORDERS = {
    'before the first instance': 'SIGNALS.forEach(listen); const loops = make();',
    'after the first instance': 'const loops = make(); SIGNALS.forEach(listen);',
    'after the first traps': 'const loops = make(); traps(loops); SIGNALS.forEach(listen);',
    'in turn with instances':
      "listen('SIGFPE'); const loops = make(); listen('SIGILL'); traps(make()); listen('SIGSEGV'); make(); listen('SIGBUS'); listen('SIGTRAP');",
  };
  it.each(Object.entries(ORDERS))('%s, neither lose traps nor signals', (_, order) => {
    const script = `${TRAPS}
      ${order}
      const found = [];
      for (let round = 0; round < 3; round++) {
        for (let i = 0; i < 20; i++) found.push(traps(loops));
        for (const name of ['SIGFPE', 'SIGILL', 'SIGSEGV']) found.push(await send(name));
        found.push(traps(loops), traps(make()));
      }
      print([...new Set(found)].join());
    `;
    expect(programs.run('listeners', script)).toEqual({ value: '4,true' });
  });

  it('that are removed again leave traps as they were', () => {
    const script = `${TRAPS}
      const loops = make();
      const found = [];
      for (const name of ['SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGBUS']) {
        for (let round = 0; round < 3; round++) {
          process.once(name, () => heard.set(name, heard.get(name) + 1));
          if (round > 0) found.push(traps(loops));
          found.push(await send(name));
          found.push(traps(loops));
          process.on(name, () => {});
          process.removeAllListeners(name);
          found.push(traps(loops));
        }
      }
      print([...new Set(found)].sort().join());
    `;
    expect(programs.run('removed', script)).toEqual({ value: '4,true' });
  });

  it('of the main thread leave the traps of workers as they are', () => {
    const script = `${TRAPS}
      if (isMainThread) {
        const worker = start('traps');
        let said = 0;
        worker.on('message', () => said++);
        await worker.said;
        for (let i = 0; i < 5; i++) for (const name of ['SIGFPE', 'SIGILL', 'SIGSEGV']) {
          const listener = () => heard.set(name, heard.get(name) + 1);
          process.on(name, listener);
          await send(name);
          process.off(name, listener);
          await turn();
        }
        // The worker has trapped all the time.
        const before = said;
        while (said < before + 10) await turn();
        worker.postMessage('stop');
        print([await worker.ended, traps(make())]);
      } else {
        const loops = make();
        let stopped = false;
        parentPort.on('message', () => { stopped = true; });
        for (;;) {
          for (let i = 0; i < 50; i++) if (traps(loops) !== 4) process.exit(3);
          parentPort.postMessage('on');
          await turn();
          if (stopped) break;
        }
        parentPort.close();
      }
    `;
    expect(programs.run('workers', script)).toEqual({ value: [0, 4] });
  });
});

describe("a process's own signals", () => {
  const FATAL = ['SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGBUS'];

  it.each([...FATAL, 'SIGTERM'])('still end it where nobody listens: %s', (name) => {
    const script = `${TRAPS}
      if (traps(make()) === 4) process.kill(process.pid, '${name}');
      setTimeout(() => process.exit(5), 1000);
    `;
    expect(programs.run(`ends-${name}`, script)).toMatchObject({ signal: name });
  });

  it.each(FATAL)('end it again when the last listener has gone: %s', (name) => {
    const script = `${TRAPS}
      const loops = make();
      for (let i = 0; i < 3; i++) {
        const listener = () => heard.set('${name}', heard.get('${name}') + 1);
        process.on('${name}', listener);
        if (traps(loops) !== 4 || !await send('${name}')) process.exit(6);
        process.off('${name}', listener);
      }
      if (traps(loops) === 4) process.kill(process.pid, '${name}');
      setTimeout(() => process.exit(5), 1000);
    `;
    expect(programs.run(`again-${name}`, script)).toMatchObject({ signal: name });
  });

  it.each(FATAL)('still end it when they come to compiled code: %s', (name) => {
    const script = `${TRAPS}
      if (isMainThread) {
        const loops = make();
        traps(loops);
        start('kills');
        setTimeout(() => loops.branch(), 100);
      } else setTimeout(() => process.kill(process.pid, '${name}'), 1000);
    `;
    expect(programs.run(`ends-code-${name}`, script)).toMatchObject({ signal: name });
  });

  // An emulator dies of them by itself, without any WebAssembly.
  it.skipIf(EMULATED)('are none of the traps of compiled code that they come to', () => {
    const script = `${TRAPS}
      if (isMainThread) {
        SIGNALS.slice(0, 3).forEach(listen);
        const loops = make();
        const worker = start('kills');
        let ended = false;
        worker.ended.then(() => { ended = true; });
        const seen = new Set();
        await worker.said;
        while (!ended) {
          try {
            vm.runInNewContext('run()', { run: loops.branch }, { timeout: 30 });
          } catch (error) {
            seen.add(error.code ?? error.stack);
          }
          await turn();
        }
        await turn();
        print([[...seen], SIGNALS.slice(0, 3).every((name) => heard.get(name) > 0), traps(loops)]);
      } else {
        parentPort.postMessage('on');
        for (let i = 0; i < 300; i++) {
          process.kill(process.pid, SIGNALS[i % 3]);
          await turn();
        }
      }
    `;
    const right = [['ERR_SCRIPT_EXECUTION_TIMEOUT'], true, 4];
    expect(programs.run('come-to-code', script)).toEqual({ value: right });
  });

  it('that it ignores stay ignored, and traps go on', () => {
    const script = `${TRAPS}
      import { native } from './src/runtime/native/load.js';
      const words = new BigUint64Array(native().view(native().mmap(0, 4096, 3, 0x22, -1), 4096));
      // A struct sigaction with SIG_IGN, the rest 0.
      words[0] = 1n;
      const address = native().addressOf(words.buffer);
      for (const signal of [8, 4]) native().rawSigaction(signal, address, 0);
      const found = [];
      const loops = make();
      for (let i = 0; i < 3; i++) for (const name of ['SIGFPE', 'SIGILL']) {
        process.kill(process.pid, name);
        found.push(traps(loops));
        await turn();
      }
      print([...new Set(found)]);
    `;
    expect(programs.run('ignored', script)).toEqual({ value: [4] });
  });

  it('reach listeners while WebAssembly runs in turns, and none of ours is theirs', () => {
    const script = `${TRAPS}
      const loops = make();
      let terms = 0, others = 0;
      process.on('SIGUSR2', () => terms++);
      for (const name of ['SIGALRM', 'SIGVTALRM', 'SIGPROF', 'SIGIO', 'SIGCHLD']) process.on(name, () => others++);
      let wrong = 0;
      for (let i = 0; i < 20; i++) {
        process.kill(process.pid, 'SIGUSR2');
        caught(() => vm.runInNewContext('run()', { run: loops.calls }, { timeout: 15 }));
        if (traps(loops) !== 4) wrong++;
        await turn();
      }
      while (terms === 0) await turn();
      print([terms > 0, others, wrong]);
    `;
    expect(programs.run('own', script)).toEqual({ value: [true, 0, 0] });
  });
});
