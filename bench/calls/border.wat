;; What goes back and forth between WebAssembly and JavaScript, and what is made of it.
(module
  (import "host" "invoke" (func $invoke (param i32 i32) (result i32)))
  (import "host" "fail" (func $fail (param i32)))
  (import "host" "deeper" (func $deeper (param i32) (result i32)))
  (table (export "table") 2 funcref)
  (elem (i32.const 0) $next $next)

  (func $next (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  ;; Emscripten's way to call what may throw: the host calls an entry of the table.
  (func (export "invoke") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $invoke (i32.and (local.get $n) (i32.const 1)) (local.get $sum)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  ;; The host throws.
  (func (export "fail") (param i32) (call $fail (local.get 0)))
  ;; The host calls this again.
  (func (export "deeper") (param i32) (result i32) (call $deeper (local.get 0))))
