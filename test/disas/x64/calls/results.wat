(module
  (func $two (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "caller") (result i64)
    (local i64)
    (local.set 0 (call $two))
    (drop)
    (local.get 0)))

;; 00000000 <two>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x31
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov qword ptr [rbp - 0x10], rdi
;;       1d: mov rax, qword ptr [rbp - 0x10]
;;       21: mov dword ptr [rax], 1
;;       27: mov qword ptr [rax + 8], 2
;;       2f: leave
;;       30: ret
;;       31: ud2                                                    ;; call stack exhausted at wasm 0x29
;;       33: (13 bytes of padding)
;;
;; 00000040 <caller>: function 1, 63 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x40
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x7d
;;       55: mov qword ptr [rbp - 8], r14
;;       59: mov qword ptr [rbp - 0x18], 0
;;       61: lea rdi, [rbp - 0x38]
;;       65: call 0                                                 ;; <two>, call at wasm 0x33
;;       6a: mov r14, qword ptr [rbp - 8]
;;       6e: lea rax, [rbp - 0x38]
;;       72: mov ecx, dword ptr [rax]
;;       74: mov rdx, qword ptr [rax + 8]
;;       78: mov rax, rdx
;;       7b: leave
;;       7c: ret
;;       7d: ud2                                                    ;; call stack exhausted at wasm 0x30
