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
;;       14: b.lo #0x40
;;       18: stur x28, [x29, #-8]
;;       1c: cbz w2, #0x44
;;       20: cmn w2, #1
;;       24: ccmp w1, #1, #0, eq
;;       28: b.vs #0x48
;;       2c: sdiv w1, w1, w2
;;       30: mov w0, w1
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ret
;;       40: udf #0                                                 ;; call stack exhausted at wasm 0x47
;;       44: udf #0                                                 ;; integer divide by zero at wasm 0x4c
;;       48: udf #0                                                 ;; integer overflow at wasm 0x4c
;;       4c: udf #0
;;
;; 00000050 <u>: function 1, 64 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: ldr x16, [x28, #0x10]
;;       60: cmp sp, x16
;;       64: b.lo #0x84
;;       68: stur x28, [x29, #-8]
;;       6c: cbz x2, #0x88
;;       70: udiv x1, x1, x2
;;       74: mov x0, x1
;;       78: mov sp, x29
;;       7c: ldp x29, x30, [sp], #0x10
;;       80: ret
;;       84: udf #0                                                 ;; call stack exhausted at wasm 0x4f
;;       88: udf #0                                                 ;; integer divide by zero at wasm 0x54
;;       8c: udf #0
;;
;; 00000090 <rem>: function 2, 64 bytes
;;       90: stp x29, x30, [sp, #-0x10]!
;;       94: mov x29, sp
;;       98: sub sp, sp, #0x10
;;       9c: ldr x16, [x28, #0x10]
;;       a0: cmp sp, x16
;;       a4: b.lo #0xc8
;;       a8: stur x28, [x29, #-8]
;;       ac: cbz w2, #0xcc
;;       b0: sdiv w16, w1, w2
;;       b4: msub w1, w16, w2, w1
;;       b8: mov w0, w1
;;       bc: mov sp, x29
;;       c0: ldp x29, x30, [sp], #0x10
;;       c4: ret
;;       c8: udf #0                                                 ;; call stack exhausted at wasm 0x57
;;       cc: udf #0                                                 ;; integer divide by zero at wasm 0x5c
;;
;; 000000d0 <power-of-two>: function 3, 52 bytes
;;       d0: stp x29, x30, [sp, #-0x10]!
;;       d4: mov x29, sp
;;       d8: sub sp, sp, #0x10
;;       dc: ldr x16, [x28, #0x10]
;;       e0: cmp sp, x16
;;       e4: b.lo #0x100
;;       e8: stur x28, [x29, #-8]
;;       ec: lsr w1, w1, #4
;;       f0: mov w0, w1
;;       f4: mov sp, x29
;;       f8: ldp x29, x30, [sp], #0x10
;;       fc: ret
;;      100: udf #0                                                 ;; call stack exhausted at wasm 0x5f
