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
;;        b: vfmadd213ps xmm0, xmm1, xmm2
;;       10: leave
;;       11: ret
;;       12: (14 bytes of padding)
;;
;; 00000020 <sum>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: vfnmadd213pd xmm0, xmm1, xmm2
;;       30: leave
;;       31: ret
;;       32: (14 bytes of padding)
;;
;; 00000040 <select>: function 2, 32 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: vpxor xmm15, xmm0, xmm1
;;       4f: pand xmm15, xmm2
;;       54: vpxor xmm0, xmm1, xmm15
;;       59: leave
;;       5a: ret
;;       5b: (5 bytes of padding)
;;
;; 00000060 <minimum>: function 3, 16 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: minps xmm0, xmm1
;;       6e: leave
;;       6f: ret
;;
;; 00000070 <swizzle>: function 4, 32 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: pshufb xmm0, xmm1
;;       80: leave
;;       81: ret
;;       82: (14 bytes of padding)
;;
;; 00000090 <truncate>: function 5, 96 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: pxor xmm15, xmm15
;;       a0: maxps xmm0, xmm15
;;       a4: movaps xmm15, xmmword ptr [rip + 0x34]
;;       ac: vsubps xmm14, xmm0, xmm15
;;       b1: cmpleps xmm15, xmm14
;;       b6: cvttps2dq xmm14, xmm14
;;       bb: pxor xmm14, xmm15
;;       c0: pxor xmm15, xmm15
;;       c5: pmaxsd xmm14, xmm15
;;       cb: cvttps2dq xmm0, xmm0
;;       cf: paddd xmm0, xmm14
;;       d4: leave
;;       d5: ret
;;       d6: int3
;;       d7: int3
;;       d8: int3
;;       d9: int3
;;       da: int3
;;       db: int3
;;       dc: int3
;;       dd: int3
;;       de: int3
;;       df: int3
;;       e0: add byte ptr [rax], al
;;       e2: add byte ptr [rdi], cl
;;       e5: add byte ptr [rax], al
;;       e7: add byte ptr [r8], r8b
;;       ea: add byte ptr [rdi], cl
;;       ed: add byte ptr [rax], al
;;       ef: .byte 0x4f
;;
;; 000000f0 <dot>: function 6, 32 bytes
;;       f0: push rbp
;;       f1: mov rbp, rsp
;;       f4: sub rsp, 0x10
;;       fb: vpmaddubsw xmm0, xmm1, xmm0
;;      100: leave
;;      101: ret
;;      102: (14 bytes of padding)
;;
;; 00000110 <dot-add>: function 7, 48 bytes
;;      110: push rbp
;;      111: mov rbp, rsp
;;      114: sub rsp, 0x10
;;      11b: vpmaddubsw xmm15, xmm1, xmm0
;;      120: pmaddwd xmm15, xmmword ptr [rip + 7]
;;      129: vpaddd xmm0, xmm2, xmm15
;;      12e: leave
;;      12f: ret
;;      130: add dword ptr [rax], eax
;;      132: add dword ptr [rax], eax
;;      134: add dword ptr [rax], eax
;;      136: add dword ptr [rax], eax
;;      138: add dword ptr [rax], eax
;;      13a: add dword ptr [rax], eax
;;      13c: add dword ptr [rax], eax
;;      13e: add dword ptr [rax], eax
