(module
  (func (export "flag") (param i32) (result i32) (local i32)
    (block
      (br_if 0 (local.get 0))
      (local.set 1 (i32.const 1)))
    (local.get 1)))

;; 00000000 <flag>: function 0, 44 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x2a
;;       15: mov qword ptr [rbp - 8], r14
;;       19: xor eax, eax
;;       1b: test esi, esi
;;       1d: jne 0x28
;;       23: mov eax, 1
;;       28: leave
;;       29: ret
;;       2a: ud2                                                    ;; call stack exhausted at wasm 0x22
