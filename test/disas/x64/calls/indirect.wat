(module
  (type $t (func (param i32) (result i32)))
  (table 4 funcref)
  (func (export "caller") (param i32 i32) (result i32)
    (call_indirect (type $t) (local.get 0) (local.get 1))))

;; 00000000 <caller>: function 0, 83 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x4d
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, edx
;;       1b: cmp eax, dword ptr [r14 + 0x20]
;;       1f: jae 0x4f
;;       25: mov rcx, qword ptr [r14 + 0x18]
;;       29: mov r11d, eax
;;       2c: mov rax, qword ptr [rcx + r11*8]
;;       30: mov r11d, dword ptr [rax + 0x10]                       ;; uninitialized element at wasm 0x35
;;       34: cmp r11d, dword ptr [r14 + 0x30]
;;       38: jne 0x51
;;       3e: mov r14, qword ptr [rax + 8]
;;       42: mov rdi, r14
;;       45: call qword ptr [rax]                                   ;; call at wasm 0x35
;;       47: mov r14, qword ptr [rbp - 8]
;;       4b: leave
;;       4c: ret
;;       4d: ud2                                                    ;; call stack exhausted at wasm 0x30
;;       4f: ud2                                                    ;; undefined element at wasm 0x35
;;       51: ud2                                                    ;; indirect call type mismatch at wasm 0x35
