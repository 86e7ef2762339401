(module
  (func (export "join") (param i32 i32) (result i32)
    (block (result i32)
      (br_if 0 (i32.const 1) (local.get 0))
      (drop)
      (i32.mul (local.get 1) (local.get 1)))
    (i32.const 3)
    (i32.add)))

;; 00000000 <join>: function 0, 68 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x40
;;       18: stur x28, [x29, #-8]
;;       1c: mov w2, #1
;;       20: cbnz w0, #0x2c
;;       24: mul w1, w1, w1
;;       28: mov w2, w1
;;       2c: add w2, w2, #3
;;       30: mov w0, w2
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ret
;;       40: udf #0                                                 ;; call stack exhausted at wasm 0x23
