(module
  (func (export "fused") (param v128 v128 v128) (result v128)
    (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))
  (func (export "sum") (param v128 v128 v128) (result v128)
    (local.set 2 (f64x2.relaxed_nmadd (local.get 0) (local.get 1) (local.get 2)))
    (local.get 2))
  (func (export "select") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_laneselect (local.get 0) (local.get 1) (local.get 2)))
  (func (export "minimum") (param v128 v128) (result v128)
    (f32x4.relaxed_min (local.get 0) (local.get 1)))
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.relaxed_swizzle (local.get 0) (local.get 1)))
  (func (export "truncate") (param v128) (result v128)
    (i32x4.relaxed_trunc_f32x4_u (local.get 0)))
  (func (export "dot") (param v128 v128) (result v128)
    (i16x8.relaxed_dot_i8x16_i7x16_s (local.get 0) (local.get 1)))
  (func (export "dot-add") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <fused>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov v31.16b, v2.16b
;;       10: fmla v31.4s, v0.4s, v1.4s
;;       14: mov v0.16b, v31.16b
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x10
;;       20: ret
;;       24: udf #0
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <sum>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: mov v31.16b, v2.16b
;;       40: fmls v31.2d, v0.2d, v1.2d
;;       44: mov v0.16b, v31.16b
;;       48: mov sp, x29
;;       4c: ldp x29, x30, [sp], #0x10
;;       50: ret
;;       54: udf #0
;;       58: udf #0
;;       5c: udf #0
;;
;; 00000060 <select>: function 2, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: bif v0.16b, v1.16b, v2.16b
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0
;;
;; 00000080 <minimum>: function 3, 32 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: fmin v0.4s, v0.4s, v1.4s
;;       90: mov sp, x29
;;       94: ldp x29, x30, [sp], #0x10
;;       98: ret
;;       9c: udf #0
;;
;; 000000a0 <swizzle>: function 4, 32 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: tbl v0.16b, {v0.16b}, v1.16b
;;       b0: mov sp, x29
;;       b4: ldp x29, x30, [sp], #0x10
;;       b8: ret
;;       bc: udf #0
;;
;; 000000c0 <truncate>: function 5, 32 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: fcvtzu v0.4s, v0.4s
;;       d0: mov sp, x29
;;       d4: ldp x29, x30, [sp], #0x10
;;       d8: ret
;;       dc: udf #0
;;
;; 000000e0 <dot>: function 6, 48 bytes
;;       e0: stp x29, x30, [sp, #-0x10]!
;;       e4: mov x29, sp
;;       e8: sub sp, sp, #0x10
;;       ec: smull v30.8h, v0.8b, v1.8b
;;       f0: smull2 v31.8h, v0.16b, v1.16b
;;       f4: addp v0.8h, v30.8h, v31.8h
;;       f8: mov sp, x29
;;       fc: ldp x29, x30, [sp], #0x10
;;      100: ret
;;      104: udf #0
;;      108: udf #0
;;      10c: udf #0
;;
;; 00000110 <dot-add>: function 7, 44 bytes
;;      110: stp x29, x30, [sp, #-0x10]!
;;      114: mov x29, sp
;;      118: sub sp, sp, #0x10
;;      11c: smull v30.8h, v0.8b, v1.8b
;;      120: smull2 v31.8h, v0.16b, v1.16b
;;      124: addp v31.8h, v30.8h, v31.8h
;;      128: mov v0.16b, v2.16b
;;      12c: sadalp v0.4s, v31.8h
;;      130: mov sp, x29
;;      134: ldp x29, x30, [sp], #0x10
;;      138: ret
