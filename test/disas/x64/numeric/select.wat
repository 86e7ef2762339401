(module
  (func (export "fused") (param i32 i32) (result i32)
    (select (local.get 0) (local.get 1) (i32.lt_s (local.get 0) (local.get 1))))
  (func (export "float") (param f64 f64 i32) (result f64)
    (select (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <fused>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp esi, edx
;;        d: cmovge esi, edx
;;       10: mov eax, esi
;;       12: leave
;;       13: ret
;;       14: (12 bytes of padding)
;;
;; 00000020 <float>: function 1, 20 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: test esi, esi
;;       2d: jne 0x32
;;       2f: movaps xmm0, xmm1
;;       32: leave
;;       33: ret
