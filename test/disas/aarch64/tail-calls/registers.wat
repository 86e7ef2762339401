(module
  (func $gcd (export "gcd") (param i64 i64) (result i64)
    (if (i64.eqz (local.get 1)) (then (return (local.get 0))))
    (return_call $gcd (local.get 1) (i64.rem_u (local.get 0) (local.get 1)))))

;; 00000000 <gcd>: function 0, 88 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x50
;;       18: stur x28, [x29, #-8]
;;       1c: cbnz x1, #0x2c
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: cbz x1, #0x54
;;       30: udiv x16, x0, x1
;;       34: msub x0, x16, x1, x0
;;       38: mov x16, x0
;;       3c: mov x0, x1
;;       40: mov x1, x16
;;       44: mov sp, x29
;;       48: ldp x29, x30, [sp], #0x10
;;       4c: b #0                                                   ;; <gcd>
;;       50: udf #0                                                 ;; call stack exhausted at wasm 0x22
;;       54: udf #0                                                 ;; integer divide by zero at wasm 0x32
