import { describe, expect, it } from 'vitest';
import { V8Engine } from '../../spec-tests/v8-engine.js';
import { loadTextReader } from '../text/wat.js';
import { type CommandResult, runScript } from './runner.js';

async function run(source: string): Promise<readonly CommandResult[]> {
  return (await runScript(source, new V8Engine(), loadTextReader)).results;
}
const outcomes = async (source: string): Promise<string[]> =>
  (await run(source)).map((result) => `${result.line} ${result.outcome}`);

describe('runScript', () => {
  it('passes what is right and fails what is wrong, with reasons', async () => {
    const results = await run(`(module
  (func (export "id") (param f32) (result f32) (local.get 0))
  (func (export "div") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
  (func $r (export "rec") (call $r))
  (global (export "g") i64 (i64.const 7)))
(assert_return (invoke "id" (f32.const nan:0x200001)) (f32.const nan:0x200001))
(assert_return (invoke "id" (f32.const nan:0x200001)) (f32.const nan:canonical))
(assert_return (get "g") (i64.const 7))
(assert_return (get "g") (i64.const 8))
(assert_trap (invoke "div" (i32.const 0)) "integer divide by zero")
(assert_trap (invoke "div" (i32.const 0)) "integer overflow")
(assert_trap (invoke "div" (i32.const 1)) "integer divide by zero")
(assert_exhaustion (invoke "rec") "call stack exhausted")
(assert_trap (invoke "rec") "call stack exhausted")
(assert_return (invoke "nothing"))
(assert_return (invoke "div" (i32.const 0)) (i32.const 0))
(invoke "div" (i32.const 0))
(invoke "div" (i32.const 1))`);
    expect(results.map(({ line, outcome }) => `${line} ${outcome}`)).toEqual([
      '6 passed',
      '7 failed',
      '8 passed',
      '9 failed',
      '10 passed',
      '11 failed',
      '12 failed',
      '13 passed',
      '14 failed',
      '15 failed',
      '16 failed',
      '17 failed',
    ]);
    expect(results[1]!.reason).toBe(
      'expected (f32.const nan:canonical), got (f32.const nan [0x7fa00001])',
    );
    expect(results[3]!.reason).toBe('expected (i64.const 8), got (i64.const 7)');
    expect(results[6]!.reason).toBe('expected trap "integer divide by zero", got (i32.const 1)');
    expect(results[9]!.reason).toBe('no export "nothing"');
  });

  it('goes on after a module that cannot be made, and says what depended on it', async () => {
    const results = await run(`(module $A (func (export "f") (result i32) (i64.const 1)))
(assert_return (invoke "f") (i32.const 1))
(register "a" $A)
(module (import "a" "f" (func)))
(module (func (export "f") (result i32) (i32.const 2)))
(assert_return (invoke "f") (i32.const 2))
(assert_return (invoke $A "f") (i32.const 2))`);
    expect(results.map((r) => `${r.line} ${r.outcome}`)).toEqual([
      '1 failed',
      '2 failed',
      '4 failed',
      '6 passed',
      '7 failed',
    ]);
    expect(results[1]!.reason).toContain('module of line 1 is missing');
    expect(results[2]!.reason).toContain('module "a" of line 1 is missing');
  });

  it('links registered modules, definitions and instances', async () => {
    expect(
      await outcomes(`(module definition $D
  (global $g (export "g") (mut i32) (i32.const 0))
  (func (export "inc") (result i32)
    (global.set $g (i32.add (global.get $g) (i32.const 1))) (global.get $g)))
(module instance $I $D)
(module instance $J $D)
(register "i" $I)
(module (import "i" "inc" (func $inc (result i32))) (export "inc" (func $inc)))
(assert_return (invoke "inc") (i32.const 1))
(assert_return (invoke $I "inc") (i32.const 2))
(assert_return (invoke $J "inc") (i32.const 1))
(assert_return (get $I "g") (i32.const 2))
(module instance $K $nowhere)`),
    ).toEqual(['9 passed', '10 passed', '11 passed', '12 passed', '13 failed']);
  });

  it('tells invalid, malformed and unlinkable modules apart', async () => {
    expect(
      await outcomes(`(assert_invalid (module (func (result i32))) "type mismatch")
(assert_invalid (module (func)) "type mismatch")
(assert_malformed (module binary "\\00asm") "unexpected end")
(assert_malformed (module binary "\\00asm\\01\\00\\00\\00") "unexpected end")
(assert_malformed (module quote "(func") "unexpected token")
(assert_malformed (module quote "(func)") "unexpected token")
(assert_malformed (module quote "\\ff") "malformed UTF-8")
(assert_invalid (module quote "(func (result i32))") "type mismatch")
(assert_unlinkable (module (import "x" "y" (func))) "unknown import")
(assert_unlinkable (module (import "spectest" "print" (func))) "unknown import")
(assert_unlinkable (module (import "spectest" "print_i32" (func (param i64)))) "incompatible")
(assert_trap (module (func $f unreachable) (start $f)) "unreachable")
(assert_trap (module) "unreachable")`),
    ).toEqual([
      '1 passed',
      '2 failed',
      '3 passed',
      '4 failed',
      '5 text-passed',
      '6 text-failed',
      '7 text-passed',
      '8 passed',
      '9 passed',
      '10 failed',
      // Functions of JavaScript take any arguments here.
      '11 failed',
      '12 passed',
      '13 failed',
    ]);
  });

  it('offers the spectest module', async () => {
    expect(
      await outcomes(`(module
  (import "spectest" "global_i64" (global $i i64))
  (import "spectest" "global_f32" (global $f f32))
  (import "spectest" "global_f64" (global $d f64))
  (import "spectest" "table" (table 10 20 funcref))
  (import "spectest" "memory" (memory 1 2))
  (import "spectest" "print_i32_f32" (func $p (param i32 f32)))
  (func (export "i") (result i64) (call $p (i32.const 1) (f32.const 2)) (global.get $i))
  (func (export "f") (result f32) (global.get $f))
  (func (export "d") (result f64) (global.get $d)))
(assert_return (invoke "i") (i64.const 666))
(assert_return (invoke "f") (f32.const 666.6))
(assert_return (invoke "d") (f64.const 666.6))`),
    ).toEqual(['11 passed', '12 passed', '13 passed']);
  });

  it('reports what it does not understand', async () => {
    const results = await run(`(module)
(thread $T (assert_return (invoke "f")))
(assert_return (invoke "f" (i33.const 1)))
(frobnicate)`);
    expect(results.map((r) => `${r.line} ${r.outcome}: ${r.reason}`)).toEqual([
      '2 skipped: threads in scripts are not supported',
      '3 failed: unknown constant i33.const',
      '4 failed: unknown command frobnicate',
    ]);
  });

  it('fails a script that does not split, and runs one that is a module', async () => {
    expect(await run('(module\n(func')).toMatchObject([{ outcome: 'failed', line: 2 }]);
    expect(await run(';; fields\n(func (export "f"))\n(memory 1)')).toEqual([]);
    expect(await run('(func (result i32))')).toMatchObject([{ outcome: 'failed', line: 1 }]);
  });
});
