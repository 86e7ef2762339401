(module
  (func $gcd (export "gcd") (param i64 i64) (result i64)
    (if (i64.eqz (local.get 1)) (then (return (local.get 0))))
    (return_call $gcd (local.get 1) (i64.rem_u (local.get 0) (local.get 1)))))

;; 00000000 <gcd>: function 0, 61 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x3b
;;       15: mov qword ptr [rbp - 8], r14
;;       19: test rsi, rsi
;;       1c: jne 0x27
;;       22: mov rax, rdi
;;       25: leave
;;       26: ret
;;       27: mov rax, rdi
;;       2a: xor edx, edx
;;       2c: div rsi                                                ;; integer divide by zero at wasm 0x32
;;       2f: mov rdi, rsi
;;       32: mov rsi, rdx
;;       35: leave
;;       36: jmp 0                                                  ;; <gcd>
;;       3b: ud2                                                    ;; call stack exhausted at wasm 0x22
