import { describe, expect, it } from 'vitest';
import { funcType } from '../../../test/support/native-module.js';
import { compileWat } from '../../../test/support/wat-module.js';
import { watToWasm } from '../../text/wat.js';
import { HostFunction, type WasmFunction } from '../function.js';
import { Instance } from '../instance.js';
import { getStore } from '../store.js';
import { type CpuProfile, StackSamples, startProfile } from './profile.js';

const store = getStore();
const { thread } = store;

const MODULE = `(module $calc
  (import "m" "host" (func $host))
  (memory 128)
  (func $hot (param i32)
    (loop $again
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func $warm (param i32) (call $hot (local.get 0)))
  (func (export "run")
    (call $warm (i32.const 1000000))
    (call $warm (i32.const 1000)))
  (func $fill (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x800000)))
  (func (export "fills") (call $fill) (call $fill))
  (func (export "out") (call $host))
  (func $deep (param i32)
    (if (local.get 0)
      (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
      (else (call $hot (i32.const 100000)))))
  (func (export "deep") (call $deep (i32.const 2000))))`;

async function instantiate(host: () => void = () => {}) {
  const artifact = await compileWat(MODULE);
  const func = HostFunction.fromJs(store, funcType([], []), host);
  const { exports } = Instance.create(store, artifact, [func]);
  return { artifact, run: (name: string) => (exports.get(name) as WasmFunction).call([]) };
}

/** Runs something until it was interrupted so often. */
function often(run: () => void, interruptions = 25): void {
  const enough = thread.interruptions + interruptions;
  while (thread.interruptions < enough) run();
}

/** Counts of samples by their stacks, outermost function first. */
function stacksOf({ nodes, samples }: CpuProfile): Map<string, number> {
  const names = new Map([[1, '']]);
  for (const { id, children } of nodes) {
    for (const child of children) {
      const { functionName } = nodes[child - 1]!.callFrame;
      const outer = names.get(id)!;
      names.set(child, outer === '' ? functionName : `${outer} ${functionName}`);
    }
  }
  const counts = new Map<string, number>();
  for (const id of samples) counts.set(names.get(id)!, (counts.get(names.get(id)!) ?? 0) + 1);
  return counts;
}

describe('a profile', () => {
  it('shows the hot function with its callers', async () => {
    const { run } = await instantiate();
    const profile = startProfile(store);
    often(() => run('run'));
    const result = profile.finish();
    const stacks = stacksOf(result);
    const hot = stacks.get('wasm-function[3] warm hot') ?? 0;
    expect(hot).toBeGreaterThan(result.samples.length / 2);
    expect(thread.onTick).toBeUndefined();

    const { callFrame } = result.nodes.find((node) => node.callFrame.functionName === 'hot')!;
    expect(callFrame).toMatchObject({ scriptId: '1', lineNumber: 0 });
    expect(callFrame.url).toMatch(/^wasm:\/\/wasm\/calc-[0-9a-f]{8}$/);
    // No locals, loop, local.get 0: how the body of that function begins.
    const body = Buffer.from(await watToWasm(MODULE)).indexOf('0003402000', 0, 'hex');
    expect(callFrame.columnNumber).toBe(body);
    const sum = result.timeDeltas.reduce((a, b) => a + b, 0);
    expect(result.endTime - result.startTime).toBe(sum);
    expect(result.timeDeltas).toHaveLength(result.samples.length);
    // A tick each hundredth of a second of CPU time; systems may be coarser.
    expect(sum).toBeGreaterThan(25 * 5000);
  });

  it('counts operators that are done in pieces for the function that they are in', async () => {
    const { run } = await instantiate();
    const profile = startProfile(store);
    // So that there is a pc of before.
    often(() => run('run'), 3);
    often(() => run('fills'));
    const stacks = stacksOf(profile.finish());
    expect(stacks.get('wasm-function[5] fill') ?? 0).toBeGreaterThan(12);
    expect([...stacks.keys()].filter((stack) => /fill .*hot/.test(stack))).toEqual([]);
  });

  it('has the time outside of WebAssembly apart', async () => {
    const { run } = await instantiate();
    const profile = startProfile(store);
    const ticks = thread.ticks + 20;
    while (thread.ticks < ticks) for (let i = 0; i < 1e6; i++);
    run('run');
    const result = profile.finish();
    const program = result.nodes.find((node) => node.callFrame.functionName === '(program)')!;
    const time = result.samples.map((id, i) => (id === program.id ? result.timeDeltas[i + 1]! : 0));
    time.pop();
    expect(time.reduce((a, b) => a + b, 0)).toBeGreaterThan(
      (result.endTime - result.startTime) / 2,
    );
  });

  it('goes through host functions, and keeps the inner frames of deep stacks', async () => {
    let inner = () => {};
    const outer = await instantiate(() => inner());
    inner = () => outer.run('run');
    const profile = startProfile(store);
    often(() => outer.run('out'));
    often(() => outer.run('deep'));
    const stacks = stacksOf(profile.finish());
    expect(stacks.get('wasm-function[6] wasm-function[3] warm hot') ?? 0).toBeGreaterThan(12);
    const deep = [...stacks].filter(([stack]) => /^\(cut stacks\)(?: deep){254} hot$/.test(stack));
    expect(deep.map(([, count]) => count > 1)).toEqual([true]);
  });
});

describe('samples', () => {
  it('become fewer when there are too many, and keep their time', async () => {
    const { artifact } = await instantiate();
    const samples = new StackSamples();
    const often = samples.functionId(artifact, 1);
    const seldom = samples.functionId(artifact, 2);
    const count = 600_000;
    // In step with the merging of neighbours.
    for (let i = 0; i < count; i++) samples.add([i % 4 === 3 ? seldom : often], 1, false, 10);
    const result = samples.profile(0);
    expect(result.samples.length).toBeLessThan(1 << 18);
    expect(result.endTime).toBe(10 * count);
    const share = stacksOf(result).get('warm')! / result.samples.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
  });

  it('of more stacks than are told apart show the innermost function', async () => {
    const { artifact } = await instantiate();
    const samples = new StackSamples();
    const outer = samples.functionId(artifact, 3);
    const others = [1, 2].map((index) => samples.functionId(artifact, index));
    // Every number is another stack.
    for (let i = 0; i < 100_000; i++) {
      const stack = [...i.toString(2)].map((digit) => others[Number(digit)]!);
      samples.add([...stack, outer], stack.length + 1, false, 10);
    }
    const { nodes, samples: list } = samples.profile(0);
    expect(nodes.length).toBeLessThan(1 << 17);
    const stacks = stacksOf({ nodes, samples: list, startTime: 0, endTime: 0, timeDeltas: [] });
    expect(stacks.get('(cut stacks) warm')).toBeGreaterThan(1000);
  });
});
