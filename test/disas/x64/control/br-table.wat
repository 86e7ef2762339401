(module
  (func (export "switch") (param i32) (result i32)
    (block
      (block
        (block
          (br_table 0 1 2 0 (local.get 0)))
        (return (i32.const 10)))
      (return (i32.const 11)))
    (i32.const 12)))

;; 00000000 <switch>: function 0, 76 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: cmp esi, 3
;;       10: jae 0x28
;;       16: mov esi, esi
;;       18: lea r11, [rip + 0x21]
;;       1f: movsxd rsi, dword ptr [r11 + rsi*4]
;;       23: add rsi, r11
;;       26: jmp rsi
;;       28: mov eax, 0xa
;;       2d: leave
;;       2e: ret
;;       2f: mov eax, 0xb
;;       34: leave
;;       35: ret
;;       36: mov eax, 0xc
;;       3b: leave
;;       3c: ret
;;       3d: int3
;;       3e: int3
;;       3f: int3
;;       40: .long 0xffffffe8
;;       44: .long 0xffffffef
;;       48: .long 0xfffffff6
