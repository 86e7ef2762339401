(module
  (func (export "flag") (param i32) (result i32) (local i32)
    (block
      (br_if 0 (local.get 0))
      (local.set 1 (i32.const 1)))
    (local.get 1)))

;; 00000000 <flag>: function 0, 55 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x20
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x35
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov qword ptr [rbp - 0x20], 0
;;       21: test edi, edi
;;       23: jne 0x30
;;       29: mov dword ptr [rbp - 0x20], 1
;;       30: mov eax, dword ptr [rbp - 0x20]
;;       33: leave
;;       34: ret
;;       35: ud2                                                    ;; call stack exhausted at wasm 0x22
