(module
  (memory 1)
  (func (export "offset") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "constant") (result i64) (i64.load offset=8 (i32.const 1024)))
  (func (export "far") (param i32) (result i32) (i32.load8_u offset=0xfffffff0 (local.get 0)))
  (func (export "twice") (param i32) (result f64)
    (f64.add (f64.load (local.get 0)) (f64.load offset=8 (local.get 0)))))

;; 00000000 <offset>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x27, [x28, #0x18]
;;       10: add x16, x27, w1, uxtw
;;       14: ldr w1, [x16, #0x10]                                   ;; out of bounds memory access at wasm 0x51
;;       18: mov w0, w1
;;       1c: mov sp, x29
;;       20: ldp x29, x30, [sp], #0x10
;;       24: ret
;;       28: udf #0
;;       2c: udf #0
;;
;; 00000030 <constant>: function 1, 32 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr x27, [x28, #0x18]
;;       40: ldr x0, [x27, #0x408]                                  ;; out of bounds memory access at wasm 0x5a
;;       44: mov sp, x29
;;       48: ldp x29, x30, [sp], #0x10
;;       4c: ret
;;
;; 00000050 <far>: function 2, 48 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: ldr x27, [x28, #0x18]
;;       60: mov w16, #-0x10
;;       64: add x16, x16, w1, uxtw
;;       68: ldrb w1, [x27, x16]                                    ;; out of bounds memory access at wasm 0x62
;;       6c: mov w0, w1
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0
;;
;; 00000080 <twice>: function 3, 44 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x27, [x28, #0x18]
;;       90: ldr d0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x6e
;;       94: add x16, x27, w1, uxtw
;;       98: ldr d1, [x16, #8]                                      ;; out of bounds memory access at wasm 0x73
;;       9c: fadd d0, d0, d1
;;       a0: mov sp, x29
;;       a4: ldp x29, x30, [sp], #0x10
;;       a8: ret
