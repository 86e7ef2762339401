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

;; 00000000 <fibonacci>: function 0, 60 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x3a
;;       15: mov qword ptr [rbp - 8], r14
;;       19: xor eax, eax
;;       1b: mov ecx, 1
;;       20: lea rdx, [rax + rcx]
;;       24: add esi, -1
;;       27: je 0x35
;;       2d: mov rax, rcx
;;       30: mov rcx, rdx
;;       33: jmp 0x20
;;       35: mov rax, rcx
;;       38: leave
;;       39: ret
;;       3a: ud2                                                    ;; call stack exhausted at wasm 0x27
