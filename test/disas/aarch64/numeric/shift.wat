(module
  (func (export "immediate") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 3)))
  (func (export "register") (param i64 i64) (result i64)
    (i64.shr_u (local.get 0) (local.get 1)))
  (func (export "rotate") (param i32 i32) (result i32)
    (i32.rotl (local.get 0) (local.get 1))))

;; 00000000 <immediate>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x30
;;       18: stur x28, [x29, #-8]
;;       1c: lsl w1, w1, #3
;;       20: mov w0, w1
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; call stack exhausted at wasm 0x49
;;       34: udf #0
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <register>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x70
;;       58: stur x28, [x29, #-8]
;;       5c: lsr x1, x1, x2
;;       60: mov x0, x1
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: ret
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x51
;;       74: udf #0
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <rotate>: function 2, 56 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xb4
;;       98: stur x28, [x29, #-8]
;;       9c: neg w16, w2
;;       a0: ror w1, w1, w16
;;       a4: mov w0, w1
;;       a8: mov sp, x29
;;       ac: ldp x29, x30, [sp], #0x10
;;       b0: ret
;;       b4: udf #0                                                 ;; call stack exhausted at wasm 0x59
