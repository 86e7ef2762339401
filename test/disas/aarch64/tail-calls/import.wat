(module
  (import "env" "f" (func $f (param i32) (result i32 i32)))
  (func (export "f") (param i32) (result i32 i32) (return_call $f (local.get 0))))

;; 00000000 <f>: function 1, 44 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: stp x0, x28, [x29, #-0x10]
;;       10: ldur x0, [x29, #-0x10]
;;       14: mov sp, x29
;;       18: ldp x29, x30, [sp], #0x10
;;       1c: ldr x9, [x28, #0x18]
;;       20: ldr x28, [x28, #0x20]
;;       24: mov x1, x28
;;       28: br x9
