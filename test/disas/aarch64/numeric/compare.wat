(module
  (func (export "set") (param i32 i32) (result i32) (i32.lt_s (local.get 0) (local.get 1)))
  (func (export "eqz") (param i64) (result i32) (i64.eqz (local.get 0)))
  (func (export "double-eqz") (param i32) (result i32) (i32.eqz (i32.eqz (local.get 0))))
  (func (export "mirrored") (param i32) (result i32) (i32.gt_u (i32.const 9) (local.get 0)))
  (func (export "float") (param f64 f64) (result i32) (f64.le (local.get 0) (local.get 1))))

;; 00000000 <set>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x34
;;       18: stur x28, [x29, #-8]
;;       1c: cmp w1, w2
;;       20: cset w1, lt
;;       24: mov w0, w1
;;       28: mov sp, x29
;;       2c: ldp x29, x30, [sp], #0x10
;;       30: ret
;;       34: udf #0                                                 ;; call stack exhausted at wasm 0x5c
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <eqz>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x74
;;       58: stur x28, [x29, #-8]
;;       5c: cmp x1, #0
;;       60: cset w1, eq
;;       64: mov w0, w1
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: udf #0                                                 ;; call stack exhausted at wasm 0x64
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <double-eqz>: function 2, 64 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xb4
;;       98: stur x28, [x29, #-8]
;;       9c: cmp w1, #0
;;       a0: cset w1, ne
;;       a4: mov w0, w1
;;       a8: mov sp, x29
;;       ac: ldp x29, x30, [sp], #0x10
;;       b0: ret
;;       b4: udf #0                                                 ;; call stack exhausted at wasm 0x6a
;;       b8: udf #0
;;       bc: udf #0
;;
;; 000000c0 <mirrored>: function 3, 64 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: ldr x16, [x28, #0x10]
;;       d0: cmp sp, x16
;;       d4: b.lo #0xf4
;;       d8: stur x28, [x29, #-8]
;;       dc: cmp w1, #9
;;       e0: cset w1, lo
;;       e4: mov w0, w1
;;       e8: mov sp, x29
;;       ec: ldp x29, x30, [sp], #0x10
;;       f0: ret
;;       f4: udf #0                                                 ;; call stack exhausted at wasm 0x71
;;       f8: udf #0
;;       fc: udf #0
;;
;; 00000100 <float>: function 4, 52 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: ldr x16, [x28, #0x10]
;;      110: cmp sp, x16
;;      114: b.lo #0x130
;;      118: stur x28, [x29, #-8]
;;      11c: fcmp d0, d1
;;      120: cset w0, ls
;;      124: mov sp, x29
;;      128: ldp x29, x30, [sp], #0x10
;;      12c: ret
;;      130: udf #0                                                 ;; call stack exhausted at wasm 0x79
