(module
  (table $t 4 externref)
  (func (export "get") (param i32) (result externref) (table.get $t (local.get 0)))
  (func (export "set") (param i32 externref) (table.set $t (local.get 0) (local.get 1)))
  (func (export "null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0)))))

;; 00000000 <get>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: cmp esi, dword ptr [r14 + 0x20]
;;       11: jae 0x24
;;       17: mov rax, qword ptr [r14 + 0x18]
;;       1b: mov r11d, esi
;;       1e: mov rax, qword ptr [rax + r11*8]
;;       22: leave
;;       23: ret
;;       24: ud2                                                    ;; out of bounds table access at wasm 0x43
;;       26: (10 bytes of padding)
;;
;; 00000030 <set>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: mov esi, esi
;;       3d: cmp esi, dword ptr [r14 + 0x20]
;;       41: jae 0x54
;;       47: mov rax, qword ptr [r14 + 0x18]
;;       4b: mov r11d, esi
;;       4e: mov qword ptr [rax + r11*8], rdx
;;       52: leave
;;       53: ret
;;       54: ud2                                                    ;; out of bounds table access at wasm 0x4c
;;       56: (10 bytes of padding)
;;
;; 00000060 <null>: function 2, 47 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: mov esi, esi
;;       6d: cmp esi, dword ptr [r14 + 0x20]
;;       71: jae 0x8d
;;       77: mov rax, qword ptr [r14 + 0x18]
;;       7b: mov r11d, esi
;;       7e: mov rax, qword ptr [rax + r11*8]
;;       82: test rax, rax
;;       85: sete al
;;       88: movzx eax, al
;;       8b: leave
;;       8c: ret
;;       8d: ud2                                                    ;; out of bounds table access at wasm 0x53
