(module
  (func (export "immediate") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 3)))
  (func (export "register") (param i64 i64) (result i64)
    (i64.shr_u (local.get 0) (local.get 1)))
  (func (export "rotate") (param i32 i32) (result i32)
    (i32.rotl (local.get 0) (local.get 1))))

;; 00000000 <immediate>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: shl esi, 3
;;        e: mov eax, esi
;;       10: leave
;;       11: ret
;;       12: (14 bytes of padding)
;;
;; 00000020 <register>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: shrx rsi, rsi, rdx
;;       30: mov rax, rsi
;;       33: leave
;;       34: ret
;;       35: (11 bytes of padding)
;;
;; 00000040 <rotate>: function 2, 25 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: mov r11, rcx
;;       4e: mov ecx, edx
;;       50: rol esi, cl
;;       52: mov rcx, r11
;;       55: mov eax, esi
;;       57: leave
;;       58: ret
