(module
  (func $f (export "f") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $f (local.get 6) (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5))))

;; 00000000 <f>: function 0, 96 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov x16, x1
;;       10: mov x1, x7
;;       14: mov x7, x16
;;       18: mov x16, x2
;;       1c: mov x2, x7
;;       20: mov x7, x16
;;       24: mov x16, x3
;;       28: mov x3, x7
;;       2c: mov x7, x16
;;       30: mov x16, x4
;;       34: mov x4, x7
;;       38: mov x7, x16
;;       3c: mov x16, x5
;;       40: mov x5, x7
;;       44: mov x7, x16
;;       48: mov x16, x6
;;       4c: mov x6, x7
;;       50: mov x7, x16
;;       54: mov sp, x29
;;       58: ldp x29, x30, [sp], #0x10
;;       5c: b #0                                                   ;; <f>
