(module
  ;; More cases than are searched by compares.
  (func (export "switch") (param i32) (result i32)
    (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block (block
      (br_table 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 (local.get 0)))
      (return (i32.const 10)))
      (return (i32.const 11)))
      (return (i32.const 12)))
      (return (i32.const 13)))
      (return (i32.const 14)))
      (return (i32.const 15)))
      (return (i32.const 16)))
      (return (i32.const 17)))
      (return (i32.const 18)))
      (return (i32.const 19)))
      (return (i32.const 20)))
      (return (i32.const 21)))
      (return (i32.const 22)))
      (return (i32.const 23)))
      (return (i32.const 24)))
      (return (i32.const 25)))
    (i32.const 99)))

;; 00000000 <switch>: function 0, 224 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: cmp esi, 0x10
;;       10: jae 0x98
;;       16: mov esi, esi
;;       18: lea r11, [rip + 0x81]
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
;;       3d: mov eax, 0xd
;;       42: leave
;;       43: ret
;;       44: mov eax, 0xe
;;       49: leave
;;       4a: ret
;;       4b: mov eax, 0xf
;;       50: leave
;;       51: ret
;;       52: mov eax, 0x10
;;       57: leave
;;       58: ret
;;       59: mov eax, 0x11
;;       5e: leave
;;       5f: ret
;;       60: mov eax, 0x12
;;       65: leave
;;       66: ret
;;       67: mov eax, 0x13
;;       6c: leave
;;       6d: ret
;;       6e: mov eax, 0x14
;;       73: leave
;;       74: ret
;;       75: mov eax, 0x15
;;       7a: leave
;;       7b: ret
;;       7c: mov eax, 0x16
;;       81: leave
;;       82: ret
;;       83: mov eax, 0x17
;;       88: leave
;;       89: ret
;;       8a: mov eax, 0x18
;;       8f: leave
;;       90: ret
;;       91: mov eax, 0x19
;;       96: leave
;;       97: ret
;;       98: mov eax, 0x63
;;       9d: leave
;;       9e: ret
;;       9f: int3
;;       a0: .long 0xffffff88
;;       a4: .long 0xffffff8f
;;       a8: .long 0xffffff96
;;       ac: .long 0xffffff9d
;;       b0: .long 0xffffffa4
;;       b4: .long 0xffffffab
;;       b8: .long 0xffffffb2
;;       bc: .long 0xffffffb9
;;       c0: .long 0xffffffc0
;;       c4: .long 0xffffffc7
;;       c8: .long 0xffffffce
;;       cc: .long 0xffffffd5
;;       d0: .long 0xffffffdc
;;       d4: .long 0xffffffe3
;;       d8: .long 0xffffffea
;;       dc: .long 0xfffffff1
