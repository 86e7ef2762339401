(module
  (table $t 4 externref)
  (func (export "get") (param i32) (result externref) (table.get $t (local.get 0)))
  (func (export "set") (param i32 externref) (table.set $t (local.get 0) (local.get 1)))
  (func (export "null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0)))))

;; 00000000 <get>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x32
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov esi, esi
;;       1b: cmp esi, dword ptr [r14 + 0x20]
;;       1f: jae 0x34
;;       25: mov rax, qword ptr [r14 + 0x18]
;;       29: mov r11d, esi
;;       2c: mov rax, qword ptr [rax + r11*8]
;;       30: leave
;;       31: ret
;;       32: ud2                                                    ;; call stack exhausted at wasm 0x40
;;       34: ud2                                                    ;; out of bounds table access at wasm 0x43
;;       36: (10 bytes of padding)
;;
;; 00000040 <set>: function 1, 64 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x72
;;       55: mov qword ptr [rbp - 8], r14
;;       59: mov esi, esi
;;       5b: cmp esi, dword ptr [r14 + 0x20]
;;       5f: jae 0x74
;;       65: mov rax, qword ptr [r14 + 0x18]
;;       69: mov r11d, esi
;;       6c: mov qword ptr [rax + r11*8], rdx
;;       70: leave
;;       71: ret
;;       72: ud2                                                    ;; call stack exhausted at wasm 0x47
;;       74: ud2                                                    ;; out of bounds table access at wasm 0x4c
;;       76: (10 bytes of padding)
;;
;; 00000080 <null>: function 2, 63 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: cmp rsp, qword ptr [r14 + 0x10]
;;       8f: jb 0xbb
;;       95: mov qword ptr [rbp - 8], r14
;;       99: mov esi, esi
;;       9b: cmp esi, dword ptr [r14 + 0x20]
;;       9f: jae 0xbd
;;       a5: mov rax, qword ptr [r14 + 0x18]
;;       a9: mov r11d, esi
;;       ac: mov rax, qword ptr [rax + r11*8]
;;       b0: test rax, rax
;;       b3: sete al
;;       b6: movzx eax, al
;;       b9: leave
;;       ba: ret
;;       bb: ud2                                                    ;; call stack exhausted at wasm 0x50
;;       bd: ud2                                                    ;; out of bounds table access at wasm 0x53
