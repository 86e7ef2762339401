(module
  (func (export "s") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "u") (param i64 i64) (result i64)
    (i64.div_u (local.get 0) (local.get 1)))
  (func (export "rem") (param i32 i32) (result i32)
    (i32.rem_s (local.get 0) (local.get 1)))
  (func (export "power-of-two") (param i32) (result i32)
    (i32.div_u (local.get 0) (i32.const 16))))

;; 00000000 <s>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cbz w2, #0x30
;;       10: cmn w2, #1
;;       14: ccmp w1, #1, #0, eq
;;       18: b.vs #0x34
;;       1c: sdiv w1, w1, w2
;;       20: mov w0, w1
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; integer divide by zero at wasm 0x4c
;;       34: udf #0                                                 ;; integer overflow at wasm 0x4c
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <u>: function 1, 48 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: cbz x2, #0x64
;;       50: udiv x1, x1, x2
;;       54: mov x0, x1
;;       58: mov sp, x29
;;       5c: ldp x29, x30, [sp], #0x10
;;       60: ret
;;       64: udf #0                                                 ;; integer divide by zero at wasm 0x54
;;       68: udf #0
;;       6c: udf #0
;;
;; 00000070 <rem>: function 2, 48 bytes
;;       70: stp x29, x30, [sp, #-0x10]!
;;       74: mov x29, sp
;;       78: sub sp, sp, #0x10
;;       7c: cbz w2, #0x98
;;       80: sdiv w16, w1, w2
;;       84: msub w1, w16, w2, w1
;;       88: mov w0, w1
;;       8c: mov sp, x29
;;       90: ldp x29, x30, [sp], #0x10
;;       94: ret
;;       98: udf #0                                                 ;; integer divide by zero at wasm 0x5c
;;       9c: udf #0
;;
;; 000000a0 <power-of-two>: function 3, 32 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: lsr w1, w1, #4
;;       b0: mov w0, w1
;;       b4: mov sp, x29
;;       b8: ldp x29, x30, [sp], #0x10
;;       bc: ret
