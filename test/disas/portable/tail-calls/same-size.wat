(module
  (func $f (export "f") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $f (local.get 6) (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5))))

;; 00000000 <f>: function 0, 96 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x25
;;        8: Swap r1, r7
;;       14: Swap r2, r7
;;       20: Swap r3, r7
;;       2c: Swap r4, r7
;;       38: Swap r5, r7
;;       44: Swap r6, r7
;;       50: TailLeave 0
;;       58: TailJump func 0
