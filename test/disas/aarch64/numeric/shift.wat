(module
  (func (export "immediate") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 3)))
  (func (export "register") (param i64 i64) (result i64)
    (i64.shr_u (local.get 0) (local.get 1)))
  (func (export "rotate") (param i32 i32) (result i32)
    (i32.rotl (local.get 0) (local.get 1))))

;; 00000000 <immediate>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: lsl w0, w0, #3
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x49
;;
;; 00000030 <register>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x5c
;;       48: stur x28, [x29, #-8]
;;       4c: lsr x0, x0, x1
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0                                                 ;; call stack exhausted at wasm 0x51
;;
;; 00000060 <rotate>: function 2, 52 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ldr x16, [x28, #0x10]
;;       70: cmp sp, x16
;;       74: b.lo #0x90
;;       78: stur x28, [x29, #-8]
;;       7c: neg w16, w1
;;       80: ror w0, w0, w16
;;       84: mov sp, x29
;;       88: ldp x29, x30, [sp], #0x10
;;       8c: ret
;;       90: udf #0                                                 ;; call stack exhausted at wasm 0x59
