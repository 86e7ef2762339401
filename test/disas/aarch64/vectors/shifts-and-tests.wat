(module
  (func (export "by-register") (param v128 i32) (result v128)
    (i16x8.shl (local.get 0) (local.get 1)))
  ;; To the right is to the left by less than nothing.
  (func (export "right-by-register") (param v128 i32) (result v128)
    (i64x2.shr_s (local.get 0) (local.get 1)))
  (func (export "by-constant") (param v128) (result v128)
    (i8x16.shr_u (local.get 0) (i32.const 3)))
  ;; Modulo the width: nothing to do.
  (func (export "by-width") (param v128) (result v128)
    (i32x4.shl (local.get 0) (i32.const 64)))
  (func (export "any") (param v128) (result i32)
    (v128.any_true (local.get 0)))
  (func (export "all") (param v128) (result i32)
    (i64x2.all_true (local.get 0)))
  (func (export "signs") (param v128) (result i32)
    (i8x16.bitmask (local.get 0)))
  (func (export "two-signs") (param v128) (result i32)
    (i64x2.bitmask (local.get 0))))

;; 00000000 <by-register>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: and w16, w1, #0xf
;;       10: dup v31.8h, w16
;;       14: ushl v0.8h, v0.8h, v31.8h
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x10
;;       20: ret
;;       24: udf #0
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <right-by-register>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: and w16, w1, #0x3f
;;       40: neg w16, w16
;;       44: dup v31.2d, x16
;;       48: sshl v0.2d, v0.2d, v31.2d
;;       4c: mov sp, x29
;;       50: ldp x29, x30, [sp], #0x10
;;       54: ret
;;       58: udf #0
;;       5c: udf #0
;;
;; 00000060 <by-constant>: function 2, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ushr v0.16b, v0.16b, #3
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0
;;
;; 00000080 <by-width>: function 3, 32 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: mov sp, x29
;;       90: ldp x29, x30, [sp], #0x10
;;       94: ret
;;       98: udf #0
;;       9c: udf #0
;;
;; 000000a0 <any>: function 4, 48 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: umaxp v31.4s, v0.4s, v0.4s
;;       b0: fmov x16, d31
;;       b4: cmp x16, #0
;;       b8: cset w0, ne
;;       bc: mov sp, x29
;;       c0: ldp x29, x30, [sp], #0x10
;;       c4: ret
;;       c8: udf #0
;;       cc: udf #0
;;
;; 000000d0 <all>: function 5, 48 bytes
;;       d0: stp x29, x30, [sp, #-0x10]!
;;       d4: mov x29, sp
;;       d8: sub sp, sp, #0x10
;;       dc: cmeq v31.2d, v0.2d, #0
;;       e0: umaxp v31.4s, v31.4s, v31.4s
;;       e4: fmov x16, d31
;;       e8: cmp x16, #0
;;       ec: cset w0, eq
;;       f0: mov sp, x29
;;       f4: ldp x29, x30, [sp], #0x10
;;       f8: ret
;;       fc: udf #0
;;
;; 00000100 <signs>: function 6, 64 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: ushr v31.16b, v0.16b, #7
;;      110: usra v31.8h, v31.8h, #7
;;      114: usra v31.4s, v31.4s, #0xe
;;      118: usra v31.2d, v31.2d, #0x1c
;;      11c: umov w16, v31.b[0]
;;      120: umov w0, v31.b[8]
;;      124: orr w0, w16, w0, lsl #8
;;      128: mov sp, x29
;;      12c: ldp x29, x30, [sp], #0x10
;;      130: ret
;;      134: udf #0
;;      138: udf #0
;;      13c: udf #0
;;
;; 00000140 <two-signs>: function 7, 40 bytes
;;      140: stp x29, x30, [sp, #-0x10]!
;;      144: mov x29, sp
;;      148: sub sp, sp, #0x10
;;      14c: ushr v31.2d, v0.2d, #0x3f
;;      150: umov w16, v31.b[0]
;;      154: umov w0, v31.b[8]
;;      158: orr w0, w16, w0, lsl #1
;;      15c: mov sp, x29
;;      160: ldp x29, x30, [sp], #0x10
;;      164: ret
