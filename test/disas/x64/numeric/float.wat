(module
  (func (export "add") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func (export "min") (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
  (func (export "nearest") (param f64) (result f64) (f64.nearest (local.get 0)))
  (func (export "copysign") (param f64 f64) (result f64)
    (f64.copysign (local.get 0) (local.get 1)))
  (func (export "constant") (result f64) (f64.const 1.5)))

;; 00000000 <add>: function 0, 48 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x1f
;;       15: mov qword ptr [rbp - 8], r14
;;       19: addsd xmm0, xmm1
;;       1d: leave
;;       1e: ret
;;       1f: ud2                                                    ;; call stack exhausted at wasm 0x5b
;;       21: (15 bytes of padding)
;;
;; 00000030 <min>: function 1, 64 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x61
;;       45: mov qword ptr [rbp - 8], r14
;;       49: ucomiss xmm0, xmm1
;;       4c: jne 0x5b
;;       4e: jp 0x55
;;       50: orps xmm0, xmm1
;;       53: jmp 0x5f
;;       55: addss xmm0, xmm1
;;       59: jmp 0x5f
;;       5b: minss xmm0, xmm1
;;       5f: leave
;;       60: ret
;;       61: ud2                                                    ;; call stack exhausted at wasm 0x63
;;       63: (13 bytes of padding)
;;
;; 00000070 <nearest>: function 2, 48 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: cmp rsp, qword ptr [r14 + 0x10]
;;       7f: jb 0x91
;;       85: mov qword ptr [rbp - 8], r14
;;       89: roundsd xmm0, xmm0, 8
;;       8f: leave
;;       90: ret
;;       91: ud2                                                    ;; call stack exhausted at wasm 0x6b
;;       93: (13 bytes of padding)
;;
;; 000000a0 <copysign>: function 3, 64 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: cmp rsp, qword ptr [r14 + 0x10]
;;       af: jb 0xd3
;;       b5: mov qword ptr [rbp - 8], r14
;;       b9: movaps xmm15, xmm0
;;       bd: xorps xmm15, xmm1
;;       c1: psrlq xmm15, 0x3f
;;       c7: psllq xmm15, 0x3f
;;       cd: xorps xmm0, xmm15
;;       d1: leave
;;       d2: ret
;;       d3: ud2                                                    ;; call stack exhausted at wasm 0x71
;;       d5: (11 bytes of padding)
;;
;; 000000e0 <constant>: function 4, 48 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: cmp rsp, qword ptr [r14 + 0x10]
;;       ef: jb 0x103
;;       f5: mov qword ptr [rbp - 8], r14
;;       f9: movsd xmm0, qword ptr [rip + 7]
;;      101: leave
;;      102: ret
;;      103: ud2                                                    ;; call stack exhausted at wasm 0x79
;;      105: int3
;;      106: int3
;;      107: int3
;;      108: .quad 0x3ff8000000000000
