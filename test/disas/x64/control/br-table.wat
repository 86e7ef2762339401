(module
  (func (export "switch") (param i32) (result i32)
    (block
      (block
        (block
          (br_table 0 1 2 0 (local.get 0)))
        (return (i32.const 10)))
      (return (i32.const 11)))
    (i32.const 12)))

;; 00000000 <switch>: function 0, 92 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x4b
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov esi, esi
;;       1b: cmp esi, 3
;;       1e: jae 0x36
;;       24: mov esi, esi
;;       26: lea r11, [rip + 0x23]
;;       2d: movsxd rsi, dword ptr [r11 + rsi*4]
;;       31: add rsi, r11
;;       34: jmp rsi
;;       36: mov eax, 0xa
;;       3b: leave
;;       3c: ret
;;       3d: mov eax, 0xb
;;       42: leave
;;       43: ret
;;       44: mov eax, 0xc
;;       49: leave
;;       4a: ret
;;       4b: ud2                                                    ;; call stack exhausted at wasm 0x24
;;       4d: int3
;;       4e: int3
;;       4f: int3
;;       50: .long 0xffffffe6
;;       54: .long 0xffffffed
;;       58: .long 0xfffffff4
