;; Of the legacy form: the reference to the exception is kept only where something throws it again.

(module
  (tag $t (param i32))
  (func $may-throw)
  (func $catches (result i32)
    (try (result i32)
      (do (call $may-throw) (i32.const 0))
      (catch $t)))
  (func $cleans-up
    (try
      (do (call $may-throw))
      (catch_all (call $may-throw) (rethrow 0))))
)

;; 00000000 <may-throw>: function 0, 16 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: leave
;;        c: ret
;;        d: (3 bytes of padding)
;;
;; 00000010 <catches>: function 1, 64 bytes
;;       10: push rbp
;;       11: mov rbp, rsp
;;       14: sub rsp, 0x20
;;       1b: cmp rsp, qword ptr [r14 + 0x10]
;;       1f: jb 0x49
;;       25: mov qword ptr [rbp - 8], r14
;;       29: call 0                                                 ;; <may-throw>, call at wasm 0x2b
;;       2e: mov r14, qword ptr [rbp - 8]
;;       32: xor eax, eax
;;       34: jmp 0x47
;;       39: lea rsp, [rbp - 0x20]
;;       40: mov r14, qword ptr [rbp - 8]
;;       44: mov eax, dword ptr [rbp - 0x20]
;;       47: leave
;;       48: ret
;;       49: ud2                                                    ;; call stack exhausted at wasm 0x28
;;       4b: (5 bytes of padding)
;;
;; 00000050 <cleans-up>: function 2, 85 bytes
;;       50: push rbp
;;       51: mov rbp, rsp
;;       54: sub rsp, 0x20
;;       5b: cmp rsp, qword ptr [r14 + 0x10]
;;       5f: jb 0xa3
;;       65: mov qword ptr [rbp - 8], r14
;;       69: call 0                                                 ;; <may-throw>, call at wasm 0x37
;;       6e: mov r14, qword ptr [rbp - 8]
;;       72: jmp 0xa1
;;       77: lea rsp, [rbp - 0x20]
;;       7e: mov r14, qword ptr [rbp - 8]
;;       82: call 0                                                 ;; <may-throw>, call at wasm 0x3a
;;       87: mov r14, qword ptr [rbp - 8]
;;       8b: mov rax, qword ptr [rbp - 0x18]
;;       8f: mov rsi, rax
;;       92: mov rax, qword ptr [r14 + 0x38]
;;       96: mov r14, qword ptr [r14 + 0x40]
;;       9a: mov rdi, r14
;;       9d: call rax                                               ;; call at wasm 0x3c
;;       9f: ud2                                                    ;; unreachable at wasm 0x3c
;;       a1: leave
;;       a2: ret
;;       a3: ud2                                                    ;; call stack exhausted at wasm 0x34
