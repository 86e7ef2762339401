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
;;       14: b.lo #0x30
;;       18: stur x28, [x29, #-8]
;;       1c: cmp w0, w1
;;       20: cset w0, lt
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; call stack exhausted at wasm 0x5c
;;       34: udf #0
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <eqz>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x70
;;       58: stur x28, [x29, #-8]
;;       5c: cmp x0, #0
;;       60: cset w0, eq
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: ret
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x64
;;       74: udf #0
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <double-eqz>: function 2, 64 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xb0
;;       98: stur x28, [x29, #-8]
;;       9c: cmp w0, #0
;;       a0: cset w0, ne
;;       a4: mov sp, x29
;;       a8: ldp x29, x30, [sp], #0x10
;;       ac: ret
;;       b0: udf #0                                                 ;; call stack exhausted at wasm 0x6a
;;       b4: udf #0
;;       b8: udf #0
;;       bc: udf #0
;;
;; 000000c0 <mirrored>: function 3, 64 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: ldr x16, [x28, #0x10]
;;       d0: cmp sp, x16
;;       d4: b.lo #0xf0
;;       d8: stur x28, [x29, #-8]
;;       dc: cmp w0, #9
;;       e0: cset w0, lo
;;       e4: mov sp, x29
;;       e8: ldp x29, x30, [sp], #0x10
;;       ec: ret
;;       f0: udf #0                                                 ;; call stack exhausted at wasm 0x71
;;       f4: udf #0
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
