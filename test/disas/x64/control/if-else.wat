(module
  (func (export "value") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 7)) (else (i32.const 8))))
  (func (export "no-else") (param i32 i32) (result i32)
    (if (i32.gt_s (local.get 0) (local.get 1)) (then (local.set 0 (local.get 1))))
    (local.get 0)))

;; 00000000 <value>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x32
;;       15: mov qword ptr [rbp - 8], r14
;;       19: test esi, esi
;;       1b: jne 0x2b
;;       21: mov eax, 7
;;       26: jmp 0x30
;;       2b: mov eax, 8
;;       30: leave
;;       31: ret
;;       32: ud2                                                    ;; call stack exhausted at wasm 0x34
;;       34: (12 bytes of padding)
;;
;; 00000040 <no-else>: function 1, 41 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x67
;;       55: mov qword ptr [rbp - 8], r14
;;       59: cmp esi, edx
;;       5b: jle 0x63
;;       61: mov esi, edx
;;       63: mov eax, esi
;;       65: leave
;;       66: ret
;;       67: ud2                                                    ;; call stack exhausted at wasm 0x42
