(module
  (func (export "fused") (param i32 i32) (result i32)
    (select (local.get 0) (local.get 1) (i32.lt_s (local.get 0) (local.get 1))))
  (func (export "float") (param f64 f64 i32) (result f64)
    (select (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <fused>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: cmp w1, w2
;;       10: csel w1, w1, w2, lt
;;       14: mov w0, w1
;;       18: mov sp, x29
;;       1c: ldp x29, x30, [sp], #0x10
;;       20: ret
;;       24: udf #0
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <float>: function 1, 32 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: cmp w1, #0
;;       40: fcsel d0, d0, d1, ne
;;       44: mov sp, x29
;;       48: ldp x29, x30, [sp], #0x10
;;       4c: ret
