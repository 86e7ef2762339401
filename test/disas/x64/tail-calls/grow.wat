(module
  (func $nine (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (local.get 8))
  (func (export "f") (param i32) (result i32)
    (return_call $nine (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (i32.const 7) (i32.const 8) (local.get 0))))

;; 00000000 <nine>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov eax, dword ptr [rbp + 0x28]
;;        e: leave
;;        f: pop qword ptr [rsp + 0x18]
;;       13: add rsp, 0x18
;;       17: ret
;;       18: (8 bytes of padding)
;;
;; 00000020 <f>: function 1, 132 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: sub rsp, 0x20
;;       2f: mov qword ptr [rsp], 6
;;       37: mov qword ptr [rsp + 8], 7
;;       40: mov qword ptr [rsp + 0x10], 8
;;       49: mov qword ptr [rsp + 0x18], rsi
;;       4e: mov esi, 1
;;       53: mov edx, 2
;;       58: mov ecx, 3
;;       5d: mov r8d, 4
;;       63: mov r9d, 5
;;       69: mov r10, qword ptr [rbp + 8]
;;       6d: mov rbx, qword ptr [rbp]
;;       71: mov r11, qword ptr [rsp + 0x18]
;;       76: mov qword ptr [rbp + 8], r11
;;       7a: mov r11, qword ptr [rsp + 0x10]
;;       7f: mov qword ptr [rbp], r11
;;       83: mov r11, qword ptr [rsp + 8]
;;       88: mov qword ptr [rbp - 8], r11
;;       8c: mov r11, qword ptr [rsp]
;;       90: mov qword ptr [rbp - 0x10], r11
;;       94: mov qword ptr [rbp - 0x18], r10
;;       98: lea rsp, [rbp - 0x18]
;;       9c: mov rbp, rbx
;;       9f: jmp 0                                                  ;; <nine>
