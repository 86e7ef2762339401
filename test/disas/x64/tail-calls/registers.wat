(module
  (func $gcd (export "gcd") (param i64 i64) (result i64)
    (if (i64.eqz (local.get 1)) (then (return (local.get 0))))
    (return_call $gcd (local.get 1) (i64.rem_u (local.get 0) (local.get 1)))))

;; 00000000 <gcd>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: test rdx, rdx
;;        e: jne 0x19
;;       14: mov rax, rsi
;;       17: leave
;;       18: ret
;;       19: mov rcx, rdx
;;       1c: mov rax, rsi
;;       1f: mov rbx, rdx
;;       22: xor edx, edx
;;       24: div rcx                                                ;; integer divide by zero at wasm 0x32
;;       27: mov rsi, rbx
;;       2a: leave
;;       2b: jmp 0                                                  ;; <gcd>
