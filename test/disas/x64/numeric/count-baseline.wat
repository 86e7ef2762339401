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
;;        f: jb 0x2b
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov r11d, 0x3f
;;       1f: bsr eax, edi
;;       22: cmove eax, r11d
;;       26: xor eax, 0x1f
;;       29: leave
;;       2a: ret
;;       2b: ud2                                                    ;; call stack exhausted at wasm 0x37
;;       2d: (3 bytes of padding)
;;
;; 00000030 <ctz>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x59
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov r11d, 0x40
;;       4f: bsf rax, rdi
;;       53: cmove rax, r11
;;       57: leave
;;       58: ret
;;       59: ud2                                                    ;; call stack exhausted at wasm 0x3d
;;       5b: (5 bytes of padding)
;;
;; 00000060 <popcnt>: function 2, 93 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0xbb
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov eax, edi
;;       7b: mov r11d, eax
;;       7e: shr r11d, 1
;;       81: and r11d, 0x55555555
;;       88: sub eax, r11d
;;       8b: mov r11d, eax
;;       8e: shr r11d, 2
;;       92: and r11d, 0x33333333
;;       99: and eax, 0x33333333
;;       9e: add eax, r11d
;;       a1: mov r11d, eax
;;       a4: shr r11d, 4
;;       a8: add eax, r11d
;;       ab: and eax, 0xf0f0f0f
;;       b0: imul eax, eax, 0x1010101
;;       b6: shr eax, 0x18
;;       b9: leave
;;       ba: ret
;;       bb: ud2                                                    ;; call stack exhausted at wasm 0x43
