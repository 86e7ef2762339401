(module
  (func (export "tee") (param i32) (result i32) (local i32)
    (i32.add (local.tee 1 (i32.const 5)) (local.get 0))
    (local.get 1)
    (i32.mul))
  (func (export "alias") (param i32) (result i32)
    ;; The pushed copy keeps the old value.
    (local.get 0)
    (local.set 0 (i32.const 1))
    (i32.add (local.get 0))))

;; 00000000 <tee>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: add w1, w1, #5
;;       10: add w1, w1, w1, lsl #2
;;       14: mov w0, w1
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x10
;;       20: ret
;;       24: udf #0
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <alias>: function 1, 32 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: add w1, w1, #1
;;       40: mov w0, w1
;;       44: mov sp, x29
;;       48: ldp x29, x30, [sp], #0x10
;;       4c: ret
