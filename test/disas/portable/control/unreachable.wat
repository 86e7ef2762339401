(module
  (func (export "dead") (result i32)
    (unreachable)
    (block (result i32) (i32.add (i32.const 1) (i32.const 2)))))

;; 00000000 <dead>: function 0, 12 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x21
;;        8: Trap                                                   ;; unreachable at wasm 0x22
