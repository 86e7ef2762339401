(module
  (func (export "s") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "u") (param i64 i64) (result i64)
    (i64.div_u (local.get 0) (local.get 1)))
  (func (export "rem") (param i32 i32) (result i32)
    (i32.rem_s (local.get 0) (local.get 1)))
  (func (export "power-of-two") (param i32) (result i32)
    (i32.div_u (local.get 0) (i32.const 16))))

;; 00000000 <s>: function 0, 80 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x3c
;;       18: stur x28, [x29, #-8]
;;       1c: cbz w1, #0x40
;;       20: cmn w1, #1
;;       24: ccmp w0, #1, #0, eq
;;       28: b.vs #0x44
;;       2c: sdiv w0, w0, w1
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0                                                 ;; call stack exhausted at wasm 0x47
;;       40: udf #0                                                 ;; integer divide by zero at wasm 0x4c
;;       44: udf #0                                                 ;; integer overflow at wasm 0x4c
;;       48: udf #0
;;       4c: udf #0
;;
;; 00000050 <u>: function 1, 64 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: ldr x16, [x28, #0x10]
;;       60: cmp sp, x16
;;       64: b.lo #0x80
;;       68: stur x28, [x29, #-8]
;;       6c: cbz x1, #0x84
;;       70: udiv x0, x0, x1
;;       74: mov sp, x29
;;       78: ldp x29, x30, [sp], #0x10
;;       7c: ret
;;       80: udf #0                                                 ;; call stack exhausted at wasm 0x4f
;;       84: udf #0                                                 ;; integer divide by zero at wasm 0x54
;;       88: udf #0
;;       8c: udf #0
;;
;; 00000090 <rem>: function 2, 64 bytes
;;       90: stp x29, x30, [sp, #-0x10]!
;;       94: mov x29, sp
;;       98: sub sp, sp, #0x10
;;       9c: ldr x16, [x28, #0x10]
;;       a0: cmp sp, x16
;;       a4: b.lo #0xc4
;;       a8: stur x28, [x29, #-8]
;;       ac: cbz w1, #0xc8
;;       b0: sdiv w16, w0, w1
;;       b4: msub w0, w16, w1, w0
;;       b8: mov sp, x29
;;       bc: ldp x29, x30, [sp], #0x10
;;       c0: ret
;;       c4: udf #0                                                 ;; call stack exhausted at wasm 0x57
;;       c8: udf #0                                                 ;; integer divide by zero at wasm 0x5c
;;       cc: udf #0
;;
;; 000000d0 <power-of-two>: function 3, 48 bytes
;;       d0: stp x29, x30, [sp, #-0x10]!
;;       d4: mov x29, sp
;;       d8: sub sp, sp, #0x10
;;       dc: ldr x16, [x28, #0x10]
;;       e0: cmp sp, x16
;;       e4: b.lo #0xfc
;;       e8: stur x28, [x29, #-8]
;;       ec: lsr w0, w0, #4
;;       f0: mov sp, x29
;;       f4: ldp x29, x30, [sp], #0x10
;;       f8: ret
;;       fc: udf #0                                                 ;; call stack exhausted at wasm 0x5f
