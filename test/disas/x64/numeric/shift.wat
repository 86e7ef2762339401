(module
  (func (export "immediate") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 3)))
  (func (export "register") (param i64 i64) (result i64)
    (i64.shr_u (local.get 0) (local.get 1)))
  (func (export "rotate") (param i32 i32) (result i32)
    (i32.rotl (local.get 0) (local.get 1))))

;; 00000000 <immediate>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x20
;;       15: mov qword ptr [rbp - 8], r14
;;       19: shl esi, 3
;;       1c: mov eax, esi
;;       1e: leave
;;       1f: ret
;;       20: ud2                                                    ;; call stack exhausted at wasm 0x49
;;       22: (14 bytes of padding)
;;
;; 00000030 <register>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x53
;;       45: mov qword ptr [rbp - 8], r14
;;       49: shrx rsi, rsi, rdx
;;       4e: mov rax, rsi
;;       51: leave
;;       52: ret
;;       53: ud2                                                    ;; call stack exhausted at wasm 0x51
;;       55: (11 bytes of padding)
;;
;; 00000060 <rotate>: function 2, 41 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x87
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov r11, rcx
;;       7c: mov ecx, edx
;;       7e: rol esi, cl
;;       80: mov rcx, r11
;;       83: mov eax, esi
;;       85: leave
;;       86: ret
;;       87: ud2                                                    ;; call stack exhausted at wasm 0x59
