(module
  (import "env" "g" (global $imported (mut i64)))
  (global $own (mut f32) (f32.const 0))
  (func (export "f")
    (global.set $imported (i64.add (global.get $imported) (i64.const 1)))
    (global.set $own (f32.const 2))))

;; 00000000 <f>: function 0, 39 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov rax, qword ptr [r14 + 0x18]
;;        f: mov rax, qword ptr [rax]
;;       12: add rax, 1
;;       16: mov rcx, qword ptr [r14 + 0x18]
;;       1a: mov qword ptr [rcx], rax
;;       1d: mov dword ptr [r14 + 0x20], 0x40000000
;;       25: leave
;;       26: ret
