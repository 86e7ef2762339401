(module
  (func (export "single") (param f32) (result f32)
    (f32.div
      (f32.sub (f32.const 1.1) (f32.mul (local.get 0) (f32.const 0.3)))
      (f32.add (f32.const 0.3) (local.get 0))))
  (func (export "double") (param f64 f64) (result f64)
    (f64.add
      (f64.mul (local.get 0) (f64.const 0.1))
      (f64.sub (f64.mul (local.get 1) (f64.const 100)) (f64.const 0.1))))
  (func (export "immediates") (param f64) (result f64)
    (f64.add (f64.mul (local.get 0) (f64.const 2.5)) (f64.const 0)))
  (func (export "compare") (param f64) (result i32)
    (i32.add
      (f64.gt (local.get 0) (f64.const 0.1))
      (f64.lt (local.get 0) (f64.const 0.1))))
  (func (export "select") (param f32) (result f32)
    (select (f32.const 0.7) (local.get 0) (f32.gt (local.get 0) (f32.const 0.7))))
)

;; 00000000 <single>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr s1, #0x38
;;       10: fmul s1, s0, s1
;;       14: ldr s2, #0x3c
;;       18: fsub s2, s2, s1
;;       1c: ldr s1, #0x38
;;       20: fadd s1, s1, s0
;;       24: fdiv s2, s2, s1
;;       28: fmov s0, s2
;;       2c: mov sp, x29
;;       30: ldp x29, x30, [sp], #0x10
;;       34: ret
;;       38: .long 0x3e99999a
;;       3c: .long 0x3f8ccccd
;;
;; 00000040 <double>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr d2, #0x78
;;       50: fmul d0, d0, d2
;;       54: mov x16, #0x4059000000000000
;;       58: fmov d2, x16
;;       5c: fmul d1, d1, d2
;;       60: ldr d2, #0x78
;;       64: fsub d1, d1, d2
;;       68: fadd d0, d0, d1
;;       6c: mov sp, x29
;;       70: ldp x29, x30, [sp], #0x10
;;       74: ret
;;       78: .quad 0x3fb999999999999a
;;
;; 00000080 <immediates>: function 2, 48 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: fmov d1, #2.50000000
;;       90: fmul d0, d0, d1
;;       94: movi v1.2d, #0000000000000000
;;       98: fadd d0, d0, d1
;;       9c: mov sp, x29
;;       a0: ldp x29, x30, [sp], #0x10
;;       a4: ret
;;       a8: udf #0
;;       ac: udf #0
;;
;; 000000b0 <compare>: function 3, 64 bytes
;;       b0: stp x29, x30, [sp, #-0x10]!
;;       b4: mov x29, sp
;;       b8: sub sp, sp, #0x10
;;       bc: ldr d1, #0xe8
;;       c0: fcmp d0, d1
;;       c4: cset w0, gt
;;       c8: ldr d1, #0xe8
;;       cc: fcmp d0, d1
;;       d0: cset w1, mi
;;       d4: add w0, w0, w1
;;       d8: mov sp, x29
;;       dc: ldp x29, x30, [sp], #0x10
;;       e0: ret
;;       e4: udf #0
;;       e8: .quad 0x3fb999999999999a
;;
;; 000000f0 <select>: function 4, 48 bytes
;;       f0: stp x29, x30, [sp, #-0x10]!
;;       f4: mov x29, sp
;;       f8: sub sp, sp, #0x10
;;       fc: ldr s1, #0x11c
;;      100: ldr s2, #0x11c
;;      104: fcmp s0, s1
;;      108: fcsel s2, s2, s0, gt
;;      10c: fmov s0, s2
;;      110: mov sp, x29
;;      114: ldp x29, x30, [sp], #0x10
;;      118: ret
;;      11c: .long 0x3f333333
