(module
  (table $t 4 externref)
  (func (export "get") (param i32) (result externref) (table.get $t (local.get 0)))
  (func (export "set") (param i32 externref) (table.set $t (local.get 0) (local.get 1)))
  (func (export "null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0)))))

;; 00000000 <get>: function 0, 80 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x3c
;;       18: stur x28, [x29, #-8]
;;       1c: ldr w16, [x28, #0x20]
;;       20: cmp w1, w16
;;       24: b.hs #0x40
;;       28: ldr x0, [x28, #0x18]
;;       2c: ldr x0, [x0, w1, uxtw #3]
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0                                                 ;; call stack exhausted at wasm 0x40
;;       40: udf #0                                                 ;; out of bounds table access at wasm 0x43
;;       44: udf #0
;;       48: udf #0
;;       4c: udf #0
;;
;; 00000050 <set>: function 1, 80 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: ldr x16, [x28, #0x10]
;;       60: cmp sp, x16
;;       64: b.lo #0x8c
;;       68: stur x28, [x29, #-8]
;;       6c: ldr w16, [x28, #0x20]
;;       70: cmp w1, w16
;;       74: b.hs #0x90
;;       78: ldr x0, [x28, #0x18]
;;       7c: str x2, [x0, w1, uxtw #3]
;;       80: mov sp, x29
;;       84: ldp x29, x30, [sp], #0x10
;;       88: ret
;;       8c: udf #0                                                 ;; call stack exhausted at wasm 0x47
;;       90: udf #0                                                 ;; out of bounds table access at wasm 0x4c
;;       94: udf #0
;;       98: udf #0
;;       9c: udf #0
;;
;; 000000a0 <null>: function 2, 76 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: ldr x16, [x28, #0x10]
;;       b0: cmp sp, x16
;;       b4: b.lo #0xe4
;;       b8: stur x28, [x29, #-8]
;;       bc: ldr w16, [x28, #0x20]
;;       c0: cmp w1, w16
;;       c4: b.hs #0xe8
;;       c8: ldr x0, [x28, #0x18]
;;       cc: ldr x0, [x0, w1, uxtw #3]
;;       d0: cmp x0, #0
;;       d4: cset w0, eq
;;       d8: mov sp, x29
;;       dc: ldp x29, x30, [sp], #0x10
;;       e0: ret
;;       e4: udf #0                                                 ;; call stack exhausted at wasm 0x50
;;       e8: udf #0                                                 ;; out of bounds table access at wasm 0x53
