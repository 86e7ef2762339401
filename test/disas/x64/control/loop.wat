(module
  (func (export "sum") (param i32) (result i32) (local i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (br_if 0 (i32.lt_s (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 0))))
    (local.get 1)))

;; 00000000 <sum>: function 0, 68 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x30
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x42
;;       15: mov qword ptr [rbp - 8], r14
;;       19: xorps xmm15, xmm15
;;       1d: movups xmmword ptr [rbp - 0x28], xmm15
;;       22: mov eax, dword ptr [rbp - 0x20]
;;       25: mov ecx, dword ptr [rbp - 0x28]
;;       28: lea edx, [rax + rcx]
;;       2b: lea eax, [rcx + 1]
;;       2e: cmp eax, edi
;;       30: jge 0x3e
;;       36: mov dword ptr [rbp - 0x28], eax
;;       39: mov dword ptr [rbp - 0x20], edx
;;       3c: jmp 0x22
;;       3e: mov eax, edx
;;       40: leave
;;       41: ret
;;       42: ud2                                                    ;; call stack exhausted at wasm 0x21
