(module
  (func (export "sum") (param i32) (result i32) (local i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (br_if 0 (i32.lt_s (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 0))))
    (local.get 1)))

;; 00000000 <sum>: function 0, 42 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x28
;;       15: mov qword ptr [rbp - 8], r14
;;       19: xor eax, eax
;;       1b: xor ecx, ecx
;;       1d: add eax, ecx
;;       1f: add ecx, 1
;;       22: cmp ecx, esi
;;       24: jl 0x1d
;;       26: leave
;;       27: ret
;;       28: ud2                                                    ;; call stack exhausted at wasm 0x21
