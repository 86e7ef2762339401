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
;;        f: jb 0x27
;;       15: mov qword ptr [rbp - 8], r14
;;       19: cmp esi, edx
;;       1b: setl sil
;;       1f: movzx esi, sil
;;       23: mov eax, esi
;;       25: leave
;;       26: ret
;;       27: ud2                                                    ;; call stack exhausted at wasm 0x5c
;;       29: (7 bytes of padding)
;;
;; 00000030 <eqz>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x58
;;       45: mov qword ptr [rbp - 8], r14
;;       49: test rsi, rsi
;;       4c: sete sil
;;       50: movzx esi, sil
;;       54: mov eax, esi
;;       56: leave
;;       57: ret
;;       58: ud2                                                    ;; call stack exhausted at wasm 0x64
;;       5a: (6 bytes of padding)
;;
;; 00000060 <double-eqz>: function 2, 48 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x87
;;       75: mov qword ptr [rbp - 8], r14
;;       79: test esi, esi
;;       7b: setne sil
;;       7f: movzx esi, sil
;;       83: mov eax, esi
;;       85: leave
;;       86: ret
;;       87: ud2                                                    ;; call stack exhausted at wasm 0x6a
;;       89: (7 bytes of padding)
;;
;; 00000090 <mirrored>: function 3, 48 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: cmp rsp, qword ptr [r14 + 0x10]
;;       9f: jb 0xb8
;;       a5: mov qword ptr [rbp - 8], r14
;;       a9: cmp esi, 9
;;       ac: setb sil
;;       b0: movzx esi, sil
;;       b4: mov eax, esi
;;       b6: leave
;;       b7: ret
;;       b8: ud2                                                    ;; call stack exhausted at wasm 0x71
;;       ba: (6 bytes of padding)
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
