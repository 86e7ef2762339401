;; Vectors in slots, arguments and results, globals and choices.
(module
  (global $g (mut v128) (v128.const i64x2 0 0))
  (func $many (export "many") (param v128 v128 v128 v128 v128 v128 v128 v128 v128 i32) (result v128)
    (i8x16.add (local.get 8) (local.get 0)))
  ;; What is live is in its slot, with all bits; the ninth vector is an argument on the stack.
  (func (export "call") (param v128 v128) (result v128)
    (call $many (local.get 1) (local.get 0) (local.get 1) (local.get 0) (local.get 1) (local.get 0)
      (local.get 1) (local.get 0) (v128.const i32x4 1 2 3 4) (i32.const 5))
    (v128.and (local.get 0)))
  (func (export "two") (param v128) (result v128 i32)
    (local.get 0) (i32.const 1))
  (func (export "global") (param v128) (result v128)
    (global.get $g) (global.set $g (local.get 0)))
  (func (export "select") (param v128 v128 i32) (result v128)
    (select (result v128) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "swap") (param $a v128) (param $b v128) (param $n i32) (result v128)
    (local $t v128)
    (loop $again
      (local.set $t (local.get $a))
      (local.set $a (local.get $b))
      (local.set $b (local.get $t))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $a))
  (func (export "zeroed") (param i32) (result v128)
    (local $x v128)
    (if (local.get 0) (then (local.set $x (i8x16.splat (local.get 0)))))
    (local.get $x)))

;; 00000000 <many>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr q1, [x29, #0x10]
;;       10: add v1.16b, v1.16b, v0.16b
;;       14: mov v0.16b, v1.16b
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x20
;;       20: ret
;;       24: udf #0
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <call>: function 1, 144 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x20
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0xa0
;;       48: stur x28, [x29, #-8]
;;       4c: str q0, [sp]
;;       50: sub sp, sp, #0x10
;;       54: ldr q31, #0xb0
;;       58: str q31, [sp]
;;       5c: mov v2.16b, v1.16b
;;       60: mov v3.16b, v0.16b
;;       64: mov v4.16b, v1.16b
;;       68: mov v5.16b, v0.16b
;;       6c: mov v6.16b, v1.16b
;;       70: mov v7.16b, v0.16b
;;       74: mov v31.16b, v0.16b
;;       78: mov v0.16b, v1.16b
;;       7c: mov v1.16b, v31.16b
;;       80: mov w1, #5
;;       84: bl #0                                                  ;; <many>, call at wasm 0xc4
;;       88: ldur x28, [x29, #-8]
;;       8c: ldr q1, [sp]
;;       90: and v0.16b, v0.16b, v1.16b
;;       94: mov sp, x29
;;       98: ldp x29, x30, [sp], #0x10
;;       9c: ret
;;       a0: udf #0                                                 ;; call stack exhausted at wasm 0x9f
;;       a4: udf #0
;;       a8: udf #0
;;       ac: udf #0
;;       b0: udf #1
;;       b4: udf #2
;;       b8: udf #3
;;       bc: udf #4
;;
;; 000000c0 <two>: function 2, 48 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: stp x0, x28, [x29, #-0x10]
;;       d0: ldur x0, [x29, #-0x10]
;;       d4: str q0, [x0]
;;       d8: mov w17, #1
;;       dc: str w17, [x0, #0x10]
;;       e0: mov sp, x29
;;       e4: ldp x29, x30, [sp], #0x10
;;       e8: ret
;;       ec: udf #0
;;
;; 000000f0 <global>: function 3, 48 bytes
;;       f0: stp x29, x30, [sp, #-0x10]!
;;       f4: mov x29, sp
;;       f8: sub sp, sp, #0x10
;;       fc: ldr q1, [x28, #0x20]
;;      100: str q0, [x28, #0x20]
;;      104: mov v0.16b, v1.16b
;;      108: mov sp, x29
;;      10c: ldp x29, x30, [sp], #0x10
;;      110: ret
;;      114: udf #0
;;      118: udf #0
;;      11c: udf #0
;;
;; 00000120 <select>: function 4, 48 bytes
;;      120: stp x29, x30, [sp, #-0x10]!
;;      124: mov x29, sp
;;      128: sub sp, sp, #0x10
;;      12c: cmp w1, #0
;;      130: b.ne #0x138
;;      134: mov v0.16b, v1.16b
;;      138: mov sp, x29
;;      13c: ldp x29, x30, [sp], #0x10
;;      140: ret
;;      144: udf #0
;;      148: udf #0
;;      14c: udf #0
;;
;; 00000150 <swap>: function 5, 64 bytes
;;      150: stp x29, x30, [sp, #-0x10]!
;;      154: mov x29, sp
;;      158: sub sp, sp, #0x10
;;      15c: sub w1, w1, #1
;;      160: cbz w1, #0x174
;;      164: mov v31.16b, v0.16b
;;      168: mov v0.16b, v1.16b
;;      16c: mov v1.16b, v31.16b
;;      170: b #0x15c
;;      174: mov v0.16b, v1.16b
;;      178: mov sp, x29
;;      17c: ldp x29, x30, [sp], #0x10
;;      180: ret
;;      184: udf #0
;;      188: udf #0
;;      18c: udf #0
;;
;; 00000190 <zeroed>: function 6, 36 bytes
;;      190: stp x29, x30, [sp, #-0x10]!
;;      194: mov x29, sp
;;      198: sub sp, sp, #0x10
;;      19c: movi v0.2d, #0000000000000000
;;      1a0: cbz w1, #0x1a8
;;      1a4: dup v0.16b, w1
;;      1a8: mov sp, x29
;;      1ac: ldp x29, x30, [sp], #0x10
;;      1b0: ret
