(module
  (func (export "flag") (param i32) (result i32) (local i32)
    (block
      (br_if 0 (local.get 0))
      (local.set 1 (i32.const 1)))
    (local.get 1)))

;; 00000000 <flag>: function 0, 56 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x34
;;       18: stur x28, [x29, #-8]
;;       1c: mov w0, #0
;;       20: cbnz w1, #0x28
;;       24: mov w0, #1
;;       28: mov sp, x29
;;       2c: ldp x29, x30, [sp], #0x10
;;       30: ret
;;       34: udf #0                                                 ;; call stack exhausted at wasm 0x22
