;; Globals, which C keeps in memory: n steps of counters and sums of every number type.
(module
  (global $count (mut i32) (i32.const 0))
  (global $sum (mut i64) (i64.const 0))
  (global $mean (mut f64) (f64.const 0))
  (global $low (mut f32) (f32.const 1000))
  (global $step i32 (i32.const 3))

  (func $record (param $value i32)
    (global.set $sum (i64.add (global.get $sum) (i64.extend_i32_s (local.get $value))))
    (global.set $mean
      (f64.add
        (f64.mul (global.get $mean) (f64.const 0.99))
        (f64.convert_i32_s (local.get $value))))
    (global.set $low
      (f32.min (global.get $low) (f32.convert_i32_s (local.get $value)))))

  (func (export "run") (param $n i32) (result i64)
    (local $end i32)
    (global.set $count (i32.const 0))
    (global.set $sum (i64.const 0))
    (global.set $mean (f64.const 0))
    (global.set $low (f32.const 1000))
    (local.set $end (i32.mul (local.get $n) (global.get $step)))
    (loop $again
      (global.set $count (i32.add (global.get $count) (global.get $step)))
      (if (i32.and (global.get $count) (i32.const 1))
        (then (call $record (i32.sub (global.get $count) (i32.const 500))))
        (else (global.set $sum (i64.mul (global.get $sum) (i64.const 3)))))
      (br_if $again (i32.lt_s (global.get $count) (local.get $end))))
    (i64.add
      (global.get $sum)
      (i64.add
        (i64.trunc_sat_f64_s (global.get $mean))
        (i64.trunc_sat_f32_s (global.get $low))))))
