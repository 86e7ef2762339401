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
;;       19: mov eax, dword ptr [rbp + 0x18]
;;       1c: leave
;;       1d: pop qword ptr [rsp + 0x18]
;;       21: add rsp, 0x18
;;       25: ret
;;       26: ud2                                                    ;; call stack exhausted at wasm 0x32
;;       28: (8 bytes of padding)
;;
;; 00000030 <caller>: function 1, 100 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x92
;;       45: mov qword ptr [rbp - 8], r14
;;       49: sub rsp, 0x20
;;       4d: mov qword ptr [rsp], 6
;;       55: mov qword ptr [rsp + 8], rsi
;;       5a: mov qword ptr [rsp + 0x10], 8
;;       63: mov qword ptr [rsp + 0x18], 9
;;       6c: mov esi, 1
;;       71: mov edx, 2
;;       76: mov ecx, 3
;;       7b: mov r8d, 4
;;       81: mov r9d, 5
;;       87: call 0                                                 ;; <callee>, call at wasm 0x4a
;;       8c: mov r14, qword ptr [rbp - 8]
;;       90: leave
;;       91: ret
;;       92: ud2                                                    ;; call stack exhausted at wasm 0x37
