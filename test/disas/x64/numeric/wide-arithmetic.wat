(module
  (func (export "add") (param i64 i64 i64 i64) (result i64 i64)
    (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "sub") (param i64 i64 i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "mul-s") (param i64 i64) (result i64 i64)
    (i64.mul_wide_s (local.get 0) (local.get 1)))
  (func (export "mul-u") (param i64 i64) (result i64 i64)
    (i64.mul_wide_u (local.get 0) (local.get 1)))
  ;; Zero-extended operands: a zero high half needs no register.
  (func (export "overflowing-add") (param i64 i64) (result i64 i64)
    (i64.add128 (local.get 0) (i64.const 0) (local.get 1) (i64.const 0)))
  (func (export "borrow-of-zero") (param i64 i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (i64.const 0) (local.get 1) (local.get 2)))
  (func (export "constants") (param i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (local.get 1) (i64.const 1) (i64.const 2)))
  (func (export "constant-factor") (param i64) (result i64 i64)
    (i64.mul_wide_u (local.get 0) (i64.const 10)))
  ;; The same registers, dead behind the operator and not.
  (func (export "shared") (param i64) (result i64 i64)
    (i64.add128 (local.get 0) (local.get 0) (local.get 0) (local.get 0)))
  (func (export "crossed") (param i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (local.get 1) (local.get 1) (local.get 0)))
  (func (export "square") (param i64) (result i64 i64)
    (i64.mul_wide_s (local.get 0) (local.get 0)))
  (func (export "kept") (param i64 i64) (result i64 i64 i64 i64)
    (i64.mul_wide_u (local.get 0) (local.get 1)) (local.get 0) (local.get 1))
  ;; A multiplication with a carry, in place.
  (func (export "accumulate") (param $x i64) (param $y i64) (param $carry i64) (result i64 i64)
    (i64.mul_wide_u (local.get $x) (local.get $y))
    (i64.add128 (local.get $carry) (i64.const 0))
    (local.set $carry)
    (local.get $carry)))

;; 00000000 <add>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x30
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov qword ptr [rbp - 0x10], rdi
;;       1d: add rdx, r8
;;       20: adc rcx, r9
;;       23: mov rax, qword ptr [rbp - 0x10]
;;       27: mov qword ptr [rax], rdx
;;       2a: mov qword ptr [rax + 8], rcx
;;       2e: leave
;;       2f: ret
;;       30: ud2                                                    ;; call stack exhausted at wasm 0xd8
;;       32: (14 bytes of padding)
;;
;; 00000040 <sub>: function 1, 64 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x70
;;       55: mov qword ptr [rbp - 8], r14
;;       59: mov qword ptr [rbp - 0x10], rdi
;;       5d: sub rdx, r8
;;       60: sbb rcx, r9
;;       63: mov rax, qword ptr [rbp - 0x10]
;;       67: mov qword ptr [rax], rdx
;;       6a: mov qword ptr [rax + 8], rcx
;;       6e: leave
;;       6f: ret
;;       70: ud2                                                    ;; call stack exhausted at wasm 0xe5
;;       72: (14 bytes of padding)
;;
;; 00000080 <mul-s>: function 2, 64 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: cmp rsp, qword ptr [r14 + 0x10]
;;       8f: jb 0xb0
;;       95: mov qword ptr [rbp - 8], r14
;;       99: mov qword ptr [rbp - 0x10], rdi
;;       9d: mov rax, rdx
;;       a0: imul rcx
;;       a3: mov rcx, qword ptr [rbp - 0x10]
;;       a7: mov qword ptr [rcx], rax
;;       aa: mov qword ptr [rcx + 8], rdx
;;       ae: leave
;;       af: ret
;;       b0: ud2                                                    ;; call stack exhausted at wasm 0xf2
;;       b2: (14 bytes of padding)
;;
;; 000000c0 <mul-u>: function 3, 64 bytes
;;       c0: push rbp
;;       c1: mov rbp, rsp
;;       c4: sub rsp, 0x10
;;       cb: cmp rsp, qword ptr [r14 + 0x10]
;;       cf: jb 0xf0
;;       d5: mov qword ptr [rbp - 8], r14
;;       d9: mov qword ptr [rbp - 0x10], rdi
;;       dd: mov rax, rdx
;;       e0: mul rcx
;;       e3: mov rcx, qword ptr [rbp - 0x10]
;;       e7: mov qword ptr [rcx], rax
;;       ea: mov qword ptr [rcx + 8], rdx
;;       ee: leave
;;       ef: ret
;;       f0: ud2                                                    ;; call stack exhausted at wasm 0xfb
;;       f2: (14 bytes of padding)
;;
;; 00000100 <overflowing-add>: function 4, 64 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: cmp rsp, qword ptr [r14 + 0x10]
;;      10f: jb 0x136
;;      115: mov qword ptr [rbp - 8], r14
;;      119: mov qword ptr [rbp - 0x10], rdi
;;      11d: add rdx, rcx
;;      120: mov eax, 0
;;      125: adc rax, 0
;;      129: mov rcx, qword ptr [rbp - 0x10]
;;      12d: mov qword ptr [rcx], rdx
;;      130: mov qword ptr [rcx + 8], rax
;;      134: leave
;;      135: ret
;;      136: ud2                                                    ;; call stack exhausted at wasm 0x104
;;      138: (8 bytes of padding)
;;
;; 00000140 <borrow-of-zero>: function 5, 64 bytes
;;      140: push rbp
;;      141: mov rbp, rsp
;;      144: sub rsp, 0x10
;;      14b: cmp rsp, qword ptr [r14 + 0x10]
;;      14f: jb 0x175
;;      155: mov qword ptr [rbp - 8], r14
;;      159: mov qword ptr [rbp - 0x10], rdi
;;      15d: sub rdx, rcx
;;      160: mov eax, 0
;;      165: sbb rax, r8
;;      168: mov rcx, qword ptr [rbp - 0x10]
;;      16c: mov qword ptr [rcx], rdx
;;      16f: mov qword ptr [rcx + 8], rax
;;      173: leave
;;      174: ret
;;      175: ud2                                                    ;; call stack exhausted at wasm 0x111
;;      177: (9 bytes of padding)
;;
;; 00000180 <constants>: function 6, 64 bytes
;;      180: push rbp
;;      181: mov rbp, rsp
;;      184: sub rsp, 0x10
;;      18b: cmp rsp, qword ptr [r14 + 0x10]
;;      18f: jb 0x1ba
;;      195: mov qword ptr [rbp - 8], r14
;;      199: mov qword ptr [rbp - 0x10], rdi
;;      19d: mov eax, 2
;;      1a2: mov ebx, 1
;;      1a7: sub rdx, rbx
;;      1aa: sbb rcx, rax
;;      1ad: mov rax, qword ptr [rbp - 0x10]
;;      1b1: mov qword ptr [rax], rdx
;;      1b4: mov qword ptr [rax + 8], rcx
;;      1b8: leave
;;      1b9: ret
;;      1ba: ud2                                                    ;; call stack exhausted at wasm 0x11e
;;      1bc: (4 bytes of padding)
;;
;; 000001c0 <constant-factor>: function 7, 64 bytes
;;      1c0: push rbp
;;      1c1: mov rbp, rsp
;;      1c4: sub rsp, 0x10
;;      1cb: cmp rsp, qword ptr [r14 + 0x10]
;;      1cf: jb 0x1f5
;;      1d5: mov qword ptr [rbp - 8], r14
;;      1d9: mov qword ptr [rbp - 0x10], rdi
;;      1dd: mov ecx, 0xa
;;      1e2: mov rax, rdx
;;      1e5: mul rcx
;;      1e8: mov rcx, qword ptr [rbp - 0x10]
;;      1ec: mov qword ptr [rcx], rax
;;      1ef: mov qword ptr [rcx + 8], rdx
;;      1f3: leave
;;      1f4: ret
;;      1f5: ud2                                                    ;; call stack exhausted at wasm 0x12b
;;      1f7: (9 bytes of padding)
;;
;; 00000200 <shared>: function 8, 64 bytes
;;      200: push rbp
;;      201: mov rbp, rsp
;;      204: sub rsp, 0x10
;;      20b: cmp rsp, qword ptr [r14 + 0x10]
;;      20f: jb 0x233
;;      215: mov qword ptr [rbp - 8], r14
;;      219: mov qword ptr [rbp - 0x10], rdi
;;      21d: mov rax, rdx
;;      220: add rax, rdx
;;      223: adc rdx, rdx
;;      226: mov rcx, qword ptr [rbp - 0x10]
;;      22a: mov qword ptr [rcx], rax
;;      22d: mov qword ptr [rcx + 8], rdx
;;      231: leave
;;      232: ret
;;      233: ud2                                                    ;; call stack exhausted at wasm 0x134
;;      235: (11 bytes of padding)
;;
;; 00000240 <crossed>: function 9, 64 bytes
;;      240: push rbp
;;      241: mov rbp, rsp
;;      244: sub rsp, 0x10
;;      24b: cmp rsp, qword ptr [r14 + 0x10]
;;      24f: jb 0x273
;;      255: mov qword ptr [rbp - 8], r14
;;      259: mov qword ptr [rbp - 0x10], rdi
;;      25d: mov rax, rdx
;;      260: sub rax, rcx
;;      263: sbb rcx, rdx
;;      266: mov rdx, qword ptr [rbp - 0x10]
;;      26a: mov qword ptr [rdx], rax
;;      26d: mov qword ptr [rdx + 8], rcx
;;      271: leave
;;      272: ret
;;      273: ud2                                                    ;; call stack exhausted at wasm 0x141
;;      275: (11 bytes of padding)
;;
;; 00000280 <square>: function 10, 64 bytes
;;      280: push rbp
;;      281: mov rbp, rsp
;;      284: sub rsp, 0x10
;;      28b: cmp rsp, qword ptr [r14 + 0x10]
;;      28f: jb 0x2b0
;;      295: mov qword ptr [rbp - 8], r14
;;      299: mov qword ptr [rbp - 0x10], rdi
;;      29d: mov rax, rdx
;;      2a0: imul rdx
;;      2a3: mov rcx, qword ptr [rbp - 0x10]
;;      2a7: mov qword ptr [rcx], rax
;;      2aa: mov qword ptr [rcx + 8], rdx
;;      2ae: leave
;;      2af: ret
;;      2b0: ud2                                                    ;; call stack exhausted at wasm 0x14e
;;      2b2: (14 bytes of padding)
;;
;; 000002c0 <kept>: function 11, 64 bytes
;;      2c0: push rbp
;;      2c1: mov rbp, rsp
;;      2c4: sub rsp, 0x10
;;      2cb: cmp rsp, qword ptr [r14 + 0x10]
;;      2cf: jb 0x2fb
;;      2d5: mov qword ptr [rbp - 8], r14
;;      2d9: mov qword ptr [rbp - 0x10], rdi
;;      2dd: mov rax, rdx
;;      2e0: mov rbx, rdx
;;      2e3: mul rcx
;;      2e6: mov rsi, qword ptr [rbp - 0x10]
;;      2ea: mov qword ptr [rsi], rax
;;      2ed: mov qword ptr [rsi + 8], rdx
;;      2f1: mov qword ptr [rsi + 0x10], rbx
;;      2f5: mov qword ptr [rsi + 0x18], rcx
;;      2f9: leave
;;      2fa: ret
;;      2fb: ud2                                                    ;; call stack exhausted at wasm 0x157
;;      2fd: (3 bytes of padding)
;;
;; 00000300 <accumulate>: function 12, 57 bytes
;;      300: push rbp
;;      301: mov rbp, rsp
;;      304: sub rsp, 0x10
;;      30b: cmp rsp, qword ptr [r14 + 0x10]
;;      30f: jb 0x337
;;      315: mov qword ptr [rbp - 8], r14
;;      319: mov qword ptr [rbp - 0x10], rdi
;;      31d: mov rax, rdx
;;      320: mul rcx
;;      323: add rax, r8
;;      326: adc rdx, 0
;;      32a: mov rcx, qword ptr [rbp - 0x10]
;;      32e: mov qword ptr [rcx], rax
;;      331: mov qword ptr [rcx + 8], rdx
;;      335: leave
;;      336: ret
;;      337: ud2                                                    ;; call stack exhausted at wasm 0x164
