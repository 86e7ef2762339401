(module
  (func $callee (param i32 i32 i32 i32 i32 i32 i32 i64 i32) (result i32) (local.get 6))
  (func (export "caller") (param i32) (result i32)
    (call $callee (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (local.get 0) (i64.const 8) (i32.const 9))))

;; 00000000 <callee>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: mov w0, w6
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x20
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x32
;;
;; 00000030 <caller>: function 1, 96 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x8c
;;       48: stur x28, [x29, #-8]
;;       4c: sub sp, sp, #0x10
;;       50: mov w17, #9
;;       54: str x17, [sp]
;;       58: mov w6, w0
;;       5c: mov w0, #1
;;       60: mov w1, #2
;;       64: mov w2, #3
;;       68: mov w3, #4
;;       6c: mov w4, #5
;;       70: mov w5, #6
;;       74: mov w7, #8
;;       78: bl #0                                                  ;; <callee>, call at wasm 0x4a
;;       7c: ldur x28, [x29, #-8]
;;       80: mov sp, x29
;;       84: ldp x29, x30, [sp], #0x10
;;       88: ret
;;       8c: udf #0                                                 ;; call stack exhausted at wasm 0x37
