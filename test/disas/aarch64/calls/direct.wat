(module
  (func $callee (param i32 f64) (result i32) (local.get 0))
  (func (export "caller") (param i32) (result i32)
    ;; The first operand and the parameter live across the call.
    (i32.add
      (i32.mul (local.get 0) (i32.const 3))
      (i32.add (call $callee (i32.const 1) (f64.const 0)) (local.get 0)))))

;; 00000000 <callee>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: mov w0, w1
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x10
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <caller>: function 1, 88 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x20
;;       2c: ldr x16, [x28, #0x10]
;;       30: cmp sp, x16
;;       34: b.lo #0x74
;;       38: stur x28, [x29, #-8]
;;       3c: add w0, w1, w1, lsl #1
;;       40: stp x1, x0, [sp]
;;       44: mov w1, #1
;;       48: movi v0.2d, #0000000000000000
;;       4c: bl #0                                                  ;; <callee>, call at wasm 0x41
;;       50: ldur x28, [x29, #-8]
;;       54: ldr w1, [sp]
;;       58: add w0, w0, w1
;;       5c: ldr w1, [sp, #8]
;;       60: add w1, w1, w0
;;       64: mov w0, w1
;;       68: mov sp, x29
;;       6c: ldp x29, x30, [sp], #0x10
;;       70: ret
;;       74: udf #0                                                 ;; call stack exhausted at wasm 0x30
