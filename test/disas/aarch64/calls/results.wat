(module
  (func $two (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "caller") (result i64)
    (local i64)
    (local.set 0 (call $two))
    (drop)
    (local.get 0)))

;; 00000000 <two>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: stp x0, x28, [x29, #-0x10]
;;       10: ldur x0, [x29, #-0x10]
;;       14: mov w17, #1
;;       18: str w17, [x0]
;;       1c: mov w17, #2
;;       20: str x17, [x0, #8]
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;
;; 00000030 <caller>: function 1, 72 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x40
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x74
;;       48: stur x28, [x29, #-8]
;;       4c: add x0, sp, #0x18
;;       50: bl #0                                                  ;; <two>, call at wasm 0x33
;;       54: ldur x28, [x29, #-8]
;;       58: add x0, sp, #0x18
;;       5c: ldr w1, [x0]
;;       60: ldr x2, [x0, #8]
;;       64: mov x0, x2
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: udf #0                                                 ;; call stack exhausted at wasm 0x30
