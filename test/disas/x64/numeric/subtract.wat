(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.sub (local.get 0) (local.get 1)))
  (func (export "kept") (param i32 i32) (result i32)
    ;; Both operands are used again: the difference needs a register of its own.
    (i32.mul (i32.sub (local.get 0) (local.get 1)) (i32.add (local.get 0) (local.get 1)))))

;; 00000000 <regs>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: sub esi, edx
;;        d: mov eax, esi
;;        f: leave
;;       10: ret
;;       11: (15 bytes of padding)
;;
;; 00000020 <kept>: function 1, 22 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: mov eax, esi
;;       2d: sub eax, edx
;;       2f: add esi, edx
;;       31: imul eax, esi
;;       34: leave
;;       35: ret
