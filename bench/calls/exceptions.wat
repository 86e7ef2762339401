;; Throws over so many frames, and catches, in the form that compilers write by default and all engines know.
(module
  (tag $t (param i32))
  (func $down (param $frames i32) (result i32)
    (if (i32.eqz (local.get $frames)) (then (throw $t (i32.const 3))))
    (i32.add (call $down (i32.sub (local.get $frames) (i32.const 1))) (i32.const 1)))
  (func $rounds (param $n i32) (param $frames i32) (result i32)
    (local $sum i32)
    (loop $again
      (try
        (do (drop (call $down (local.get $frames))))
        (catch $t (local.set $sum (i32.add (local.get $sum)))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "catch_1") (param i32) (result i32) (call $rounds (local.get 0) (i32.const 0)))
  (func (export "catch_10") (param i32) (result i32) (call $rounds (local.get 0) (i32.const 9)))
  (func (export "catch_100") (param i32) (result i32) (call $rounds (local.get 0) (i32.const 99)))
)
