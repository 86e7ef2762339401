(module
  (memory 1)
  (func (export "register") (param i32 i64) (i64.store offset=4 (local.get 0) (local.get 1)))
  (func (export "constant") (param i32) (i32.store16 (local.get 0) (i32.const -2)))
  (func (export "float") (param i32 f32) (f32.store (local.get 0) (local.get 1))))

;; 00000000 <register>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: mov r15, qword ptr [r14 + 0x18]
;;       11: mov qword ptr [r15 + rsi + 4], rdx                     ;; out of bounds memory access at wasm 0x4e
;;       16: leave
;;       17: ret
;;       18: (8 bytes of padding)
;;
;; 00000020 <constant>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: mov esi, esi
;;       2d: mov r15, qword ptr [r14 + 0x18]
;;       31: mov word ptr [r15 + rsi], 0xfffe                       ;; out of bounds memory access at wasm 0x58
;;       38: leave
;;       39: ret
;;       3a: (6 bytes of padding)
;;
;; 00000040 <float>: function 2, 25 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: mov esi, esi
;;       4d: mov r15, qword ptr [r14 + 0x18]
;;       51: movss dword ptr [r15 + rsi], xmm0                      ;; out of bounds memory access at wasm 0x62
;;       57: leave
;;       58: ret
