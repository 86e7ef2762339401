(module
  (func $two (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "caller") (result i64)
    (local i64)
    (local.set 0 (call $two))
    (drop)
    (local.get 0)))

;; 00000000 <two>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x3c
;;       18: stp x0, x28, [x29, #-0x10]
;;       1c: ldur x0, [x29, #-0x10]
;;       20: mov w17, #1
;;       24: str w17, [x0]
;;       28: mov w17, #2
;;       2c: str x17, [x0, #8]
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0                                                 ;; call stack exhausted at wasm 0x29
;;
;; 00000040 <caller>: function 1, 72 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x40
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x84
;;       58: stur x28, [x29, #-8]
;;       5c: add x0, sp, #0x18
;;       60: bl #0                                                  ;; <two>, call at wasm 0x33
;;       64: ldur x28, [x29, #-8]
;;       68: add x0, sp, #0x18
;;       6c: ldr w1, [x0]
;;       70: ldr x2, [x0, #8]
;;       74: mov x0, x2
;;       78: mov sp, x29
;;       7c: ldp x29, x30, [sp], #0x10
;;       80: ret
;;       84: udf #0                                                 ;; call stack exhausted at wasm 0x30
