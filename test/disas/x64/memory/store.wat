(module
  (memory 1)
  (func (export "register") (param i32 i64) (i64.store offset=4 (local.get 0) (local.get 1)))
  (func (export "constant") (param i32) (i32.store16 (local.get 0) (i32.const -2)))
  (func (export "float") (param i32 f32) (f32.store (local.get 0) (local.get 1))))

;; 00000000 <register>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x26
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov esi, esi
;;       1b: mov r15, qword ptr [r14 + 0x18]
;;       1f: mov qword ptr [r15 + rsi + 4], rdx                     ;; out of bounds memory access at wasm 0x4e
;;       24: leave
;;       25: ret
;;       26: ud2                                                    ;; call stack exhausted at wasm 0x49
;;       28: (8 bytes of padding)
;;
;; 00000030 <constant>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x58
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov esi, esi
;;       4b: mov r15, qword ptr [r14 + 0x18]
;;       4f: mov word ptr [r15 + rsi], 0xfffe                       ;; out of bounds memory access at wasm 0x58
;;       56: leave
;;       57: ret
;;       58: ud2                                                    ;; call stack exhausted at wasm 0x53
;;       5a: (6 bytes of padding)
;;
;; 00000060 <float>: function 2, 41 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x87
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov esi, esi
;;       7b: mov r15, qword ptr [r14 + 0x18]
;;       7f: movss dword ptr [r15 + rsi], xmm0                      ;; out of bounds memory access at wasm 0x62
;;       85: leave
;;       86: ret
;;       87: ud2                                                    ;; call stack exhausted at wasm 0x5d
