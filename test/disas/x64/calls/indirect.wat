(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "caller") (param i32 i32) (result i32)
    (call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <caller>: function 0, 82 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x4c
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, esi
;;       1b: cmp eax, dword ptr [r14 + 0x20]
;;       1f: jae 0x4e
;;       25: mov eax, eax
;;       27: mov rcx, qword ptr [r14 + 0x18]
;;       2b: mov r11d, eax
;;       2e: mov rax, qword ptr [rcx + r11*8]
;;       32: mov r11d, dword ptr [rax + 0x10]                       ;; uninitialized element at wasm 0x35
;;       36: cmp r11d, dword ptr [r14 + 0x30]
;;       3a: jne 0x50
;;       40: mov r14, qword ptr [rax + 8]
;;       44: call qword ptr [rax]                                   ;; call at wasm 0x35
;;       46: mov r14, qword ptr [rbp - 8]
;;       4a: leave
;;       4b: ret
;;       4c: ud2                                                    ;; call stack exhausted at wasm 0x30
;;       4e: ud2                                                    ;; undefined element at wasm 0x35
;;       50: ud2                                                    ;; indirect call type mismatch at wasm 0x35
