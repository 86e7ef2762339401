;;! bounds = explicit
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 96 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x4c
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x17, [x28, #0x20]
;;       20: mov w16, #0x14
;;       24: add x16, x16, w1, uxtw
;;       28: cmp x16, x17
;;       2c: b.hi #0x50
;;       30: ldr x27, [x28, #0x18]
;;       34: add x16, x27, w1, uxtw
;;       38: ldr w1, [x16, #0x10]                                   ;; out of bounds memory access at wasm 0x38
;;       3c: mov w0, w1
;;       40: mov sp, x29
;;       44: ldp x29, x30, [sp], #0x10
;;       48: ret
;;       4c: udf #0                                                 ;; call stack exhausted at wasm 0x35
;;       50: udf #0                                                 ;; out of bounds memory access at wasm 0x38
;;       54: udf #0
;;       58: udf #0
;;       5c: udf #0
;;
;; 00000060 <store>: function 1, 76 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ldr x16, [x28, #0x10]
;;       70: cmp sp, x16
;;       74: b.lo #0xa4
;;       78: stur x28, [x29, #-8]
;;       7c: ldr x17, [x28, #0x20]
;;       80: mov w16, #1
;;       84: add x16, x16, w1, uxtw
;;       88: cmp x16, x17
;;       8c: b.hi #0xa8
;;       90: ldr x27, [x28, #0x18]
;;       94: strb w2, [x27, w1, uxtw]                               ;; out of bounds memory access at wasm 0x42
;;       98: mov sp, x29
;;       9c: ldp x29, x30, [sp], #0x10
;;       a0: ret
;;       a4: udf #0                                                 ;; call stack exhausted at wasm 0x3d
;;       a8: udf #0                                                 ;; out of bounds memory access at wasm 0x42
