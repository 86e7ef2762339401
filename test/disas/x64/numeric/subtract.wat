(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.sub (local.get 0) (local.get 1)))
  (func (export "kept") (param i32 i32) (result i32)
    ;; Both operands are used again: the difference needs a register of its own.
    (i32.mul (i32.sub (local.get 0) (local.get 1)) (i32.add (local.get 0) (local.get 1)))))

;; 00000000 <regs>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x1f
;;       15: mov qword ptr [rbp - 8], r14
;;       19: sub esi, edx
;;       1b: mov eax, esi
;;       1d: leave
;;       1e: ret
;;       1f: ud2                                                    ;; call stack exhausted at wasm 0x2b
;;       21: (15 bytes of padding)
;;
;; 00000030 <kept>: function 1, 38 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x54
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov eax, esi
;;       4b: sub eax, edx
;;       4d: add esi, edx
;;       4f: imul eax, esi
;;       52: leave
;;       53: ret
;;       54: ud2                                                    ;; call stack exhausted at wasm 0x33
