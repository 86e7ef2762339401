;;! features =
(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: clz w1, w1
;;       10: mov w0, w1
;;       14: mov sp, x29
;;       18: ldp x29, x30, [sp], #0x10
;;       1c: ret
;;
;; 00000020 <ctz>: function 1, 48 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: rbit x1, x1
;;       30: clz x1, x1
;;       34: mov x0, x1
;;       38: mov sp, x29
;;       3c: ldp x29, x30, [sp], #0x10
;;       40: ret
;;       44: udf #0
;;       48: udf #0
;;       4c: udf #0
;;
;; 00000050 <popcnt>: function 2, 44 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: fmov s31, w1
;;       60: cnt v31.8b, v31.8b
;;       64: addv b31, v31.8b
;;       68: fmov w1, s31
;;       6c: mov w0, w1
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
