(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.sub (local.get 0) (local.get 1)))
  (func (export "kept") (param i32 i32) (result i32)
    ;; Both operands are used again: the difference needs a register of its own.
    (i32.mul (i32.sub (local.get 0) (local.get 1)) (i32.add (local.get 0) (local.get 1)))))

;; 00000000 <regs>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x30
;;       18: stur x28, [x29, #-8]
;;       1c: sub w1, w1, w2
;;       20: mov w0, w1
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; call stack exhausted at wasm 0x2b
;;       34: udf #0
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <kept>: function 1, 56 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x74
;;       58: stur x28, [x29, #-8]
;;       5c: sub w0, w1, w2
;;       60: add w1, w1, w2
;;       64: mul w0, w0, w1
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: udf #0                                                 ;; call stack exhausted at wasm 0x33
