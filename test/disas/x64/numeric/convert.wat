(module
  (func (export "trunc") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "trunc_sat") (param f32) (result i64) (i64.trunc_sat_f32_u (local.get 0)))
  (func (export "unsigned") (param i64) (result f64) (f64.convert_i64_u (local.get 0)))
  (func (export "wrap") (param i64) (result i32) (i32.wrap_i64 (local.get 0)))
  (func (export "extend") (param i32) (result i64) (i64.extend_i32_u (local.get 0))))

;; 00000000 <trunc>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cvttsd2si rax, xmm0
;;       10: movsxd r11, eax
;;       13: cmp r11, rax
;;       16: je 0x24
;;       18: ucomisd xmm0, xmm0
;;       1c: jp 0x28
;;       22: ud2                                                    ;; integer overflow at wasm 0x65
;;       24: mov eax, eax
;;       26: leave
;;       27: ret
;;       28: ud2                                                    ;; invalid conversion to integer at wasm 0x65
;;       2a: (6 bytes of padding)
;;
;; 00000030 <trunc_sat>: function 1, 80 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cvttss2si rax, xmm0
;;       40: test rax, rax
;;       43: jns 0x76
;;       45: xorps xmm15, xmm15
;;       49: ucomiss xmm0, xmm15
;;       4d: ja 0x53
;;       4f: xor eax, eax
;;       51: jmp 0x76
;;       53: mov r11d, 0xdf000000
;;       59: movd xmm15, r11d
;;       5e: addss xmm15, xmm0
;;       63: cvttss2si rax, xmm15
;;       68: test rax, rax
;;       6b: jns 0x71
;;       6d: or rax, 0xffffffffffffffff
;;       71: bts rax, 0x3f
;;       76: leave
;;       77: ret
;;       78: (8 bytes of padding)
;;
;; 00000080 <unsigned>: function 2, 64 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: xorps xmm0, xmm0
;;       8e: test rsi, rsi
;;       91: js 0x9a
;;       93: cvtsi2sd xmm0, rsi
;;       98: jmp 0xaf
;;       9a: mov r11, rsi
;;       9d: shr r11, 1
;;       a0: jae 0xa6
;;       a2: or r11, 1
;;       a6: cvtsi2sd xmm0, r11
;;       ab: addsd xmm0, xmm0
;;       af: leave
;;       b0: ret
;;       b1: (15 bytes of padding)
;;
;; 000000c0 <wrap>: function 3, 16 bytes
;;       c0: push rbp
;;       c1: mov rbp, rsp
;;       c4: sub rsp, 0x10
;;       cb: mov eax, esi
;;       cd: leave
;;       ce: ret
;;       cf: (1 bytes of padding)
;;
;; 000000d0 <extend>: function 4, 18 bytes
;;       d0: push rbp
;;       d1: mov rbp, rsp
;;       d4: sub rsp, 0x10
;;       db: mov esi, esi
;;       dd: mov rax, rsi
;;       e0: leave
;;       e1: ret
