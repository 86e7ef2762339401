;;! bounds = explicit
(module
  (memory 1)
  (func (export "load") (param i32) (result v128) (v128.load offset=32 (local.get 0)))
  (func (export "zero") (param i32) (result v128) (v128.load64_zero (local.get 0)))
  (func (export "store-lane") (param i32 v128) (v128.store16_lane 5 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: lea r11, [rsi + 0x30]
;;       11: cmp r11, qword ptr [r14 + 0x20]
;;       15: ja 0x27
;;       1b: mov r15, qword ptr [r14 + 0x18]
;;       1f: movups xmm0, xmmword ptr [r15 + rsi + 0x20]            ;; out of bounds memory access at wasm 0x45
;;       25: leave
;;       26: ret
;;       27: ud2                                                    ;; out of bounds memory access at wasm 0x45
;;       29: (7 bytes of padding)
;;
;; 00000030 <zero>: function 1, 48 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: mov esi, esi
;;       3d: lea r11, [rsi + 8]
;;       41: cmp r11, qword ptr [r14 + 0x20]
;;       45: ja 0x57
;;       4b: mov r15, qword ptr [r14 + 0x18]
;;       4f: movsd xmm0, qword ptr [r15 + rsi]                      ;; out of bounds memory access at wasm 0x4e
;;       55: leave
;;       56: ret
;;       57: ud2                                                    ;; out of bounds memory access at wasm 0x4e
;;       59: (7 bytes of padding)
;;
;; 00000060 <store-lane>: function 2, 43 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: mov esi, esi
;;       6d: lea r11, [rsi + 2]
;;       71: cmp r11, qword ptr [r14 + 0x20]
;;       75: ja 0x89
;;       7b: mov r15, qword ptr [r14 + 0x18]
;;       7f: pextrw word ptr [r15 + rsi], xmm0, 5                   ;; out of bounds memory access at wasm 0x59
;;       87: leave
;;       88: ret
;;       89: ud2                                                    ;; out of bounds memory access at wasm 0x59
