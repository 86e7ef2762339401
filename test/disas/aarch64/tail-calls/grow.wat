(module
  (func $nine (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (local.get 8))
  (func (export "f") (param i32) (result i32)
    (return_call $nine (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (i32.const 7) (i32.const 8) (local.get 0))))

;; 00000000 <nine>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: ldr w0, [x29, #0x18]
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x20
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x2d
;;
;; 00000030 <f>: function 1, 104 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x94
;;       48: stur x28, [x29, #-8]
;;       4c: sub sp, sp, #0x10
;;       50: mov w17, #8
;;       54: str x17, [sp]
;;       58: str x1, [sp, #8]
;;       5c: mov w1, #1
;;       60: mov w2, #2
;;       64: mov w3, #3
;;       68: mov w4, #4
;;       6c: mov w5, #5
;;       70: mov w6, #6
;;       74: mov w7, #7
;;       78: ldp x10, x30, [x29]
;;       7c: add x11, x29, #0
;;       80: ldp x16, x17, [sp]
;;       84: stp x16, x17, [x11]
;;       88: mov sp, x11
;;       8c: mov x29, x10
;;       90: b #0                                                   ;; <nine>
;;       94: udf #0                                                 ;; call stack exhausted at wasm 0x32
