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
;; 00000030 <caller>: function 1, 99 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x20
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x91
;;       45: mov qword ptr [rbp - 8], r14
;;       49: mov dword ptr [rbp - 0x18], edi
;;       4c: sub rsp, 0x20
;;       50: mov qword ptr [rsp], rdi
;;       54: mov qword ptr [rsp + 8], 8
;;       5d: mov qword ptr [rsp + 0x10], 9
;;       66: mov edi, 1
;;       6b: mov esi, 2
;;       70: mov edx, 3
;;       75: mov ecx, 4
;;       7a: mov r8d, 5
;;       80: mov r9d, 6
;;       86: call 0                                                 ;; <callee>, call at wasm 0x4a
;;       8b: mov r14, qword ptr [rbp - 8]
;;       8f: leave
;;       90: ret
;;       91: ud2                                                    ;; call stack exhausted at wasm 0x37
