(module
  (func (export "join") (param i32 i32) (result i32)
    (block (result i32)
      (br_if 0 (i32.const 1) (local.get 0))
      (drop)
      (i32.mul (local.get 1) (local.get 1)))
    (i32.const 3)
    (i32.add)))

;; 00000000 <join>: function 0, 50 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x30
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, 1
;;       1e: test esi, esi
;;       20: jne 0x2b
;;       26: imul edx, edx
;;       29: mov eax, edx
;;       2b: add eax, 3
;;       2e: leave
;;       2f: ret
;;       30: ud2                                                    ;; call stack exhausted at wasm 0x23
