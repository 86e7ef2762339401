(module
  (func $nine (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (local.get 8))
  (func (export "f") (param i32) (result i32)
    (return_call $nine (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (i32.const 7) (i32.const 8) (local.get 0))))

;; 00000000 <nine>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr w0, [x29, #0x18]
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x20
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <f>: function 1, 84 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: sub sp, sp, #0x10
;;       30: mov w17, #8
;;       34: str x17, [sp]
;;       38: str x1, [sp, #8]
;;       3c: mov w1, #1
;;       40: mov w2, #2
;;       44: mov w3, #3
;;       48: mov w4, #4
;;       4c: mov w5, #5
;;       50: mov w6, #6
;;       54: mov w7, #7
;;       58: ldp x10, x30, [x29]
;;       5c: add x11, x29, #0
;;       60: ldp x16, x17, [sp]
;;       64: stp x16, x17, [x11]
;;       68: mov sp, x11
;;       6c: mov x29, x10
;;       70: b #0                                                   ;; <nine>
