(module
  (import "env" "f" (func $f (param i32) (result i32 i32)))
  (func (export "f") (param i32) (result i32 i32) (return_call $f (local.get 0))))

;; 00000000 <f>: function 1, 60 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x38
;;       18: stp x0, x28, [x29, #-0x10]
;;       1c: ldur x0, [x29, #-0x10]
;;       20: mov sp, x29
;;       24: ldp x29, x30, [sp], #0x10
;;       28: ldr x9, [x28, #0x18]
;;       2c: ldr x28, [x28, #0x20]
;;       30: mov x1, x28
;;       34: br x9
;;       38: udf #0                                                 ;; call stack exhausted at wasm 0x2b
