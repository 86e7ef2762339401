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
;;        f: jb 0x25
;;       15: mov qword ptr [rbp - 8], r14
;;       19: movaps xmm2, xmm0
;;       1c: addsd xmm2, xmm1
;;       20: movaps xmm0, xmm2
;;       23: leave
;;       24: ret
;;       25: ud2                                                    ;; call stack exhausted at wasm 0x5b
;;       27: (9 bytes of padding)
;;
;; 00000030 <min>: function 1, 64 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: cmp rsp, qword ptr [r14 + 0x10]
;;       3f: jb 0x67
;;       45: mov qword ptr [rbp - 8], r14
;;       49: movaps xmm2, xmm0
;;       4c: ucomiss xmm2, xmm1
;;       4f: jne 0x5e
;;       51: jp 0x58
;;       53: orps xmm2, xmm1
;;       56: jmp 0x62
;;       58: addss xmm2, xmm1
;;       5c: jmp 0x62
;;       5e: minss xmm2, xmm1
;;       62: movaps xmm0, xmm2
;;       65: leave
;;       66: ret
;;       67: ud2                                                    ;; call stack exhausted at wasm 0x63
;;       69: (7 bytes of padding)
;;
;; 00000070 <nearest>: function 2, 48 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: cmp rsp, qword ptr [r14 + 0x10]
;;       7f: jb 0x97
;;       85: mov qword ptr [rbp - 8], r14
;;       89: xorps xmm1, xmm1
;;       8c: roundsd xmm1, xmm0, 8
;;       92: movaps xmm0, xmm1
;;       95: leave
;;       96: ret
;;       97: ud2                                                    ;; call stack exhausted at wasm 0x6b
;;       99: (7 bytes of padding)
;;
;; 000000a0 <copysign>: function 3, 64 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: cmp rsp, qword ptr [r14 + 0x10]
;;       af: jb 0xd9
;;       b5: mov qword ptr [rbp - 8], r14
;;       b9: movaps xmm15, xmm0
;;       bd: xorps xmm15, xmm1
;;       c1: psrlq xmm15, 0x3f
;;       c7: psllq xmm15, 0x3f
;;       cd: movaps xmm2, xmm0
;;       d0: xorps xmm2, xmm15
;;       d4: movaps xmm0, xmm2
;;       d7: leave
;;       d8: ret
;;       d9: ud2                                                    ;; call stack exhausted at wasm 0x71
;;       db: (5 bytes of padding)
;;
;; 000000e0 <constant>: function 4, 44 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: cmp rsp, qword ptr [r14 + 0x10]
;;       ef: jb 0x10a
;;       f5: mov qword ptr [rbp - 8], r14
;;       f9: movabs r11, 0x3ff8000000000000
;;      103: movq xmm0, r11
;;      108: leave
;;      109: ret
;;      10a: ud2                                                    ;; call stack exhausted at wasm 0x79
