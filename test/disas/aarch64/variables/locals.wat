(module
  (func (export "tee") (param i32) (result i32) (local i32)
    (i32.add (local.tee 1 (i32.const 5)) (local.get 0))
    (local.get 1)
    (i32.mul))
  (func (export "alias") (param i32) (result i32)
    ;; The pushed copy keeps the old value.
    (local.get 0)
    (local.set 0 (i32.const 1))
    (i32.add (local.get 0))))

;; 00000000 <tee>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x34
;;       18: stur x28, [x29, #-8]
;;       1c: add w1, w1, #5
;;       20: add w1, w1, w1, lsl #2
;;       24: mov w0, w1
;;       28: mov sp, x29
;;       2c: ldp x29, x30, [sp], #0x10
;;       30: ret
;;       34: udf #0                                                 ;; call stack exhausted at wasm 0x2a
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <alias>: function 1, 52 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x70
;;       58: stur x28, [x29, #-8]
;;       5c: add w1, w1, #1
;;       60: mov w0, w1
;;       64: mov sp, x29
;;       68: ldp x29, x30, [sp], #0x10
;;       6c: ret
;;       70: udf #0                                                 ;; call stack exhausted at wasm 0x39
