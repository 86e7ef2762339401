;;! bounds = explicit
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x17, [x28, #0x20]
;;       10: mov w16, #0x14
;;       14: add x16, x16, w1, uxtw
;;       18: cmp x16, x17
;;       1c: b.hi #0x3c
;;       20: ldr x27, [x28, #0x18]
;;       24: add x16, x27, w1, uxtw
;;       28: ldr w1, [x16, #0x10]                                   ;; out of bounds memory access at wasm 0x38
;;       2c: mov w0, w1
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0                                                 ;; out of bounds memory access at wasm 0x38
;;
;; 00000040 <store>: function 1, 56 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x17, [x28, #0x20]
;;       50: mov w16, #1
;;       54: add x16, x16, w1, uxtw
;;       58: cmp x16, x17
;;       5c: b.hi #0x74
;;       60: ldr x27, [x28, #0x18]
;;       64: strb w2, [x27, w1, uxtw]                               ;; out of bounds memory access at wasm 0x42
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: udf #0                                                 ;; out of bounds memory access at wasm 0x42
