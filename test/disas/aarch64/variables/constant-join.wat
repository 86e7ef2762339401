(module
  (func (export "flag") (param i32) (result i32) (local i32)
    (block
      (br_if 0 (local.get 0))
      (local.set 1 (i32.const 1)))
    (local.get 1)))

;; 00000000 <flag>: function 0, 36 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w0, #0
;;       10: cbnz w1, #0x18
;;       14: mov w0, #1
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x10
;;       20: ret
