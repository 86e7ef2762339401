;; Constants that one instruction makes, and those that lie behind the body.
(module
  (func (export "zero") (result v128) (v128.const i64x2 0 0))
  (func (export "bytes") (result v128) (v128.const i8x16 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7))
  (func (export "halfwords") (result v128) (v128.const i16x8 0x1200 0x1200 0x1200 0x1200 0x1200 0x1200 0x1200 0x1200))
  (func (export "words") (result v128) (v128.const i32x4 0xa50000 0xa50000 0xa50000 0xa50000))
  (func (export "inverted") (result v128) (v128.const i32x4 -6 -6 -6 -6))
  (func (export "masks") (result v128) (v128.const i32x4 0xff00ff 0 0xff00ff 0))
  (func (export "singles") (result v128) (v128.const f32x4 1.5 1.5 1.5 1.5))
  (func (export "doubles") (result v128) (v128.const f64x2 -2 -2))
  (func (export "others") (param v128) (result v128)
    (i32x4.add (local.get 0) (v128.const i32x4 1 2 3 4))
    (f32x4.mul (v128.const f32x4 0.1 0.1 0.1 0.1))
    ;; Each lies there once.
    (i32x4.sub (v128.const i32x4 1 2 3 4))))

;; 00000000 <zero>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: movi v0.2d, #0000000000000000
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x10
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <bytes>: function 1, 32 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: movi v0.16b, #7
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0
;;
;; 00000040 <halfwords>: function 2, 32 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: movi v0.8h, #0x12, lsl #8
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0
;;
;; 00000060 <words>: function 3, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: movi v0.4s, #0xa5, lsl #16
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0
;;
;; 00000080 <inverted>: function 4, 32 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: mvni v0.4s, #5
;;       90: mov sp, x29
;;       94: ldp x29, x30, [sp], #0x10
;;       98: ret
;;       9c: udf #0
;;
;; 000000a0 <masks>: function 5, 32 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: movi v0.2d, #0x00000000ff00ff
;;       b0: mov sp, x29
;;       b4: ldp x29, x30, [sp], #0x10
;;       b8: ret
;;       bc: udf #0
;;
;; 000000c0 <singles>: function 6, 32 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: fmov v0.4s, #1.50000000
;;       d0: mov sp, x29
;;       d4: ldp x29, x30, [sp], #0x10
;;       d8: ret
;;       dc: udf #0
;;
;; 000000e0 <doubles>: function 7, 32 bytes
;;       e0: stp x29, x30, [sp, #-0x10]!
;;       e4: mov x29, sp
;;       e8: sub sp, sp, #0x10
;;       ec: fmov v0.2d, #-2.00000000
;;       f0: mov sp, x29
;;       f4: ldp x29, x30, [sp], #0x10
;;       f8: ret
;;       fc: udf #0
;;
;; 00000100 <others>: function 8, 80 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: ldr q1, #0x130
;;      110: add v0.4s, v0.4s, v1.4s
;;      114: ldr q1, #0x140
;;      118: fmul v0.4s, v0.4s, v1.4s
;;      11c: ldr q1, #0x130
;;      120: sub v0.4s, v0.4s, v1.4s
;;      124: mov sp, x29
;;      128: ldp x29, x30, [sp], #0x10
;;      12c: ret
;;      130: udf #1
;;      134: udf #2
;;      138: udf #3
;;      13c: udf #4
;;      140: ldr q13, [x6, #0x3330]
;;      144: ldr q13, [x6, #0x3330]
;;      148: ldr q13, [x6, #0x3330]
;;      14c: ldr q13, [x6, #0x3330]
