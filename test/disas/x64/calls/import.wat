(module
  (import "env" "f" (func $f (param i32) (result i32)))
  (func (export "caller") (param i32) (result i32) (call $f (local.get 0))))

;; 00000000 <caller>: function 1, 43 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x29
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov rax, qword ptr [r14 + 0x18]
;;       1d: mov r14, qword ptr [r14 + 0x20]
;;       21: call rax                                               ;; call at wasm 0x32
;;       23: mov r14, qword ptr [rbp - 8]
;;       27: leave
;;       28: ret
;;       29: ud2                                                    ;; call stack exhausted at wasm 0x2f
