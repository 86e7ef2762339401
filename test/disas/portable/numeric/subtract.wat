(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.sub (local.get 0) (local.get 1)))
  (func (export "kept") (param i32 i32) (result i32)
    ;; Both operands are used again: the difference needs a register of its own.
    (i32.mul (i32.sub (local.get 0) (local.get 1)) (i32.add (local.get 0) (local.get 1)))))

;; 00000000 <regs>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x2b
;;        8: I32Sub r1, r1, r2
;;       18: Move32 r0, r1
;;       24: Return 0
;;       2c: (4 bytes of padding)
;;
;; 00000030 <kept>: function 1, 64 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x33
;;       38: I32Sub r0, r1, r2
;;       48: I32Add r1, r1, r2
;;       58: I32Mul r0, r0, r1
;;       68: Return 0
