(module
  (memory 1 2)
  (func (export "size") (result i32) (memory.size))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <size>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x23
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov rax, qword ptr [r14 + 0x20]
;;       1d: shr rax, 0x10
;;       21: leave
;;       22: ret
;;       23: ud2                                                    ;; call stack exhausted at wasm 0x42
;;       25: (11 bytes of padding)
;;
;; 00000030 <grow>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x5d
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov edx, esi
;;       4b: xor esi, esi
;;       4d: mov rdi, r14
;;       50: mov rax, qword ptr [r14 + 8]
;;       54: call qword ptr [rax + 0x60]                            ;; call at wasm 0x4a
;;       57: mov r14, qword ptr [rbp - 8]
;;       5b: leave
;;       5c: ret
;;       5d: ud2                                                    ;; call stack exhausted at wasm 0x47
;;       5f: (1 bytes of padding)
;;
;; 00000060 <fill>: function 2, 55 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x95
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov r8d, ecx
;;       7c: mov ecx, edx
;;       7e: mov edx, esi
;;       80: xor esi, esi
;;       82: mov rdi, r14
;;       85: mov rax, qword ptr [r14 + 8]
;;       89: call qword ptr [rax + 0x88]                            ;; call at wasm 0x55
;;       8f: mov r14, qword ptr [rbp - 8]
;;       93: leave
;;       94: ret
;;       95: ud2                                                    ;; call stack exhausted at wasm 0x4e
