(module
  (func (export "single") (param f32) (result f32)
    (f32.div
      (f32.sub (f32.const 1.1) (f32.mul (local.get 0) (f32.const 0.3)))
      (f32.add (f32.const 0.3) (local.get 0))))
  (func (export "double") (param f64 f64) (result f64)
    (f64.add
      (f64.mul (local.get 0) (f64.const 0.1))
      (f64.sub (f64.mul (local.get 1) (f64.const 100)) (f64.const 0.1))))
  (func (export "immediates") (param f64) (result f64)
    (f64.add (f64.mul (local.get 0) (f64.const 2.5)) (f64.const 0)))
  (func (export "compare") (param f64) (result i32)
    (i32.add
      (f64.gt (local.get 0) (f64.const 0.1))
      (f64.lt (local.get 0) (f64.const 0.1))))
  (func (export "select") (param f32) (result f32)
    (select (f32.const 0.7) (local.get 0) (f32.gt (local.get 0) (f32.const 0.7))))
)

;; 00000000 <single>: function 0, 80 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: cmp rsp, qword ptr [r14 + 0x10]
;;        f: jb 0x42
;;       15: mov qword ptr [rbp - 8], r14
;;       19: movss xmm1, dword ptr [rip + 0x23]
;;       21: mulss xmm1, xmm0
;;       25: movss xmm2, dword ptr [rip + 0x1b]
;;       2d: subss xmm2, xmm1
;;       31: addss xmm0, dword ptr [rip + 0xb]
;;       39: divss xmm2, xmm0
;;       3d: movaps xmm0, xmm2
;;       40: leave
;;       41: ret
;;       42: ud2                                                    ;; call stack exhausted at wasm 0x62
;;       44: .long 0x3e99999a
;;       48: .long 0x3f8ccccd
;;       4c: (4 bytes of padding)
;;
;; 00000050 <double>: function 1, 80 bytes
;;       50: push rbp
;;       51: mov rbp, rsp
;;       54: sub rsp, 0x10
;;       5b: cmp rsp, qword ptr [r14 + 0x10]
;;       5f: jb 0x87
;;       65: mov qword ptr [rbp - 8], r14
;;       69: mulsd xmm0, qword ptr [rip + 0x1f]
;;       71: mulsd xmm1, qword ptr [rip + 0x1f]
;;       79: subsd xmm1, qword ptr [rip + 0xf]
;;       81: addsd xmm0, xmm1
;;       85: leave
;;       86: ret
;;       87: ud2                                                    ;; call stack exhausted at wasm 0x7c
;;       89: int3
;;       8a: int3
;;       8b: int3
;;       8c: int3
;;       8d: int3
;;       8e: int3
;;       8f: int3
;;       90: .quad 0x3fb999999999999a
;;       98: .quad 0x4059000000000000
;;
;; 000000a0 <immediates>: function 2, 64 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: cmp rsp, qword ptr [r14 + 0x10]
;;       af: jb 0xca
;;       b5: mov qword ptr [rbp - 8], r14
;;       b9: mulsd xmm0, qword ptr [rip + 0xf]
;;       c1: xorps xmm1, xmm1
;;       c4: addsd xmm0, xmm1
;;       c8: leave
;;       c9: ret
;;       ca: ud2                                                    ;; call stack exhausted at wasm 0xa2
;;       cc: int3
;;       cd: int3
;;       ce: int3
;;       cf: int3
;;       d0: .quad 0x4004000000000000
;;       d8: (8 bytes of padding)
;;
;; 000000e0 <compare>: function 3, 80 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: cmp rsp, qword ptr [r14 + 0x10]
;;       ef: jb 0x11d
;;       f5: mov qword ptr [rbp - 8], r14
;;       f9: xor eax, eax
;;       fb: ucomisd xmm0, qword ptr [rip + 0x1d]
;;      103: seta al
;;      106: xor ecx, ecx
;;      108: movsd xmm15, qword ptr [rip + 0xf]
;;      111: ucomisd xmm15, xmm0
;;      116: seta cl
;;      119: add eax, ecx
;;      11b: leave
;;      11c: ret
;;      11d: ud2                                                    ;; call stack exhausted at wasm 0xbb
;;      11f: int3
;;      120: .quad 0x3fb999999999999a
;;      128: (8 bytes of padding)
;;
;; 00000130 <select>: function 4, 56 bytes
;;      130: push rbp
;;      131: mov rbp, rsp
;;      134: sub rsp, 0x10
;;      13b: cmp rsp, qword ptr [r14 + 0x10]
;;      13f: jb 0x162
;;      145: mov qword ptr [rbp - 8], r14
;;      149: movss xmm1, dword ptr [rip + 0x13]
;;      151: ucomiss xmm0, dword ptr [rip + 0xc]
;;      158: ja 0x15d
;;      15a: movaps xmm1, xmm0
;;      15d: movaps xmm0, xmm1
;;      160: leave
;;      161: ret
;;      162: ud2                                                    ;; call stack exhausted at wasm 0xd7
;;      164: .long 0x3f333333
