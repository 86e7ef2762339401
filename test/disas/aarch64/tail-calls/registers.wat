(module
  (func $gcd (export "gcd") (param i64 i64) (result i64)
    (if (i64.eqz (local.get 1)) (then (return (local.get 0))))
    (return_call $gcd (local.get 1) (i64.rem_u (local.get 0) (local.get 1)))))

;; 00000000 <gcd>: function 0, 72 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cbnz x2, #0x20
;;       10: mov x0, x1
;;       14: mov sp, x29
;;       18: ldp x29, x30, [sp], #0x10
;;       1c: ret
;;       20: cbz x2, #0x44
;;       24: udiv x16, x1, x2
;;       28: msub x1, x16, x2, x1
;;       2c: mov x16, x1
;;       30: mov x1, x2
;;       34: mov x2, x16
;;       38: mov sp, x29
;;       3c: ldp x29, x30, [sp], #0x10
;;       40: b #0                                                   ;; <gcd>
;;       44: udf #0                                                 ;; integer divide by zero at wasm 0x32
