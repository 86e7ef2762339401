(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "f") (param i32 i32) (result i32)
    (return_call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <f>: function 0, 104 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x5c
;;       18: stur x28, [x29, #-8]
;;       1c: mov w9, w1
;;       20: ldr w16, [x28, #0x20]
;;       24: cmp w9, w16
;;       28: b.hs #0x60
;;       2c: mov w9, w9
;;       30: ldr x2, [x28, #0x18]
;;       34: ldr x9, [x2, w9, uxtw #3]
;;       38: ldr w17, [x9, #0x10]                                   ;; uninitialized element at wasm 0x30
;;       3c: ldr w16, [x28, #0x30]
;;       40: cmp w17, w16
;;       44: b.ne #0x64
;;       48: mov sp, x29
;;       4c: ldp x29, x30, [sp], #0x10
;;       50: ldr x28, [x9, #8]
;;       54: ldr x9, [x9]
;;       58: br x9
;;       5c: udf #0                                                 ;; call stack exhausted at wasm 0x2b
;;       60: udf #0                                                 ;; undefined element at wasm 0x30
;;       64: udf #0                                                 ;; indirect call type mismatch at wasm 0x30
