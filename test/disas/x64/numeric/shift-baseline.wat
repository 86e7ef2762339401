;;! features =
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
;;       2b: mov rcx, rdx
;;       2e: shr rsi, cl
;;       31: mov rax, rsi
;;       34: leave
;;       35: ret
;;       36: (10 bytes of padding)
;;
;; 00000040 <rotate>: function 2, 19 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: mov ecx, edx
;;       4d: rol esi, cl
;;       4f: mov eax, esi
;;       51: leave
;;       52: ret
