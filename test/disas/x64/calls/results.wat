(module
  (func $two (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "caller") (result i64)
    (local i64)
    (local.set 0 (call $two))
    (drop)
    (local.get 0)))

;; 00000000 <two>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov qword ptr [rbp - 0x10], rdi
;;        f: mov rax, qword ptr [rbp - 0x10]
;;       13: mov dword ptr [rax], 1
;;       19: mov qword ptr [rax + 8], 2
;;       21: leave
;;       22: ret
;;       23: (13 bytes of padding)
;;
;; 00000030 <caller>: function 1, 55 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x40
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x65
;;       45: mov qword ptr [rbp - 8], r14
;;       49: lea rdi, [rbp - 0x38]
;;       4d: call 0                                                 ;; <two>, call at wasm 0x33
;;       52: mov r14, qword ptr [rbp - 8]
;;       56: lea rax, [rbp - 0x38]
;;       5a: mov ecx, dword ptr [rax]
;;       5c: mov rdx, qword ptr [rax + 8]
;;       60: mov rax, rdx
;;       63: leave
;;       64: ret
;;       65: ud2                                                    ;; call stack exhausted at wasm 0x30
