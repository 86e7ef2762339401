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
;;       3f: jb 0x5a
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov esi, edi
;;       4b: xor edi, edi
;;       4d: mov rax, qword ptr [r14 + 8]
;;       51: call qword ptr [rax + 0x60]                            ;; call at wasm 0x4a
;;       54: mov r14, qword ptr [rbp - 8]
;;       58: leave
;;       59: ret
;;       5a: ud2                                                    ;; call stack exhausted at wasm 0x47
;;       5c: (4 bytes of padding)
;;
;; 00000060 <fill>: function 2, 51 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x91
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov ecx, edx
;;       7b: mov edx, esi
;;       7d: mov esi, edi
;;       7f: xor edi, edi
;;       81: mov rax, qword ptr [r14 + 8]
;;       85: call qword ptr [rax + 0x88]                            ;; call at wasm 0x55
;;       8b: mov r14, qword ptr [rbp - 8]
;;       8f: leave
;;       90: ret
;;       91: ud2                                                    ;; call stack exhausted at wasm 0x4e
