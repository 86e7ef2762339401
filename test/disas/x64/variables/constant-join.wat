(module
  (func (export "flag") (param i32) (result i32) (local i32)
    (block
      (br_if 0 (local.get 0))
      (local.set 1 (i32.const 1)))
    (local.get 1)))

;; 00000000 <flag>: function 0, 28 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: xor eax, eax
;;        d: test esi, esi
;;        f: jne 0x1a
;;       15: mov eax, 1
;;       1a: leave
;;       1b: ret
