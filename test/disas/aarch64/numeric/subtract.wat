(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.sub (local.get 0) (local.get 1)))
  (func (export "kept") (param i32 i32) (result i32)
    ;; Both operands are used again: the difference needs a register of its own.
    (i32.mul (i32.sub (local.get 0) (local.get 1)) (i32.add (local.get 0) (local.get 1)))))

;; 00000000 <regs>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: sub w0, w0, w1
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x2b
;;
;; 00000030 <kept>: function 1, 60 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x68
;;       48: stur x28, [x29, #-8]
;;       4c: sub w2, w0, w1
;;       50: add w0, w0, w1
;;       54: mul w2, w2, w0
;;       58: mov w0, w2
;;       5c: mov sp, x29
;;       60: ldp x29, x30, [sp], #0x10
;;       64: ret
;;       68: udf #0                                                 ;; call stack exhausted at wasm 0x33
