;;! features = sse4.1
(module
  (func (export "fused") (param v128 v128 v128) (result v128)
    (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))
  (func (export "sum") (param v128 v128 v128) (result v128)
    (local.set 2 (f64x2.relaxed_nmadd (local.get 0) (local.get 1) (local.get 2)))
    (local.get 2))
  (func (export "select") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_laneselect (local.get 0) (local.get 1) (local.get 2)))
  (func (export "minimum") (param v128 v128) (result v128)
    (f32x4.relaxed_min (local.get 0) (local.get 1)))
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.relaxed_swizzle (local.get 0) (local.get 1)))
  (func (export "truncate") (param v128) (result v128)
    (i32x4.relaxed_trunc_f32x4_u (local.get 0)))
  (func (export "dot") (param v128 v128) (result v128)
    (i16x8.relaxed_dot_i8x16_i7x16_s (local.get 0) (local.get 1)))
  (func (export "dot-add") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <fused>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: movaps xmm15, xmm0
;;        f: mulps xmm15, xmm1
;;       13: addps xmm15, xmm2
;;       17: movaps xmm0, xmm15
;;       1b: leave
;;       1c: ret
;;       1d: (3 bytes of padding)
;;
;; 00000020 <sum>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: movaps xmm15, xmm0
;;       2f: mulpd xmm15, xmm1
;;       34: movaps xmm0, xmm2
;;       37: subpd xmm0, xmm15
;;       3c: leave
;;       3d: ret
;;       3e: (2 bytes of padding)
;;
;; 00000040 <select>: function 2, 48 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: movaps xmm15, xmm0
;;       4f: pxor xmm15, xmm1
;;       54: pand xmm15, xmm2
;;       59: movaps xmm0, xmm1
;;       5c: pxor xmm0, xmm15
;;       61: leave
;;       62: ret
;;       63: (13 bytes of padding)
;;
;; 00000070 <minimum>: function 3, 16 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: minps xmm0, xmm1
;;       7e: leave
;;       7f: ret
;;
;; 00000080 <swizzle>: function 4, 32 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: pshufb xmm0, xmm1
;;       90: leave
;;       91: ret
;;       92: (14 bytes of padding)
;;
;; 000000a0 <truncate>: function 5, 96 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: pxor xmm15, xmm15
;;       b0: maxps xmm0, xmm15
;;       b4: movaps xmm15, xmmword ptr [rip + 0x34]
;;       bc: movaps xmm14, xmm0
;;       c0: subps xmm14, xmm15
;;       c4: cmpleps xmm15, xmm14
;;       c9: cvttps2dq xmm14, xmm14
;;       ce: pxor xmm14, xmm15
;;       d3: pxor xmm15, xmm15
;;       d8: pmaxsd xmm14, xmm15
;;       de: cvttps2dq xmm0, xmm0
;;       e2: paddd xmm0, xmm14
;;       e7: leave
;;       e8: ret
;;       e9: int3
;;       ea: int3
;;       eb: int3
;;       ec: int3
;;       ed: int3
;;       ee: int3
;;       ef: int3
;;       f0: add byte ptr [rax], al
;;       f2: add byte ptr [rdi], cl
;;       f5: add byte ptr [rax], al
;;       f7: add byte ptr [r8], r8b
;;       fa: add byte ptr [rdi], cl
;;       fd: add byte ptr [rax], al
;;       ff: .byte 0x4f
;;
;; 00000100 <dot>: function 6, 32 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: movaps xmm15, xmm0
;;      10f: movaps xmm0, xmm1
;;      112: pmaddubsw xmm0, xmm15
;;      118: leave
;;      119: ret
;;      11a: (6 bytes of padding)
;;
;; 00000120 <dot-add>: function 7, 64 bytes
;;      120: push rbp
;;      121: mov rbp, rsp
;;      124: sub rsp, 0x10
;;      12b: movaps xmm15, xmm1
;;      12f: pmaddubsw xmm15, xmm0
;;      135: pmaddwd xmm15, xmmword ptr [rip + 0x12]
;;      13e: movaps xmm0, xmm2
;;      141: paddd xmm0, xmm15
;;      146: leave
;;      147: ret
;;      148: int3
;;      149: int3
;;      14a: int3
;;      14b: int3
;;      14c: int3
;;      14d: int3
;;      14e: int3
;;      14f: int3
;;      150: add dword ptr [rax], eax
;;      152: add dword ptr [rax], eax
;;      154: add dword ptr [rax], eax
;;      156: add dword ptr [rax], eax
;;      158: add dword ptr [rax], eax
;;      15a: add dword ptr [rax], eax
;;      15c: add dword ptr [rax], eax
;;      15e: add dword ptr [rax], eax
