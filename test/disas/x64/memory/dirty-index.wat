(module
  (memory 1)
  ;; The wrapped value keeps its upper half in the register: it is cleared before the access.
  (func (export "wrapped") (param i64) (result i32)
    (i32.load (i32.wrap_i64 (i64.add (local.get 0) (i64.const 1))))))

;; 00000000 <wrapped>: function 0, 45 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x2b
;;       15: mov qword ptr [rbp - 8], r14
;;       19: add rsi, 1
;;       1d: mov esi, esi
;;       1f: mov r15, qword ptr [r14 + 0x18]
;;       23: mov esi, dword ptr [r15 + rsi]                         ;; out of bounds memory access at wasm 0x31
;;       27: mov eax, esi
;;       29: leave
;;       2a: ret
;;       2b: ud2                                                    ;; call stack exhausted at wasm 0x2a
