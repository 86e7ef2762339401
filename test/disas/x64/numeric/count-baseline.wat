;;! features =
(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x2d
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov r11d, 0x3f
;;       1f: bsr esi, esi
;;       22: cmove esi, r11d
;;       26: xor esi, 0x1f
;;       29: mov eax, esi
;;       2b: leave
;;       2c: ret
;;       2d: ud2                                                    ;; call stack exhausted at wasm 0x37
;;       2f: (1 bytes of padding)
;;
;; 00000030 <ctz>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x5c
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov r11d, 0x40
;;       4f: bsf rsi, rsi
;;       53: cmove rsi, r11
;;       57: mov rax, rsi
;;       5a: leave
;;       5b: ret
;;       5c: ud2                                                    ;; call stack exhausted at wasm 0x3d
;;       5e: (2 bytes of padding)
;;
;; 00000060 <popcnt>: function 2, 95 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0xbd
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov r11d, esi
;;       7c: shr r11d, 1
;;       7f: and r11d, 0x55555555
;;       86: sub esi, r11d
;;       89: mov r11d, esi
;;       8c: shr r11d, 2
;;       90: and r11d, 0x33333333
;;       97: and esi, 0x33333333
;;       9d: add esi, r11d
;;       a0: mov r11d, esi
;;       a3: shr r11d, 4
;;       a7: add esi, r11d
;;       aa: and esi, 0xf0f0f0f
;;       b0: imul esi, esi, 0x1010101
;;       b6: shr esi, 0x18
;;       b9: mov eax, esi
;;       bb: leave
;;       bc: ret
;;       bd: ud2                                                    ;; call stack exhausted at wasm 0x43
