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

;; 00000000 <single>: function 0, 64 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: movss xmm1, dword ptr [rip + 0x21]
;;       13: mulss xmm1, xmm0
;;       17: movss xmm2, dword ptr [rip + 0x19]
;;       1f: subss xmm2, xmm1
;;       23: addss xmm0, dword ptr [rip + 9]
;;       2b: divss xmm2, xmm0
;;       2f: movaps xmm0, xmm2
;;       32: leave
;;       33: ret
;;       34: .long 0x3e99999a
;;       38: .long 0x3f8ccccd
;;       3c: (4 bytes of padding)
;;
;; 00000040 <double>: function 1, 64 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: mulsd xmm0, qword ptr [rip + 0x1d]
;;       53: mulsd xmm1, qword ptr [rip + 0x1d]
;;       5b: subsd xmm1, qword ptr [rip + 0xd]
;;       63: addsd xmm0, xmm1
;;       67: leave
;;       68: ret
;;       69: int3
;;       6a: int3
;;       6b: int3
;;       6c: int3
;;       6d: int3
;;       6e: int3
;;       6f: int3
;;       70: .quad 0x3fb999999999999a
;;       78: .quad 0x4059000000000000
;;
;; 00000080 <immediates>: function 2, 48 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: mulsd xmm0, qword ptr [rip + 0xd]
;;       93: xorps xmm1, xmm1
;;       96: addsd xmm0, xmm1
;;       9a: leave
;;       9b: ret
;;       9c: int3
;;       9d: int3
;;       9e: int3
;;       9f: int3
;;       a0: .quad 0x4004000000000000
;;       a8: (8 bytes of padding)
;;
;; 000000b0 <compare>: function 3, 64 bytes
;;       b0: push rbp
;;       b1: mov rbp, rsp
;;       b4: sub rsp, 0x10
;;       bb: xor eax, eax
;;       bd: ucomisd xmm0, qword ptr [rip + 0x1b]
;;       c5: seta al
;;       c8: xor ecx, ecx
;;       ca: movsd xmm15, qword ptr [rip + 0xd]
;;       d3: ucomisd xmm15, xmm0
;;       d8: seta cl
;;       db: add eax, ecx
;;       dd: leave
;;       de: ret
;;       df: int3
;;       e0: .quad 0x3fb999999999999a
;;       e8: (8 bytes of padding)
;;
;; 000000f0 <select>: function 4, 40 bytes
;;       f0: push rbp
;;       f1: mov rbp, rsp
;;       f4: sub rsp, 0x10
;;       fb: movss xmm1, dword ptr [rip + 0x11]
;;      103: ucomiss xmm0, dword ptr [rip + 0xa]
;;      10a: ja 0x10f
;;      10c: movaps xmm1, xmm0
;;      10f: movaps xmm0, xmm1
;;      112: leave
;;      113: ret
;;      114: .long 0x3f333333
