(module
  (func $one (param i32) (result i32) (local.get 0))
  (func (export "f") (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $one (local.get 8))))

;; 00000000 <one>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x1d
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, esi
;;       1b: leave
;;       1c: ret
;;       1d: ud2                                                    ;; call stack exhausted at wasm 0x2d
;;       1f: (1 bytes of padding)
;;
;; 00000020 <f>: function 1, 46 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: cmp rsp, qword ptr [r14 + 0x10]
;;       2f: jb 0x4c
;;       35: mov qword ptr [rbp - 8], r14
;;       39: mov eax, dword ptr [rbp + 0x28]
;;       3c: mov esi, eax
;;       3e: leave
;;       3f: pop qword ptr [rsp + 0x18]
;;       43: add rsp, 0x18
;;       47: jmp 0                                                  ;; <one>
;;       4c: ud2                                                    ;; call stack exhausted at wasm 0x32
