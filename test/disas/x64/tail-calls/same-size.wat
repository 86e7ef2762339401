(module
  (func $f (export "f") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $f (local.get 6) (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5))))

;; 00000000 <f>: function 0, 42 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov eax, dword ptr [rbp + 0x18]
;;        e: mov ebx, dword ptr [rbp + 0x10]
;;       11: mov dword ptr [rbp + 0x10], r9d
;;       15: mov dword ptr [rbp + 0x18], ebx
;;       18: mov r9d, r8d
;;       1b: mov r8d, ecx
;;       1e: mov ecx, edx
;;       20: mov edx, esi
;;       22: mov esi, eax
;;       24: leave
;;       25: jmp 0                                                  ;; <f>
