;;! bounds = explicit
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 80 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x48
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x17, [x28, #0x20]
;;       20: mov w16, #0x14
;;       24: add x16, x16, w0, uxtw
;;       28: cmp x16, x17
;;       2c: b.hi #0x4c
;;       30: ldr x27, [x28, #0x18]
;;       34: add x16, x27, w0, uxtw
;;       38: ldr w0, [x16, #0x10]                                   ;; out of bounds memory access at wasm 0x38
;;       3c: mov sp, x29
;;       40: ldp x29, x30, [sp], #0x10
;;       44: ret
;;       48: udf #0                                                 ;; call stack exhausted at wasm 0x35
;;       4c: udf #0                                                 ;; out of bounds memory access at wasm 0x38
;;
;; 00000050 <store>: function 1, 76 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: ldr x16, [x28, #0x10]
;;       60: cmp sp, x16
;;       64: b.lo #0x94
;;       68: stur x28, [x29, #-8]
;;       6c: ldr x17, [x28, #0x20]
;;       70: mov w16, #1
;;       74: add x16, x16, w0, uxtw
;;       78: cmp x16, x17
;;       7c: b.hi #0x98
;;       80: ldr x27, [x28, #0x18]
;;       84: strb w1, [x27, w0, uxtw]                               ;; out of bounds memory access at wasm 0x42
;;       88: mov sp, x29
;;       8c: ldp x29, x30, [sp], #0x10
;;       90: ret
;;       94: udf #0                                                 ;; call stack exhausted at wasm 0x3d
;;       98: udf #0                                                 ;; out of bounds memory access at wasm 0x42
