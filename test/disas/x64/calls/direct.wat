(module
  (func $callee (param i32 f64) (result i32) (local.get 0))
  (func (export "caller") (param i32) (result i32)
    ;; The first operand and the parameter live across the call.
    (i32.add
      (i32.mul (local.get 0) (i32.const 3))
      (i32.add (call $callee (i32.const 1) (f64.const 0)) (local.get 0)))))

;; 00000000 <callee>: function 0, 16 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov eax, esi
;;        d: leave
;;        e: ret
;;        f: (1 bytes of padding)
;;
;; 00000010 <caller>: function 1, 67 bytes
;;       10: push rbp
;;       11: mov rbp, rsp
;;       14: sub rsp, 0x20
;;       1b: cmp rsp, qword ptr [r14 + 0x10]
;;       1f: jb 0x51
;;       25: mov qword ptr [rbp - 8], r14
;;       29: lea eax, [rsi + rsi*2]
;;       2c: mov dword ptr [rbp - 0x20], eax
;;       2f: mov dword ptr [rbp - 0x18], esi
;;       32: mov esi, 1
;;       37: xorps xmm0, xmm0
;;       3a: call 0                                                 ;; <callee>, call at wasm 0x41
;;       3f: mov r14, qword ptr [rbp - 8]
;;       43: mov ecx, dword ptr [rbp - 0x18]
;;       46: add eax, ecx
;;       48: mov ecx, dword ptr [rbp - 0x20]
;;       4b: add ecx, eax
;;       4d: mov eax, ecx
;;       4f: leave
;;       50: ret
;;       51: ud2                                                    ;; call stack exhausted at wasm 0x30
