(module
  (memory 1)
  ;; The wrapped value keeps its upper half in the register: it is cleared before the access.
  (func (export "wrapped") (param i64) (result i32)
    (i32.load (i32.wrap_i64 (i64.add (local.get 0) (i64.const 1))))))

;; 00000000 <wrapped>: function 0, 29 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: add rsi, 1
;;        f: mov esi, esi
;;       11: mov r15, qword ptr [r14 + 0x18]
;;       15: mov esi, dword ptr [r15 + rsi]                         ;; out of bounds memory access at wasm 0x31
;;       19: mov eax, esi
;;       1b: leave
;;       1c: ret
