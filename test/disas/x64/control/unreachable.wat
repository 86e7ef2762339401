(module
  (func (export "dead") (result i32)
    (unreachable)
    (block (result i32) (i32.add (i32.const 1) (i32.const 2)))))

;; 00000000 <dead>: function 0, 13 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: ud2                                                    ;; unreachable at wasm 0x22
