(module
  (func (export "fused") (param i32 i32) (result i32)
    (select (local.get 0) (local.get 1) (i32.lt_s (local.get 0) (local.get 1))))
  (func (export "float") (param f64 f64 i32) (result f64)
    (select (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <fused>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x34
;;       18: stur x28, [x29, #-8]
;;       1c: cmp w1, w2
;;       20: csel w1, w1, w2, lt
;;       24: mov w0, w1
;;       28: mov sp, x29
;;       2c: ldp x29, x30, [sp], #0x10
;;       30: ret
;;       34: udf #0                                                 ;; call stack exhausted at wasm 0x34
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <float>: function 1, 52 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x70
;;       58: stur x28, [x29, #-8]
;;       5c: cmp w1, #0
;;       60: fcsel d0, d0, d1, ne
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: ret
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x41
