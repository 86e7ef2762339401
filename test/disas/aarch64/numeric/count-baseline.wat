;;! features =
(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: clz w0, w0
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x37
;;
;; 00000030 <ctz>: function 1, 64 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x60
;;       48: stur x28, [x29, #-8]
;;       4c: rbit x0, x0
;;       50: clz x0, x0
;;       54: mov sp, x29
;;       58: ldp x29, x30, [sp], #0x10
;;       5c: ret
;;       60: udf #0                                                 ;; call stack exhausted at wasm 0x3d
;;       64: udf #0
;;       68: udf #0
;;       6c: udf #0
;;
;; 00000070 <popcnt>: function 2, 60 bytes
;;       70: stp x29, x30, [sp, #-0x10]!
;;       74: mov x29, sp
;;       78: sub sp, sp, #0x10
;;       7c: ldr x16, [x28, #0x10]
;;       80: cmp sp, x16
;;       84: b.lo #0xa8
;;       88: stur x28, [x29, #-8]
;;       8c: fmov s31, w0
;;       90: cnt v31.8b, v31.8b
;;       94: addv b31, v31.8b
;;       98: fmov w0, s31
;;       9c: mov sp, x29
;;       a0: ldp x29, x30, [sp], #0x10
;;       a4: ret
;;       a8: udf #0                                                 ;; call stack exhausted at wasm 0x43
