(module
  (func $gcd (export "gcd") (param i64 i64) (result i64)
    (if (i64.eqz (local.get 1)) (then (return (local.get 0))))
    (return_call $gcd (local.get 1) (i64.rem_u (local.get 0) (local.get 1)))))

;; 00000000 <gcd>: function 0, 92 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x54
;;       18: stur x28, [x29, #-8]
;;       1c: cbnz x2, #0x30
;;       20: mov x0, x1
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: cbz x2, #0x58
;;       34: udiv x16, x1, x2
;;       38: msub x1, x16, x2, x1
;;       3c: mov x16, x1
;;       40: mov x1, x2
;;       44: mov x2, x16
;;       48: mov sp, x29
;;       4c: ldp x29, x30, [sp], #0x10
;;       50: b #0                                                   ;; <gcd>
;;       54: udf #0                                                 ;; call stack exhausted at wasm 0x22
;;       58: udf #0                                                 ;; integer divide by zero at wasm 0x32
