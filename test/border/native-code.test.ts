import { runInNewContext } from 'node:vm';
import koffi from 'koffi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  contextPointer,
  nativePointer,
  nativeSymbol,
  WebAssembly,
  watToWasm,
} from '../../src/index.js';
import { nativeOn } from '../../src/runtime/native/native-platform.js';
import { getStore } from '../../src/runtime/node.js';
import { buildLibrary, NO_COMPILER, SIGNATURES } from '../support/native-code.js';

const title = NO_COMPILER === undefined ? '' : ` (skipped: ${NO_COMPILER})`;

const C = `
#include <stdint.h>
#include <stdlib.h>
#include <pthread.h>
static void *last_vmctx;
static int64_t noted;
void *vmctx_of_last(void *vmctx) { (void)vmctx; return last_vmctx; }
int64_t note(void *vmctx) { (void)vmctx; return noted; }
${SIGNATURES.map((s) => s.c).join('\n')}

/* As docs/abi.md draws a vmctx. */
struct vmctx { uint32_t id; void *thread; void *limit; struct { uint8_t *base; uint64_t bytes; } memory; };
typedef int (*compare)(const void *, const void *);
/* Sorts 32-bit numbers of the memory. */
void sort(struct vmctx *v, uint32_t at, uint32_t count, compare f) {
  qsort(v->memory.base + at, count, 4, f);
}
void sort_there(int32_t *numbers, uint32_t count, compare f) { qsort(numbers, count, 4, f); }

typedef int32_t (*unary)(int32_t);
/* Digits of what f gives for 0, 1 ...; each frame has registers of C's alive around the calls. */
int64_t digits(void *v, unary f, int32_t n) {
  int64_t sum = 0;
  (void)v;
  for (int32_t i = 0; i < n; i++) sum = sum * 10 + f(i);
  return sum;
}
int64_t digits_there(unary f, int32_t n) { return digits(NULL, f, n); }
int32_t call(void *v, unary f, int32_t x) { (void)v; return f(x) + 1; }
int32_t call_there(unary f, int32_t x) { return f(x); }
int32_t call_with(int32_t (*f)(void *, int32_t), void *v, int32_t x) { return f(v, x); }

struct job { unary f; int32_t result; };
static void *work(void *data) { struct job *j = data; j->result = j->f(1); return NULL; }
int32_t call_in_thread(unary f) {
  struct job j = { f, -1 };
  pthread_t t;
  if (pthread_create(&t, NULL, work, &j) != 0) return -2;
  pthread_join(t, NULL);
  return j.result;
}
struct wide { int32_t a; double b; int64_t c; };
static struct wide *kept;
int64_t call_wide(void (*f)(struct wide *)) {
  kept = malloc(sizeof *kept);
  f(kept);
  int64_t sum = kept->a * 10000 + (int64_t)kept->b * 100 + kept->c;
  free(kept);
  return sum;
}
`;

const MODULE = `(module
  ${SIGNATURES.map(({ name, wat }) => `(import "c" "imp_${name}" (func $imp_${name} ${wat}))`).join('\n')}
  ${SIGNATURES.map(({ name }) => `(import "c" "check_${name}" (func $check_${name} (param i64) (result i32)))`).join('\n')}
  (import "c" "note" (func $note (result i64)))
  (import "c" "sort" (func $sort (param i32 i32 i64)))
  (import "c" "digits" (func $digits (param i64 i32) (result i64)))
  (import "c" "call" (func $call (param i64 i32) (result i32)))
  (import "js" "host" (func $host (param i32) (result i32)))
  (import "js" "wide" (func $wide (result i32 f64 i64)))
  (memory (export "memory") 1 4)
  (table (export "table") funcref (elem $imp_f_1_3 $imp_f_5_20 $unary))
  (type $u (func (param i32) (result i32)))
  (global $self (export "self") (mut i64) (i64.const 0))
  (global $calls (export "calls") (mut i32) (i32.const 0))
  (func $unary (param i32) (result i32) (local.get 0))
  ${SIGNATURES.map(
    ({ name, wat, params }) => `
    (func (export "${name}") ${wat} ${params.map((_, i) => `(local.get ${i})`).join(' ')} (call $imp_${name}))
    (func (export "tail_${name}") ${wat} ${params.map((_, i) => `(local.get ${i})`).join(' ')} (return_call $imp_${name}))
    (func (export "check_${name}") (param i64) (result i32) (call $check_${name} (local.get 0)))
    (export "again_${name}" (func $imp_${name}))`,
  ).join('\n')}
  (func (export "note") (result i64) (call $note))
  (func (export "indirect") (param i32 i64 i64 i32) (result f64)
    (call_indirect (param i32 i64 i64) (result f64) (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "sort") (param i32 i32 i64) (call $sort (local.get 0) (local.get 1) (local.get 2)))
  (func (export "digits") (param i64 i32) (result i64) (call $digits (local.get 0) (local.get 1)))
  (func (export "digitsTail") (param i64 i32) (result i64) (return_call $digits (local.get 0) (local.get 1)))
  ;; Compares numbers by address, which C has: in this memory, or anywhere.
  (func $less (param i32 i32) (result i32)
    (i32.sub (i32.gt_s (local.get 0) (local.get 1)) (i32.lt_s (local.get 0) (local.get 1))))
  (func (export "compare") (param $a i64) (param $b i64) (result i32) (local $base i64)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (local.set $base (global.get $self))
    (call $less
      (i32.load (i32.wrap_i64 (i64.sub (local.get $a) (local.get $base))))
      (i32.load (i32.wrap_i64 (i64.sub (local.get $b) (local.get $base))))))
  (func (export "inc") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func (export "trapAt2") (param i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.eq (local.get 0) (i32.const 2)) (then (unreachable)))
    (i32.add (local.get 0) (i32.const 1)))
  (func (export "host") (param i32) (result i32)
    (i32.add (call $host (local.get 0)) (local.get 0)))
  (func (export "hostTail") (param i32) (result i32) (return_call $host (local.get 0)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "wide") (result i32 f64 i64) (return_call $wide))
  (func (export "spin") (param i32) (result i32) (loop (br 0)) (i32.const 0))
  (func $forever (export "forever") (param i32) (result i32)
    (i32.add (i32.const 1) (call $forever (local.get 0))))
  ;; Through C at every second level.
  (func (export "deep") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $call (global.get $self) (i32.sub (local.get 0) (i32.const 1))))
      (else (i32.const 0)))))`;

describe.skipIf(NO_COMPILER !== undefined)(`native code${title}`, () => {
  let library: ReturnType<typeof buildLibrary>;
  let lib: ReturnType<typeof koffi.load>;
  // biome-ignore lint/suspicious/noExplicitAny: exports of any type
  let x: any;
  let host: (value: number) => unknown = (value) => value;
  let bytes: Uint8Array<ArrayBuffer>;
  let imports: Record<string, Record<string, unknown>>;
  let there: Record<
    'digits' | 'call' | 'callWith' | 'inThread' | 'callWide',
    (...a: unknown[]) => unknown
  >;

  beforeAll(async () => {
    library = buildLibrary(C);
    lib = koffi.load(library.path);
    bytes = (await watToWasm(MODULE)) as Uint8Array<ArrayBuffer>;
    const c: Record<string, unknown> = {};
    const names = SIGNATURES.flatMap(({ name }) => [`imp_${name}`, `check_${name}`]);
    c.note = { address: lib.symbol('note') };
    for (const name of [...names, 'sort', 'digits', 'call']) {
      c[name] = nativeSymbol(name, library.path);
    }
    const js = { host: (value: number) => host(value), wide: () => [12, 34, 56n] };
    imports = { c, js };
    x = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
    there = {
      digits: lib.func('digits_there', 'int64', ['uintptr_t', 'int']),
      call: lib.func('call_there', 'int', ['uintptr_t', 'int']),
      callWith: lib.func('call_with', 'int', ['uintptr_t', 'uintptr_t', 'int']),
      inThread: lib.func('call_in_thread', 'int', ['uintptr_t']),
      callWide: lib.func('call_wide', 'int64', ['uintptr_t']),
    };
  });
  afterAll(() => library?.remove());

  function values({ params, values }: (typeof SIGNATURES)[number]): (number | bigint)[] {
    return params.map((type, i) => (type === 'i64' ? BigInt(values[i]!) : values[i]!));
  }

  function results({ results, sums }: (typeof SIGNATURES)[number]): unknown {
    const all = results.map((type, i) => (type === 'i64' ? BigInt(sums[i]!) : sums[i]!));
    return all.length === 0 ? undefined : all.length === 1 ? all[0] : all;
  }

  it('is called with arguments and results of every kind, also by tail calls and from JavaScript', () => {
    for (const signature of SIGNATURES) {
      const { name, params } = signature;
      for (const form of ['', 'tail_', 'again_']) {
        const given = x[form + name](...values(signature));
        expect(given, form + name).toEqual(results(signature));
        if (signature.results.length > 0) continue;
        const sum = params.reduce((s, _, i) => s + (i + 1) ** 2, 0);
        expect(x.note(), form + name).toBe(BigInt(sum));
      }
    }
    const last = lib.func('vmctx_of_last', 'uintptr_t', ['uintptr_t'])(0);
    expect(BigInt(last as number)).toBe(contextPointer(x.inc));
  });

  it('calls functions with arguments and results of every kind, on either stack', () => {
    for (const { name } of SIGNATURES) {
      const check = lib.func(`check_${name}`, 'int', ['uintptr_t', 'uintptr_t']);
      for (const form of ['', 'tail_', 'again_']) {
        const pointer = nativePointer(x[form + name]);
        expect(nativePointer(x[form + name])).toBe(pointer);
        expect(check(0, pointer), `${form}${name}, by koffi`).toBe(0);
        expect(x[`check_${name}`](pointer), `${form}${name}, by an import`).toBe(0);
      }
    }
  });

  it('is in tables, and goes to other instances', () => {
    expect(x.indirect(1, 2n, 3n, 0)).toBe(14);
    expect(() => x.indirect(1, 2n, 3n, 1)).toThrow('indirect call type mismatch');
    expect(x.table.get(0)(1, 2n, 3n)).toBe(14);
    const other = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      ...imports,
      c: { ...imports.c, imp_f_1_3: x.again_f_1_3 },
    }).exports;
    expect(other.f_1_3(1, 2n, 3n)).toBe(14);
    x.table.set(2, other.again_f_1_3);
    expect(x.indirect(1, 2n, 3n, 2)).toBe(14);
  });

  it('is refused where it is none', () => {
    const refused = (f: unknown, why: RegExp) => {
      const wrong = { ...imports, c: { ...imports.c, note: f } };
      const link = () => new WebAssembly.Instance(new WebAssembly.Module(bytes), wrong);
      expect(link).toThrow(WebAssembly.LinkError);
      expect(link).toThrow(/^WebAssembly\.Instance\(\): Import #\d+ "c" "note": /);
      expect(link).toThrow(why);
    };
    refused({ address: 0n }, /must not be null/);
    refused({ address: 4096 }, /must be a BigInt/);
    refused({ address: undefined }, /must be a BigInt/);
    refused({ address: -1n }, /0xffffffffffffffff is no address/);
    refused({ address: 1n << 48n }, /is no address/);
    refused({}, /requires a callable/);
    refused(nativeSymbol('no_such_function', library.path), /has no symbol no_such_function/);
    refused(nativeSymbol('no_such_function'), /the process has no symbol/);
    refused(nativeSymbol('f', '/no/such/library.so'), /cannot be loaded/);
    refused(nativeSymbol('a\0b'), /no zero/);
    expect(() => nativePointer(() => 1)).toThrow(TypeError);
    expect(() => contextPointer({})).toThrow(TypeError);
  });

  it('sorts by a comparator of WebAssembly', () => {
    const numbers = new Int32Array(x.memory.buffer, 0, 1000);
    const base = BigInt(nativeOn(getStore().platform).system.addressOf(x.memory.buffer));
    x.self.value = base;
    const fill = () => numbers.set(numbers.map((_, i) => (i * 7919) % 1009));
    const sorted = () => [...numbers].every((n, i) => i === 0 || numbers[i - 1]! <= n);
    fill();
    x.sort(0, 1000, nativePointer(x.compare));
    expect(sorted()).toBe(true);
    fill();
    lib.func('sort_there', 'void', ['uintptr_t', 'uint', 'uintptr_t'])(
      base,
      1000,
      nativePointer(x.compare),
    );
    expect(sorted()).toBe(true);
  });

  describe.each([
    ['on the WebAssembly stack', (f: string, n: number) => x.digits(nativePointer(x[f]), n)],
    ['by a tail call', (f: string, n: number) => x.digitsTail(nativePointer(x[f]), n)],
    [
      'on the stack of koffi',
      (f: string, n: number) => BigInt(there.digits(nativePointer(x[f]), n) as number),
    ],
  ])('C that calls %s', (where, digits) => {
    it('gets what the host returns, and what builtins do', () => {
      const seen: number[] = [];
      host = (value) => {
        seen.push(value);
        // Below what is alive, both ways.
        expect(x.digits(nativePointer(x.inc), 3)).toBe(123n);
        expect(there.digits(nativePointer(x.inc), 3)).toBe(123);
        return 1;
      };
      expect(digits('host', 4)).toBe(1234n);
      expect(digits('hostTail', 4)).toBe(1111n);
      expect(seen).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
      const pages = BigInt(x.memory.buffer.byteLength / 65536);
      expect(digits('grow', 2)).toBe(11n * pages);
    });

    it('is left by traps and exceptions, and goes on as before', () => {
      const before = getStore().thread.sp;
      for (let round = 0; round < 50; round++) {
        x.calls.value = 0;
        let error: unknown;
        try {
          digits('trapAt2', 9);
        } catch (thrown) {
          error = thrown;
        }
        expect(error).toBeInstanceOf(WebAssembly.RuntimeError);
        expect((error as Error).message).toBe('unreachable');
        expect((error as Error).stack).toMatch(/^RuntimeError: unreachable\n {4}at wasm:/);
        expect((error as Error).stack).not.toMatch(/wasmNativeCall|native-entries/);
        // Calls while the exception is on its way do not run.
        expect(x.calls.value).toBe(3);
        const thrown = { round };
        host = (value) => {
          if (value === 1) throw thrown;
          return 0;
        };
        try {
          digits('host', 5);
          expect.unreachable();
        } catch (caught) {
          expect(caught).toBe(thrown);
        }
        expect(() => digits('forever', 1)).toThrow(RangeError);
        expect(digits('inc', 3)).toBe(123n);
        expect(getStore().thread.sp, where).toBe(before);
        expect(getStore().thread.active).toBe(false);
      }
    });
  });

  it('recurses with WebAssembly until the stack ends', () => {
    x.self.value = nativePointer(x.deep);
    expect(x.deep(1000)).toBe(1000);
    expect(there.call(nativePointer(x.deep), 1000)).toBe(1000);
    expect(() => x.deep(1 << 30)).toThrow(RangeError);
    expect(() => there.call(nativePointer(x.deep), 1 << 30)).toThrow(RangeError);
    expect(x.deep(1000)).toBe(1000);
    // Turns through JavaScript as well, each with C on another stack.
    const turn = (depth: number): number =>
      depth === 0 ? 0 : (there.call(nativePointer(x.hostTail), depth) as number);
    host = (depth) => turn(depth - 1) + 1;
    expect(turn(20)).toBe(20);
  });

  it('is left by timeouts, whatever it goes on to call', () => {
    const before = getStore().thread.sp;
    const ways = {
      inside: () => x.digits(nativePointer(x.spin), 3),
      outside: () => there.digits(nativePointer(x.spin), 3),
    };
    for (const run of Object.values(ways)) {
      for (let round = 0; round < 3; round++) {
        const script = () => runInNewContext('run()', { run }, { timeout: 50 });
        expect(script).toThrow(/timed out/);
        expect(x.digits(nativePointer(x.inc), 3)).toBe(123n);
        expect(there.digits(nativePointer(x.inc), 3)).toBe(123);
        getStore().thread.dropIfTerminated();
        expect(getStore().thread.sp).toBe(before);
      }
    }
  });

  it('may pass the vmctx itself', () => {
    const pointer = nativePointer(x.host, { vmctx: 'parameter' });
    expect(pointer).not.toBe(nativePointer(x.host));
    host = (value) => value * 10;
    expect(there.callWith(pointer, contextPointer(x.host), 4)).toBe(44);
  });

  it('gets results of the host to its own memory', () => {
    expect(there.callWide(nativePointer(x.wide))).toBe(120000 + 3400 + 56);
  });

  it('is refused on other threads', () => {
    x.calls.value = 0;
    expect(there.inThread(nativePointer(x.trapAt2))).toBe(0);
    expect(x.calls.value).toBe(0);
    expect(there.call(nativePointer(x.inc), 1)).toBe(2);
  });

  it('keeps what it refers to', () => {
    for (let i = 0; i < 1000; i++) {
      const made = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
      if (i % 100 === 0) expect(there.call(nativePointer(made.inc), i)).toBe(i + 1);
    }
    getStore().references.settle();
    host = () => 5;
    expect(there.call(nativePointer(x.host), 1)).toBe(6);
  });
});
