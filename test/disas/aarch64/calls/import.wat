(module
  (import "env" "f" (func $f (param i32) (result i32)))
  (func (export "caller") (param i32) (result i32) (call $f (local.get 0))))

;; 00000000 <caller>: function 1, 60 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x38
;;       18: stur x28, [x29, #-8]
;;       1c: ldr x9, [x28, #0x18]
;;       20: ldr x28, [x28, #0x20]
;;       24: blr x9                                                 ;; call at wasm 0x32
;;       28: ldur x28, [x29, #-8]
;;       2c: mov sp, x29
;;       30: ldp x29, x30, [sp], #0x10
;;       34: ret
;;       38: udf #0                                                 ;; call stack exhausted at wasm 0x2f
