(module
  (func (export "join") (param i32 i32) (result i32)
    (block (result i32)
      (br_if 0 (i32.const 1) (local.get 0))
      (drop)
      (i32.mul (local.get 1) (local.get 1)))
    (i32.const 3)
    (i32.add)))

;; 00000000 <join>: function 0, 44 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w0, #1
;;       10: cbnz w1, #0x1c
;;       14: mul w2, w2, w2
;;       18: mov w0, w2
;;       1c: add w0, w0, #3
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
