(module
  (func $one (param i32) (result i32) (local.get 0))
  (func (export "f") (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (return_call $one (local.get 8))))

;; 00000000 <one>: function 0, 16 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov eax, esi
;;        d: leave
;;        e: ret
;;        f: (1 bytes of padding)
;;
;; 00000010 <f>: function 1, 30 bytes
;;       10: push rbp
;;       11: mov rbp, rsp
;;       14: sub rsp, 0x10
;;       1b: mov eax, dword ptr [rbp + 0x28]
;;       1e: mov esi, eax
;;       20: leave
;;       21: pop qword ptr [rsp + 0x18]
;;       25: add rsp, 0x18
;;       29: jmp 0                                                  ;; <one>
