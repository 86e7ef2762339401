(module
  (func (export "immediate") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 3)))
  (func (export "register") (param i64 i64) (result i64)
    (i64.shr_u (local.get 0) (local.get 1)))
  (func (export "rotate") (param i32 i32) (result i32)
    (i32.rotl (local.get 0) (local.get 1))))

;; 00000000 <immediate>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: lsl w1, w1, #3
;;       10: mov w0, w1
;;       14: mov sp, x29
;;       18: ldp x29, x30, [sp], #0x10
;;       1c: ret
;;
;; 00000020 <register>: function 1, 32 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: lsr x1, x1, x2
;;       30: mov x0, x1
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ret
;;
;; 00000040 <rotate>: function 2, 36 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: neg w16, w2
;;       50: ror w1, w1, w16
;;       54: mov w0, w1
;;       58: mov sp, x29
;;       5c: ldp x29, x30, [sp], #0x10
;;       60: ret
