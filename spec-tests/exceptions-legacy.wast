;; Exceptions in the form of before try_table: try, catch, catch_all, rethrow, delegate.

(module
  (tag $none)
  (tag $number (param i32))
  (tag $wide (param i64 f32 f64 i32))

  (func $throw (param i32) (throw $number (local.get 0)))
  (func $nothing)

  (func (export "catch") (param i32) (result i32)
    (try (result i32) (do (call $throw (local.get 0)) (i32.const -1)) (catch $number)))
  (func (export "no-exception") (result i32)
    (try (result i32) (do (call $nothing) (i32.const 5)) (catch $number) (catch_all (i32.const 6))))
  (func (export "ordered") (param i32) (result i32)
    (try (result i32)
      (do
        (if (i32.eqz (local.get 0)) (then (throw $none)))
        (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $wide (i64.const 1) (f32.const 2) (f64.const 3) (i32.const 4))))
        (call $throw (local.get 0))
        (i32.const 0))
      (catch $none (i32.const 10))
      (catch $number (i32.const 20) (i32.add))
      (catch_all (i32.const 30))))
  (func (export "wide") (param i64 f32 f64 i32) (result i64 f32 f64 i32)
    (try (result i64 f32 f64 i32)
      (do (throw $wide (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
      (catch $wide)))
  (func (export "parameters") (param i32) (result i32)
    (local.get 0)
    try (param i32) (result i32)
      i32.const 1
      i32.add
      call $throw
      i32.const 0
    catch $number
      i32.const 100
      i32.mul
    end)
  (func (export "only-a-body") (result i32) (try (result i32) (do (i32.const 3))))

  ;; ---- rethrow

  (func (export "rethrow") (param i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $throw (local.get 0)) (i32.const 0))
          (catch $number (drop) (rethrow 0))))
      (catch $number (i32.const 1) (i32.add))))
  (func (export "rethrow-outer") (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $throw (i32.const 1)) (i32.const 0))
          (catch $number
            (drop)
            (try (result i32)
              (do (call $throw (i32.const 2)) (i32.const 0))
              (catch $number (drop) (rethrow 1))))))
      (catch $number)))
  (func (export "rethrow-all") (param i32)
    (try (do (call $throw (local.get 0))) (catch_all (call $nothing) (rethrow 0))))
  (func (export "rethrow-from-blocks") (param i32) (result i32)
    (try (result i32)
      (do
        (try (do (call $throw (i32.const 7)))
          (catch_all (block (loop (if (local.get 0) (then (rethrow 3)))))))
        (i32.const -1))
      (catch $number)))
  (func (export "branch-out-of-a-catch") (param i32) (result i32)
    (block $out (result i32)
      (try (result i32)
        (do (call $throw (local.get 0)) (i32.const 0))
        (catch $number (local.set 0) (br_if $out (i32.const 5) (i32.eq (local.get 0) (i32.const 1))) (drop) (i32.const 6)))))
  (func (export "results-of-catches") (param i32) (result i32 i64 i32 i32 i32)
    (try (result i32 i64 i32 i32 i32)
      (do (call $throw (local.get 0)) (unreachable))
      (catch $number (i64.const 2) (i32.const 3) (i32.const 4) (i32.const 5))))
  (func (export "branch-to-a-try") (param i32) (result i32)
    (try $t (result i32)
      (do (br_if $t (i32.const 1) (local.get 0)) (drop) (call $throw (i32.const 2)) (i32.const 3))
      (catch $number (br $t (i32.add (i32.const 10))))))

  ;; ---- delegate

  (func (export "delegate-outside") (param i32) (result i32)
    (try $outer (result i32)
      (do
        (try (result i32)
          (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 0)) (delegate $outer)))
          (catch $number (drop) (i32.const -1))))
      (catch $number (i32.const 1) (i32.add))))
  (func (export "delegate-next") (param i32) (result i32)
    (try $outer (result i32)
      (do
        (try $inner (result i32)
          (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 0)) (delegate $inner)))
          (catch $number (i32.const 2) (i32.add))))
      (catch $number (i32.const 1) (i32.add))))
  (func (export "delegate-to-the-caller") (param i32) (result i32)
    (try (result i32)
      (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 0)) (delegate 1)))
      (catch_all (i32.const -1))))
  (func (export "delegate-to-a-block") (param i32) (result i32)
    (try $outer (result i32)
      (do
        (block $b (result i32)
          (try (result i32)
            (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 0)) (delegate $b)))
            (catch_all (i32.const -1)))))
      (catch $number (i32.const 3) (i32.add))))
  (func (export "delegate-in-a-catch") (result i32)
    (try $outer (result i32)
      (do
        (try $t (result i32)
          (do (call $throw (i32.const 1)) (i32.const 0))
          (catch $number
            (drop)
            (try (result i32) (do (call $throw (i32.const 2)) (i32.const 0)) (delegate $t)))))
      (catch $number (i32.const 10) (i32.add))))

  ;; ---- locals

  (func (export "locals") (param $x i32) (param $y f64) (result i32 f64 i32)
    (local $constant i32)
    (try
      (do
        (local.set $constant (i32.const 5))
        (local.set $y (f64.add (local.get $y) (f64.const 1)))
        (call $throw (i32.const 0))
        (local.set $constant (i32.const 6))
        (local.set $y (f64.const 0)))
      (catch $number (local.set $x)))
    (local.get $x) (local.get $y) (local.get $constant))
  (func (export "loop") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (try
        (do (call $throw (local.get $n)))
        (catch $number (local.set $sum (i32.add (local.get $sum)))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "tail-call-in-a-catch") (param i32) (result i32)
    (try (result i32)
      (do (call $throw (local.get 0)) (i32.const 0))
      (catch $number (return_call $twice))))
  (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))

  ;; ---- dead

  (func (export "dead") (result i32)
    (return (i32.const 4))
    (try (result i32) (do (i32.const 1)) (catch $number (i32.eqz)) (catch_all (rethrow 0))))
  (func (export "dead-try") (result i32)
    (try (result i32) (do (unreachable)) (catch $number) (catch_all (unreachable))))
)

(assert_return (invoke "catch" (i32.const 5)) (i32.const 5))
(assert_return (invoke "no-exception") (i32.const 5))
(assert_return (invoke "ordered" (i32.const 0)) (i32.const 10))
(assert_return (invoke "ordered" (i32.const 1)) (i32.const 30))
(assert_return (invoke "ordered" (i32.const 2)) (i32.const 22))
(assert_return (invoke "wide" (i64.const 1) (f32.const nan:0x200001) (f64.const 3) (i32.const 4))
  (i64.const 1) (f32.const nan:0x200001) (f64.const 3) (i32.const 4))
(assert_return (invoke "parameters" (i32.const 4)) (i32.const 500))
(assert_return (invoke "only-a-body") (i32.const 3))
(assert_return (invoke "rethrow" (i32.const 4)) (i32.const 5))
(assert_return (invoke "rethrow-outer") (i32.const 1))
(assert_exception (invoke "rethrow-all" (i32.const 4)))
(assert_return (invoke "rethrow-from-blocks" (i32.const 1)) (i32.const 7))
(assert_return (invoke "rethrow-from-blocks" (i32.const 0)) (i32.const -1))
(assert_return (invoke "branch-out-of-a-catch" (i32.const 1)) (i32.const 5))
(assert_return (invoke "branch-out-of-a-catch" (i32.const 2)) (i32.const 6))
(assert_return (invoke "results-of-catches" (i32.const 1))
  (i32.const 1) (i64.const 2) (i32.const 3) (i32.const 4) (i32.const 5))
(assert_return (invoke "branch-to-a-try" (i32.const 1)) (i32.const 1))
(assert_return (invoke "branch-to-a-try" (i32.const 0)) (i32.const 12))
(assert_return (invoke "delegate-outside" (i32.const 5)) (i32.const 6))
(assert_return (invoke "delegate-next" (i32.const 5)) (i32.const 7))
(assert_exception (invoke "delegate-to-the-caller" (i32.const 5)))
(assert_return (invoke "delegate-to-a-block" (i32.const 5)) (i32.const 8))
(assert_return (invoke "delegate-in-a-catch") (i32.const 12))
(assert_return (invoke "locals" (i32.const 1) (f64.const 2)) (i32.const 0) (f64.const 3) (i32.const 5))
(assert_return (invoke "loop" (i32.const 100)) (i32.const 5050))
(assert_return (invoke "tail-call-in-a-catch" (i32.const 21)) (i32.const 42))
(assert_return (invoke "dead") (i32.const 4))
(assert_trap (invoke "dead-try") "unreachable")

(assert_invalid (module (tag (param i32)) (func (try (do) (catch 0)))) "type mismatch")
(assert_invalid (module (tag) (func (try (do) (catch 1)))) "unknown tag")
(assert_invalid (module (func (result i32) (try (result i32) (do (i32.const 1)) (catch_all)))) "type mismatch")
(assert_invalid (module (func (try (do (i32.const 1)) (catch_all)))) "type mismatch")
(assert_invalid (module (func (unreachable) (try (do (i32.const 1)) (catch_all)))) "type mismatch")
(assert_invalid (module (func (try (do (rethrow 0)) (catch_all)))) "invalid rethrow label")
(assert_invalid (module (func (unreachable) (try (do (rethrow 0)) (catch_all)))) "invalid rethrow label")
(assert_invalid (module (func (block (rethrow 0)))) "invalid rethrow label")
(assert_invalid (module (func (try (do) (delegate 1)))) "unknown label")
(assert_invalid (module (func (result i32) (try (result i32) (do) (delegate 0)))) "type mismatch")
;; A catch behind catch_all, without a try, and a delegate behind a catch.
(assert_malformed
  (module binary "\00asm\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\09\01\07\00\06\40\19\19\0b\0b")
  "catch_all")
(assert_malformed
  (module binary "\00asm\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\06\01\04\00\19\0b\0b")
  "catch_all")
(assert_malformed
  (module binary "\00asm\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\09\01\07\00\06\40\19\18\00\0b")
  "delegate")
(assert_malformed
  (module binary "\00asm\01\00\00\00\01\04\01\60\00\00\03\02\01\00\0a\06\01\04\00\18\00\0b")
  "delegate")
