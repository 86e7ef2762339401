(module
  (func (export "tee") (param i32) (result i32) (local i32)
    (i32.add (local.tee 1 (i32.const 5)) (local.get 0))
    (local.get 1)
    (i32.mul))
  (func (export "alias") (param i32) (result i32)
    ;; The pushed copy keeps the old value.
    (local.get 0)
    (local.set 0 (i32.const 1))
    (i32.add (local.get 0))))

;; 00000000 <tee>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: add esi, 5
;;        e: lea esi, [rsi + rsi*4]
;;       11: mov eax, esi
;;       13: leave
;;       14: ret
;;       15: (11 bytes of padding)
;;
;; 00000020 <alias>: function 1, 18 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: add esi, 1
;;       2e: mov eax, esi
;;       30: leave
;;       31: ret
