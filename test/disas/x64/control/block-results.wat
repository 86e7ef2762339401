(module
  (func (export "join") (param i32 i32) (result i32)
    (block (result i32)
      (br_if 0 (i32.const 1) (local.get 0))
      (drop)
      (i32.mul (local.get 1) (local.get 1)))
    (i32.const 3)
    (i32.add)))

;; 00000000 <join>: function 0, 34 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov eax, 1
;;       10: test esi, esi
;;       12: jne 0x1d
;;       18: imul edx, edx
;;       1b: mov eax, edx
;;       1d: add eax, 3
;;       20: leave
;;       21: ret
