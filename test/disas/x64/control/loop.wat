(module
  (func (export "sum") (param i32) (result i32) (local i32 i32)
    (loop
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (br_if 0 (i32.lt_s (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 0))))
    (local.get 1)))

;; 00000000 <sum>: function 0, 26 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: xor eax, eax
;;        d: xor ecx, ecx
;;        f: add eax, ecx
;;       11: add ecx, 1
;;       14: cmp ecx, esi
;;       16: jl 0xf
;;       18: leave
;;       19: ret
