(module
  (func $f (export "f") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $f (local.get 6) (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5))))

;; 00000000 <f>: function 0, 58 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x38
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, dword ptr [rbp + 0x18]
;;       1c: mov ebx, dword ptr [rbp + 0x10]
;;       1f: mov dword ptr [rbp + 0x10], r9d
;;       23: mov dword ptr [rbp + 0x18], ebx
;;       26: mov r9d, r8d
;;       29: mov r8d, ecx
;;       2c: mov ecx, edx
;;       2e: mov edx, esi
;;       30: mov esi, eax
;;       32: leave
;;       33: jmp 0                                                  ;; <f>
;;       38: ud2                                                    ;; call stack exhausted at wasm 0x25
