;;! features =
(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov r11d, 0x3f
;;       11: bsr esi, esi
;;       14: cmove esi, r11d
;;       18: xor esi, 0x1f
;;       1b: mov eax, esi
;;       1d: leave
;;       1e: ret
;;       1f: (1 bytes of padding)
;;
;; 00000020 <ctz>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: mov r11d, 0x40
;;       31: bsf rsi, rsi
;;       35: cmove rsi, r11
;;       39: mov rax, rsi
;;       3c: leave
;;       3d: ret
;;       3e: (2 bytes of padding)
;;
;; 00000040 <popcnt>: function 2, 79 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: mov r11d, esi
;;       4e: shr r11d, 1
;;       51: and r11d, 0x55555555
;;       58: sub esi, r11d
;;       5b: mov r11d, esi
;;       5e: shr r11d, 2
;;       62: and r11d, 0x33333333
;;       69: and esi, 0x33333333
;;       6f: add esi, r11d
;;       72: mov r11d, esi
;;       75: shr r11d, 4
;;       79: add esi, r11d
;;       7c: and esi, 0xf0f0f0f
;;       82: imul esi, esi, 0x1010101
;;       88: shr esi, 0x18
;;       8b: mov eax, esi
;;       8d: leave
;;       8e: ret
