(module
  (func (export "regs") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "immediate") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 7)))
  (func (export "wide-immediate") (param i64) (result i64)
    (i64.add (local.get 0) (i64.const 0x123456789)))
  (func (export "folded") (result i32)
    (i32.add (i32.const 40) (i32.const 2))))

;; 00000000 <regs>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x1e
;;       15: mov qword ptr [rbp - 8], r14
;;       19: lea eax, [rdi + rsi]
;;       1c: leave
;;       1d: ret
;;       1e: ud2                                                    ;; call stack exhausted at wasm 0x5a
;;
;; 00000020 <immediate>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: cmp rsp, qword ptr [r14 + 0x10]
;;       2f: jb 0x3e
;;       35: mov qword ptr [rbp - 8], r14
;;       39: lea eax, [rdi + 7]
;;       3c: leave
;;       3d: ret
;;       3e: ud2                                                    ;; call stack exhausted at wasm 0x62
;;
;; 00000040 <wide-immediate>: function 2, 48 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmp rsp, qword ptr [r14 + 0x10]
;;       4f: jb 0x68
;;       55: mov qword ptr [rbp - 8], r14
;;       59: movabs rax, 0x123456789
;;       63: add rax, rdi
;;       66: leave
;;       67: ret
;;       68: ud2                                                    ;; call stack exhausted at wasm 0x6a
;;       6a: (6 bytes of padding)
;;
;; 00000070 <folded>: function 3, 34 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: cmp rsp, qword ptr [r14 + 0x10]
;;       7f: jb 0x90
;;       85: mov qword ptr [rbp - 8], r14
;;       89: mov eax, 0x2a
;;       8e: leave
;;       8f: ret
;;       90: ud2                                                    ;; call stack exhausted at wasm 0x76
