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
;;       24: int3
;;       25: int3
;;       26: int3
;;       27: int3
;;       28: int3
;;       29: int3
;;       2a: int3
;;       2b: int3
;;       2c: int3
;;       2d: int3
;;       2e: int3
;;       2f: int3
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
;;       55: int3
;;       56: int3
;;       57: int3
;;       58: int3
;;       59: int3
;;       5a: int3
;;       5b: int3
;;       5c: int3
;;       5d: int3
;;       5e: int3
;;       5f: int3
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
;;       84: int3
;;       85: int3
;;       86: int3
;;       87: int3
;;       88: int3
;;       89: int3
;;       8a: int3
;;       8b: int3
;;       8c: int3
;;       8d: int3
;;       8e: int3
;;       8f: int3
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
;;       b5: int3
;;       b6: int3
;;       b7: int3
;;       b8: int3
;;       b9: int3
;;       ba: int3
;;       bb: int3
;;       bc: int3
;;       bd: int3
;;       be: int3
;;       bf: int3
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
