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

;; 00000000 <single>: function 0, 96 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x48
;;       18: stur x28, [x29, #-8]
;;       1c: ldr s1, #0x4c
;;       20: fmul s1, s0, s1
;;       24: ldr s2, #0x50
;;       28: fsub s2, s2, s1
;;       2c: ldr s1, #0x4c
;;       30: fadd s1, s1, s0
;;       34: fdiv s2, s2, s1
;;       38: fmov s0, s2
;;       3c: mov sp, x29
;;       40: ldp x29, x30, [sp], #0x10
;;       44: ret
;;       48: udf #0                                                 ;; call stack exhausted at wasm 0x62
;;       4c: .long 0x3e99999a
;;       50: .long 0x3f8ccccd
;;       54: udf #0
;;       58: udf #0
;;       5c: udf #0
;;
;; 00000060 <double>: function 1, 96 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ldr x16, [x28, #0x10]
;;       70: cmp sp, x16
;;       74: b.lo #0xa8
;;       78: stur x28, [x29, #-8]
;;       7c: ldr d2, #0xb0
;;       80: fmul d0, d0, d2
;;       84: mov x16, #0x4059000000000000
;;       88: fmov d2, x16
;;       8c: fmul d1, d1, d2
;;       90: ldr d2, #0xb0
;;       94: fsub d1, d1, d2
;;       98: fadd d0, d0, d1
;;       9c: mov sp, x29
;;       a0: ldp x29, x30, [sp], #0x10
;;       a4: ret
;;       a8: udf #0                                                 ;; call stack exhausted at wasm 0x7c
;;       ac: udf #0
;;       b0: .quad 0x3fb999999999999a
;;       b8: udf #0
;;       bc: udf #0
;;
;; 000000c0 <immediates>: function 2, 64 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: ldr x16, [x28, #0x10]
;;       d0: cmp sp, x16
;;       d4: b.lo #0xf8
;;       d8: stur x28, [x29, #-8]
;;       dc: fmov d1, #2.50000000
;;       e0: fmul d0, d0, d1
;;       e4: movi v1.2d, #0000000000000000
;;       e8: fadd d0, d0, d1
;;       ec: mov sp, x29
;;       f0: ldp x29, x30, [sp], #0x10
;;       f4: ret
;;       f8: udf #0                                                 ;; call stack exhausted at wasm 0xa2
;;       fc: udf #0
;;
;; 00000100 <compare>: function 3, 80 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: ldr x16, [x28, #0x10]
;;      110: cmp sp, x16
;;      114: b.lo #0x144
;;      118: stur x28, [x29, #-8]
;;      11c: ldr d1, #0x148
;;      120: fcmp d0, d1
;;      124: cset w0, gt
;;      128: ldr d1, #0x148
;;      12c: fcmp d0, d1
;;      130: cset w1, mi
;;      134: add w0, w0, w1
;;      138: mov sp, x29
;;      13c: ldp x29, x30, [sp], #0x10
;;      140: ret
;;      144: udf #0                                                 ;; call stack exhausted at wasm 0xbb
;;      148: .quad 0x3fb999999999999a
;;
;; 00000150 <select>: function 4, 68 bytes
;;      150: stp x29, x30, [sp, #-0x10]!
;;      154: mov x29, sp
;;      158: sub sp, sp, #0x10
;;      15c: ldr x16, [x28, #0x10]
;;      160: cmp sp, x16
;;      164: b.lo #0x18c
;;      168: stur x28, [x29, #-8]
;;      16c: ldr s1, #0x190
;;      170: ldr s2, #0x190
;;      174: fcmp s0, s1
;;      178: fcsel s2, s2, s0, gt
;;      17c: fmov s0, s2
;;      180: mov sp, x29
;;      184: ldp x29, x30, [sp], #0x10
;;      188: ret
;;      18c: udf #0                                                 ;; call stack exhausted at wasm 0xd7
;;      190: .long 0x3f333333
