(module
  (memory 1)
  (func (export "register") (param i32 i64) (i64.store offset=4 (local.get 0) (local.get 1)))
  (func (export "constant") (param i32) (i32.store16 (local.get 0) (i32.const -2)))
  (func (export "float") (param i32 f32) (f32.store (local.get 0) (local.get 1))))

;; 00000000 <register>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x27, [x28, #0x18]
;;       10: add x16, x27, w1, uxtw
;;       14: stur x2, [x16, #4]                                     ;; out of bounds memory access at wasm 0x4e
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x10
;;       20: ret
;;       24: udf #0
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <constant>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x27, [x28, #0x18]
;;       40: mov w17, #0xfffe
;;       44: strh w17, [x27, w1, uxtw]                              ;; out of bounds memory access at wasm 0x58
;;       48: mov sp, x29
;;       4c: ldp x29, x30, [sp], #0x10
;;       50: ret
;;       54: udf #0
;;       58: udf #0
;;       5c: udf #0
;;
;; 00000060 <float>: function 2, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ldr x27, [x28, #0x18]
;;       70: str s0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x62
;;       74: mov sp, x29
;;       78: ldp x29, x30, [sp], #0x10
;;       7c: ret
