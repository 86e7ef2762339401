;; Locals that a loop sets before it reads them: nothing was stored of them when the loop begins, and they have no place in
;; the frame. The host's call is the first one on the stack, so there is little above.

(module
  (func (export "f64") (param i32) (result f64) (local f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 f64)
    (loop
      (local.set 63 (f64.convert_i32_s (local.get 0)))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 63))
  (func (export "i64") (param i32) (result f64) (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (loop
      (local.set 63 (i64.extend_i32_s (local.get 0)))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (f64.convert_i64_s (local.get 63)))
  (func (export "v128") (param i32) (result f64) (local v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
    (loop
      (local.set 63 (f64x2.splat (f64.convert_i32_s (local.get 0))))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (f64x2.extract_lane 1 (local.get 63))))
(assert_return (invoke "f64" (i32.const 3)) (f64.const 1))
(assert_return (invoke "i64" (i32.const 3)) (f64.const 1))
(assert_return (invoke "v128" (i32.const 3)) (f64.const 1))
