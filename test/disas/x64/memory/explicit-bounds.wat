;;! bounds = explicit
(module
  (memory 1)
  (func (export "load") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: lea r11, [rsi + 0x14]
;;       11: cmp r11, qword ptr [r14 + 0x20]
;;       15: ja 0x28
;;       1b: mov r15, qword ptr [r14 + 0x18]
;;       1f: mov esi, dword ptr [r15 + rsi + 0x10]                  ;; out of bounds memory access at wasm 0x38
;;       24: mov eax, esi
;;       26: leave
;;       27: ret
;;       28: ud2                                                    ;; out of bounds memory access at wasm 0x38
;;       2a: (6 bytes of padding)
;;
;; 00000030 <store>: function 1, 39 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: mov esi, esi
;;       3d: lea r11, [rsi + 1]
;;       41: cmp r11, qword ptr [r14 + 0x20]
;;       45: ja 0x55
;;       4b: mov r15, qword ptr [r14 + 0x18]
;;       4f: mov byte ptr [r15 + rsi], dl                           ;; out of bounds memory access at wasm 0x42
;;       53: leave
;;       54: ret
;;       55: ud2                                                    ;; out of bounds memory access at wasm 0x42
