(module
  (func $gcd (export "gcd") (param i64 i64) (result i64)
    (if (i64.eqz (local.get 1)) (then (return (local.get 0))))
    (return_call $gcd (local.get 1) (i64.rem_u (local.get 0) (local.get 1)))))

;; 00000000 <gcd>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x3e
;;       15: mov qword ptr [rbp - 8], r14
;;       19: test rdx, rdx
;;       1c: jne 0x27
;;       22: mov rax, rsi
;;       25: leave
;;       26: ret
;;       27: mov rcx, rdx
;;       2a: mov rax, rsi
;;       2d: mov rbx, rdx
;;       30: xor edx, edx
;;       32: div rcx                                                ;; integer divide by zero at wasm 0x32
;;       35: mov rsi, rbx
;;       38: leave
;;       39: jmp 0                                                  ;; <gcd>
;;       3e: ud2                                                    ;; call stack exhausted at wasm 0x22
