(module
  (func $callee (param i32 f64) (result i32) (local.get 0))
  (func (export "caller") (param i32) (result i32)
    ;; The first operand and the parameter live across the call.
    (i32.add
      (i32.mul (local.get 0) (i32.const 3))
      (i32.add (call $callee (i32.const 1) (f64.const 0)) (local.get 0)))))

;; 00000000 <callee>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x1d
;;       15: mov qword ptr [rbp - 8], r14
;;       19: mov eax, esi
;;       1b: leave
;;       1c: ret
;;       1d: ud2                                                    ;; call stack exhausted at wasm 0x2b
;;       1f: (1 bytes of padding)
;;
;; 00000020 <caller>: function 1, 67 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x20
;;       2b: cmp rsp, qword ptr [r14 + 0x10]
;;       2f: jb 0x61
;;       35: mov qword ptr [rbp - 8], r14
;;       39: lea eax, [rsi + rsi*2]
;;       3c: mov dword ptr [rbp - 0x20], eax
;;       3f: mov dword ptr [rbp - 0x18], esi
;;       42: mov esi, 1
;;       47: xorps xmm0, xmm0
;;       4a: call 0                                                 ;; <callee>, call at wasm 0x41
;;       4f: mov r14, qword ptr [rbp - 8]
;;       53: mov ecx, dword ptr [rbp - 0x18]
;;       56: add eax, ecx
;;       58: mov ecx, dword ptr [rbp - 0x20]
;;       5b: add ecx, eax
;;       5d: mov eax, ecx
;;       5f: leave
;;       60: ret
;;       61: ud2                                                    ;; call stack exhausted at wasm 0x30
