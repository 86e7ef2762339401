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
;;        f: jb 0x4d
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, edi
;;       1b: mov eax, eax
;;       1d: cmp eax, 3
;;       20: jae 0x38
;;       26: mov eax, eax
;;       28: lea r11, [rip + 0x21]
;;       2f: movsxd rax, dword ptr [r11 + rax*4]
;;       33: add rax, r11
;;       36: jmp rax
;;       38: mov eax, 0xa
;;       3d: leave
;;       3e: ret
;;       3f: mov eax, 0xb
;;       44: leave
;;       45: ret
;;       46: mov eax, 0xc
;;       4b: leave
;;       4c: ret
;;       4d: ud2                                                    ;; call stack exhausted at wasm 0x24
;;       4f: int3
;;       50: call 0xfffffffff0000054
;;       55: .byte 0xff
;;       56: .byte 0xff
;;       57: push rsi
;;       59: .byte 0xff
;;       5a: .byte 0xff
;;       5b: .byte 0xff
