;;! bounds = explicit
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x36
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov esi, esi
;;       1b: lea r11, [rsi + 0x14]
;;       1f: cmp r11, qword ptr [r14 + 0x20]
;;       23: ja 0x38
;;       29: mov r15, qword ptr [r14 + 0x18]
;;       2d: mov esi, dword ptr [r15 + rsi + 0x10]                  ;; out of bounds memory access at wasm 0x38
;;       32: mov eax, esi
;;       34: leave
;;       35: ret
;;       36: ud2                                                    ;; call stack exhausted at wasm 0x35
;;       38: ud2                                                    ;; out of bounds memory access at wasm 0x38
;;       3a: (6 bytes of padding)
;;
;; 00000040 <store>: function 1, 55 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x73
;;       55: mov qword ptr [rbp - 8], r14
;;       59: mov esi, esi
;;       5b: lea r11, [rsi + 1]
;;       5f: cmp r11, qword ptr [r14 + 0x20]
;;       63: ja 0x75
;;       69: mov r15, qword ptr [r14 + 0x18]
;;       6d: mov byte ptr [r15 + rsi], dl                           ;; out of bounds memory access at wasm 0x42
;;       71: leave
;;       72: ret
;;       73: ud2                                                    ;; call stack exhausted at wasm 0x3d
;;       75: ud2                                                    ;; out of bounds memory access at wasm 0x42
