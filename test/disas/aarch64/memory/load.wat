(module
  (memory 1)
  (func (export "offset") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "constant") (result i64) (i64.load offset=8 (i32.const 1024)))
  (func (export "far") (param i32) (result i32) (i32.load8_u offset=0xfffffff0 (local.get 0)))
  (func (export "twice") (param i32) (result f64)
    (f64.add (f64.load (local.get 0)) (f64.load offset=8 (local.get 0)))))

;; 00000000 <offset>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x38
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x27, [x28, #0x18]
;;       20: add x16, x27, w1, uxtw
;;       24: ldr w1, [x16, #0x10]                                   ;; out of bounds memory access at wasm 0x51
;;       28: mov w0, w1
;;       2c: mov sp, x29
;;       30: ldp x29, x30, [sp], #0x10
;;       34: ret
;;       38: udf #0                                                 ;; call stack exhausted at wasm 0x4e
;;       3c: udf #0
;;
;; 00000040 <constant>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x70
;;       58: stur x28, [x29, #-8]
;;       5c: ldr x27, [x28, #0x18]
;;       60: ldr x0, [x27, #0x408]                                  ;; out of bounds memory access at wasm 0x5a
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: ret
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x56
;;       74: udf #0
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <far>: function 2, 64 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xbc
;;       98: stur x28, [x29, #-8]
;;       9c: ldr x27, [x28, #0x18]
;;       a0: mov w16, #-0x10
;;       a4: add x16, x16, w1, uxtw
;;       a8: ldrb w1, [x27, x16]                                    ;; out of bounds memory access at wasm 0x62
;;       ac: mov w0, w1
;;       b0: mov sp, x29
;;       b4: ldp x29, x30, [sp], #0x10
;;       b8: ret
;;       bc: udf #0                                                 ;; call stack exhausted at wasm 0x5f
;;
;; 000000c0 <twice>: function 3, 64 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: ldr x16, [x28, #0x10]
;;       d0: cmp sp, x16
;;       d4: b.lo #0xfc
;;       d8: stur x28, [x29, #-8]
;;       dc: ldr x27, [x28, #0x18]
;;       e0: ldr d0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x6e
;;       e4: add x16, x27, w1, uxtw
;;       e8: ldr d1, [x16, #8]                                      ;; out of bounds memory access at wasm 0x73
;;       ec: fadd d0, d0, d1
;;       f0: mov sp, x29
;;       f4: ldp x29, x30, [sp], #0x10
;;       f8: ret
;;       fc: udf #0                                                 ;; call stack exhausted at wasm 0x6b
