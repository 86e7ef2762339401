// What several threads do with one memory, module and memory through messages: prints what must come out of it.
import { once } from 'node:events';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const THREADS = 4;
const ROUNDS = Number(process.env.ROUNDS ?? 20_000);

// Words: 0 and 8 counters, 16 a counter of 16 bits, 32 a mutex, 36 what it guards, 64 whose turn it is, 128 what nobody wakes.
const TEXT = `
(module
  (memory (import "env" "memory") 1 64 shared)
  (func $lock
    (block $done
      (loop $again
        (br_if $done (i32.eqz (i32.atomic.rmw.cmpxchg offset=32 (i32.const 0) (i32.const 0) (i32.const 1))))
        (drop (memory.atomic.wait32 offset=32 (i32.const 0) (i32.const 1) (i64.const 1000000)))
        (br $again))))
  (func $unlock
    (i32.atomic.store offset=32 (i32.const 0) (i32.const 0))
    (drop (memory.atomic.notify offset=32 (i32.const 0) (i32.const 1))))
  (func (export "hammer") (param $n i32) (local $old i64)
    (loop $next
      (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 3)))
      (drop (i32.atomic.rmw.sub (i32.const 0) (i32.const 1)))
      (drop (i32.atomic.rmw16.add_u offset=16 (i32.const 0) (i32.const 1)))
      (drop (i32.atomic.rmw8.xor_u offset=20 (i32.const 0) (i32.const 0x55)))
      (block $stored
        (loop $again
          (local.set $old (i64.atomic.load offset=8 (i32.const 0)))
          (br_if $stored (i64.eq (local.get $old)
            (i64.atomic.rmw.cmpxchg offset=8 (i32.const 0) (local.get $old)
              (i64.add (local.get $old) (i64.const 0x100000001)))))
          (br $again)))
      (call $lock)
      (i32.store offset=36 (i32.const 0) (i32.add (i32.load offset=36 (i32.const 0)) (i32.const 1)))
      (call $unlock)
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "play") (param $me i32) (param $players i32) (param $n i32) (local $turn i32)
    (loop $next
      (block $mine
        (loop $again
          (local.set $turn (i32.atomic.load offset=64 (i32.const 0)))
          (br_if $mine (i32.eq (i32.rem_u (local.get $turn) (local.get $players)) (local.get $me)))
          (drop (memory.atomic.wait32 offset=64 (i32.const 0) (local.get $turn) (i64.const -1)))
          (br $again)))
      (i32.atomic.store offset=64 (i32.const 0) (i32.add (local.get $turn) (i32.const 1)))
      (drop (memory.atomic.notify offset=64 (i32.const 0) (i32.const -1)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "wait") (param $timeout i64) (result i32)
    (memory.atomic.wait32 offset=128 (i32.const 0) (i32.const 0) (local.get $timeout)))
  (func (export "wait64") (param $timeout i64) (result i32)
    (memory.atomic.wait64 offset=128 (i32.const 0) (i64.const 0) (local.get $timeout)))
  (func (export "notify") (result i32) (memory.atomic.notify offset=128 (i32.const 0) (i32.const -1)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "size") (result i32) (memory.size))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "seen") (param $flag i32) (param $at i32) (result i32)
    (local $a i64) (local $b i64) (local $c f64) (local $d f64) (local $e i32)
    (local.set $a (i64.load offset=8 (i32.const 0)))
    (local.set $b (i64.mul (local.get $a) (i64.const 3)))
    (local.set $c (f64.convert_i64_s (local.get $a)))
    (local.set $d (f64.sqrt (local.get $c)))
    (loop $again (br_if $again (i32.eqz (i32.atomic.load offset=200 (local.get $flag)))))
    (local.set $e (i32.add (i32.load (local.get $at)) (i32.const 5)))
    (i32.store (local.get $at) (i32.const 77))
    (i32.and
      (i32.and
        (i64.eq (local.get $b) (i64.mul (local.get $a) (i64.const 3)))
        (f64.eq (local.get $d) (f64.sqrt (f64.convert_i64_s (local.get $a)))))
      (i32.eq (local.get $e) (i32.const 5))))
  (func (export "copy") (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 4)))
)`;

const { module, memory, task, argument } = isMainThread
  ? { module: await compile(), memory: newMemory() }
  : workerData;
const instance = new WebAssembly.Instance(module, { env: { memory } });
const { hammer, play, wait, wait64, notify, grow, size, load, copy, seen } = instance.exports;

async function compile() {
  const { default: wabt } = await import('wabt');
  const parsed = (await wabt()).parseWat('threads.wat', TEXT, { threads: true });
  return new WebAssembly.Module(parsed.toBinary({}).buffer);
}

function newMemory() {
  return new WebAssembly.Memory({ initial: 1, maximum: 64, shared: true });
}

/** Starts a thread with the module and the memory. */
function start(task, argument) {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { module, memory, task, argument },
  });
  return worker;
}

async function all(task) {
  const workers = Array.from({ length: THREADS }, (_, i) => start(task, i));
  const codes = await Promise.all(workers.map((worker) => once(worker, 'exit')));
  return codes.join();
}

const say = (...what) => console.log(...what);

async function main() {
  const ints = () => new Int32Array(memory.buffer);
  say('memory', memory instanceof WebAssembly.Memory, Object.isFrozen(memory.buffer));
  say('hammer', await all('hammer'), ints().slice(0, 6).join(), ints()[8], ints()[9]);
  say('play', await all('play'), ints()[16]);

  // Growth there is seen here: at once in code, and in JavaScript by another buffer.
  const before = memory.buffer;
  const grower = start('grow');
  const [old] = await once(grower, 'message');
  say('grown from', old, 'to', size(), load(3 * 65536 - 4), load(0) === ints()[0]);
  copy(2 * 65536, 0);
  say('buffers', before.byteLength, memory.buffer.byteLength, before !== memory.buffer);
  say('too far', grow(100), size());
  try {
    load(3 * 65536 - 3);
  } catch (error) {
    say('beyond', error instanceof WebAssembly.RuntimeError);
  }

  // There, code that calls nothing sees growth here, and all that it has in registers is as it was.
  const seer = start('seen');
  await once(seer, 'message');
  const sight = once(seer, 'message');
  say('grown from', grow(1));
  Atomics.store(ints(), 50, 1);
  say('seen', (await sight)[0], load(4 * 65536 - 4));

  // Waiters of WebAssembly's and JavaScript's are in the same lists.
  for (const task of ['wait', 'wait64', 'waitInJs']) {
    const waiter = start(task);
    await once(waiter, 'message');
    const results = once(waiter, 'message');
    let woken = 0;
    while (woken === 0) woken = task === 'waitInJs' ? notify() : Atomics.notify(ints(), 32);
    say(task, woken, (await results)[0]);
  }
  say('timeouts', wait(0n), wait(1_000_000n), wait64(999n));
  ints()[32] = 1;
  say('another value', wait(-1n), wait64(-1n));
  ints()[32] = 0;

  // A thread that waits can be ended.
  const waiter = start('wait');
  await once(waiter, 'message');
  say('terminated', await waiter.terminate());
  try {
    runInNewContext('wait(-1n)', { wait }, { timeout: 50 });
  } catch (error) {
    say(error.code);
  }
  say('still there', wait(0n), size());

  // A module through a message alone, which makes its own memory's growth known to nobody else.
  const clone = structuredClone(module);
  const own = newMemory();
  const other = new WebAssembly.Instance(clone, { env: { memory: own } });
  say('clone', clone instanceof WebAssembly.Module, other.exports.grow(2), size());
  const copyOfMemory = structuredClone(own);
  say('clone', copyOfMemory instanceof WebAssembly.Memory, copyOfMemory.buffer.byteLength);
  for (const wrong of [
    { initial: 1, maximum: 2 },
    { initial: 1, maximum: 65, shared: true },
  ]) {
    try {
      new WebAssembly.Instance(module, { env: { memory: new WebAssembly.Memory(wrong) } });
    } catch (error) {
      say('link', error instanceof WebAssembly.LinkError);
    }
  }
  try {
    new WebAssembly.Memory({ initial: 1, shared: true });
  } catch (error) {
    say('no maximum', error instanceof TypeError);
  }
}

const TASKS = {
  hammer() {
    if (!(memory instanceof WebAssembly.Memory && module instanceof WebAssembly.Module)) {
      throw new Error('what came through a message is something else');
    }
    hammer(ROUNDS);
  },
  play: () => play(argument, THREADS, ROUNDS / 100),
  grow() {
    // By the object, and by code.
    const old = memory.grow(1);
    grow(1);
    parentPort.postMessage(old);
  },
  seen: () => waiting(() => seen(0, 4 * 65536 - 4)),
  wait: () => waiting(() => wait(-1n)),
  wait64: () => waiting(() => wait64(-1n)),
  waitInJs: () => waiting(() => Atomics.wait(new Int32Array(memory.buffer), 32, 0)),
};

function waiting(how) {
  parentPort.postMessage('soon');
  parentPort.postMessage(how());
}

if (isMainThread) await main();
else TASKS[task]();
