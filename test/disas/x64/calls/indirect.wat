(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "caller") (param i32 i32) (result i32)
    (call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <caller>: function 0, 88 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x20
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x52
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, esi
;;       1b: cmp eax, dword ptr [r14 + 0x20]
;;       1f: jae 0x54
;;       25: mov eax, eax
;;       27: mov rcx, qword ptr [r14 + 0x18]
;;       2b: mov r11d, eax
;;       2e: mov rax, qword ptr [rcx + r11*8]
;;       32: mov r11d, dword ptr [rax + 0x10]                       ;; uninitialized element at wasm 0x35
;;       36: cmp r11d, dword ptr [r14 + 0x30]
;;       3a: jne 0x56
;;       40: mov dword ptr [rbp - 0x20], esi
;;       43: mov dword ptr [rbp - 0x18], edi
;;       46: mov r14, qword ptr [rax + 8]
;;       4a: call qword ptr [rax]                                   ;; call at wasm 0x35
;;       4c: mov r14, qword ptr [rbp - 8]
;;       50: leave
;;       51: ret
;;       52: ud2                                                    ;; call stack exhausted at wasm 0x30
;;       54: ud2                                                    ;; undefined element at wasm 0x35
;;       56: ud2                                                    ;; indirect call type mismatch at wasm 0x35
