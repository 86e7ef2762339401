(module
  (func $callee (param i32 i32 i32 i32 i32 i32 i32 i64 i32) (result i32) (local.get 6))
  (func (export "caller") (param i32) (result i32)
    (call $callee (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (local.get 0) (i64.const 8) (i32.const 9))))

;; 00000000 <callee>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x26
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, dword ptr [rbp + 0x10]
;;       1c: leave
;;       1d: pop qword ptr [rsp + 0x18]
;;       21: add rsp, 0x18
;;       25: ret
;;       26: ud2                                                    ;; call stack exhausted at wasm 0x32
;;       28: (8 bytes of padding)
;;
;; 00000030 <caller>: function 1, 96 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x8e
;;       45: mov qword ptr [rbp - 8], r14
;;       49: sub rsp, 0x20
;;       4d: mov qword ptr [rsp], rdi
;;       51: mov qword ptr [rsp + 8], 8
;;       5a: mov qword ptr [rsp + 0x10], 9
;;       63: mov edi, 1
;;       68: mov esi, 2
;;       6d: mov edx, 3
;;       72: mov ecx, 4
;;       77: mov r8d, 5
;;       7d: mov r9d, 6
;;       83: call 0                                                 ;; <callee>, call at wasm 0x4a
;;       88: mov r14, qword ptr [rbp - 8]
;;       8c: leave
;;       8d: ret
;;       8e: ud2                                                    ;; call stack exhausted at wasm 0x37
