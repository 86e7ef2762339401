(module
  (func $one (param i32) (result i32) (local.get 0))
  (func (export "f") (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $one (local.get 8))))

;; 00000000 <one>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w0, w1
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x10
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <f>: function 1, 32 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: ldr w0, [x29, #0x18]
;;       30: mov w1, w0
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x20
;;       3c: b #0                                                   ;; <one>
