;; Tail calls, which C does not have: a state machine of three functions that hand on to each other, a
;; loop by a call of itself, and one through a table, n steps each.
(module
  (type $step (func (param i32 i32) (result i32)))
  (table funcref (elem $odd $even))

  (func $one (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $two (i32.sub (local.get 0) (i32.const 1)) (i32.mul (local.get 1) (i32.const 31))))
  (func $two (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $three
      (i32.sub (local.get 0) (i32.const 1)) (i32.xor (local.get 1) (local.get 0))))
  (func $three (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $one (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 7))))

  (func $sum (param i32 i64) (result i64)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $sum
      (i32.sub (local.get 0) (i32.const 1))
      (i64.add (local.get 1) (i64.extend_i32_u (local.get 0)))))

  (func $even (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $step)
      (i32.sub (local.get 0) (i32.const 1))
      (i32.add (local.get 1) (i32.const 3))
      (i32.const 0)))
  (func $odd (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $step)
      (i32.sub (local.get 0) (i32.const 1))
      (i32.mul (local.get 1) (i32.const 5))
      (i32.const 1)))

  (func (export "run") (param $n i32) (result i64)
    (i64.add
      (i64.extend_i32_u (call $one (local.get $n) (i32.const 1)))
      (i64.add
        (call $sum (local.get $n) (i64.const 0))
        (i64.extend_i32_u (call $even (local.get $n) (i32.const 2)))))))
