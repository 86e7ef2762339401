(module
  (import "env" "f" (func $f (param i32) (result i32 i32)))
  (func (export "f") (param i32) (result i32 i32) (return_call $f (local.get 0))))

;; 00000000 <f>: function 1, 33 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov qword ptr [rbp - 0x10], rdi
;;        f: mov rdi, qword ptr [rbp - 0x10]
;;       13: leave
;;       14: mov rax, qword ptr [r14 + 0x18]
;;       18: mov r14, qword ptr [r14 + 0x20]
;;       1c: mov rsi, r14
;;       1f: jmp rax
