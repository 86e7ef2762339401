(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "immediate") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 7)))
  (func (export "wide-immediate") (param i64) (result i64)
    (i64.add (local.get 0) (i64.const 0x123456789)))
  (func (export "folded") (result i32)
    (i32.add (i32.const 40) (i32.const 2))))

;; 00000000 <regs>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x30
;;       18: stur x28, [x29, #-8]
;;       1c: add w1, w1, w2
;;       20: mov w0, w1
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; call stack exhausted at wasm 0x5a
;;       34: udf #0
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <immediate>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x70
;;       58: stur x28, [x29, #-8]
;;       5c: add w1, w1, #7
;;       60: mov w0, w1
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: ret
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x62
;;       74: udf #0
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <wide-immediate>: function 2, 64 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xbc
;;       98: stur x28, [x29, #-8]
;;       9c: mov x16, #0x6789
;;       a0: movk x16, #0x2345, lsl #16
;;       a4: movk x16, #1, lsl #32
;;       a8: add x1, x1, x16
;;       ac: mov x0, x1
;;       b0: mov sp, x29
;;       b4: ldp x29, x30, [sp], #0x10
;;       b8: ret
;;       bc: udf #0                                                 ;; call stack exhausted at wasm 0x6a
;;
;; 000000c0 <folded>: function 3, 48 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: ldr x16, [x28, #0x10]
;;       d0: cmp sp, x16
;;       d4: b.lo #0xec
;;       d8: stur x28, [x29, #-8]
;;       dc: mov w0, #0x2a
;;       e0: mov sp, x29
;;       e4: ldp x29, x30, [sp], #0x10
;;       e8: ret
;;       ec: udf #0                                                 ;; call stack exhausted at wasm 0x76
