(module
  (import "env" "g" (global $imported (mut i64)))
  (global $own (mut f32) (f32.const 0))
  (func (export "f")
    (global.set $imported (i64.add (global.get $imported) (i64.const 1)))
    (global.set $own (f32.const 2))))

;; 00000000 <f>: function 0, 55 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x35
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov rax, qword ptr [r14 + 0x18]
;;       1d: mov rax, qword ptr [rax]
;;       20: add rax, 1
;;       24: mov rcx, qword ptr [r14 + 0x18]
;;       28: mov qword ptr [rcx], rax
;;       2b: mov dword ptr [r14 + 0x20], 0x40000000
;;       33: leave
;;       34: ret
;;       35: ud2                                                    ;; call stack exhausted at wasm 0x34
