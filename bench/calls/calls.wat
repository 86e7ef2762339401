;; Calls of every kind, n times each. `spread` is the other signature: twelve arguments, of which
;; some are in memory under any convention.
(module
  (type $two (func (param i32 i32) (result i32)))
  (type $spread (func (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))

  (import "host" "none" (func $host_none))
  (import "host" "two" (func $host_two (type $two)))
  (import "host" "floats" (func $host_floats (param f64 f64) (result f64)))
  (import "host" "long" (func $host_long (param i64) (result i64)))
  (import "other" "add" (func $other_add (type $two)))
  (import "other" "tail" (func $other_tail (type $two)))
  (import "other" "table" (table 6 funcref))
  (elem (i32.const 0)
    $add $tail_indirect $tail_cross $shrink_indirect $grow_indirect $tail_spread_indirect)

  ;; Called by JavaScript.
  (func (export "none"))
  (func $add (export "two") (type $two) (i32.add (local.get 0) (local.get 1)))
  (func (export "floats") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func (export "long") (param i64) (result i64) (i64.add (local.get 0) (i64.const 1)))

  (func $add_spread (type $spread) (i32.add (local.get 0) (local.get 11)))

  ;; The loop by itself: what the loops below cost besides the calls.
  (func (export "loop") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "to_host_none") (param $n i32)
    (loop $again
      (call $host_none)
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "to_host_two") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $host_two (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "to_host_floats") (param $n i32) (result f64)
    (local $sum f64)
    (loop $again
      (local.set $sum (call $host_floats (local.get $sum) (f64.const 1.5)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "to_host_long") (param $n i32) (result i64)
    (local $sum i64)
    (loop $again
      (local.set $sum (call $host_long (local.get $sum)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))

  (func (export "direct") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $add (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "direct_spread") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum
        (call $add_spread
          (local.get $sum) (i32.const 1) (local.get $n) (i32.const 3) (local.get $n) (i32.const 5)
          (local.get $n) (i32.const 7) (local.get $n) (i32.const 9) (local.get $n) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "indirect") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum
        (call_indirect (type $two) (local.get $sum) (local.get $n) (i32.const 0)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "cross") (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (call $other_add (local.get $sum) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))

  ;; Tail calls: the first argument counts down.
  (func $tail (type $two)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $tail
      (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (local.get 0))))
  (func $tail_indirect (type $two)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $two)
      (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (local.get 0)) (i32.const 1)))
  ;; To `other` and back again: it calls entry 2 of the table that they share.
  (func $tail_cross (type $two)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $other_tail
      (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (local.get 0))))
  (func $tail_spread (type $spread)
    (if (i32.eqz (local.get 0)) (then (return (local.get 11))))
    (return_call $tail_spread
      (i32.sub (local.get 0) (i32.const 1)) (i32.const 1) (local.get 0) (i32.const 3) (local.get 0)
      (i32.const 5) (local.get 0) (i32.const 7) (local.get 0) (i32.const 9) (local.get 0)
      (i32.add (local.get 11) (local.get 0))))
  ;; From two to twelve arguments and back again.
  (func $grow (type $two)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $shrink
      (i32.sub (local.get 0) (i32.const 1)) (i32.const 1) (local.get 0) (i32.const 3) (local.get 0)
      (i32.const 5) (local.get 0) (i32.const 7) (local.get 0) (i32.const 9) (local.get 0)
      (i32.add (local.get 1) (local.get 0))))
  (func $shrink (type $spread)
    (if (i32.eqz (local.get 0)) (then (return (local.get 11))))
    (return_call $grow
      (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 11) (local.get 0))))
  (func $grow_indirect (type $two)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $spread)
      (i32.sub (local.get 0) (i32.const 1)) (i32.const 1) (local.get 0) (i32.const 3) (local.get 0)
      (i32.const 5) (local.get 0) (i32.const 7) (local.get 0) (i32.const 9) (local.get 0)
      (i32.add (local.get 1) (local.get 0)) (i32.const 3)))
  (func $shrink_indirect (type $spread)
    (if (i32.eqz (local.get 0)) (then (return (local.get 11))))
    (return_call_indirect (type $two)
      (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 11) (local.get 0)) (i32.const 4)))
  (func $tail_spread_indirect (type $spread)
    (if (i32.eqz (local.get 0)) (then (return (local.get 11))))
    (return_call_indirect (type $spread)
      (i32.sub (local.get 0) (i32.const 1)) (i32.const 1) (local.get 0) (i32.const 3) (local.get 0)
      (i32.const 5) (local.get 0) (i32.const 7) (local.get 0) (i32.const 9) (local.get 0)
      (i32.add (local.get 11) (local.get 0)) (i32.const 5)))

  (func (export "tail") (param $n i32) (result i32)
    (call $tail (local.get $n) (i32.const 0)))
  (func (export "tail_indirect") (param $n i32) (result i32)
    (call $tail_indirect (local.get $n) (i32.const 0)))
  (func (export "tail_cross") (param $n i32) (result i32)
    (call $tail_cross (local.get $n) (i32.const 0)))
  (func (export "tail_resized") (param $n i32) (result i32)
    (call $grow (local.get $n) (i32.const 0)))
  (func (export "tail_resized_indirect") (param $n i32) (result i32)
    (call $grow_indirect (local.get $n) (i32.const 0)))
  (func (export "tail_spread") (param $n i32) (result i32)
    (call $tail_spread (local.get $n) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)
      (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8) (i32.const 9) (i32.const 10)
      (i32.const 0)))
  (func (export "tail_spread_indirect") (param $n i32) (result i32)
    (call $tail_spread_indirect (local.get $n) (i32.const 1) (i32.const 2) (i32.const 3)
      (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8) (i32.const 9)
      (i32.const 10) (i32.const 0))))
