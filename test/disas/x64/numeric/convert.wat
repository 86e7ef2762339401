(module
  (func (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "trunc_sat") (param f32) (result i64) (i64.trunc_sat_f32_u (local.get 0)))
  (func (export "unsigned") (param i64) (result f64) (f64.convert_i64_u (local.get 0)))
  (func (export "wrap") (param i64) (result i32) (i32.wrap_i64 (local.get 0)))
  (func (export "extend") (param i32) (result i64) (i64.extend_i32_u (local.get 0))))

;; 00000000 <trunc>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x36
;;       15: mov qword ptr [rbp - 8], r14
;;       19: cvttsd2si rax, xmm0
;;       1e: movsxd r11, eax
;;       21: cmp r11, rax
;;       24: je 0x32
;;       26: ucomisd xmm0, xmm0
;;       2a: jp 0x38
;;       30: ud2                                                    ;; integer overflow at wasm 0x65
;;       32: mov eax, eax
;;       34: leave
;;       35: ret
;;       36: ud2                                                    ;; call stack exhausted at wasm 0x62
;;       38: ud2                                                    ;; invalid conversion to integer at wasm 0x65
;;       3a: (6 bytes of padding)
;;
;; 00000040 <trunc_sat>: function 1, 96 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x96
;;       55: mov qword ptr [rbp - 8], r14
;;       59: cvttss2si rax, xmm0
;;       5e: test rax, rax
;;       61: jns 0x94
;;       63: xorps xmm15, xmm15
;;       67: ucomiss xmm0, xmm15
;;       6b: ja 0x71
;;       6d: xor eax, eax
;;       6f: jmp 0x94
;;       71: mov r11d, 0xdf000000
;;       77: movd xmm15, r11d
;;       7c: addss xmm15, xmm0
;;       81: cvttss2si rax, xmm15
;;       86: test rax, rax
;;       89: jns 0x8f
;;       8b: or rax, 0xffffffffffffffff
;;       8f: bts rax, 0x3f
;;       94: leave
;;       95: ret
;;       96: ud2                                                    ;; call stack exhausted at wasm 0x68
;;       98: (8 bytes of padding)
;;
;; 000000a0 <unsigned>: function 2, 80 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: cmp rsp, qword ptr [r14 + 0x10]
;;       af: jb 0xdf
;;       b5: mov qword ptr [rbp - 8], r14
;;       b9: xorps xmm0, xmm0
;;       bc: test rsi, rsi
;;       bf: js 0xc8
;;       c1: cvtsi2sd xmm0, rsi
;;       c6: jmp 0xdd
;;       c8: mov r11, rsi
;;       cb: shr r11, 1
;;       ce: jae 0xd4
;;       d0: or r11, 1
;;       d4: cvtsi2sd xmm0, r11
;;       d9: addsd xmm0, xmm0
;;       dd: leave
;;       de: ret
;;       df: ud2                                                    ;; call stack exhausted at wasm 0x6f
;;       e1: (15 bytes of padding)
;;
;; 000000f0 <wrap>: function 3, 32 bytes
;;       f0: push rbp
;;       f1: mov rbp, rsp
;;       f4: sub rsp, 0x10
;;       fb: cmp rsp, qword ptr [r14 + 0x10]
;;       ff: jb 0x10d
;;      105: mov qword ptr [rbp - 8], r14
;;      109: mov eax, esi
;;      10b: leave
;;      10c: ret
;;      10d: ud2                                                    ;; call stack exhausted at wasm 0x75
;;      10f: (1 bytes of padding)
;;
;; 00000110 <extend>: function 4, 34 bytes
;;      110: push rbp
;;      111: mov rbp, rsp
;;      114: sub rsp, 0x10
;;      11b: cmp rsp, qword ptr [r14 + 0x10]
;;      11f: jb 0x130
;;      125: mov qword ptr [rbp - 8], r14
;;      129: mov esi, esi
;;      12b: mov rax, rsi
;;      12e: leave
;;      12f: ret
;;      130: ud2                                                    ;; call stack exhausted at wasm 0x7b
