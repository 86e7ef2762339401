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
;;        f: jb 0x2f
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, edi
;;       1b: cmp esi, -1
;;       1e: jne 0x2a
;;       20: neg eax
;;       22: jo 0x31
;;       28: jmp 0x2d
;;       2a: cdq
;;       2b: idiv esi                                               ;; integer divide by zero at wasm 0x4c
;;       2d: leave
;;       2e: ret
;;       2f: ud2                                                    ;; call stack exhausted at wasm 0x47
;;       31: ud2                                                    ;; integer overflow at wasm 0x4c
;;       33: (13 bytes of padding)
;;
;; 00000040 <u>: function 1, 48 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x63
;;       55: mov qword ptr [rbp - 8], r14
;;       59: mov rax, rdi
;;       5c: xor edx, edx
;;       5e: div rsi                                                ;; integer divide by zero at wasm 0x54
;;       61: leave
;;       62: ret
;;       63: ud2                                                    ;; call stack exhausted at wasm 0x4f
;;       65: (11 bytes of padding)
;;
;; 00000070 <rem>: function 2, 48 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: cmp rsp, qword ptr [r14 + 0x10]
;;       7f: jb 0x99
;;       85: mov qword ptr [rbp - 8], r14
;;       89: mov eax, edi
;;       8b: xor edx, edx
;;       8d: cmp esi, -1
;;       90: je 0x95
;;       92: cdq
;;       93: idiv esi                                               ;; integer divide by zero at wasm 0x5c
;;       95: mov eax, edx
;;       97: leave
;;       98: ret
;;       99: ud2                                                    ;; call stack exhausted at wasm 0x57
;;       9b: (5 bytes of padding)
;;
;; 000000a0 <power-of-two>: function 3, 34 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: cmp rsp, qword ptr [r14 + 0x10]
;;       af: jb 0xc0
;;       b5: mov qword ptr [rbp - 8], r14
;;       b9: shr edi, 4
;;       bc: mov eax, edi
;;       be: leave
;;       bf: ret
;;       c0: ud2                                                    ;; call stack exhausted at wasm 0x5f
