(module
  (func (export "set") (param i32 i32) (result i32) (i32.lt_s (local.get 0) (local.get 1)))
  (func (export "eqz") (param i64) (result i32) (i64.eqz (local.get 0)))
  (func (export "double-eqz") (param i32) (result i32) (i32.eqz (i32.eqz (local.get 0))))
  (func (export "mirrored") (param i32) (result i32) (i32.gt_u (i32.const 9) (local.get 0)))
  (func (export "float") (param f64 f64) (result i32) (f64.le (local.get 0) (local.get 1))))

;; 00000000 <set>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x22
;;       15: mov qword ptr [rbp - 8], r14
;;       19: xor eax, eax
;;       1b: cmp edi, esi
;;       1d: setl al
;;       20: leave
;;       21: ret
;;       22: ud2                                                    ;; call stack exhausted at wasm 0x5c
;;       24: (12 bytes of padding)
;;
;; 00000030 <eqz>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x53
;;       45: mov qword ptr [rbp - 8], r14
;;       49: xor eax, eax
;;       4b: test rdi, rdi
;;       4e: sete al
;;       51: leave
;;       52: ret
;;       53: ud2                                                    ;; call stack exhausted at wasm 0x64
;;       55: (11 bytes of padding)
;;
;; 00000060 <double-eqz>: function 2, 48 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x82
;;       75: mov qword ptr [rbp - 8], r14
;;       79: xor eax, eax
;;       7b: test edi, edi
;;       7d: setne al
;;       80: leave
;;       81: ret
;;       82: ud2                                                    ;; call stack exhausted at wasm 0x6a
;;       84: (12 bytes of padding)
;;
;; 00000090 <mirrored>: function 3, 48 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: cmp rsp, qword ptr [r14 + 0x10]
;;       9f: jb 0xb3
;;       a5: mov qword ptr [rbp - 8], r14
;;       a9: xor eax, eax
;;       ab: cmp edi, 9
;;       ae: setb al
;;       b1: leave
;;       b2: ret
;;       b3: ud2                                                    ;; call stack exhausted at wasm 0x71
;;       b5: (11 bytes of padding)
;;
;; 000000c0 <float>: function 4, 38 bytes
;;       c0: push rbp
;;       c1: mov rbp, rsp
;;       c4: sub rsp, 0x10
;;       cb: cmp rsp, qword ptr [r14 + 0x10]
;;       cf: jb 0xe4
;;       d5: mov qword ptr [rbp - 8], r14
;;       d9: xor eax, eax
;;       db: ucomisd xmm1, xmm0
;;       df: setae al
;;       e2: leave
;;       e3: ret
;;       e4: ud2                                                    ;; call stack exhausted at wasm 0x79
