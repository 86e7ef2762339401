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
;;       34: sub rsp, 0x20
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x5d
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov dword ptr [rbp - 0x18], edi
;;       4c: mov esi, edi
;;       4e: xor edi, edi
;;       50: mov rax, qword ptr [r14 + 8]
;;       54: call qword ptr [rax + 0x40]                            ;; call at wasm 0x4a
;;       57: mov r14, qword ptr [rbp - 8]
;;       5b: leave
;;       5c: ret
;;       5d: ud2                                                    ;; call stack exhausted at wasm 0x47
;;       5f: (1 bytes of padding)
;;
;; 00000060 <fill>: function 2, 57 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x30
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x97
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov dword ptr [rbp - 0x28], edx
;;       7c: mov dword ptr [rbp - 0x20], esi
;;       7f: mov dword ptr [rbp - 0x18], edi
;;       82: mov ecx, edx
;;       84: mov edx, esi
;;       86: mov esi, edi
;;       88: xor edi, edi
;;       8a: mov rax, qword ptr [r14 + 8]
;;       8e: call qword ptr [rax + 0x60]                            ;; call at wasm 0x55
;;       91: mov r14, qword ptr [rbp - 8]
;;       95: leave
;;       96: ret
;;       97: ud2                                                    ;; call stack exhausted at wasm 0x4e
