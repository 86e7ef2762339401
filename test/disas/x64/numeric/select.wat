(module
  (func (export "fused") (param i32 i32) (result i32)
    (select (local.get 0) (local.get 1) (i32.lt_s (local.get 0) (local.get 1))))
  (func (export "float") (param f64 f64 i32) (result f64)
    (select (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <fused>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x22
;;       15: mov qword ptr [rbp - 8], r14
;;       19: cmp esi, edx
;;       1b: cmovge esi, edx
;;       1e: mov eax, esi
;;       20: leave
;;       21: ret
;;       22: ud2                                                    ;; call stack exhausted at wasm 0x34
;;       24: (12 bytes of padding)
;;
;; 00000030 <float>: function 1, 36 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x52
;;       45: mov qword ptr [rbp - 8], r14
;;       49: test esi, esi
;;       4b: jne 0x50
;;       4d: movaps xmm0, xmm1
;;       50: leave
;;       51: ret
;;       52: ud2                                                    ;; call stack exhausted at wasm 0x41
