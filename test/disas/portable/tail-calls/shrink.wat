(module
  (func $one (param i32) (result i32) (local.get 0))
  (func (export "f") (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $one (local.get 8))))

;; 00000000 <one>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2d
;;        8: Move32 r0, r1
;;       14: Return 0
;;       1c: (4 bytes of padding)
;;
;; 00000020 <f>: function 1, 36 bytes
;;       20: Enter 4                                                ;; call stack exhausted at wasm 0x32
;;       28: Move32 r1, r9
;;       34: TailLeave 0
;;       3c: TailJump func 0
