(module
  (memory 1 2)
  (func (export "size") (result i32) (memory.size))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <size>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x30
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x0, [x28, #0x20]
;;       20: lsr x0, x0, #0x10
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; call stack exhausted at wasm 0x42
;;       34: udf #0
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <grow>: function 1, 80 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x84
;;       58: stur x28, [x29, #-8]
;;       5c: mov w2, w1
;;       60: mov w1, #0
;;       64: mov x0, x28
;;       68: ldr x9, [x28, #8]
;;       6c: ldr x16, [x9, #0x60]
;;       70: blr x16                                                ;; call at wasm 0x4a
;;       74: ldur x28, [x29, #-8]
;;       78: mov sp, x29
;;       7c: ldp x29, x30, [sp], #0x10
;;       80: ret
;;       84: udf #0                                                 ;; call stack exhausted at wasm 0x47
;;       88: udf #0
;;       8c: udf #0
;;
;; 00000090 <fill>: function 2, 80 bytes
;;       90: stp x29, x30, [sp, #-0x10]!
;;       94: mov x29, sp
;;       98: sub sp, sp, #0x10
;;       9c: ldr x16, [x28, #0x10]
;;       a0: cmp sp, x16
;;       a4: b.lo #0xdc
;;       a8: stur x28, [x29, #-8]
;;       ac: mov w4, w3
;;       b0: mov w3, w2
;;       b4: mov w2, w1
;;       b8: mov w1, #0
;;       bc: mov x0, x28
;;       c0: ldr x9, [x28, #8]
;;       c4: ldr x16, [x9, #0x88]
;;       c8: blr x16                                                ;; call at wasm 0x55
;;       cc: ldur x28, [x29, #-8]
;;       d0: mov sp, x29
;;       d4: ldp x29, x30, [sp], #0x10
;;       d8: ret
;;       dc: udf #0                                                 ;; call stack exhausted at wasm 0x4e
