/** Functions that run without an end, each in its own way, and what tests do beside them. */
export const LOOPS = `(module
  (import "host" "call" (func $host (param i32) (result i32)))
  (memory (export "memory") 2048)
  (table 2 funcref) (elem (i32.const 0) $empty $bounce)
  (table $grown 1 externref)
  (global $n (export "n") (mut i32) (i32.const 0))
  (global $depth (export "depth") (mut i32) (i32.const 0))
  (type $v (func))
  (func $empty)
  (func (export "branch") (loop (br 0)))
  (func (export "loads") (loop (drop (i32.load (i32.const 8))) (br 0)))
  (func (export "stores") (loop (i64.store (i32.const 8) (i64.const -1)) (br 0)))
  (func (export "vectors") (param i32)
    ${Array.from({ length: 18 }, (_, i) => `(local $v${i} v128)`).join(' ')}
    (loop
      ${Array.from({ length: 18 }, (_, i) => `(local.set $v${i} (i64x2.add (local.get $v${(i + 1) % 18}) (i64x2.splat (i64.const ${i}))))`).join(' ')}
      (br_if 0 (i32.eqz (local.get 0)))))
  (func (export "calls") (loop (call $empty) (br 0)))
  (func (export "indirect") (loop (call_indirect (type $v) (i32.const 0)) (br 0)))
  (func $bounce (return_call_indirect (type $v) (i32.const 1)))
  (func (export "bounces") (call $bounce))
  (func $a (return_call $b)) (func $b (return_call $a))
  (func (export "tails") (return_call $a))
  (func $fib (param i32) (result i32)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2)) (then (i32.const 1))
      (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                     (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
  (func (export "fib") (drop (call $fib (i32.const 90))))
  (func (export "fills") (loop
    (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x7f00000)) (br 0)))
  (func (export "copies") (loop
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 0x7f00000)) (br 0)))
  (func (export "host") (loop (drop (call $host (i32.const 1))) (br 0)))
  (func (export "inHost") (drop (call $host (i32.const 2))))
  (func (export "grows") (loop (drop (memory.grow (i32.const 0)))
    (drop (table.grow $grown (ref.null extern) (i32.const 0))) (br 0)))
  (func (export "quiet") (param i32) (result i32)
    (i32.add (call $host (local.get 0)) (i32.const 100)))
  (func (export "unreachable") unreachable)
  (func (export "divide") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "truncate") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func $pure (export "pure")
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (call $pure)))`;

/** Never ends being instantiated. */
export const ENDLESS_START = '(module (func $main (loop (br 0))) (start $main))';

/** Takes a while to be compiled. */
export function longModule(functions: number): string {
  const body = Array.from(
    { length: 200 },
    (_, i) => `(local.set 0 (i32.add (local.get 0) (i32.const ${i})))`,
  );
  const func = `(func (param i32) (result i32) ${body.join(' ')} (local.get 0))`;
  return `(module ${func.repeat(functions)})`;
}

/** Names of the endless functions, and of endless work around WebAssembly, for {@link JOBS}. */
export const ENDLESS = [
  'branch',
  'loads',
  'stores',
  'vectors',
  'calls',
  'indirect',
  'bounces',
  'tails',
  'fib',
  'fills',
  'copies',
  'host',
  'inHost',
  'grows',
  'trapping',
  'overflowing',
  'turning',
  'compiling',
  'instantiating',
  'starting',
] as const;

/** Programs' `job(name)`: endless work, after everything is loaded and `ready` was called. */
export const JOBS = `
  function job(name, ready) {
    const spin = (kind) => { if (kind === 2) for (;;); return kind; };
    const imports = { host: { call: spin } };
    const loops = build('loops', imports);
    loops.quiet(1);
    const turning = build('loops', { host: { call: (n) => n === 0 ? 0 : turning.quiet(n - 1) } });
    const endless = (work) => () => { for (;;) work(); };
    const bytes = decode(MODULES.long);
    let edition = 0;
    const work = {
      trapping: endless(() => { caught(loops.unreachable); caught(() => loops.load(-4)); caught(() => loops.divide(0)); }),
      overflowing: endless(() => caught(loops.pure)),
      turning: endless(() => turning.quiet(500)),
      // Other bytes each time: equal ones are remembered.
      compiling: endless(() => {
        const edited = new Uint8Array(bytes.length + 6);
        edited.set(bytes);
        edited.set([0, 4, 1, 120, edition & 127, ++edition >> 7 & 127], bytes.length);
        new W.Module(edited);
      }),
      instantiating: endless(() => build('loops', imports).quiet(1)),
      starting: () => build('start'),
    };
    ready();
    (work[name] ?? loops[name])();
  }
`;
