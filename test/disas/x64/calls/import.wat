(module
  (import "env" "f" (func $f (param i32) (result i32)))
  (func (export "caller") (param i32) (result i32) (call $f (local.get 0))))

;; 00000000 <caller>: function 1, 46 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x2c
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov rax, qword ptr [r14 + 0x18]
;;       1d: mov r14, qword ptr [r14 + 0x20]
;;       21: mov rdi, r14
;;       24: call rax                                               ;; call at wasm 0x32
;;       26: mov r14, qword ptr [rbp - 8]
;;       2a: leave
;;       2b: ret
;;       2c: ud2                                                    ;; call stack exhausted at wasm 0x2f
