;; Of the legacy form: the reference to the exception is kept only where something throws it again.

(module
  (tag $t (param i32))
  (func $may-throw)
  (func $catches (result i32)
    (try (result i32)
      (do (call $may-throw) (i32.const 0))
      (catch $t)))
  (func $cleans-up
    (try
      (do (call $may-throw))
      (catch_all (call $may-throw) (rethrow 0))))
)

;; 00000000 <may-throw>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov sp, x29
;;       10: ldp x29, x30, [sp], #0x10
;;       14: ret
;;       18: udf #0
;;       1c: udf #0
;;
;; 00000020 <catches>: function 1, 80 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x20
;;       2c: ldr x16, [x28, #0x10]
;;       30: cmp sp, x16
;;       34: b.lo #0x6c
;;       38: stur x28, [x29, #-8]
;;       3c: bl #0                                                  ;; <may-throw>, call at wasm 0x2b
;;       40: ldur x28, [x29, #-8]
;;       44: mov w0, #0
;;       48: b #0x60
;;       4c: mov x16, #0x20
;;       50: movk x16, #0, lsl #16
;;       54: sub sp, x29, x16
;;       58: ldur x28, [x29, #-8]
;;       5c: ldr w0, [sp, #8]
;;       60: mov sp, x29
;;       64: ldp x29, x30, [sp], #0x10
;;       68: ret
;;       6c: udf #0                                                 ;; call stack exhausted at wasm 0x28
;;
;; 00000070 <cleans-up>: function 2, 108 bytes
;;       70: stp x29, x30, [sp, #-0x10]!
;;       74: mov x29, sp
;;       78: sub sp, sp, #0x20
;;       7c: ldr x16, [x28, #0x10]
;;       80: cmp sp, x16
;;       84: b.lo #0xd8
;;       88: stur x28, [x29, #-8]
;;       8c: bl #0                                                  ;; <may-throw>, call at wasm 0x37
;;       90: ldur x28, [x29, #-8]
;;       94: b #0xcc
;;       98: mov x16, #0x20
;;       9c: movk x16, #0, lsl #16
;;       a0: sub sp, x29, x16
;;       a4: ldur x28, [x29, #-8]
;;       a8: bl #0                                                  ;; <may-throw>, call at wasm 0x3a
;;       ac: ldur x28, [x29, #-8]
;;       b0: ldr x0, [sp]
;;       b4: mov x1, x0
;;       b8: ldr x9, [x28, #0x38]
;;       bc: ldr x28, [x28, #0x40]
;;       c0: mov x0, x28
;;       c4: blr x9                                                 ;; call at wasm 0x3c
;;       c8: udf #0                                                 ;; unreachable at wasm 0x3c
;;       cc: mov sp, x29
;;       d0: ldp x29, x30, [sp], #0x10
;;       d4: ret
;;       d8: udf #0                                                 ;; call stack exhausted at wasm 0x34
