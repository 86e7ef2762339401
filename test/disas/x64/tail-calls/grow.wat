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
;;       19: mov eax, dword ptr [rbp + 0x28]
;;       1c: leave
;;       1d: pop qword ptr [rsp + 0x18]
;;       21: add rsp, 0x18
;;       25: ret
;;       26: ud2                                                    ;; call stack exhausted at wasm 0x2d
;;       28: (8 bytes of padding)
;;
;; 00000030 <f>: function 1, 148 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0xc2
;;       45: mov qword ptr [rbp - 8], r14
;;       49: sub rsp, 0x20
;;       4d: mov qword ptr [rsp], 6
;;       55: mov qword ptr [rsp + 8], 7
;;       5e: mov qword ptr [rsp + 0x10], 8
;;       67: mov qword ptr [rsp + 0x18], rsi
;;       6c: mov esi, 1
;;       71: mov edx, 2
;;       76: mov ecx, 3
;;       7b: mov r8d, 4
;;       81: mov r9d, 5
;;       87: mov r10, qword ptr [rbp + 8]
;;       8b: mov rbx, qword ptr [rbp]
;;       8f: mov r11, qword ptr [rsp + 0x18]
;;       94: mov qword ptr [rbp + 8], r11
;;       98: mov r11, qword ptr [rsp + 0x10]
;;       9d: mov qword ptr [rbp], r11
;;       a1: mov r11, qword ptr [rsp + 8]
;;       a6: mov qword ptr [rbp - 8], r11
;;       aa: mov r11, qword ptr [rsp]
;;       ae: mov qword ptr [rbp - 0x10], r11
;;       b2: mov qword ptr [rbp - 0x18], r10
;;       b6: lea rsp, [rbp - 0x18]
;;       ba: mov rbp, rbx
;;       bd: jmp 0                                                  ;; <nine>
;;       c2: ud2                                                    ;; call stack exhausted at wasm 0x32
