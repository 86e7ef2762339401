(module
  (func (export "value") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 7)) (else (i32.const 8))))
  (func (export "no-else") (param i32 i32) (result i32)
    (if (i32.gt_s (local.get 0) (local.get 1)) (then (local.set 0 (local.get 1))))
    (local.get 0)))

;; 00000000 <value>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x38
;;       18: stur x28, [x29, #-8]
;;       1c: cbnz w1, #0x28
;;       20: mov w0, #7
;;       24: b #0x2c
;;       28: mov w0, #8
;;       2c: mov sp, x29
;;       30: ldp x29, x30, [sp], #0x10
;;       34: ret
;;       38: udf #0                                                 ;; call stack exhausted at wasm 0x34
;;       3c: udf #0
;;
;; 00000040 <no-else>: function 1, 60 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x78
;;       58: stur x28, [x29, #-8]
;;       5c: cmp w1, w2
;;       60: b.le #0x68
;;       64: mov w1, w2
;;       68: mov w0, w1
;;       6c: mov sp, x29
;;       70: ldp x29, x30, [sp], #0x10
;;       74: ret
;;       78: udf #0                                                 ;; call stack exhausted at wasm 0x42
