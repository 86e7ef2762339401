(module
  (func (export "sum") (param i32) (result i32) (local i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (br_if 0 (i32.lt_s (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 0))))
    (local.get 1)))

;; 00000000 <sum>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w0, #0
;;       10: mov w2, #0
;;       14: add w0, w0, w2
;;       18: add w2, w2, #1
;;       1c: cmp w2, w1
;;       20: b.lt #0x14
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
