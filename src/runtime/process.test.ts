import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainBuild } from '../../test/support/plain-build.js';

let build: { folder: string; remove(): void };
beforeAll(() => {
  build = plainBuild();
});
afterAll(() => build.remove());

const PRELUDE = `
  import { getStore } from './src/runtime/node.js';
  import { Instance } from './src/runtime/instance.js';
  import { HostFunction } from './src/runtime/function.js';
  import { Memory } from './src/runtime/memory.js';
  import { Table } from './src/runtime/table.js';
  import { NativeModule, funcType, I32, FuncRef } from './test/support/native-module.js';
  const store = getStore();
  const tick = () => new Promise((resolve) => setTimeout(resolve, 2));
  function trapping() {
    const module = new NativeModule();
    module.memory(1);
    module.func('trap', [], [], ({ masm }) => masm.trap(0));
    module.func('five', [], [I32], ({ masm }) => masm.constant(0, 0, 5, 0));
    return module.build();
  }
  function traps(instance) {
    try {
      instance.exports.get('trap').call([]);
    } catch (error) {
      return error.message === 'unreachable';
    }
    return false;
  }
`;

/** Runs a script in a Node process; what it printed. */
function run(name: string, script: string, ...flags: string[]) {
  const path = join(build.folder, `${name}.mjs`);
  writeFileSync(path, PRELUDE + script);
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [...flags, path], {
    encoding: 'utf8',
    // Only against what hangs.
    timeout: 400_000,
  });
  return { stdout: stdout.trim(), stderr, status, signal };
}

const DONE = { stdout: 'done', stderr: '', status: 0, signal: null };

describe('a process', () => {
  it('runs WebAssembly in several threads at once', () => {
    const script = `
      import { isMainThread, Worker } from 'node:worker_threads';
      const artifact = trapping();
      const work = () => {
        const instance = Instance.create(store, artifact);
        for (let i = 0; i < 2000; i++) if (!traps(instance)) throw new Error('no trap');
      };
      if (isMainThread) {
        let left = 6;
        for (let round = 0; round < 6; round++) {
          new Worker(new URL(import.meta.url)).on('exit', (code) => {
            if (code !== 0) process.exit(3);
            work();
            if (--left === 0) console.log('done');
          });
        }
      }
      work();
    `;
    expect(run('workers', script)).toEqual(DONE);
  });

  it('gives the memory of collected objects back', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      const sizes = () => Number(/VmSize:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
      const once = () => {
        const instance = Instance.create(store, trapping());
        if (!traps(instance)) throw new Error('no trap');
        const host = HostFunction.fromJs(store, funcType([], []), () => instance);
        const table = new Table(store, { min: 100000, max: -1, elemType: FuncRef });
        table.set(0, host);
        return instance.exports.get('memory').buffer;
      };
      // One buffer outlives its memory, and must still be there. (150 memories, not more: qemu never
      // frees what it notes of pages that were mapped once, 40 MB for each memory.)
      let buffer = once();
      for (let round = 0; round < 15; round++) {
        for (let i = 0; i < 10; i++) once();
        gc();
        await tick();
        new Uint8Array(buffer)[0]++;
      }
      await tick();
      gc();
      await tick();
      if (sizes() > 50 * 2 ** 23) throw new Error('reserved: ' + sizes());
      if (new Uint8Array(buffer)[0] !== 15) throw new Error('the buffer is gone');
      const { contextCount } = store.references;
      if (contextCount > 100) throw new Error('contexts: ' + contextCount);
      console.log('done');
    `;
    expect(run('collect', script, '--expose-gc')).toEqual(DONE);
  });

  it('keeps what only native code can reach', () => {
    const script = `
      const table = new Table(store, { min: 2, max: -1, elemType: FuncRef });
      const fill = () => {
        const instance = Instance.create(store, trapping());
        table.set(0, instance.exports.get('five'));
        table.set(1, HostFunction.fromJs(store, funcType([], [I32]), () => 6));
      };
      fill();
      for (let i = 0; i < 5; i++) {
        gc();
        await tick();
        Instance.create(store, trapping());
      }
      if (table.get(0).call([]) !== 5 || table.get(1).call([]) !== 6) throw new Error('lost');
      console.log('done');
    `;
    expect(run('keep', script, '--expose-gc')).toEqual(DONE);
  });

  it('detaches buffers also after the engine has dropped unused code', () => {
    const script = `
      const memory = Memory.create(store, { min: 1, max: -1, shared: false });
      for (let i = 0; i < 20; i++) {
        const { buffer } = memory;
        for (let k = 0; k < 4; k++) gc();
        await tick();
        memory.grow(1);
        if (buffer.byteLength !== 0) throw new Error('not detached');
      }
      console.log('done');
    `;
    expect(run('flush', script, '--expose-gc', '--stress-flush-code')).toEqual(DONE);
  });

  it('still dies of faults that are not of WebAssembly', () => {
    const script = `
      Instance.create(store, trapping());
      const os = store.platform.system;
      const page = os.mmap(0, 4096, 3, 0x22, -1);
      const view = os.view(page, 4096);
      os.munmap(page, 4096);
      console.log('before');
      new Uint8Array(view)[0] = 1;
      console.log('after');
    `;
    const { stdout, signal } = run('fault', script);
    expect({ stdout, signal }).toEqual({ stdout: 'before', signal: 'SIGSEGV' });
  });

  it('takes handlers installed in front of its own', () => {
    const script = `
      const instance = Instance.create(store, trapping());
      const os = store.platform.system;
      // A handler that counts and jumps on to ours.
      const page = os.mmap(0, 4096, 3, 0x22, -1);
      const action = os.mmap(0, 4096, 3, 0x22, -1);
      os.rawSigaction(4, 0, action);
      const words = new BigUint64Array(os.view(action, 152));
      const ours = words[0];
      const count = page + 2048;
      const code = [];
      const word = (w) => code.push(w & 255, (w >> 8) & 255, (w >> 16) & 255, w >>> 24);
      const load = (value) => {
        if (process.arch === 'arm64') {
          // movz x9, then movk
          for (let i = 0; i < 4; i++) {
            const half = Number((value >> (16n * BigInt(i))) & 0xffffn);
            word((i === 0 ? 0xd2800009 : 0xf2800009) | (i << 21) | (half << 5));
          }
        } else {
          code.push(0x49, 0xba); // mov r10
          for (let i = 0n; i < 8n; i++) code.push(Number((value >> (8n * i)) & 255n));
        }
      };
      load(BigInt(count));
      if (process.arch === 'arm64') {
        [0xb940012a, 0x1100054a, 0xb900012a].forEach(word); // ldr w10, [x9]; add w10, w10, 1; str
        load(ours);
        word(0xd61f0120); // br x9
      } else {
        code.push(0x41, 0xff, 0x02); // inc dword [r10]
        load(ours);
        code.push(0x41, 0xff, 0xe2); // jmp r10
      }
      new Uint8Array(os.view(page, 4096)).set(code);
      // Counting needs the page writable while it runs: a test's shortcut.
      os.mprotect(page, 4096, 7);
      words[0] = BigInt(page);
      os.rawSigaction(4, action, 0);
      for (let i = 0; i < 10; i++) if (!traps(instance)) throw new Error('no trap');
      const counted = new Int32Array(os.view(count, 4))[0];
      if (counted !== 10) throw new Error('counted ' + counted);
      console.log('done');
    `;
    expect(run('front', script)).toEqual(DONE);
  });

  it('reports faults at unknown places as internal errors', () => {
    const script = `
      const module = new NativeModule();
      module.func('f', [], [], ({ masm }) => {
        // A load from address 0 that nobody announced.
        masm.constant(1, 0, 0, 0);
        masm.loadField(1, 0, 0, 0);
      });
      const f = Instance.create(store, module.build()).exports.get('f');
      for (let i = 0; i < 3; i++) {
        try {
          f.call([]);
        } catch (error) {
          if (!/^internal error: .*function 0, code offset/.test(error.message)) throw error;
        }
      }
      console.log('done');
    `;
    expect(run('unknown', script)).toEqual(DONE);
  });
});
