;; Dot products of f32: n times over two arrays of 4096, the second from another place each time, with four sums of four
;; lanes. Gives the bits of an f64, the sum of all.
(module
  (memory 1)
  (func $fill
    (local $i i32)
    (loop $next
      (f32.store offset=1024 (i32.shl (local.get $i) (i32.const 2))
        (f32.mul (f32.convert_i32_u (i32.rem_u (i32.mul (local.get $i) (i32.const 7)) (i32.const 1009)))
          (f32.const 0.37)))
      (f32.store offset=20480 (i32.shl (local.get $i) (i32.const 2))
        (f32.mul (f32.convert_i32_u (i32.rem_u (i32.mul (local.get $i) (i32.const 5)) (i32.const 1013)))
          (f32.const 0.13)))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 4352)))))

  (func $dot (param $a i32) (param $b i32) (param $length i32) (result f32)
    (local $s v128) (local $t v128) (local $u v128) (local $v v128)
    (loop $next
      (local.set $s
        (f32x4.add
          (f32x4.mul (v128.load (local.get $a)) (v128.load (local.get $b)))
          (local.get $s)))
      (local.set $t
        (f32x4.add
          (f32x4.mul (v128.load offset=16 (local.get $a)) (v128.load offset=16 (local.get $b)))
          (local.get $t)))
      (local.set $u
        (f32x4.add
          (f32x4.mul (v128.load offset=32 (local.get $a)) (v128.load offset=32 (local.get $b)))
          (local.get $u)))
      (local.set $v
        (f32x4.add
          (f32x4.mul (v128.load offset=48 (local.get $a)) (v128.load offset=48 (local.get $b)))
          (local.get $v)))
      (local.set $a (i32.add (local.get $a) (i32.const 64)))
      (local.set $b (i32.add (local.get $b) (i32.const 64)))
      (br_if $next (local.tee $length (i32.sub (local.get $length) (i32.const 16)))))
    (local.set $s
      (f32x4.add
        (f32x4.add (local.get $s) (local.get $t))
        (f32x4.add (local.get $u) (local.get $v))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $s)) (f32x4.extract_lane 1 (local.get $s)))
      (f32.add (f32x4.extract_lane 2 (local.get $s)) (f32x4.extract_lane 3 (local.get $s)))))

  (func (export "run") (param $n i32) (result i64)
    (local $sum f64)
    (call $fill)
    (loop $again
      (local.set $sum
        (f64.add (local.get $sum)
          (f64.promote_f32
            (call $dot
              (i32.const 1024)
              (i32.add (i32.const 20480) (i32.and (i32.shl (local.get $n) (i32.const 4)) (i32.const 1008)))
              (i32.const 4096)))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.reinterpret_f64 (local.get $sum))))
