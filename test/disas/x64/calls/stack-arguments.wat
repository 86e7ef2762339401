(module
  (func $callee (param i32 i32 i32 i32 i32 i32 i32 i64 i32) (result i32) (local.get 6))
  (func (export "caller") (param i32) (result i32)
    (call $callee (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
      (i32.const 6) (local.get 0) (i64.const 8) (i32.const 9))))

;; 00000000 <callee>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov eax, dword ptr [rbp + 0x18]
;;        e: leave
;;        f: pop qword ptr [rsp + 0x18]
;;       13: add rsp, 0x18
;;       17: ret
;;       18: (8 bytes of padding)
;;
;; 00000020 <caller>: function 1, 100 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: cmp rsp, qword ptr [r14 + 0x10]
;;       2f: jb 0x82
;;       35: mov qword ptr [rbp - 8], r14
;;       39: sub rsp, 0x20
;;       3d: mov qword ptr [rsp], 6
;;       45: mov qword ptr [rsp + 8], rsi
;;       4a: mov qword ptr [rsp + 0x10], 8
;;       53: mov qword ptr [rsp + 0x18], 9
;;       5c: mov esi, 1
;;       61: mov edx, 2
;;       66: mov ecx, 3
;;       6b: mov r8d, 4
;;       71: mov r9d, 5
;;       77: call 0                                                 ;; <callee>, call at wasm 0x4a
;;       7c: mov r14, qword ptr [rbp - 8]
;;       80: leave
;;       81: ret
;;       82: ud2                                                    ;; call stack exhausted at wasm 0x37
