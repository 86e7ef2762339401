(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.sub (local.get 0) (local.get 1)))
  (func (export "kept") (param i32 i32) (result i32)
    ;; Both operands are used again: the difference needs a register of its own.
    (i32.mul (i32.sub (local.get 0) (local.get 1)) (i32.add (local.get 0) (local.get 1)))))

;; 00000000 <regs>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: sub w1, w1, w2
;;       10: mov w0, w1
;;       14: mov sp, x29
;;       18: ldp x29, x30, [sp], #0x10
;;       1c: ret
;;
;; 00000020 <kept>: function 1, 36 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: sub w0, w1, w2
;;       30: add w1, w1, w2
;;       34: mul w0, w0, w1
;;       38: mov sp, x29
;;       3c: ldp x29, x30, [sp], #0x10
;;       40: ret
