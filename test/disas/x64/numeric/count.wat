(module
  (func (export "clz") (param i32) (result i32) (i32.clz (local.get 0)))
  (func (export "ctz") (param i64) (result i64) (i64.ctz (local.get 0)))
  (func (export "popcnt") (param i32) (result i32) (i32.popcnt (local.get 0))))

;; 00000000 <clz>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: lzcnt esi, esi
;;        f: mov eax, esi
;;       11: leave
;;       12: ret
;;       13: (13 bytes of padding)
;;
;; 00000020 <ctz>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: tzcnt rsi, rsi
;;       30: mov rax, rsi
;;       33: leave
;;       34: ret
;;       35: (11 bytes of padding)
;;
;; 00000040 <popcnt>: function 2, 19 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: popcnt esi, esi
;;       4f: mov eax, esi
;;       51: leave
;;       52: ret
