(module
  (import "env" "f" (func $f (param i32) (result i32 i32)))
  (func (export "f") (param i32) (result i32 i32) (return_call $f (local.get 0))))

;; 00000000 <f>: function 1, 49 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x2f
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov qword ptr [rbp - 0x10], rdi
;;       1d: mov rdi, qword ptr [rbp - 0x10]
;;       21: leave
;;       22: mov rax, qword ptr [r14 + 0x18]
;;       26: mov r14, qword ptr [r14 + 0x20]
;;       2a: mov rsi, r14
;;       2d: jmp rax
;;       2f: ud2                                                    ;; call stack exhausted at wasm 0x2b
