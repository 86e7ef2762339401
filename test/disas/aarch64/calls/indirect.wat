(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "caller") (param i32 i32) (result i32)
    (call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <caller>: function 0, 112 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x64
;;       18: stur x28, [x29, #-8]
;;       1c: mov w9, w2
;;       20: ldr w16, [x28, #0x20]
;;       24: cmp w9, w16
;;       28: b.hs #0x68
;;       2c: ldr x0, [x28, #0x18]
;;       30: ldr x9, [x0, w9, uxtw #3]
;;       34: ldr w17, [x9, #0x10]                                   ;; uninitialized element at wasm 0x35
;;       38: ldr w16, [x28, #0x30]
;;       3c: cmp w17, w16
;;       40: b.ne #0x6c
;;       44: ldr x28, [x9, #8]
;;       48: mov x0, x28
;;       4c: ldr x16, [x9]
;;       50: blr x16                                                ;; call at wasm 0x35
;;       54: ldur x28, [x29, #-8]
;;       58: mov sp, x29
;;       5c: ldp x29, x30, [sp], #0x10
;;       60: ret
;;       64: udf #0                                                 ;; call stack exhausted at wasm 0x30
;;       68: udf #0                                                 ;; undefined element at wasm 0x35
;;       6c: udf #0                                                 ;; indirect call type mismatch at wasm 0x35
