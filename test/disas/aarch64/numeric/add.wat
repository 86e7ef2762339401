(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "immediate") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 7)))
  (func (export "wide-immediate") (param i64) (result i64)
    (i64.add (local.get 0) (i64.const 0x123456789)))
  (func (export "folded") (result i32)
    (i32.add (i32.const 40) (i32.const 2))))

;; 00000000 <regs>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: add w0, w0, w1
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x5a
;;
;; 00000030 <immediate>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x5c
;;       48: stur x28, [x29, #-8]
;;       4c: add w0, w0, #7
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0                                                 ;; call stack exhausted at wasm 0x62
;;
;; 00000060 <wide-immediate>: function 2, 64 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ldr x16, [x28, #0x10]
;;       70: cmp sp, x16
;;       74: b.lo #0x98
;;       78: stur x28, [x29, #-8]
;;       7c: mov x16, #0x6789
;;       80: movk x16, #0x2345, lsl #16
;;       84: movk x16, #1, lsl #32
;;       88: add x0, x0, x16
;;       8c: mov sp, x29
;;       90: ldp x29, x30, [sp], #0x10
;;       94: ret
;;       98: udf #0                                                 ;; call stack exhausted at wasm 0x6a
;;       9c: udf #0
;;
;; 000000a0 <folded>: function 3, 48 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: ldr x16, [x28, #0x10]
;;       b0: cmp sp, x16
;;       b4: b.lo #0xcc
;;       b8: stur x28, [x29, #-8]
;;       bc: mov w0, #0x2a
;;       c0: mov sp, x29
;;       c4: ldp x29, x30, [sp], #0x10
;;       c8: ret
;;       cc: udf #0                                                 ;; call stack exhausted at wasm 0x76
