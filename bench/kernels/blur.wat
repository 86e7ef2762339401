;; A box of three by three over an image of 256 by 256 bytes, n times: sums of three rows as u16, then of three
;; neighbours, times 28/256. What lies right of the image is 0, the last two rows stay. A pixel changes each time.
(module
  (memory 3)
  ;; At 0 the image, at 65536 the result, at 131072 a row of sums and 16 bytes of zeros.
  (func $fill
    (local $i i32)
    (loop $next
      (i32.store8 (local.get $i)
        (i32.shr_u (i32.mul (local.get $i) (i32.const 0x9e3779b1)) (i32.const 24)))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 65536)))))

  (func $row (param $from i32) (param $to i32)
    (local $sums i32) (local $left i32) (local $a v128) (local $b v128) (local $c v128)
    (local.set $sums (i32.const 131072))
    (local.set $left (i32.const 256))
    (loop $next
      (v128.store (local.get $sums)
        (i16x8.add
          (i16x8.add
            (i16x8.extend_low_i8x16_u (local.tee $a (v128.load (local.get $from))))
            (i16x8.extend_low_i8x16_u (local.tee $b (v128.load offset=256 (local.get $from)))))
          (i16x8.extend_low_i8x16_u (local.tee $c (v128.load offset=512 (local.get $from))))))
      (v128.store offset=16 (local.get $sums)
        (i16x8.add
          (i16x8.add
            (i16x8.extend_high_i8x16_u (local.get $a))
            (i16x8.extend_high_i8x16_u (local.get $b)))
          (i16x8.extend_high_i8x16_u (local.get $c))))
      (local.set $sums (i32.add (local.get $sums) (i32.const 32)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 16)))))
    (local.set $sums (i32.const 131072))
    (local.set $left (i32.const 256))
    (loop $next
      (v128.store (local.get $to)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.mul
              (i16x8.add
                (i16x8.add
                  (v128.load (local.get $sums))
                  (v128.load offset=2 align=2 (local.get $sums)))
                (v128.load offset=4 align=4 (local.get $sums)))
              (v128.const i16x8 28 28 28 28 28 28 28 28))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.mul
              (i16x8.add
                (i16x8.add
                  (v128.load offset=16 (local.get $sums))
                  (v128.load offset=18 align=2 (local.get $sums)))
                (v128.load offset=20 align=4 (local.get $sums)))
              (v128.const i16x8 28 28 28 28 28 28 28 28))
            (i32.const 8))))
      (local.set $sums (i32.add (local.get $sums) (i32.const 32)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 16))))))

  (func (export "run") (param $n i32) (result i64)
    (local $i i32) (local $sum i64)
    (call $fill)
    (loop $again
      (i32.store8 (i32.and (i32.mul (local.get $n) (i32.const 40503)) (i32.const 65535)) (local.get $n))
      (local.set $i (i32.const 0))
      (loop $next
        (call $row (local.get $i) (i32.add (local.get $i) (i32.const 65536)))
        (br_if $next
          (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 256))) (i32.const 65024))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.set $i (i32.const 0))
    (loop $next
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 31))
          (i64.load offset=65536 (local.get $i))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 65536))))
    (local.get $sum)))
