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

;; 00000000 <fibonacci>: function 0, 80 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x4c
;;       18: stur x28, [x29, #-8]
;;       1c: mov w0, #0
;;       20: mov w2, #1
;;       24: add x3, x0, x2
;;       28: sub w1, w1, #1
;;       2c: cbz w1, #0x3c
;;       30: mov x0, x2
;;       34: mov x2, x3
;;       38: b #0x24
;;       3c: mov x0, x2
;;       40: mov sp, x29
;;       44: ldp x29, x30, [sp], #0x10
;;       48: ret
;;       4c: udf #0                                                 ;; call stack exhausted at wasm 0x27
