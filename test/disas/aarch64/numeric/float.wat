(module
  (func (export "add") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func (export "min") (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
  (func (export "nearest") (param f64) (result f64) (f64.nearest (local.get 0)))
  (func (export "copysign") (param f64 f64) (result f64)
    (f64.copysign (local.get 0) (local.get 1)))
  (func (export "constant") (result f64) (f64.const 1.5)))

;; 00000000 <add>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: fadd d0, d0, d1
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x10
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <min>: function 1, 32 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: fmin s0, s0, s1
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0
;;
;; 00000040 <nearest>: function 2, 32 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: frintn d0, d0
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0
;;
;; 00000060 <copysign>: function 3, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ushr d31, d1, #0x3f
;;       70: sli d0, d31, #0x3f
;;       74: mov sp, x29
;;       78: ldp x29, x30, [sp], #0x10
;;       7c: ret
;;
;; 00000080 <constant>: function 4, 28 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: fmov d0, #1.50000000
;;       90: mov sp, x29
;;       94: ldp x29, x30, [sp], #0x10
;;       98: ret
