(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "f") (param i32 i32) (result i32)
    (return_call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <f>: function 0, 96 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w9, w2
;;       10: ldr w16, [x28, #0x20]
;;       14: cmp w9, w16
;;       18: b.hs #0x58
;;       1c: ldr x0, [x28, #0x18]
;;       20: ldr x9, [x0, w9, uxtw #3]
;;       24: ldr w17, [x9, #0x10]                                   ;; uninitialized element at wasm 0x30
;;       28: ldr w16, [x28, #0x30]
;;       2c: cmp w17, w16
;;       30: b.ne #0x5c
;;       34: mov sp, x29
;;       38: ldp x29, x30, [sp], #0x10
;;       3c: ldr x16, [x9, #8]
;;       40: cmp x28, x16
;;       44: b.eq #0x4c
;;       48: mov x28, x16
;;       4c: mov x0, x28
;;       50: ldr x9, [x9]
;;       54: br x9
;;       58: udf #0                                                 ;; undefined element at wasm 0x30
;;       5c: udf #0                                                 ;; indirect call type mismatch at wasm 0x30
