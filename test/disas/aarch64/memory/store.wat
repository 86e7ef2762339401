(module
  (memory 1)
  (func (export "register") (param i32 i64) (i64.store offset=4 (local.get 0) (local.get 1)))
  (func (export "constant") (param i32) (i32.store16 (local.get 0) (i32.const -2)))
  (func (export "float") (param i32 f32) (f32.store (local.get 0) (local.get 1))))

;; 00000000 <register>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x34
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x27, [x28, #0x18]
;;       20: add x16, x27, w1, uxtw
;;       24: stur x2, [x16, #4]                                     ;; out of bounds memory access at wasm 0x4e
;;       28: mov sp, x29
;;       2c: ldp x29, x30, [sp], #0x10
;;       30: ret
;;       34: udf #0                                                 ;; call stack exhausted at wasm 0x49
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <constant>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x74
;;       58: stur x28, [x29, #-8]
;;       5c: ldr x27, [x28, #0x18]
;;       60: mov w17, #0xfffe
;;       64: strh w17, [x27, w1, uxtw]                              ;; out of bounds memory access at wasm 0x58
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: udf #0                                                 ;; call stack exhausted at wasm 0x53
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <float>: function 2, 52 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xb0
;;       98: stur x28, [x29, #-8]
;;       9c: ldr x27, [x28, #0x18]
;;       a0: str s0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x62
;;       a4: mov sp, x29
;;       a8: ldp x29, x30, [sp], #0x10
;;       ac: ret
;;       b0: udf #0                                                 ;; call stack exhausted at wasm 0x5d
