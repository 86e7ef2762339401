(module
  (func (export "s") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "u") (param i64 i64) (result i64)
    (i64.div_u (local.get 0) (local.get 1)))
  (func (export "rem") (param i32 i32) (result i32)
    (i32.rem_s (local.get 0) (local.get 1)))
  (func (export "power-of-two") (param i32) (result i32)
    (i32.div_u (local.get 0) (i32.const 16))))

;; 00000000 <s>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov ecx, edx
;;        d: mov eax, esi
;;        f: cmp ecx, -1
;;       12: jne 0x1e
;;       14: neg eax
;;       16: jo 0x23
;;       1c: jmp 0x21
;;       1e: cdq
;;       1f: idiv ecx                                               ;; integer divide by zero at wasm 0x4c
;;       21: leave
;;       22: ret
;;       23: ud2                                                    ;; integer overflow at wasm 0x4c
;;       25: (11 bytes of padding)
;;
;; 00000030 <u>: function 1, 32 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: mov rcx, rdx
;;       3e: mov rax, rsi
;;       41: xor edx, edx
;;       43: div rcx                                                ;; integer divide by zero at wasm 0x54
;;       46: leave
;;       47: ret
;;       48: (8 bytes of padding)
;;
;; 00000050 <rem>: function 2, 32 bytes
;;       50: push rbp
;;       51: mov rbp, rsp
;;       54: sub rsp, 0x10
;;       5b: mov ecx, edx
;;       5d: mov eax, esi
;;       5f: xor edx, edx
;;       61: cmp ecx, -1
;;       64: je 0x69
;;       66: cdq
;;       67: idiv ecx                                               ;; integer divide by zero at wasm 0x5c
;;       69: mov eax, edx
;;       6b: leave
;;       6c: ret
;;       6d: (3 bytes of padding)
;;
;; 00000070 <power-of-two>: function 3, 18 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: shr esi, 4
;;       7e: mov eax, esi
;;       80: leave
;;       81: ret
