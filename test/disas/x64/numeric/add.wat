(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "immediate") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 7)))
  (func (export "wide-immediate") (param i64) (result i64)
    (i64.add (local.get 0) (i64.const 0x123456789)))
  (func (export "folded") (result i32)
    (i32.add (i32.const 40) (i32.const 2))))

;; 00000000 <regs>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: add esi, edx
;;        d: mov eax, esi
;;        f: leave
;;       10: ret
;;       11: (15 bytes of padding)
;;
;; 00000020 <immediate>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: add esi, 7
;;       2e: mov eax, esi
;;       30: leave
;;       31: ret
;;       32: (14 bytes of padding)
;;
;; 00000040 <wide-immediate>: function 2, 32 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: movabs rax, 0x123456789
;;       55: add rsi, rax
;;       58: mov rax, rsi
;;       5b: leave
;;       5c: ret
;;       5d: (3 bytes of padding)
;;
;; 00000060 <folded>: function 3, 18 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: mov eax, 0x2a
;;       70: leave
;;       71: ret
