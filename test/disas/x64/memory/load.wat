(module
  (memory 1)
  (func (export "offset") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "constant") (result i64) (i64.load offset=8 (i32.const 1024)))
  (func (export "far") (param i32) (result i32) (i32.load8_u offset=0xfffffff0 (local.get 0)))
  (func (export "twice") (param i32) (result f64)
    (f64.add (f64.load (local.get 0)) (f64.load offset=8 (local.get 0)))))

;; 00000000 <offset>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x28
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov esi, esi
;;       1b: mov r15, qword ptr [r14 + 0x18]
;;       1f: mov esi, dword ptr [r15 + rsi + 0x10]                  ;; out of bounds memory access at wasm 0x51
;;       24: mov eax, esi
;;       26: leave
;;       27: ret
;;       28: ud2                                                    ;; call stack exhausted at wasm 0x4e
;;       2a: (6 bytes of padding)
;;
;; 00000030 <constant>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x56
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov r15, qword ptr [r14 + 0x18]
;;       4d: mov rax, qword ptr [r15 + 0x408]                       ;; out of bounds memory access at wasm 0x5a
;;       54: leave
;;       55: ret
;;       56: ud2                                                    ;; call stack exhausted at wasm 0x56
;;       58: (8 bytes of padding)
;;
;; 00000060 <far>: function 2, 64 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: cmp rsp, qword ptr [r14 + 0x10]
;;       6f: jb 0x91
;;       75: mov qword ptr [rbp - 8], r14
;;       79: mov esi, esi
;;       7b: mov r15, qword ptr [r14 + 0x18]
;;       7f: mov r11d, 0xfffffff0
;;       85: add r11, rsi
;;       88: movzx esi, byte ptr [r15 + r11]                        ;; out of bounds memory access at wasm 0x62
;;       8d: mov eax, esi
;;       8f: leave
;;       90: ret
;;       91: ud2                                                    ;; call stack exhausted at wasm 0x5f
;;       93: (13 bytes of padding)
;;
;; 000000a0 <twice>: function 3, 52 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: cmp rsp, qword ptr [r14 + 0x10]
;;       af: jb 0xd2
;;       b5: mov qword ptr [rbp - 8], r14
;;       b9: mov esi, esi
;;       bb: mov r15, qword ptr [r14 + 0x18]
;;       bf: movsd xmm0, qword ptr [r15 + rsi]                      ;; out of bounds memory access at wasm 0x6e
;;       c5: movsd xmm1, qword ptr [r15 + rsi + 8]                  ;; out of bounds memory access at wasm 0x73
;;       cc: addsd xmm0, xmm1
;;       d0: leave
;;       d1: ret
;;       d2: ud2                                                    ;; call stack exhausted at wasm 0x6b
