(module
  (func (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "trunc_sat") (param f32) (result i64) (i64.trunc_sat_f32_u (local.get 0)))
  (func (export "unsigned") (param i64) (result f64) (f64.convert_i64_u (local.get 0)))
  (func (export "wrap") (param i64) (result i32) (i32.wrap_i64 (local.get 0)))
  (func (export "extend") (param i32) (result i64) (i64.extend_i32_u (local.get 0))))

;; 00000000 <trunc>: function 0, 80 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x40
;;       18: stur x28, [x29, #-8]
;;       1c: fcmp d0, d0
;;       20: b.vs #0x44
;;       24: fcvtzs x0, d0
;;       28: cmp x0, w0, sxtw
;;       2c: b.ne #0x48
;;       30: mov w0, w0
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ret
;;       40: udf #0                                                 ;; call stack exhausted at wasm 0x62
;;       44: udf #0                                                 ;; invalid conversion to integer at wasm 0x65
;;       48: udf #0                                                 ;; integer overflow at wasm 0x65
;;       4c: udf #0
;;
;; 00000050 <trunc_sat>: function 1, 48 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: ldr x16, [x28, #0x10]
;;       60: cmp sp, x16
;;       64: b.lo #0x7c
;;       68: stur x28, [x29, #-8]
;;       6c: fcvtzu x0, s0
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0                                                 ;; call stack exhausted at wasm 0x68
;;
;; 00000080 <unsigned>: function 2, 48 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xac
;;       98: stur x28, [x29, #-8]
;;       9c: ucvtf d0, x1
;;       a0: mov sp, x29
;;       a4: ldp x29, x30, [sp], #0x10
;;       a8: ret
;;       ac: udf #0                                                 ;; call stack exhausted at wasm 0x6f
;;
;; 000000b0 <wrap>: function 3, 48 bytes
;;       b0: stp x29, x30, [sp, #-0x10]!
;;       b4: mov x29, sp
;;       b8: sub sp, sp, #0x10
;;       bc: ldr x16, [x28, #0x10]
;;       c0: cmp sp, x16
;;       c4: b.lo #0xdc
;;       c8: stur x28, [x29, #-8]
;;       cc: mov w0, w1
;;       d0: mov sp, x29
;;       d4: ldp x29, x30, [sp], #0x10
;;       d8: ret
;;       dc: udf #0                                                 ;; call stack exhausted at wasm 0x75
;;
;; 000000e0 <extend>: function 4, 52 bytes
;;       e0: stp x29, x30, [sp, #-0x10]!
;;       e4: mov x29, sp
;;       e8: sub sp, sp, #0x10
;;       ec: ldr x16, [x28, #0x10]
;;       f0: cmp sp, x16
;;       f4: b.lo #0x110
;;       f8: stur x28, [x29, #-8]
;;       fc: mov w1, w1
;;      100: mov x0, x1
;;      104: mov sp, x29
;;      108: ldp x29, x30, [sp], #0x10
;;      10c: ret
;;      110: udf #0                                                 ;; call stack exhausted at wasm 0x7b
