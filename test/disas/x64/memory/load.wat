(module
  (memory 1)
  (func (export "offset") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "constant") (result i64) (i64.load offset=8 (i32.const 1024)))
  (func (export "far") (param i32) (result i32) (i32.load8_u offset=0xfffffff0 (local.get 0)))
  (func (export "twice") (param i32) (result f64)
    (f64.add (f64.load (local.get 0)) (f64.load offset=8 (local.get 0)))))

;; 00000000 <offset>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: mov r15, qword ptr [r14 + 0x18]
;;       11: mov esi, dword ptr [r15 + rsi + 0x10]                  ;; out of bounds memory access at wasm 0x51
;;       16: mov eax, esi
;;       18: leave
;;       19: ret
;;       1a: (6 bytes of padding)
;;
;; 00000020 <constant>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: mov r15, qword ptr [r14 + 0x18]
;;       2f: mov rax, qword ptr [r15 + 0x408]                       ;; out of bounds memory access at wasm 0x5a
;;       36: leave
;;       37: ret
;;       38: (8 bytes of padding)
;;
;; 00000040 <far>: function 2, 48 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: mov esi, esi
;;       4d: mov r15, qword ptr [r14 + 0x18]
;;       51: mov r11d, 0xfffffff0
;;       57: add r11, rsi
;;       5a: movzx esi, byte ptr [r15 + r11]                        ;; out of bounds memory access at wasm 0x62
;;       5f: mov eax, esi
;;       61: leave
;;       62: ret
;;       63: (13 bytes of padding)
;;
;; 00000070 <twice>: function 3, 36 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: mov esi, esi
;;       7d: mov r15, qword ptr [r14 + 0x18]
;;       81: movsd xmm0, qword ptr [r15 + rsi]                      ;; out of bounds memory access at wasm 0x6e
;;       87: movsd xmm1, qword ptr [r15 + rsi + 8]                  ;; out of bounds memory access at wasm 0x73
;;       8e: addsd xmm0, xmm1
;;       92: leave
;;       93: ret
