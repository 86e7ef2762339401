;;! features =
(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x30
;;       18: stur x28, [x29, #-8]
;;       1c: clz w1, w1
;;       20: mov w0, w1
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; call stack exhausted at wasm 0x37
;;       34: udf #0
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <ctz>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x74
;;       58: stur x28, [x29, #-8]
;;       5c: rbit x1, x1
;;       60: clz x1, x1
;;       64: mov x0, x1
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: udf #0                                                 ;; call stack exhausted at wasm 0x3d
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <popcnt>: function 2, 64 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xbc
;;       98: stur x28, [x29, #-8]
;;       9c: fmov s31, w1
;;       a0: cnt v31.8b, v31.8b
;;       a4: addv b31, v31.8b
;;       a8: fmov w1, s31
;;       ac: mov w0, w1
;;       b0: mov sp, x29
;;       b4: ldp x29, x30, [sp], #0x10
;;       b8: ret
;;       bc: udf #0                                                 ;; call stack exhausted at wasm 0x43
