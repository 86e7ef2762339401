(module
  (func $nine (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (local.get 8))
  (func (export "f") (param i32) (result i32)
    (return_call $nine (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (i32.const 7) (i32.const 8) (local.get 0))))

;; 00000000 <nine>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2d
;;        8: Move32 r0, r9
;;       14: Return 0
;;       1c: (4 bytes of padding)
;;
;; 00000020 <f>: function 1, 132 bytes
;;       20: Enter 4                                                ;; call stack exhausted at wasm 0x32
;;       28: Move32 r9, r1
;;       34: Const32 r1, 1
;;       40: Const32 r2, 2
;;       4c: Const32 r3, 3
;;       58: Const32 r4, 4
;;       64: Const32 r5, 5
;;       70: Const32 r6, 6
;;       7c: Const32 r7, 7
;;       88: Const32 r8, 8
;;       94: TailLeave 0
;;       9c: TailJump func 0
