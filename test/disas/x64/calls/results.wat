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
;; 00000040 <caller>: function 1, 55 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x40
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x75
;;       55: mov qword ptr [rbp - 8], r14
;;       59: lea rdi, [rbp - 0x38]
;;       5d: call 0                                                 ;; <two>, call at wasm 0x33
;;       62: mov r14, qword ptr [rbp - 8]
;;       66: lea rax, [rbp - 0x38]
;;       6a: mov ecx, dword ptr [rax]
;;       6c: mov rdx, qword ptr [rax + 8]
;;       70: mov rax, rdx
;;       73: leave
;;       74: ret
;;       75: ud2                                                    ;; call stack exhausted at wasm 0x30
