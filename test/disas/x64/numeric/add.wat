(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "immediate") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 7)))
  (func (export "wide-immediate") (param i64) (result i64)
    (i64.add (local.get 0) (i64.const 0x123456789)))
  (func (export "folded") (result i32)
    (i32.add (i32.const 40) (i32.const 2))))

;; 00000000 <regs>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x1f
;;       15: mov qword ptr [rbp - 8], r14
;;       19: add esi, edx
;;       1b: mov eax, esi
;;       1d: leave
;;       1e: ret
;;       1f: ud2                                                    ;; call stack exhausted at wasm 0x5a
;;       21: (15 bytes of padding)
;;
;; 00000030 <immediate>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x50
;;       45: mov qword ptr [rbp - 8], r14
;;       49: add esi, 7
;;       4c: mov eax, esi
;;       4e: leave
;;       4f: ret
;;       50: ud2                                                    ;; call stack exhausted at wasm 0x62
;;       52: (14 bytes of padding)
;;
;; 00000060 <wide-immediate>: function 2, 48 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x8b
;;       75: mov qword ptr [rbp - 8], r14
;;       79: movabs rax, 0x123456789
;;       83: add rsi, rax
;;       86: mov rax, rsi
;;       89: leave
;;       8a: ret
;;       8b: ud2                                                    ;; call stack exhausted at wasm 0x6a
;;       8d: (3 bytes of padding)
;;
;; 00000090 <folded>: function 3, 34 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: cmp rsp, qword ptr [r14 + 0x10]
;;       9f: jb 0xb0
;;       a5: mov qword ptr [rbp - 8], r14
;;       a9: mov eax, 0x2a
;;       ae: leave
;;       af: ret
;;       b0: ud2                                                    ;; call stack exhausted at wasm 0x76
