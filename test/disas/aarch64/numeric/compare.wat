(module
  (func (export "set") (param i32 i32) (result i32) (i32.lt_s (local.get 0) (local.get 1)))
  (func (export "eqz") (param i64) (result i32) (i64.eqz (local.get 0)))
  (func (export "double-eqz") (param i32) (result i32) (i32.eqz (i32.eqz (local.get 0))))
  (func (export "mirrored") (param i32) (result i32) (i32.gt_u (i32.const 9) (local.get 0)))
  (func (export "float") (param f64 f64) (result i32) (f64.le (local.get 0) (local.get 1))))

;; 00000000 <set>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cmp w1, w2
;;       10: cset w1, lt
;;       14: mov w0, w1
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x10
;;       20: ret
;;       24: udf #0
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <eqz>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: cmp x1, #0
;;       40: cset w1, eq
;;       44: mov w0, w1
;;       48: mov sp, x29
;;       4c: ldp x29, x30, [sp], #0x10
;;       50: ret
;;       54: udf #0
;;       58: udf #0
;;       5c: udf #0
;;
;; 00000060 <double-eqz>: function 2, 48 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: cmp w1, #0
;;       70: cset w1, ne
;;       74: mov w0, w1
;;       78: mov sp, x29
;;       7c: ldp x29, x30, [sp], #0x10
;;       80: ret
;;       84: udf #0
;;       88: udf #0
;;       8c: udf #0
;;
;; 00000090 <mirrored>: function 3, 48 bytes
;;       90: stp x29, x30, [sp, #-0x10]!
;;       94: mov x29, sp
;;       98: sub sp, sp, #0x10
;;       9c: cmp w1, #9
;;       a0: cset w1, lo
;;       a4: mov w0, w1
;;       a8: mov sp, x29
;;       ac: ldp x29, x30, [sp], #0x10
;;       b0: ret
;;       b4: udf #0
;;       b8: udf #0
;;       bc: udf #0
;;
;; 000000c0 <float>: function 4, 32 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: fcmp d0, d1
;;       d0: cset w0, ls
;;       d4: mov sp, x29
;;       d8: ldp x29, x30, [sp], #0x10
;;       dc: ret
