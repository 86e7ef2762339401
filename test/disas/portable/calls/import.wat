(module
  (import "env" "f" (func $f (param i32) (result i32)))
  (func (export "caller") (param i32) (result i32) (call $f (local.get 0))))

;; 00000000 <caller>: function 1, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2f
;;        8: Call func 0, 0, ctx[24]                                ;; call at wasm 0x32
;;       18: Return 0
