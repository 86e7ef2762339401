(module
  (memory 1 2 shared)
  (func (export "load") (param i32) (result i64) (i64.atomic.load32_u (local.get 0)))
  (func (export "load byte") (param i32) (result i32) (i32.atomic.load8_u offset=5 (local.get 0)))
  (func (export "store") (param i32 i64) (i64.atomic.store offset=4 (local.get 0) (local.get 1)))
  (func (export "add") (param i32 i32) (result i32)
    (i32.atomic.rmw16.add_u (local.get 0) (local.get 1)))
  (func (export "sub, keeping the operand") (param i32 i64) (result i64 i64)
    (i64.atomic.rmw.sub (i32.const 64) (local.get 1)) (local.get 1))
  (func (export "or") (param i32 i32) (result i32)
    (i32.atomic.rmw.or (local.get 0) (local.get 1)))
  (func (export "and, far away") (param i32 i64) (result i64)
    (i64.atomic.rmw.and offset=0x90000000 (local.get 0) (local.get 1)))
  (func (export "exchange") (param i32 i32) (result i32)
    (i32.atomic.rmw8.xchg_u (local.get 0) (local.get 1)))
  (func (export "compare and exchange") (param i32 i64 i64) (result i64)
    (i64.atomic.rmw32.cmpxchg_u (local.get 0) (local.get 1) (local.get 2)))
  (func (export "never aligned") (drop (i32.atomic.load (i32.const 6))))
  (func (export "wait") (param i32 i32) (result i32)
    (memory.atomic.wait32 offset=8 (local.get 0) (local.get 1) (i64.const -1)))
  (func (export "fence") (atomic.fence)))

;; 00000000 <load>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: mov r15, qword ptr [r14 + 0x18]
;;       11: test sil, 3
;;       15: je 0x1f
;;       17: movzx r11d, byte ptr [r15 + rsi + 3]                   ;; out of bounds memory access at wasm 0xea
;;       1d: ud2                                                    ;; unaligned atomic at wasm 0xea
;;       1f: mov esi, dword ptr [r15 + rsi]                         ;; out of bounds memory access at wasm 0xea
;;       23: mov rax, rsi
;;       26: leave
;;       27: ret
;;       28: (8 bytes of padding)
;;
;; 00000030 <load byte>: function 1, 32 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: mov esi, esi
;;       3d: mov r15, qword ptr [r14 + 0x18]
;;       41: movzx esi, byte ptr [r15 + rsi + 5]                    ;; out of bounds memory access at wasm 0xf3
;;       47: mov eax, esi
;;       49: leave
;;       4a: ret
;;       4b: (5 bytes of padding)
;;
;; 00000050 <store>: function 2, 48 bytes
;;       50: push rbp
;;       51: mov rbp, rsp
;;       54: sub rsp, 0x10
;;       5b: mov esi, esi
;;       5d: mov r15, qword ptr [r14 + 0x18]
;;       61: lea r11d, [rsi + 4]
;;       65: test r11b, 7
;;       69: je 0x73
;;       6b: movzx r11d, byte ptr [r15 + rsi + 0xb]                 ;; out of bounds memory access at wasm 0xfe
;;       71: ud2                                                    ;; unaligned atomic at wasm 0xfe
;;       73: mov r11, rdx
;;       76: xchg qword ptr [r15 + rsi + 4], r11                    ;; out of bounds memory access at wasm 0xfe
;;       7b: leave
;;       7c: ret
;;       7d: (3 bytes of padding)
;;
;; 00000080 <add>: function 3, 48 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: mov esi, esi
;;       8d: mov r15, qword ptr [r14 + 0x18]
;;       91: test sil, 1
;;       95: je 0x9f
;;       97: movzx r11d, byte ptr [r15 + rsi + 1]                   ;; out of bounds memory access at wasm 0x109
;;       9d: ud2                                                    ;; unaligned atomic at wasm 0x109
;;       9f: lock xadd word ptr [r15 + rsi], dx                     ;; out of bounds memory access at wasm 0x109
;;       a6: movzx edx, dx
;;       a9: mov eax, edx
;;       ab: leave
;;       ac: ret
;;       ad: (3 bytes of padding)
;;
;; 000000b0 <sub, keeping the operand>: function 4, 48 bytes
;;       b0: push rbp
;;       b1: mov rbp, rsp
;;       b4: sub rsp, 0x10
;;       bb: mov qword ptr [rbp - 0x10], rdi
;;       bf: mov rax, rcx
;;       c2: mov r15, qword ptr [r14 + 0x18]
;;       c6: neg rax
;;       c9: lock xadd qword ptr [r15 + 0x40], rax                  ;; out of bounds memory access at wasm 0x115
;;       cf: mov rdx, qword ptr [rbp - 0x10]
;;       d3: mov qword ptr [rdx], rax
;;       d6: mov qword ptr [rdx + 8], rcx
;;       da: leave
;;       db: ret
;;       dc: (4 bytes of padding)
;;
;; 000000e0 <or>: function 5, 64 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: mov esi, esi
;;       ed: mov r15, qword ptr [r14 + 0x18]
;;       f1: test sil, 3
;;       f5: je 0xff
;;       f7: movzx r11d, byte ptr [r15 + rsi + 3]                   ;; out of bounds memory access at wasm 0x122
;;       fd: ud2                                                    ;; unaligned atomic at wasm 0x122
;;       ff: mov eax, dword ptr [r15 + rsi]                         ;; out of bounds memory access at wasm 0x122
;;      103: mov r11, rax
;;      106: or r11, rdx
;;      109: lock cmpxchg dword ptr [r15 + rsi], r11d               ;; out of bounds memory access at wasm 0x122
;;      10f: jne 0x103
;;      111: leave
;;      112: ret
;;      113: (13 bytes of padding)
;;
;; 00000120 <and, far away>: function 6, 80 bytes
;;      120: push rbp
;;      121: mov rbp, rsp
;;      124: sub rsp, 0x10
;;      12b: mov esi, esi
;;      12d: mov r15, qword ptr [r14 + 0x18]
;;      131: mov r11d, 0x90000000
;;      137: add r11, rsi
;;      13a: test r11b, 7
;;      13e: je 0x148
;;      140: movzx r11d, byte ptr [r15 + r11 + 7]                   ;; out of bounds memory access at wasm 0x12d
;;      146: ud2                                                    ;; unaligned atomic at wasm 0x12d
;;      148: add r15, r11
;;      14b: mov rax, qword ptr [r15]                               ;; out of bounds memory access at wasm 0x12d
;;      14e: mov r11, rax
;;      151: and r11, rdx
;;      154: lock cmpxchg qword ptr [r15], r11                      ;; out of bounds memory access at wasm 0x12d
;;      159: jne 0x14e
;;      15b: mov r15, qword ptr [r14 + 0x18]
;;      15f: leave
;;      160: ret
;;      161: (15 bytes of padding)
;;
;; 00000170 <exchange>: function 7, 32 bytes
;;      170: push rbp
;;      171: mov rbp, rsp
;;      174: sub rsp, 0x10
;;      17b: mov esi, esi
;;      17d: mov r15, qword ptr [r14 + 0x18]
;;      181: xchg byte ptr [r15 + rsi], dl                          ;; out of bounds memory access at wasm 0x13c
;;      185: movzx edx, dl
;;      188: mov eax, edx
;;      18a: leave
;;      18b: ret
;;      18c: (4 bytes of padding)
;;
;; 00000190 <compare and exchange>: function 8, 48 bytes
;;      190: push rbp
;;      191: mov rbp, rsp
;;      194: sub rsp, 0x10
;;      19b: mov rax, rdx
;;      19e: mov esi, esi
;;      1a0: mov r15, qword ptr [r14 + 0x18]
;;      1a4: test sil, 3
;;      1a8: je 0x1b2
;;      1aa: movzx r11d, byte ptr [r15 + rsi + 3]                   ;; out of bounds memory access at wasm 0x149
;;      1b0: ud2                                                    ;; unaligned atomic at wasm 0x149
;;      1b2: lock cmpxchg dword ptr [r15 + rsi], ecx                ;; out of bounds memory access at wasm 0x149
;;      1b8: mov eax, eax
;;      1ba: leave
;;      1bb: ret
;;      1bc: (4 bytes of padding)
;;
;; 000001c0 <never aligned>: function 9, 32 bytes
;;      1c0: push rbp
;;      1c1: mov rbp, rsp
;;      1c4: sub rsp, 0x10
;;      1cb: mov r15, qword ptr [r14 + 0x18]
;;      1cf: movzx r11d, byte ptr [r15 + 9]                         ;; out of bounds memory access at wasm 0x152
;;      1d4: ud2                                                    ;; unaligned atomic at wasm 0x152
;;      1d6: mov eax, dword ptr [r15 + 6]                           ;; out of bounds memory access at wasm 0x152
;;      1da: leave
;;      1db: ret
;;      1dc: (4 bytes of padding)
;;
;; 000001e0 <wait>: function 10, 80 bytes
;;      1e0: push rbp
;;      1e1: mov rbp, rsp
;;      1e4: sub rsp, 0x10
;;      1eb: cmp rsp, qword ptr [r14 + 0x10]
;;      1ef: jb 0x21f
;;      1f5: mov qword ptr [rbp - 8], r14
;;      1f9: mov ecx, esi
;;      1fb: mov r8d, edx
;;      1fe: mov r9, 0xffffffffffffffff
;;      205: xor esi, esi
;;      207: mov edx, 8
;;      20c: mov rdi, r14
;;      20f: mov rax, qword ptr [r14 + 8]
;;      213: call qword ptr [rax + 0xb8]                            ;; call at wasm 0x160
;;      219: mov r14, qword ptr [rbp - 8]
;;      21d: leave
;;      21e: ret
;;      21f: ud2                                                    ;; call stack exhausted at wasm 0x159
;;      221: (15 bytes of padding)
;;
;; 00000230 <fence>: function 11, 16 bytes
;;      230: push rbp
;;      231: mov rbp, rsp
;;      234: sub rsp, 0x10
;;      23b: mfence
;;      23e: leave
;;      23f: ret
