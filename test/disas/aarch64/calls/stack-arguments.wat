(module
  (func $callee (param i32 i32 i32 i32 i32 i32 i32 i64 i32) (result i32) (local.get 6))
  (func (export "caller") (param i32) (result i32)
    (call $callee (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (local.get 0) (i64.const 8) (i32.const 9))))

;; 00000000 <callee>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w0, w7
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x20
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <caller>: function 1, 100 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: ldr x16, [x28, #0x10]
;;       30: cmp sp, x16
;;       34: b.lo #0x80
;;       38: stur x28, [x29, #-8]
;;       3c: sub sp, sp, #0x10
;;       40: mov w17, #8
;;       44: str x17, [sp]
;;       48: mov w17, #9
;;       4c: str x17, [sp, #8]
;;       50: mov w7, w1
;;       54: mov w1, #1
;;       58: mov w2, #2
;;       5c: mov w3, #3
;;       60: mov w4, #4
;;       64: mov w5, #5
;;       68: mov w6, #6
;;       6c: bl #0                                                  ;; <callee>, call at wasm 0x4a
;;       70: ldur x28, [x29, #-8]
;;       74: mov sp, x29
;;       78: ldp x29, x30, [sp], #0x10
;;       7c: ret
;;       80: udf #0                                                 ;; call stack exhausted at wasm 0x37
