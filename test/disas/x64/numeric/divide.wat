(module
  (func (export "s") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "u") (param i64 i64) (result i64)
    (i64.div_u (local.get 0) (local.get 1)))
  (func (export "rem") (param i32 i32) (result i32)
    (i32.rem_s (local.get 0) (local.get 1)))
  (func (export "power-of-two") (param i32) (result i32)
    (i32.div_u (local.get 0) (i32.const 16))))

;; 00000000 <s>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x31
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov ecx, edx
;;       1b: mov eax, esi
;;       1d: cmp ecx, -1
;;       20: jne 0x2c
;;       22: neg eax
;;       24: jo 0x33
;;       2a: jmp 0x2f
;;       2c: cdq
;;       2d: idiv ecx                                               ;; integer divide by zero at wasm 0x4c
;;       2f: leave
;;       30: ret
;;       31: ud2                                                    ;; call stack exhausted at wasm 0x47
;;       33: ud2                                                    ;; integer overflow at wasm 0x4c
;;       35: (11 bytes of padding)
;;
;; 00000040 <u>: function 1, 48 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x66
;;       55: mov qword ptr [rbp - 8], r14
;;       59: mov rcx, rdx
;;       5c: mov rax, rsi
;;       5f: xor edx, edx
;;       61: div rcx                                                ;; integer divide by zero at wasm 0x54
;;       64: leave
;;       65: ret
;;       66: ud2                                                    ;; call stack exhausted at wasm 0x4f
;;       68: (8 bytes of padding)
;;
;; 00000070 <rem>: function 2, 48 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: cmp rsp, qword ptr [r14 + 0x10]
;;       7f: jb 0x9b
;;       85: mov qword ptr [rbp - 8], r14
;;       89: mov ecx, edx
;;       8b: mov eax, esi
;;       8d: xor edx, edx
;;       8f: cmp ecx, -1
;;       92: je 0x97
;;       94: cdq
;;       95: idiv ecx                                               ;; integer divide by zero at wasm 0x5c
;;       97: mov eax, edx
;;       99: leave
;;       9a: ret
;;       9b: ud2                                                    ;; call stack exhausted at wasm 0x57
;;       9d: (3 bytes of padding)
;;
;; 000000a0 <power-of-two>: function 3, 34 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: cmp rsp, qword ptr [r14 + 0x10]
;;       af: jb 0xc0
;;       b5: mov qword ptr [rbp - 8], r14
;;       b9: shr esi, 4
;;       bc: mov eax, esi
;;       be: leave
;;       bf: ret
;;       c0: ud2                                                    ;; call stack exhausted at wasm 0x5f
