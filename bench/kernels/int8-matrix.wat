;; The product of two 256 by 256 matrices of i8 as i32, the second one's columns one after the other in memory: four
;; columns at once, sixteen products of each in a step. n times, with a number changed each time.
(module
  (memory 6)
  ;; At 0 the first, at 65536 the second, at 131072 the product.
  (func $four (param $a i32) (param $b i32) (param $n i32) (param $to i32)
    (local $left i32) (local $b2 i32) (local $low v128) (local $high v128) (local $x v128)
    (local $s v128) (local $t v128) (local $u v128) (local $v v128)
    (local.set $left (local.get $n))
    (local.set $b2 (i32.add (local.get $b) (i32.shl (local.get $n) (i32.const 1))))
    (loop $next
      (local.set $low (i16x8.extend_low_i8x16_s (local.tee $x (v128.load align=16 (local.get $a)))))
      (local.set $high (i16x8.extend_high_i8x16_s (local.get $x)))
      (local.set $s
        (i32x4.add
          (i32x4.add
            (local.get $s)
            (i32x4.dot_i16x8_s
              (local.get $low)
              (i16x8.extend_low_i8x16_s (local.tee $x (v128.load align=16 (local.get $b))))))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $x)))))
      (local.set $t
        (i32x4.add
          (i32x4.add
            (local.get $t)
            (i32x4.dot_i16x8_s
              (local.get $low)
              (i16x8.extend_low_i8x16_s
                (local.tee $x (v128.load align=16 (i32.add (local.get $b) (local.get $n)))))))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $x)))))
      (local.set $u
        (i32x4.add
          (i32x4.add
            (local.get $u)
            (i32x4.dot_i16x8_s
              (local.get $low)
              (i16x8.extend_low_i8x16_s (local.tee $x (v128.load align=16 (local.get $b2))))))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $x)))))
      (local.set $v
        (i32x4.add
          (i32x4.add
            (local.get $v)
            (i32x4.dot_i16x8_s
              (local.get $low)
              (i16x8.extend_low_i8x16_s
                (local.tee $x (v128.load align=16 (i32.add (local.get $b2) (local.get $n)))))))
          (i32x4.dot_i16x8_s (local.get $high) (i16x8.extend_high_i8x16_s (local.get $x)))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $b2 (i32.add (local.get $b2) (i32.const 16)))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 16)))))
    ;; Four by four, turned and added.
    (local.set $low
      (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $s) (local.get $t))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $s) (local.get $t))))
    (local.set $high
      (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $u) (local.get $v))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $u) (local.get $v))))
    (v128.store align=16 (local.get $to)
      (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $low) (local.get $high))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $low) (local.get $high)))))

  (func (export "run") (param $n i32) (result i64)
    (local $i i32) (local $row i32) (local $column i32) (local $to i32) (local $sum i64)
    (loop $next
      (i32.store8 (local.get $i)
        (i32.shr_u (i32.mul (local.get $i) (i32.const 0x9e3779b1)) (i32.const 24)))
      (i32.store8 offset=65536 (local.get $i)
        (i32.shr_u (i32.mul (local.get $i) (i32.const 0x85ebca6b)) (i32.const 24)))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 65536))))
    (loop $again
      (i32.store8 (i32.and (i32.mul (local.get $n) (i32.const 40503)) (i32.const 65535)) (local.get $n))
      (local.set $to (i32.const 131072))
      (local.set $row (i32.const 0))
      (loop $rows
        (local.set $column (i32.const 65536))
        (loop $columns
          (call $four (local.get $row) (local.get $column) (i32.const 256) (local.get $to))
          (local.set $to (i32.add (local.get $to) (i32.const 16)))
          (br_if $columns
            (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 1024))) (i32.const 131072))))
        (br_if $rows
          (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 256))) (i32.const 65536))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.set $i (i32.const 131072))
    (loop $next
      (local.set $sum
        (i64.add (i64.mul (local.get $sum) (i64.const 31)) (i64.load32_s (local.get $i))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $to))))
    (local.get $sum)))
