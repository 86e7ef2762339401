;; memchr: n times all places of a byte in 32 kB, which lie 16 to 1024 bytes apart; another byte each time.
(module
  (memory 1)
  ;; The address of the first $byte, or of $end; $from and $end are multiples of 16, and something after $end may be read.
  (func $memchr (param $from i32) (param $byte i32) (param $end i32) (result i32)
    (local $wanted v128) (local $mask i32)
    (local.set $wanted (i8x16.splat (local.get $byte)))
    (if (local.tee $mask
          (i32.and
            (i8x16.bitmask
              (i8x16.eq
                (v128.load align=16 (i32.and (local.get $from) (i32.const -16)))
                (local.get $wanted)))
            (i32.shl (i32.const -1) (i32.and (local.get $from) (i32.const 15)))))
      (then
        (return
          (i32.add (i32.and (local.get $from) (i32.const -16)) (i32.ctz (local.get $mask))))))
    (local.set $from (i32.and (local.get $from) (i32.const -16)))
    (block $found
      (loop $next
        (br_if $found
          (i32.eq (local.tee $from (i32.add (local.get $from) (i32.const 16))) (local.get $end)))
        (br_if $next
          (i32.eqz
            (v128.any_true (i8x16.eq (v128.load align=16 (local.get $from)) (local.get $wanted))))))
      (local.set $from
        (i32.add
          (local.get $from)
          (i32.ctz
            (i8x16.bitmask (i8x16.eq (v128.load align=16 (local.get $from)) (local.get $wanted)))))))
    (local.get $from))

  (func (export "run") (param $n i32) (result i64)
    (local $i i32) (local $sum i64)
    ;; Bytes from 64 on, and now and then one below.
    (loop $next
      (i32.store8 (local.get $i)
        (i32.or (i32.shr_u (i32.mul (local.get $i) (i32.const 0x9e3779b1)) (i32.const 25)) (i32.const 64)))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 32768))))
    (local.set $i (i32.const 0))
    (loop $next
      (i32.store8 (local.get $i) (i32.and (local.get $i) (i32.const 3)))
      (br_if $next
        (i32.lt_u
          (local.tee $i
            (i32.add
              (local.get $i)
              (i32.add
                (i32.and (i32.shr_u (i32.mul (local.get $i) (i32.const 0x9e3779b1)) (i32.const 16)) (i32.const 255))
                (i32.const 17))))
          (i32.const 32768))))
    (loop $again
      (local.set $i (i32.const -1))
      (loop $next
        (local.set $i
          (call $memchr
            (i32.add (local.get $i) (i32.const 1))
            (i32.and (local.get $n) (i32.const 3))
            (i32.const 32768)))
        (local.set $sum
          (i64.add
            (i64.mul (local.get $sum) (i64.const 31))
            (i64.extend_i32_u (local.get $i))))
        (br_if $next (i32.lt_u (local.get $i) (i32.const 32767))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum)))
