(module
  (func (export "set") (param i32 i32) (result i32) (i32.lt_s (local.get 0) (local.get 1)))
  (func (export "eqz") (param i64) (result i32) (i64.eqz (local.get 0)))
  (func (export "double-eqz") (param i32) (result i32) (i32.eqz (i32.eqz (local.get 0))))
  (func (export "mirrored") (param i32) (result i32) (i32.gt_u (i32.const 9) (local.get 0)))
  (func (export "float") (param f64 f64) (result i32) (f64.le (local.get 0) (local.get 1))))

;; 00000000 <set>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp esi, edx
;;        d: setl sil
;;       11: movzx esi, sil
;;       15: mov eax, esi
;;       17: leave
;;       18: ret
;;       19: (7 bytes of padding)
;;
;; 00000020 <eqz>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: test rsi, rsi
;;       2e: sete sil
;;       32: movzx esi, sil
;;       36: mov eax, esi
;;       38: leave
;;       39: ret
;;       3a: (6 bytes of padding)
;;
;; 00000040 <double-eqz>: function 2, 32 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: test esi, esi
;;       4d: setne sil
;;       51: movzx esi, sil
;;       55: mov eax, esi
;;       57: leave
;;       58: ret
;;       59: (7 bytes of padding)
;;
;; 00000060 <mirrored>: function 3, 32 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp esi, 9
;;       6e: setb sil
;;       72: movzx esi, sil
;;       76: mov eax, esi
;;       78: leave
;;       79: ret
;;       7a: (6 bytes of padding)
;;
;; 00000080 <float>: function 4, 22 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: xor eax, eax
;;       8d: ucomisd xmm1, xmm0
;;       91: setae al
;;       94: leave
;;       95: ret
