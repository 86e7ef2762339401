(module
  (func (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "trunc_sat") (param f32) (result i64) (i64.trunc_sat_f32_u (local.get 0)))
  (func (export "unsigned") (param i64) (result f64) (f64.convert_i64_u (local.get 0)))
  (func (export "wrap") (param i64) (result i32) (i32.wrap_i64 (local.get 0)))
  (func (export "extend") (param i32) (result i64) (i64.extend_i32_u (local.get 0))))

;; 00000000 <trunc>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: fcmp d0, d0
;;       10: b.vs #0x30
;;       14: fcvtzs x0, d0
;;       18: cmp x0, w0, sxtw
;;       1c: b.ne #0x34
;;       20: mov w0, w0
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;       30: udf #0                                                 ;; invalid conversion to integer at wasm 0x65
;;       34: udf #0                                                 ;; integer overflow at wasm 0x65
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <trunc_sat>: function 1, 32 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: fcvtzu x0, s0
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0
;;
;; 00000060 <unsigned>: function 2, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ucvtf d0, x1
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0
;;
;; 00000080 <wrap>: function 3, 32 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: mov w0, w1
;;       90: mov sp, x29
;;       94: ldp x29, x30, [sp], #0x10
;;       98: ret
;;       9c: udf #0
;;
;; 000000a0 <extend>: function 4, 32 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: mov w1, w1
;;       b0: mov x0, x1
;;       b4: mov sp, x29
;;       b8: ldp x29, x30, [sp], #0x10
;;       bc: ret
