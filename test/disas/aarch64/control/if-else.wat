(module
  (func (export "value") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 7)) (else (i32.const 8))))
  (func (export "no-else") (param i32 i32) (result i32)
    (if (i32.gt_s (local.get 0) (local.get 1)) (then (local.set 0 (local.get 1))))
    (local.get 0)))

;; 00000000 <value>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cbnz w1, #0x18
;;       10: mov w0, #7
;;       14: b #0x1c
;;       18: mov w0, #8
;;       1c: mov sp, x29
;;       20: ldp x29, x30, [sp], #0x10
;;       24: ret
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <no-else>: function 1, 40 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: cmp w1, w2
;;       40: b.le #0x48
;;       44: mov w1, w2
;;       48: mov w0, w1
;;       4c: mov sp, x29
;;       50: ldp x29, x30, [sp], #0x10
;;       54: ret
