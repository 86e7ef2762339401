(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "f") (param i32 i32) (result i32)
    (return_call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <f>: function 0, 71 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov eax, edx
;;        d: cmp eax, dword ptr [r14 + 0x20]
;;       11: jae 0x43
;;       17: mov rcx, qword ptr [r14 + 0x18]
;;       1b: mov r11d, eax
;;       1e: mov rax, qword ptr [rcx + r11*8]
;;       22: mov r11d, dword ptr [rax + 0x10]                       ;; uninitialized element at wasm 0x30
;;       26: cmp r11d, dword ptr [r14 + 0x30]
;;       2a: jne 0x45
;;       30: leave
;;       31: cmp r14, qword ptr [rax + 8]
;;       35: je 0x3b
;;       37: mov r14, qword ptr [rax + 8]
;;       3b: mov rdi, r14
;;       3e: mov rax, qword ptr [rax]
;;       41: jmp rax
;;       43: ud2                                                    ;; undefined element at wasm 0x30
;;       45: ud2                                                    ;; indirect call type mismatch at wasm 0x30
