;; Validation of UTF-8 by three tables of half bytes (Keiser and Lemire, "Validating UTF-8 in less than one instruction
;; per byte"): 16 kB n times, with one byte another one each time. Gives a sum that tells which ones were valid.
(module
  (memory 1)
  ;; One to four bytes each, in turn and after some text in ASCII; 64 bytes.
  (data (i32.const 0)
    "A text of plain letters, then \c3\bc\c3\9f\c2\a9 \e2\82\ac\e4\b8\ad\ed\9f\bf\f0\9f\98\80\f4\8f\bf\bfend\0a\c3\a9........")

  ;; Whether the $length bytes from $at on are valid; 16 zeros follow them. $length is a multiple of 16.
  (func $valid (param $at i32) (param $length i32) (result i32)
    (local $input v128) (local $before v128) (local $error v128) (local $incomplete v128)
    (local $one v128)
    (local.set $length (i32.add (local.get $length) (i32.const 16)))
    (loop $next
      (block $done
        (local.set $input (v128.load align=1 (local.get $at)))
        (if (i32.eqz (i8x16.bitmask (local.get $input)))
          (then
            (local.set $error (v128.or (local.get $error) (local.get $incomplete)))
            (local.set $incomplete (v128.const i32x4 0 0 0 0))
            (br $done)))
        (local.set $one
          (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
            (local.get $before) (local.get $input)))
        (local.set $error
          (v128.or
            (local.get $error)
            (v128.xor
              (v128.and
                (v128.and
                  (i8x16.swizzle
                    (v128.const i8x16 0x02 0x02 0x02 0x02 0x02 0x02 0x02 0x02 0x80 0x80 0x80 0x80 0x21 0x01 0x15 0x49)
                    (i8x16.shr_u (local.get $one) (i32.const 4)))
                  (i8x16.swizzle
                    (v128.const i8x16 0xe7 0xa3 0x83 0x83 0x8b 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xdb 0xcb 0xcb)
                    (v128.and (local.get $one)
                      (v128.const i8x16 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15))))
                (i8x16.swizzle
                  (v128.const i8x16 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0xe6 0xae 0xba 0xba 0x01 0x01 0x01 0x01)
                  (i8x16.shr_u (local.get $input) (i32.const 4))))
              (v128.and
                (v128.or
                  (i8x16.sub_sat_u
                    (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
                      (local.get $before) (local.get $input))
                    (v128.const i8x16 0x60 0x60 0x60 0x60 0x60 0x60 0x60 0x60
                      0x60 0x60 0x60 0x60 0x60 0x60 0x60 0x60))
                  (i8x16.sub_sat_u
                    (i8x16.shuffle 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28
                      (local.get $before) (local.get $input))
                    (v128.const i8x16 0x70 0x70 0x70 0x70 0x70 0x70 0x70 0x70
                      0x70 0x70 0x70 0x70 0x70 0x70 0x70 0x70)))
                (v128.const i8x16 0x80 0x80 0x80 0x80 0x80 0x80 0x80 0x80
                  0x80 0x80 0x80 0x80 0x80 0x80 0x80 0x80)))))
        ;; A first byte so near the end that others must follow in the next sixteen.
        (local.set $incomplete
          (i8x16.sub_sat_u
            (local.get $input)
            (v128.const i8x16 0xff 0xff 0xff 0xff 0xff 0xff 0xff 0xff 0xff 0xff 0xff 0xff 0xff 0xef 0xdf 0xbf))))
      (local.set $before (local.get $input))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (local.tee $length (i32.sub (local.get $length) (i32.const 16)))))
    (i32.eqz (v128.any_true (local.get $error))))

  (func (export "run") (param $n i32) (result i64)
    (local $i i32) (local $place i32) (local $kept i32) (local $sum i64)
    (loop $next
      (v128.store offset=1024 (local.get $i) (v128.load (i32.and (local.get $i) (i32.const 48))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (i32.const 16384))))
    (loop $again
      (local.set $kept
        (i32.load8_u offset=1024
          (local.tee $place
            (i32.and (i32.mul (local.get $n) (i32.const 40503)) (i32.const 16383)))))
      (i32.store8 offset=1024 (local.get $place) (i32.shr_u (i32.mul (local.get $n) (i32.const 0x9e3779b1)) (i32.const 23)))
      (local.set $sum
        (i64.add
          (i64.mul (local.get $sum) (i64.const 3))
          (i64.extend_i32_u (call $valid (i32.const 1024) (i32.const 16384)))))
      (i32.store8 offset=1024 (local.get $place) (local.get $kept))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum)))
