(module
  (func $nine (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (local.get 8))
  (func (export "f") (param i32) (result i32)
    (return_call $nine (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (i32.const 7) (i32.const 8) (local.get 0))))

;; 00000000 <nine>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x26
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, dword ptr [rbp + 0x20]
;;       1c: leave
;;       1d: pop qword ptr [rsp + 0x18]
;;       21: add rsp, 0x18
;;       25: ret
;;       26: ud2                                                    ;; call stack exhausted at wasm 0x2d
;;       28: (8 bytes of padding)
;;
;; 00000030 <f>: function 1, 144 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0xbe
;;       45: mov qword ptr [rbp - 8], r14
;;       49: sub rsp, 0x20
;;       4d: mov qword ptr [rsp], 7
;;       55: mov qword ptr [rsp + 8], 8
;;       5e: mov qword ptr [rsp + 0x10], rdi
;;       63: mov edi, 1
;;       68: mov esi, 2
;;       6d: mov edx, 3
;;       72: mov ecx, 4
;;       77: mov r8d, 5
;;       7d: mov r9d, 6
;;       83: mov r10, qword ptr [rbp + 8]
;;       87: mov rbx, qword ptr [rbp]
;;       8b: mov r11, qword ptr [rsp + 0x18]
;;       90: mov qword ptr [rbp + 8], r11
;;       94: mov r11, qword ptr [rsp + 0x10]
;;       99: mov qword ptr [rbp], r11
;;       9d: mov r11, qword ptr [rsp + 8]
;;       a2: mov qword ptr [rbp - 8], r11
;;       a6: mov r11, qword ptr [rsp]
;;       aa: mov qword ptr [rbp - 0x10], r11
;;       ae: mov qword ptr [rbp - 0x18], r10
;;       b2: lea rsp, [rbp - 0x18]
;;       b6: mov rbp, rbx
;;       b9: jmp 0                                                  ;; <nine>
;;       be: ud2                                                    ;; call stack exhausted at wasm 0x32
