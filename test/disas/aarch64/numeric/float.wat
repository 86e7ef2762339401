(module
  (func (export "add") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func (export "min") (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
  (func (export "nearest") (param f64) (result f64) (f64.nearest (local.get 0)))
  (func (export "copysign") (param f64 f64) (result f64)
    (f64.copysign (local.get 0) (local.get 1)))
  (func (export "constant") (result f64) (f64.const 1.5)))

;; 00000000 <add>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: fadd d0, d0, d1
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x5b
;;
;; 00000030 <min>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x5c
;;       48: stur x28, [x29, #-8]
;;       4c: fmin s0, s0, s1
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0                                                 ;; call stack exhausted at wasm 0x63
;;
;; 00000060 <nearest>: function 2, 48 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ldr x16, [x28, #0x10]
;;       70: cmp sp, x16
;;       74: b.lo #0x8c
;;       78: stur x28, [x29, #-8]
;;       7c: frintn d0, d0
;;       80: mov sp, x29
;;       84: ldp x29, x30, [sp], #0x10
;;       88: ret
;;       8c: udf #0                                                 ;; call stack exhausted at wasm 0x6b
;;
;; 00000090 <copysign>: function 3, 64 bytes
;;       90: stp x29, x30, [sp, #-0x10]!
;;       94: mov x29, sp
;;       98: sub sp, sp, #0x10
;;       9c: ldr x16, [x28, #0x10]
;;       a0: cmp sp, x16
;;       a4: b.lo #0xc0
;;       a8: stur x28, [x29, #-8]
;;       ac: ushr d31, d1, #0x3f
;;       b0: sli d0, d31, #0x3f
;;       b4: mov sp, x29
;;       b8: ldp x29, x30, [sp], #0x10
;;       bc: ret
;;       c0: udf #0                                                 ;; call stack exhausted at wasm 0x71
;;       c4: udf #0
;;       c8: udf #0
;;       cc: udf #0
;;
;; 000000d0 <constant>: function 4, 48 bytes
;;       d0: stp x29, x30, [sp, #-0x10]!
;;       d4: mov x29, sp
;;       d8: sub sp, sp, #0x10
;;       dc: ldr x16, [x28, #0x10]
;;       e0: cmp sp, x16
;;       e4: b.lo #0xfc
;;       e8: stur x28, [x29, #-8]
;;       ec: fmov d0, #1.50000000
;;       f0: mov sp, x29
;;       f4: ldp x29, x30, [sp], #0x10
;;       f8: ret
;;       fc: udf #0                                                 ;; call stack exhausted at wasm 0x79
