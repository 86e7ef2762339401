(module
  (table $t 4 externref)
  (func (export "get") (param i32) (result externref) (table.get $t (local.get 0)))
  (func (export "set") (param i32 externref) (table.set $t (local.get 0) (local.get 1)))
  (func (export "null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0)))))

;; 00000000 <get>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr w16, [x28, #0x20]
;;       10: cmp w1, w16
;;       14: b.hs #0x2c
;;       18: ldr x0, [x28, #0x18]
;;       1c: ldr x0, [x0, w1, uxtw #3]
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: udf #0                                                 ;; out of bounds table access at wasm 0x43
;;
;; 00000030 <set>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: ldr w16, [x28, #0x20]
;;       40: cmp w1, w16
;;       44: b.hs #0x5c
;;       48: ldr x0, [x28, #0x18]
;;       4c: str x2, [x0, w1, uxtw #3]
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0                                                 ;; out of bounds table access at wasm 0x4c
;;
;; 00000060 <null>: function 2, 56 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: ldr w16, [x28, #0x20]
;;       70: cmp w1, w16
;;       74: b.hs #0x94
;;       78: ldr x0, [x28, #0x18]
;;       7c: ldr x0, [x0, w1, uxtw #3]
;;       80: cmp x0, #0
;;       84: cset w0, eq
;;       88: mov sp, x29
;;       8c: ldp x29, x30, [sp], #0x10
;;       90: ret
;;       94: udf #0                                                 ;; out of bounds table access at wasm 0x53
