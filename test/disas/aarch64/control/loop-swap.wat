(module
  ;; The back edge permutes registers: a cycle, broken by an exchange.
  (func (export "fibonacci") (param i32) (result i64) (local i64 i64 i64)
    (local.set 2 (i64.const 1))
    (loop
      (local.set 3 (i64.add (local.get 1) (local.get 2)))
      (local.set 1 (local.get 2))
      (local.set 2 (local.get 3))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1)))

;; 00000000 <fibonacci>: function 0, 60 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w0, #0
;;       10: mov w2, #1
;;       14: add x3, x0, x2
;;       18: sub w1, w1, #1
;;       1c: cbz w1, #0x2c
;;       20: mov x0, x2
;;       24: mov x2, x3
;;       28: b #0x14
;;       2c: mov x0, x2
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
