(module
  (func (export "sum") (param i32) (result i32) (local i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (br_if 0 (i32.lt_s (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 0))))
    (local.get 1)))

;; 00000000 <sum>: function 0, 68 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x40
;;       18: stur x28, [x29, #-8]
;;       1c: mov w0, #0
;;       20: mov w2, #0
;;       24: add w0, w0, w2
;;       28: add w2, w2, #1
;;       2c: cmp w2, w1
;;       30: b.lt #0x24
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ret
;;       40: udf #0                                                 ;; call stack exhausted at wasm 0x21
