(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "immediate") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 7)))
  (func (export "wide-immediate") (param i64) (result i64)
    (i64.add (local.get 0) (i64.const 0x123456789)))
  (func (export "folded") (result i32)
    (i32.add (i32.const 40) (i32.const 2))))

;; 00000000 <regs>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: add w1, w1, w2
;;       10: mov w0, w1
;;       14: mov sp, x29
;;       18: ldp x29, x30, [sp], #0x10
;;       1c: ret
;;
;; 00000020 <immediate>: function 1, 32 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: add w1, w1, #7
;;       30: mov w0, w1
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ret
;;
;; 00000040 <wide-immediate>: function 2, 48 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: mov x16, #0x6789
;;       50: movk x16, #0x2345, lsl #16
;;       54: movk x16, #1, lsl #32
;;       58: add x1, x1, x16
;;       5c: mov x0, x1
;;       60: mov sp, x29
;;       64: ldp x29, x30, [sp], #0x10
;;       68: ret
;;       6c: udf #0
;;
;; 00000070 <folded>: function 3, 28 bytes
;;       70: stp x29, x30, [sp, #-0x10]!
;;       74: mov x29, sp
;;       78: sub sp, sp, #0x10
;;       7c: mov w0, #0x2a
;;       80: mov sp, x29
;;       84: ldp x29, x30, [sp], #0x10
;;       88: ret
