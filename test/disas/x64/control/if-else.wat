(module
  (func (export "value") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 7)) (else (i32.const 8))))
  (func (export "no-else") (param i32 i32) (result i32)
    (if (i32.gt_s (local.get 0) (local.get 1)) (then (local.set 0 (local.get 1))))
    (local.get 0)))

;; 00000000 <value>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: test esi, esi
;;        d: jne 0x1d
;;       13: mov eax, 7
;;       18: jmp 0x22
;;       1d: mov eax, 8
;;       22: leave
;;       23: ret
;;       24: (12 bytes of padding)
;;
;; 00000030 <no-else>: function 1, 25 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp esi, edx
;;       3d: jle 0x45
;;       43: mov esi, edx
;;       45: mov eax, esi
;;       47: leave
;;       48: ret
