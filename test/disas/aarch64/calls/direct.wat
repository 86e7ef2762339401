(module
  (func $callee (param i32 f64) (result i32) (local.get 0))
  (func (export "caller") (param i32) (result i32)
    ;; The first operand and the parameter live across the call.
    (i32.add
      (i32.mul (local.get 0) (i32.const 3))
      (i32.add (call $callee (i32.const 1) (f64.const 0)) (local.get 0)))))

;; 00000000 <callee>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x2c
;;       18: stur x28, [x29, #-8]
;;       1c: mov w0, w1
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ret
;;       2c: udf #0                                                 ;; call stack exhausted at wasm 0x2b
;;
;; 00000030 <caller>: function 1, 88 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x20
;;       3c: ldr x16, [x28, #0x10]
;;       40: cmp sp, x16
;;       44: b.lo #0x84
;;       48: stur x28, [x29, #-8]
;;       4c: add w0, w1, w1, lsl #1
;;       50: stp x1, x0, [sp]
;;       54: mov w1, #1
;;       58: movi v0.2d, #0000000000000000
;;       5c: bl #0                                                  ;; <callee>, call at wasm 0x41
;;       60: ldur x28, [x29, #-8]
;;       64: ldr w1, [sp]
;;       68: add w0, w0, w1
;;       6c: ldr w1, [sp, #8]
;;       70: add w1, w1, w0
;;       74: mov w0, w1
;;       78: mov sp, x29
;;       7c: ldp x29, x30, [sp], #0x10
;;       80: ret
;;       84: udf #0                                                 ;; call stack exhausted at wasm 0x30
