(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "f") (param i32 i32) (result i32)
    (return_call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <f>: function 0, 87 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x51
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, edx
;;       1b: cmp eax, dword ptr [r14 + 0x20]
;;       1f: jae 0x53
;;       25: mov rcx, qword ptr [r14 + 0x18]
;;       29: mov r11d, eax
;;       2c: mov rax, qword ptr [rcx + r11*8]
;;       30: mov r11d, dword ptr [rax + 0x10]                       ;; uninitialized element at wasm 0x30
;;       34: cmp r11d, dword ptr [r14 + 0x30]
;;       38: jne 0x55
;;       3e: leave
;;       3f: cmp r14, qword ptr [rax + 8]
;;       43: je 0x49
;;       45: mov r14, qword ptr [rax + 8]
;;       49: mov rdi, r14
;;       4c: mov rax, qword ptr [rax]
;;       4f: jmp rax
;;       51: ud2                                                    ;; call stack exhausted at wasm 0x2b
;;       53: ud2                                                    ;; undefined element at wasm 0x30
;;       55: ud2                                                    ;; indirect call type mismatch at wasm 0x30
