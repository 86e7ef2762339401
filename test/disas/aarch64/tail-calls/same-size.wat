(module
  (func $f (export "f") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $f (local.get 6) (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5))))

;; 00000000 <f>: function 0, 116 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x70
;;       18: stur x28, [x29, #-8]
;;       1c: mov x16, x1
;;       20: mov x1, x7
;;       24: mov x7, x16
;;       28: mov x16, x2
;;       2c: mov x2, x7
;;       30: mov x7, x16
;;       34: mov x16, x3
;;       38: mov x3, x7
;;       3c: mov x7, x16
;;       40: mov x16, x4
;;       44: mov x4, x7
;;       48: mov x7, x16
;;       4c: mov x16, x5
;;       50: mov x5, x7
;;       54: mov x7, x16
;;       58: mov x16, x6
;;       5c: mov x6, x7
;;       60: mov x7, x16
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: b #0                                                   ;; <f>
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x25
