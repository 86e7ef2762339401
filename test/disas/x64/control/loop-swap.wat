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

;; 00000000 <fibonacci>: function 0, 44 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: xor eax, eax
;;        d: mov ecx, 1
;;       12: lea rdx, [rax + rcx]
;;       16: add esi, -1
;;       19: je 0x27
;;       1f: mov rax, rcx
;;       22: mov rcx, rdx
;;       25: jmp 0x12
;;       27: mov rax, rcx
;;       2a: leave
;;       2b: ret
