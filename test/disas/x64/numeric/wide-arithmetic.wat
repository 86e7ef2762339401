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

;; 00000000 <add>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov qword ptr [rbp - 0x10], rdi
;;        f: add rdx, r8
;;       12: adc rcx, r9
;;       15: mov rax, qword ptr [rbp - 0x10]
;;       19: mov qword ptr [rax], rdx
;;       1c: mov qword ptr [rax + 8], rcx
;;       20: leave
;;       21: ret
;;       22: (14 bytes of padding)
;;
;; 00000030 <sub>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: mov qword ptr [rbp - 0x10], rdi
;;       3f: sub rdx, r8
;;       42: sbb rcx, r9
;;       45: mov rax, qword ptr [rbp - 0x10]
;;       49: mov qword ptr [rax], rdx
;;       4c: mov qword ptr [rax + 8], rcx
;;       50: leave
;;       51: ret
;;       52: (14 bytes of padding)
;;
;; 00000060 <mul-s>: function 2, 48 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: mov qword ptr [rbp - 0x10], rdi
;;       6f: mov rax, rdx
;;       72: imul rcx
;;       75: mov rcx, qword ptr [rbp - 0x10]
;;       79: mov qword ptr [rcx], rax
;;       7c: mov qword ptr [rcx + 8], rdx
;;       80: leave
;;       81: ret
;;       82: (14 bytes of padding)
;;
;; 00000090 <mul-u>: function 3, 48 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: mov qword ptr [rbp - 0x10], rdi
;;       9f: mov rax, rdx
;;       a2: mul rcx
;;       a5: mov rcx, qword ptr [rbp - 0x10]
;;       a9: mov qword ptr [rcx], rax
;;       ac: mov qword ptr [rcx + 8], rdx
;;       b0: leave
;;       b1: ret
;;       b2: (14 bytes of padding)
;;
;; 000000c0 <overflowing-add>: function 4, 48 bytes
;;       c0: push rbp
;;       c1: mov rbp, rsp
;;       c4: sub rsp, 0x10
;;       cb: mov qword ptr [rbp - 0x10], rdi
;;       cf: add rdx, rcx
;;       d2: mov eax, 0
;;       d7: adc rax, 0
;;       db: mov rcx, qword ptr [rbp - 0x10]
;;       df: mov qword ptr [rcx], rdx
;;       e2: mov qword ptr [rcx + 8], rax
;;       e6: leave
;;       e7: ret
;;       e8: (8 bytes of padding)
;;
;; 000000f0 <borrow-of-zero>: function 5, 48 bytes
;;       f0: push rbp
;;       f1: mov rbp, rsp
;;       f4: sub rsp, 0x10
;;       fb: mov qword ptr [rbp - 0x10], rdi
;;       ff: sub rdx, rcx
;;      102: mov eax, 0
;;      107: sbb rax, r8
;;      10a: mov rcx, qword ptr [rbp - 0x10]
;;      10e: mov qword ptr [rcx], rdx
;;      111: mov qword ptr [rcx + 8], rax
;;      115: leave
;;      116: ret
;;      117: (9 bytes of padding)
;;
;; 00000120 <constants>: function 6, 48 bytes
;;      120: push rbp
;;      121: mov rbp, rsp
;;      124: sub rsp, 0x10
;;      12b: mov qword ptr [rbp - 0x10], rdi
;;      12f: mov eax, 2
;;      134: mov ebx, 1
;;      139: sub rdx, rbx
;;      13c: sbb rcx, rax
;;      13f: mov rax, qword ptr [rbp - 0x10]
;;      143: mov qword ptr [rax], rdx
;;      146: mov qword ptr [rax + 8], rcx
;;      14a: leave
;;      14b: ret
;;      14c: (4 bytes of padding)
;;
;; 00000150 <constant-factor>: function 7, 48 bytes
;;      150: push rbp
;;      151: mov rbp, rsp
;;      154: sub rsp, 0x10
;;      15b: mov qword ptr [rbp - 0x10], rdi
;;      15f: mov ecx, 0xa
;;      164: mov rax, rdx
;;      167: mul rcx
;;      16a: mov rcx, qword ptr [rbp - 0x10]
;;      16e: mov qword ptr [rcx], rax
;;      171: mov qword ptr [rcx + 8], rdx
;;      175: leave
;;      176: ret
;;      177: (9 bytes of padding)
;;
;; 00000180 <shared>: function 8, 48 bytes
;;      180: push rbp
;;      181: mov rbp, rsp
;;      184: sub rsp, 0x10
;;      18b: mov qword ptr [rbp - 0x10], rdi
;;      18f: mov rax, rdx
;;      192: add rax, rdx
;;      195: adc rdx, rdx
;;      198: mov rcx, qword ptr [rbp - 0x10]
;;      19c: mov qword ptr [rcx], rax
;;      19f: mov qword ptr [rcx + 8], rdx
;;      1a3: leave
;;      1a4: ret
;;      1a5: (11 bytes of padding)
;;
;; 000001b0 <crossed>: function 9, 48 bytes
;;      1b0: push rbp
;;      1b1: mov rbp, rsp
;;      1b4: sub rsp, 0x10
;;      1bb: mov qword ptr [rbp - 0x10], rdi
;;      1bf: mov rax, rdx
;;      1c2: sub rax, rcx
;;      1c5: sbb rcx, rdx
;;      1c8: mov rdx, qword ptr [rbp - 0x10]
;;      1cc: mov qword ptr [rdx], rax
;;      1cf: mov qword ptr [rdx + 8], rcx
;;      1d3: leave
;;      1d4: ret
;;      1d5: (11 bytes of padding)
;;
;; 000001e0 <square>: function 10, 48 bytes
;;      1e0: push rbp
;;      1e1: mov rbp, rsp
;;      1e4: sub rsp, 0x10
;;      1eb: mov qword ptr [rbp - 0x10], rdi
;;      1ef: mov rax, rdx
;;      1f2: imul rdx
;;      1f5: mov rcx, qword ptr [rbp - 0x10]
;;      1f9: mov qword ptr [rcx], rax
;;      1fc: mov qword ptr [rcx + 8], rdx
;;      200: leave
;;      201: ret
;;      202: (14 bytes of padding)
;;
;; 00000210 <kept>: function 11, 48 bytes
;;      210: push rbp
;;      211: mov rbp, rsp
;;      214: sub rsp, 0x10
;;      21b: mov qword ptr [rbp - 0x10], rdi
;;      21f: mov rax, rdx
;;      222: mov rbx, rdx
;;      225: mul rcx
;;      228: mov rsi, qword ptr [rbp - 0x10]
;;      22c: mov qword ptr [rsi], rax
;;      22f: mov qword ptr [rsi + 8], rdx
;;      233: mov qword ptr [rsi + 0x10], rbx
;;      237: mov qword ptr [rsi + 0x18], rcx
;;      23b: leave
;;      23c: ret
;;      23d: (3 bytes of padding)
;;
;; 00000240 <accumulate>: function 12, 41 bytes
;;      240: push rbp
;;      241: mov rbp, rsp
;;      244: sub rsp, 0x10
;;      24b: mov qword ptr [rbp - 0x10], rdi
;;      24f: mov rax, rdx
;;      252: mul rcx
;;      255: add rax, r8
;;      258: adc rdx, 0
;;      25c: mov rcx, qword ptr [rbp - 0x10]
;;      260: mov qword ptr [rcx], rax
;;      263: mov qword ptr [rcx + 8], rdx
;;      267: leave
;;      268: ret
