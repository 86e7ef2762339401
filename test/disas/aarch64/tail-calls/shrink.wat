(module
  (func $one (param i32) (result i32) (local.get 0))
  (func (export "f") (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $one (local.get 8))))

;; 00000000 <one>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x28
;;       18: stur x28, [x29, #-8]
;;       1c: mov sp, x29
;;       20: ldp x29, x30, [sp], #0x10
;;       24: ret
;;       28: udf #0                                                 ;; call stack exhausted at wasm 0x2d
;;       2c: udf #0
;;
;; 00000030 <f>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x5c
;;       48: stur x28, [x29, #-8]
;;       4c: ldr w0, [x29, #0x10]
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x20
;;       58: b #0                                                   ;; <one>
;;       5c: udf #0                                                 ;; call stack exhausted at wasm 0x32
