(module
  (import "env" "f" (func $f (param i32) (result i32)))
  (func (export "caller") (param i32) (result i32) (call $f (local.get 0))))

;; 00000000 <caller>: function 1, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x3c
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x9, [x28, #0x18]
;;       20: ldr x28, [x28, #0x20]
;;       24: mov x0, x28
;;       28: blr x9                                                 ;; call at wasm 0x32
;;       2c: ldur x28, [x29, #-8]
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0                                                 ;; call stack exhausted at wasm 0x2f
