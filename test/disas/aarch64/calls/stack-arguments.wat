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
;;       1c: mov w0, w7
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x20
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x32
;;
;; 00000030 <caller>: function 1, 100 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x90
;;       48: stur x28, [x29, #-8]
;;       4c: sub sp, sp, #0x10
;;       50: mov w17, #8
;;       54: str x17, [sp]
;;       58: mov w17, #9
;;       5c: str x17, [sp, #8]
;;       60: mov w7, w1
;;       64: mov w1, #1
;;       68: mov w2, #2
;;       6c: mov w3, #3
;;       70: mov w4, #4
;;       74: mov w5, #5
;;       78: mov w6, #6
;;       7c: bl #0                                                  ;; <callee>, call at wasm 0x4a
;;       80: ldur x28, [x29, #-8]
;;       84: mov sp, x29
;;       88: ldp x29, x30, [sp], #0x10
;;       8c: ret
;;       90: udf #0                                                 ;; call stack exhausted at wasm 0x37
