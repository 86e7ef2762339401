(module
  (func (export "dead") (result i32)
    (unreachable)
    (block (result i32) (i32.add (i32.const 1) (i32.const 2)))))

;; 00000000 <dead>: function 0, 29 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x1b
;;       15: mov qword ptr [rbp - 8], r14
;;       19: ud2                                                    ;; unreachable at wasm 0x22
;;       1b: ud2                                                    ;; call stack exhausted at wasm 0x21
