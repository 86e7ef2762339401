(module
  ;; The back edge permutes registers: a cycle, broken by an exchange.
  (func (export "fibonacci") (param i32) (result i64) (local i64 i64 i64)
    (local.set 2 (i64.const 1))
    (loop
      (local.set 3 (i64.add (local.get 1) (local.get 2)))
      (local.set 1 (local.get 2))
      (local.set 2 (local.get 3))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1)))

;; 00000000 <fibonacci>: function 0, 83 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x30
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x51
;;       15: mov qword ptr [rbp - 8], r14
;;       19: xorps xmm15, xmm15
;;       1d: movups xmmword ptr [rbp - 0x30], xmm15
;;       22: movsd qword ptr [rbp - 0x20], xmm15
;;       28: mov eax, 1
;;       2d: mov rcx, qword ptr [rbp - 0x20]
;;       31: lea rdx, [rcx + rax]
;;       35: lea ecx, [rdi - 1]
;;       38: test ecx, ecx
;;       3a: je 0x4f
;;       40: mov qword ptr [rbp - 0x20], rax
;;       44: mov qword ptr [rbp - 0x30], rdx
;;       48: mov rax, rdx
;;       4b: mov edi, ecx
;;       4d: jmp 0x2d
;;       4f: leave
;;       50: ret
;;       51: ud2                                                    ;; call stack exhausted at wasm 0x27
