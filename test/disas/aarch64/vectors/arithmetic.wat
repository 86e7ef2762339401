;; Operators that are one instruction, and all that are not.
(module
  (func (export "add") (param v128 v128) (result v128)
    (i32x4.add (local.get 0) (local.get 1)))
  (func (export "less-is-greater") (param v128 v128) (result v128)
    (i16x8.lt_u (local.get 0) (local.get 1)))
  (func (export "not-equal") (param v128 v128) (result v128)
    (f32x4.ne (local.get 0) (local.get 1)))
  (func (export "extend-high") (param v128) (result v128)
    (i32x4.extend_high_i16x8_s (local.get 0)))
  (func (export "product-64") (param v128 v128) (result v128)
    (i64x2.mul (local.get 0) (local.get 1)))
  (func (export "dot") (param v128 v128) (result v128)
    (i32x4.dot_i16x8_s (local.get 0) (local.get 1)))
  (func (export "narrow") (param v128 v128) (result v128)
    (i8x16.narrow_i16x8_u (local.get 0) (local.get 1)))
  ;; The right side is where the result goes.
  (func (export "narrow-over-right") (param v128 v128) (result v128)
    (local.set 1 (i16x8.narrow_i32x4_s (local.get 0) (local.get 1)))
    (v128.xor (local.get 0) (local.get 1)))
  (func (export "pseudo-minimum") (param v128 v128) (result v128)
    (f64x2.pmin (local.get 0) (local.get 1)))
  (func (export "truncate-to-half") (param v128) (result v128)
    (i32x4.trunc_sat_f64x2_s_zero (local.get 0)))
  (func (export "convert-low") (param v128) (result v128)
    (f64x2.convert_low_i32x4_u (local.get 0)))
  (func (export "select-bits") (param v128 v128 v128) (result v128)
    (v128.bitselect (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <add>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: add v0.4s, v0.4s, v1.4s
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x10
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <less-is-greater>: function 1, 32 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: cmhi v0.8h, v1.8h, v0.8h
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0
;;
;; 00000040 <not-equal>: function 2, 32 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: fcmeq v0.4s, v0.4s, v1.4s
;;       50: mvn v0.16b, v0.16b
;;       54: mov sp, x29
;;       58: ldp x29, x30, [sp], #0x10
;;       5c: ret
;;
;; 00000060 <extend-high>: function 3, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: sshll2 v0.4s, v0.8h, #0
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0
;;
;; 00000080 <product-64>: function 4, 64 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: rev64 v31.4s, v1.4s
;;       90: mul v31.4s, v31.4s, v0.4s
;;       94: uaddlp v31.2d, v31.4s
;;       98: xtn v30.2s, v1.2d
;;       9c: xtn v0.2s, v0.2d
;;       a0: shl v31.2d, v31.2d, #0x20
;;       a4: umull v0.2d, v0.2s, v30.2s
;;       a8: add v0.2d, v0.2d, v31.2d
;;       ac: mov sp, x29
;;       b0: ldp x29, x30, [sp], #0x10
;;       b4: ret
;;       b8: udf #0
;;       bc: udf #0
;;
;; 000000c0 <dot>: function 5, 48 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: smull v30.4s, v0.4h, v1.4h
;;       d0: smull2 v31.4s, v0.8h, v1.8h
;;       d4: addp v0.4s, v30.4s, v31.4s
;;       d8: mov sp, x29
;;       dc: ldp x29, x30, [sp], #0x10
;;       e0: ret
;;       e4: udf #0
;;       e8: udf #0
;;       ec: udf #0
;;
;; 000000f0 <narrow>: function 6, 32 bytes
;;       f0: stp x29, x30, [sp, #-0x10]!
;;       f4: mov x29, sp
;;       f8: sub sp, sp, #0x10
;;       fc: sqxtun v0.8b, v0.8h
;;      100: sqxtun2 v0.16b, v1.8h
;;      104: mov sp, x29
;;      108: ldp x29, x30, [sp], #0x10
;;      10c: ret
;;
;; 00000110 <narrow-over-right>: function 7, 48 bytes
;;      110: stp x29, x30, [sp, #-0x10]!
;;      114: mov x29, sp
;;      118: sub sp, sp, #0x10
;;      11c: sqxtn v2.4h, v0.4s
;;      120: sqxtn2 v2.8h, v1.4s
;;      124: eor v0.16b, v0.16b, v2.16b
;;      128: mov sp, x29
;;      12c: ldp x29, x30, [sp], #0x10
;;      130: ret
;;      134: udf #0
;;      138: udf #0
;;      13c: udf #0
;;
;; 00000140 <pseudo-minimum>: function 8, 32 bytes
;;      140: stp x29, x30, [sp, #-0x10]!
;;      144: mov x29, sp
;;      148: sub sp, sp, #0x10
;;      14c: fcmgt v31.2d, v0.2d, v1.2d
;;      150: bit v0.16b, v1.16b, v31.16b
;;      154: mov sp, x29
;;      158: ldp x29, x30, [sp], #0x10
;;      15c: ret
;;
;; 00000160 <truncate-to-half>: function 9, 32 bytes
;;      160: stp x29, x30, [sp, #-0x10]!
;;      164: mov x29, sp
;;      168: sub sp, sp, #0x10
;;      16c: fcvtzs v0.2d, v0.2d
;;      170: sqxtn v0.2s, v0.2d
;;      174: mov sp, x29
;;      178: ldp x29, x30, [sp], #0x10
;;      17c: ret
;;
;; 00000180 <convert-low>: function 10, 32 bytes
;;      180: stp x29, x30, [sp, #-0x10]!
;;      184: mov x29, sp
;;      188: sub sp, sp, #0x10
;;      18c: ushll v0.2d, v0.2s, #0
;;      190: ucvtf v0.2d, v0.2d
;;      194: mov sp, x29
;;      198: ldp x29, x30, [sp], #0x10
;;      19c: ret
;;
;; 000001a0 <select-bits>: function 11, 28 bytes
;;      1a0: stp x29, x30, [sp, #-0x10]!
;;      1a4: mov x29, sp
;;      1a8: sub sp, sp, #0x10
;;      1ac: bif v0.16b, v1.16b, v2.16b
;;      1b0: mov sp, x29
;;      1b4: ldp x29, x30, [sp], #0x10
;;      1b8: ret
