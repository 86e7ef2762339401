import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BorderPrograms, borderPrograms, EMULATED } from '../support/border-programs.js';

const WIDTHS = ['i32.load8_u', 'i32.load16_u', 'i32.load', 'i64.load', 'f64.load'];
const STORES = { 'i32.store8': 'i32', 'i32.store': 'i32', 'i64.store': 'i64', 'f64.store': 'f64' };

/** Limits of imports, as in the text format. */
const LIMITS = ['0', '1', '2', '3', '1 1', '1 2', '2 2', '2 4', '1 65536', '0 0'];

const MODULES = {
  /** Uses a memory that others have, too; its functions hold no length of their own. */
  user: `(module
    (import "e" "memory" (memory $m 1)) (import "e" "between" (func $between))
    (export "memory" (memory $m)) (export "again" (memory $m))
    (data $d "winch-ts")
    (func (export "size") (result i32) (memory.size))
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
    (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
    (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
    (func (export "init") (param i32) (memory.init $d (local.get 0) (i32.const 0) (i32.const 8)))
    (func (export "around") (param i32) (result i32)
      (i32.store (i32.const 0) (i32.const 5))
      (call $between)
      (i32.store (local.get 0) (i32.add (i32.load (i32.const 0)) (memory.size)))
      (i32.load (local.get 0))))`,
  /** Calls functions of other instances, and has no memory. */
  caller: `(module
    (import "e" "load" (func $load (param i32) (result i32))) (import "e" "late" (func $late))
    (import "e" "table" (table 2 funcref))
    (func (export "imported") (param i32) (result i32) (call $load (local.get 0)))
    (func $indirect (export "indirect") (param i32 i32) (result i32)
      (call_indirect (param i32) (result i32) (local.get 1) (local.get 0)))
    (func (export "late") (param i32) (result i32)
      (call $late) (call $indirect (i32.const 1) (local.get 0))))`,
  own: `(module (memory $m (export "memory") 1 10) (export "again" (memory $m))
    (func (export "size") (result i32) (memory.size))
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1))))`,
  far: `(module (memory (export "memory") 1)
    ${WIDTHS.map((load) => `(func (export "${load}") (param i32) (drop (${load} offset=0xffffffff (local.get 0))))`).join('\n')}
    ${Object.entries(STORES)
      .map(
        ([store, type]) =>
          `(func (export "${store}") (param i32) (${store} offset=0xffffffff (local.get 0) (${type}.const 1)))`,
      )
      .join('\n')}
    ${WIDTHS.map((load) => `(func (export "near:${load}") (param i32) (drop (${load} (local.get 0))))`).join('\n')}
    (func (export "half") (param i32) (result i32) (i32.load offset=0x7fffffff (local.get 0))))`,
  ...Object.fromEntries(
    LIMITS.map((limits) => [
      `limits ${limits}`,
      `(module (import "e" "memory" (memory ${limits})))`,
    ]),
  ),
  program: `(module
    (import "e" "host" (func $host (param i32 externref) (result i32)))
    (memory (export "memory") 1 50) (table 2 funcref) (elem (i32.const 0) $inner $inner)
    (func $inner (param i32) (result i32) (i32.load8_u (local.get 0)))
    (func (export "run") (param i32 externref) (result i32)
      (i32.store (i32.const 0) (local.get 0))
      (drop (memory.grow (i32.const 3)))
      (i32.store (i32.const 200000) (call $host (i32.const 3) (local.get 1)))
      (i32.add (i32.load (i32.const 200000))
        (i32.add (call_indirect (param i32) (result i32) (i32.const 0) (i32.const 1))
          (memory.size))))
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "far") (param i32) (result i32) (i32.load offset=0xfffffff0 (local.get 0))))`,
};

/** Node's flags in a line. */
const split = (line: string): string[] => line.split(' ').filter((flag) => flag !== '');

let programs: BorderPrograms;
beforeAll(async () => {
  programs = await borderPrograms(MODULES);
}, 300_000);
afterAll(() => programs.remove());

describe("a memory's buffer", () => {
  it.each([
    ['bridge', ''],
    ['bridge', '--disable-wasm-trap-handler'],
    ['bridge', '--jitless'],
    ['koffi', '--jitless'],
  ])('cannot be taken away, or leaves no hole (%s, node %s)', (way, line) => {
    const flags = split(line);
    const script = `
        const outcomes = new Set();
        const take = async (memory, store, load) => {
          const ways = [
            () => memory.buffer.transfer?.(),
            () => memory.buffer.transferToFixedLength?.(),
            () => structuredClone(memory.buffer, { transfer: [memory.buffer] }),
            () => { const { buffer } = memory; const { port1, port2 } = new MessageChannel(); try { port1.postMessage(buffer, [buffer]); } finally { port1.close(); port2.close(); } },
            () => structuredClone([new Uint8Array(memory.buffer, 8)], { transfer: [memory.buffer] }),
            () => { new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array(memory.buffer)); } }); },
          ];
          const taken = [];
          for (const way of ways) {
            store(8, 1234);
            try { taken.push(way()); } catch (error) { outcomes.add(error instanceof TypeError || error.name === 'DataCloneError' || String(error)); }
            if (load(8) !== 1234) outcomes.add('lost');
            if (new Int32Array(memory.buffer)[2] !== 1234) outcomes.add('another buffer');
            store(8, 4321);
            if (new Int32Array(memory.buffer)[2] !== 4321) outcomes.add('a copy');
          }
          return taken.filter(Boolean).flat();
        };
        const taken = [];
        for (let i = 0; i < 20; i++) {
          const { memory, store, load } = build('own');
          taken.push(...await take(memory, store, load));
          const made = new W.Memory({ initial: 1 });
          const user = build('user', { e: { memory: made, between() {} } });
          taken.push(...await take(made, user.store, user.load));
        }
        await collect(8);
        // What was taken after all must be there as long as it is looked at.
        for (const one of taken) new Int32Array(one.buffer ?? one)[0]++;
        // Some hosts copy what cannot be transferred, others throw.
        print([...outcomes].filter((outcome) => outcome !== true));
      `;
    const options = { flags, env: { WINCH_TS_NATIVE: way } };
    const name = `take-${way}${flags.join('')}`;
    expect(programs.run(name, script, options)).toEqual({ value: [] });
  });

  it.each(['', '--jitless'])('may outlive its thread in another one (node %s)', (line) => {
    const flags = split(line);
    const script = `
      if (isMainThread) {
        const outcomes = [];
        for (let i = 0; i < 3; i++) {
          const worker = start('gives');
          const buffer = await worker.said;
          if (i === 0) await worker.terminate();
          else { worker.postMessage('end'); await worker.ended; }
          for (let k = 0; k < 20; k++) build('own').store(8, 7);
          if (buffer === null) continue;
          const words = new Int32Array(buffer);
          for (let k = 0; k < words.length; k++) words[k] += 1;
          outcomes.push(words.length === 16384 || words.length);
        }
        await collect(4);
        print(outcomes.filter((outcome) => outcome !== true));
      } else {
        const { memory, store } = build('own');
        store(8, 1234);
        parentPort.on('message', () => parentPort.close());
        try {
          const stream = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array(memory.buffer)); } });
          const { value: { buffer } } = await stream.getReader().read();
          parentPort.postMessage(buffer, [buffer]);
        } catch {
          parentPort.postMessage(null);
        }
      }
    `;
    expect(programs.run(`outlives${flags.join('')}`, script, { flags })).toEqual({ value: [] });
  });

  it('is given back with its memory, also where it was taken away (node --jitless)', () => {
    const script = `
      const before = mappings();
      const { transfer } = ArrayBuffer.prototype;
      for (let i = 0; i < 300; i++) {
        const { memory, store } = build('own');
        store(8, i);
        const taken = transfer?.call(memory.buffer);
        if (taken !== undefined && new Int32Array(taken)[2] !== i) throw new Error('lost');
        for (let k = 0; k < 100; k++) if (memory.buffer.byteLength === 0 || memory.grow(0) !== 1) throw new Error('grown');
        if (i % 50 === 0) await collect(3);
      }
      // When finalizers run is the host's affair.
      let kept = 0;
      for (let patience = 20; patience > 0; patience--) {
        await collect(3);
        kept = mappings() - before;
        if (kept < 120) break;
      }
      print(kept < 120 || kept);
    `;
    expect(programs.run('given-back', script, { flags: ['--jitless'] })).toEqual({ value: true });
  });
});

describe('a memory that somebody else grows', () => {
  const HOLDS = `
    const outcomes = [];
    const note = (what, right) => { if (right !== true) outcomes.push([what, right]); };
    const traps = (run) => caught(run) instanceof W.RuntimeError;
    /** All that must see the new pages, from one that had not. */
    function seen(user, pages) {
      const end = pages * 65536;
      note('store', caught(() => user.store(end - 4, 77)) === 'nothing thrown');
      note('load', user.load(end - 4) === 77);
      note('past', traps(() => user.load(end - 3)) && traps(() => user.store(end, 1)));
      note('size', user.size() === pages || [user.size(), pages]);
      note('fill', caught(() => user.fill(end - 100, 9, 100)) === 'nothing thrown' && user.load(end - 4) === 0x09090909);
      note('copy', caught(() => user.copy(end - 200, end - 100, 100)) === 'nothing thrown' && user.load(end - 200) === 0x09090909);
      note('init', caught(() => user.init(end - 8)) === 'nothing thrown' && new TextDecoder().decode(new Uint8Array(user.memory.buffer, end - 8)) === 'winch-ts');
      note('fill past', traps(() => user.fill(end - 100, 9, 101)) && traps(() => user.copy(0, end - 9, 10)) && traps(() => user.init(end - 7)));
    }
  `;
  const FIRST = ['store', 'load', 'size', 'fill', 'copy', 'init'] as const;
  /** Who grows it by a page, given the memory. */
  const WAYS = {
    "the host's prototype": 'V8.Memory.prototype.grow.call(memory, 1)',
    "an instance of the host's": 'theirs.grow(1)',
    'another instance': 'other.grow(1)',
    'its own method': 'memory.grow(1)',
  };
  it.each(Object.entries(WAYS))('is known to have grown: %s', (_, way) => {
    const script = `${HOLDS}
      const firsts = {
        store: (u, end) => u.store(end - 4, 1), load: (u, end) => u.load(end - 4), size: (u, end) => note('first size', u.size() === end / 65536),
        fill: (u, end) => u.fill(end - 4, 1, 4), copy: (u, end) => u.copy(end - 4, 0, 4), init: (u, end) => u.init(end - 8),
      };
      for (const memory of [new W.Memory({ initial: 1 }), new V8.Memory({ initial: 1, maximum: 100 }), build('own').memory]) {
        const between = () => {};
        const [user, other] = [0, 1].map(() => build('user', { e: { memory, between } }));
        const theirs = build('user', { e: { memory, between } }, V8);
        let pages = 1;
        for (const first of ${JSON.stringify(FIRST)}) {
          if (pages > 9) break;
          ${way};
          pages++;
          note('first ' + first, caught(() => firsts[first](user, pages * 65536)) === 'nothing thrown');
          seen(user, pages);
        }
      }
      print(outcomes);
    `;
    for (const flags of [[], ['--disable-wasm-trap-handler']]) {
      expect(programs.run('grown', script, { flags })).toEqual({ value: [] });
    }
  });

  it('is known to have grown in instances that only others call, however they came within reach', () => {
    const script = `${HOLDS}
      const table = new W.Table({ element: 'anyfunc', initial: 2 });
      const memories = [];
      const user = () => {
        const memory = new W.Memory({ initial: 1 });
        memories.push(memory);
        return build('user', { e: { memory, between() {} } });
      };
      const grow = () => memories.forEach((memory) => V8.Memory.prototype.grow.call(memory, 1));
      table.set(0, user().load);
      const callers = build('caller', { e: { load: user().load, table, late: () => { table.set(1, user().load); grow(); } } });
      const end = (pages) => pages * 65536 - 4;
      for (let pages = 2; pages < 6; pages++) {
        grow();
        note('imported', caught(() => callers.imported(end(pages))) === 'nothing thrown');
        note('in a table', caught(() => callers.indirect(0, end(pages))) === 'nothing thrown');
        await collect(1);
      }
      note('put there meanwhile', caught(() => callers.late(end(2))) === 'nothing thrown');
      note('past', traps(() => callers.late(end(4))));
      print(outcomes);
    `;
    for (const flags of [[], ['--disable-wasm-trap-handler']]) {
      expect(programs.run('within-reach', script, { flags })).toEqual({ value: [] });
    }
  });

  it('is known to have grown when the host returns', () => {
    const script = `${HOLDS}
      const ways = [(memory) => V8.Memory.prototype.grow.call(memory, 1), (memory) => theirs(memory).grow(1), (memory) => memory.grow(1)];
      const theirs = (memory) => build('user', { e: { memory, between() {} } }, V8);
      const found = [];
      for (const way of ways) {
        for (const memory of [new W.Memory({ initial: 1 }), new V8.Memory({ initial: 1 })]) {
          const user = build('user', { e: { memory, between: () => way(memory) } });
          found.push(user.around(65536 + 8), user.around(2 * 65536 + 8));
        }
      }
      print(found.join());
    `;
    const right = Array(6).fill('7,8').join();
    for (const flags of [[], ['--disable-wasm-trap-handler']]) {
      expect(programs.run('grown-between', script, { flags })).toEqual({ value: right });
    }
  });
});

describe('accesses', () => {
  it.each(['', '--disable-wasm-trap-handler'])('at the end of 8 GiB trap (node %s)', (line) => {
    const flags = split(line);
    const script = `
      const wrong = [];
      const far = build('far');
      const names = ${JSON.stringify([...WIDTHS, ...Object.keys(STORES)])};
      for (let round = 0; round < 3; round++) {
        for (const index of [0, 1, 2, 0x10000, 0x7fffffff, 0x80000000, -16, -8, -4, -3, -2, -1]) {
          for (const name of names) {
            if (!(caught(() => far[name](index)) instanceof W.RuntimeError)) wrong.push([name, index]);
          }
          for (const width of ${JSON.stringify(WIDTHS)}) {
            const inside = index >= 0 && index <= far.memory.buffer.byteLength - 8;
            const threw = caught(() => far['near:' + width](index)) instanceof W.RuntimeError;
            if (threw === inside) wrong.push([width, index]);
          }
          if (!(caught(() => far.half(index)) instanceof W.RuntimeError)) wrong.push(['half', index]);
        }
        far.memory.grow(1);
      }
      print(wrong);
    `;
    expect(programs.run(`far${flags.join('')}`, script, { flags })).toEqual({ value: [] });
  });
});

describe('as imports', () => {
  it("the host's memories match as on the host's engine", () => {
    const script = `
      const memories = [[0], [1], [2], [0, 0], [1, 1], [1, 2], [2, 2], [2, 3], [2, 4], [1, 65536]].map(([initial, maximum]) => ({ initial, maximum }));
      const differ = [];
      let links = 0;
      for (const descriptor of memories) {
        for (const grown of [0, 1]) {
          const memory = new V8.Memory(descriptor), own = new W.Memory(descriptor);
          if (grown === 1) for (const one of [memory, own]) { try { one.grow(1); } catch {} }
          for (const limits of ${JSON.stringify(LIMITS)}) {
            const end = (engine, memory) => caught(() => build('limits ' + limits, { e: { memory } }, engine));
            const theirs = end(V8, memory), ours = [end(W, memory), end(W, own)];
            if (theirs === 'nothing thrown') links++;
            for (const our of ours) {
              const right = theirs === 'nothing thrown' ? our === theirs : our instanceof W.LinkError;
              if (!right) differ.push([descriptor, grown, limits, String(theirs), String(our)]);
            }
          }
        }
      }
      const shared = new V8.Memory({ initial: 1, maximum: 2, shared: true });
      const refused = caught(() => build('limits 1 2', { e: { memory: shared } }));
      print([differ, links > 40, refused instanceof W.LinkError || String(refused)]);
    `;
    expect(programs.run('match', script)).toEqual({ value: [[], true, true] });
  });

  it('memories are the same objects when they are exported', () => {
    const script = `
      const same = [];
      for (const memory of [new W.Memory({ initial: 1 }), new V8.Memory({ initial: 1 }), build('own').memory]) {
        const user = build('user', { e: { memory, between() {} } });
        const next = build('user', { e: { memory: user.again, between() {} } });
        same.push(user.memory === memory, user.again === memory, next.memory === memory, user.memory.buffer === memory.buffer);
      }
      const own = build('own');
      const theirs = build('user', { e: { memory: own.memory, between() {} } }, V8);
      theirs.store(16, 99);
      same.push(own.again === own.memory, own.memory instanceof W.Memory, theirs.memory === own.memory, own.load(16) === 99);
      print(same.every(Boolean) || same);
    `;
    expect(programs.run('identity', script)).toEqual({ value: true });
  });
});

describe('a small program', () => {
  const everywhere = [
    '',
    '--disable-wasm-trap-handler',
    '--jitless',
    '--disallow-code-generation-from-strings',
    '--jitless --disallow-code-generation-from-strings',
  ];
  it.each(EMULATED ? everywhere.slice(0, 3) : everywhere)('runs with node %s', (line) => {
    const flags = split(line);
    const script = `
      const found = [];
      for (let i = 0; i < 5; i++) {
        const program = build('program', { e: { host: (n, value) => n * value.factor } });
        const { buffer } = program.memory;
        found.push(program.run(0x0102, { factor: 100 }), program.memory.buffer.byteLength / 65536, buffer.byteLength);
        for (const run of [() => program.load(-4), () => program.load(4 * 65536), () => program.far(0), () => program.far(-1)]) {
          found.push(caught(run) instanceof W.RuntimeError);
        }
        const memory = new W.Memory({ initial: 1, maximum: 3 });
        found.push(memory.grow(2), caught(() => memory.grow(1)) instanceof RangeError);
        await collect(1);
      }
      print(found.join());
    `;
    // The host's 300, the lower byte of 0x0102, the pages.
    const once = [300 + 2 + 4, 4, 0, true, true, true, true, 1, true].join();
    const right = Array(5).fill(once).join();
    expect(programs.run(`small${flags.join('')}`, script, { flags })).toEqual({ value: right });
  });
});
