;;! features = sse4.1
;; Operators that are one instruction, and all that are not.
(module
  (func (export "add") (param v128 v128) (result v128)
    (i32x4.add (local.get 0) (local.get 1)))
  (func (export "less-is-greater") (param v128 v128) (result v128)
    (i16x8.lt_u (local.get 0) (local.get 1)))
  (func (export "not-equal") (param v128 v128) (result v128)
    (f32x4.ne (local.get 0) (local.get 1)))
  (func (export "extend-high") (param v128) (result v128)
    (i32x4.extend_high_i16x8_s (local.get 0)))
  (func (export "product-64") (param v128 v128) (result v128)
    (i64x2.mul (local.get 0) (local.get 1)))
  (func (export "dot") (param v128 v128) (result v128)
    (i32x4.dot_i16x8_s (local.get 0) (local.get 1)))
  (func (export "narrow") (param v128 v128) (result v128)
    (i8x16.narrow_i16x8_u (local.get 0) (local.get 1)))
  ;; The right side is where the result goes.
  (func (export "narrow-over-right") (param v128 v128) (result v128)
    (local.set 1 (i16x8.narrow_i32x4_s (local.get 0) (local.get 1)))
    (v128.xor (local.get 0) (local.get 1)))
  ;; It commutes: no copy is made, though the right side is where the result goes.
  (func (export "add-over-right") (param v128 v128) (result v128)
    (local.set 1 (i8x16.add (local.get 0) (local.get 1)))
    (v128.xor (local.get 0) (local.get 1)))
  (func (export "greater-64") (param v128 v128) (result v128)
    (i64x2.gt_s (local.get 0) (local.get 1)))
  (func (export "minimum") (param v128 v128) (result v128)
    (f32x4.min (local.get 0) (local.get 1)))
  (func (export "negate") (param v128) (result v128)
    (f64x2.neg (local.get 0)))
  (func (export "negate-into-other") (param v128) (result v128)
    (v128.xor (i16x8.neg (local.get 0)) (local.get 0)))
  (func (export "count-bits") (param v128) (result v128)
    (i8x16.popcnt (local.get 0)))
  (func (export "truncate-unsigned") (param v128) (result v128)
    (i32x4.trunc_sat_f32x4_u (local.get 0)))
  (func (export "convert-unsigned") (param v128) (result v128)
    (f32x4.convert_i32x4_u (local.get 0)))
  (func (export "pseudo-minimum") (param v128 v128) (result v128)
    (f64x2.pmin (local.get 0) (local.get 1)))
  (func (export "truncate-to-half") (param v128) (result v128)
    (i32x4.trunc_sat_f64x2_s_zero (local.get 0)))
  (func (export "convert-low") (param v128) (result v128)
    (f64x2.convert_low_i32x4_u (local.get 0)))
  (func (export "select-bits") (param v128 v128 v128) (result v128)
    (v128.bitselect (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <add>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: paddd xmm0, xmm1
;;        f: leave
;;       10: ret
;;       11: (15 bytes of padding)
;;
;; 00000020 <less-is-greater>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: pminuw xmm0, xmm1
;;       30: pcmpeqw xmm0, xmm1
;;       34: pcmpeqd xmm15, xmm15
;;       39: pxor xmm0, xmm15
;;       3e: leave
;;       3f: ret
;;
;; 00000040 <not-equal>: function 2, 32 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: cmpneqps xmm0, xmm1
;;       4f: leave
;;       50: ret
;;       51: (15 bytes of padding)
;;
;; 00000060 <extend-high>: function 3, 32 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: pshufd xmm0, xmm0, 0xee
;;       70: pmovsxwd xmm0, xmm0
;;       75: leave
;;       76: ret
;;       77: (9 bytes of padding)
;;
;; 00000080 <product-64>: function 4, 64 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: pshufd xmm15, xmm1, 0xb1
;;       91: pmulld xmm15, xmm0
;;       97: phaddd xmm15, xmm15
;;       9d: pmovzxdq xmm15, xmm15
;;       a3: psllq xmm15, 0x20
;;       a9: pmuludq xmm0, xmm1
;;       ad: paddq xmm0, xmm15
;;       b2: leave
;;       b3: ret
;;       b4: (12 bytes of padding)
;;
;; 000000c0 <dot>: function 5, 32 bytes
;;       c0: push rbp
;;       c1: mov rbp, rsp
;;       c4: sub rsp, 0x10
;;       cb: pmaddwd xmm0, xmm1
;;       cf: leave
;;       d0: ret
;;       d1: (15 bytes of padding)
;;
;; 000000e0 <narrow>: function 6, 32 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: packuswb xmm0, xmm1
;;       ef: leave
;;       f0: ret
;;       f1: (15 bytes of padding)
;;
;; 00000100 <narrow-over-right>: function 7, 32 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: movaps xmm2, xmm0
;;      10e: packssdw xmm2, xmm1
;;      112: pxor xmm0, xmm2
;;      116: leave
;;      117: ret
;;      118: (8 bytes of padding)
;;
;; 00000120 <add-over-right>: function 8, 32 bytes
;;      120: push rbp
;;      121: mov rbp, rsp
;;      124: sub rsp, 0x10
;;      12b: paddb xmm1, xmm0
;;      12f: pxor xmm0, xmm1
;;      133: leave
;;      134: ret
;;      135: (11 bytes of padding)
;;
;; 00000140 <greater-64>: function 9, 64 bytes
;;      140: push rbp
;;      141: mov rbp, rsp
;;      144: sub rsp, 0x10
;;      14b: movaps xmm15, xmm1
;;      14f: psubq xmm15, xmm0
;;      154: movaps xmm14, xmm1
;;      158: pcmpeqd xmm14, xmm0
;;      15d: pand xmm14, xmm15
;;      162: movaps xmm15, xmm0
;;      166: pcmpgtd xmm15, xmm1
;;      16b: por xmm15, xmm14
;;      170: pshufd xmm0, xmm15, 0xf5
;;      176: leave
;;      177: ret
;;      178: (8 bytes of padding)
;;
;; 00000180 <minimum>: function 10, 64 bytes
;;      180: push rbp
;;      181: mov rbp, rsp
;;      184: sub rsp, 0x10
;;      18b: movaps xmm15, xmm1
;;      18f: minps xmm15, xmm0
;;      193: minps xmm0, xmm1
;;      196: por xmm15, xmm0
;;      19b: cmpunordps xmm0, xmm15
;;      1a0: por xmm15, xmm0
;;      1a5: psrld xmm0, 0xa
;;      1aa: pandn xmm0, xmm15
;;      1af: leave
;;      1b0: ret
;;      1b1: (15 bytes of padding)
;;
;; 000001c0 <negate>: function 11, 32 bytes
;;      1c0: push rbp
;;      1c1: mov rbp, rsp
;;      1c4: sub rsp, 0x10
;;      1cb: pcmpeqd xmm15, xmm15
;;      1d0: psllq xmm15, 0x3f
;;      1d6: pxor xmm0, xmm15
;;      1db: leave
;;      1dc: ret
;;      1dd: (3 bytes of padding)
;;
;; 000001e0 <negate-into-other>: function 12, 32 bytes
;;      1e0: push rbp
;;      1e1: mov rbp, rsp
;;      1e4: sub rsp, 0x10
;;      1eb: pxor xmm1, xmm1
;;      1ef: psubw xmm1, xmm0
;;      1f3: pxor xmm1, xmm0
;;      1f7: movaps xmm0, xmm1
;;      1fa: leave
;;      1fb: ret
;;      1fc: (4 bytes of padding)
;;
;; 00000200 <count-bits>: function 13, 144 bytes
;;      200: push rbp
;;      201: mov rbp, rsp
;;      204: sub rsp, 0x10
;;      20b: movaps xmm15, xmm0
;;      20f: psrlw xmm15, 1
;;      215: pand xmm15, xmmword ptr [rip + 0x42]
;;      21e: psubb xmm0, xmm15
;;      223: movaps xmm15, xmm0
;;      227: psrlw xmm15, 2
;;      22d: pand xmm15, xmmword ptr [rip + 0x3a]
;;      236: pand xmm0, xmmword ptr [rip + 0x32]
;;      23e: paddb xmm0, xmm15
;;      243: movaps xmm15, xmm0
;;      247: psrlw xmm15, 4
;;      24d: paddb xmm0, xmm15
;;      252: pand xmm0, xmmword ptr [rip + 0x26]
;;      25a: leave
;;      25b: ret
;;      25c: int3
;;      25d: int3
;;      25e: int3
;;      25f: int3
;;      260: push rbp
;;      261: push rbp
;;      262: push rbp
;;      263: push rbp
;;      264: push rbp
;;      265: push rbp
;;      266: push rbp
;;      267: push rbp
;;      268: push rbp
;;      269: push rbp
;;      26a: push rbp
;;      26b: push rbp
;;      26c: push rbp
;;      26d: push rbp
;;      26e: push rbp
;;      26f: push rbp
;;      270: xor esi, dword ptr [rbx]
;;      272: xor esi, dword ptr [rbx]
;;      274: xor esi, dword ptr [rbx]
;;      276: xor esi, dword ptr [rbx]
;;      278: xor esi, dword ptr [rbx]
;;      27a: xor esi, dword ptr [rbx]
;;      27c: xor esi, dword ptr [rbx]
;;      27e: xor esi, dword ptr [rbx]
;;      280: .byte 0x0f
;;      281: .byte 0x0f
;;      282: .byte 0x0f
;;      283: .byte 0x0f
;;      284: .byte 0x0f
;;      285: .byte 0x0f
;;      286: .byte 0x0f
;;      287: .byte 0x0f
;;      288: .byte 0x0f
;;      289: .byte 0x0f
;;      28a: .byte 0x0f
;;      28b: .byte 0x0f
;;      28c: .byte 0x0f
;;      28d: .byte 0x0f
;;      28e: .byte 0x0f
;;      28f: .byte 0x0f
;;
;; 00000290 <truncate-unsigned>: function 14, 96 bytes
;;      290: push rbp
;;      291: mov rbp, rsp
;;      294: sub rsp, 0x10
;;      29b: pxor xmm15, xmm15
;;      2a0: maxps xmm0, xmm15
;;      2a4: movaps xmm15, xmmword ptr [rip + 0x34]
;;      2ac: movaps xmm14, xmm0
;;      2b0: subps xmm14, xmm15
;;      2b4: cmpleps xmm15, xmm14
;;      2b9: cvttps2dq xmm14, xmm14
;;      2be: pxor xmm14, xmm15
;;      2c3: pxor xmm15, xmm15
;;      2c8: pmaxsd xmm14, xmm15
;;      2ce: cvttps2dq xmm0, xmm0
;;      2d2: paddd xmm0, xmm14
;;      2d7: leave
;;      2d8: ret
;;      2d9: int3
;;      2da: int3
;;      2db: int3
;;      2dc: int3
;;      2dd: int3
;;      2de: int3
;;      2df: int3
;;      2e0: add byte ptr [rax], al
;;      2e2: add byte ptr [rdi], cl
;;      2e5: add byte ptr [rax], al
;;      2e7: add byte ptr [r8], r8b
;;      2ea: add byte ptr [rdi], cl
;;      2ed: add byte ptr [rax], al
;;      2ef: .byte 0x4f
;;
;; 000002f0 <convert-unsigned>: function 15, 64 bytes
;;      2f0: push rbp
;;      2f1: mov rbp, rsp
;;      2f4: sub rsp, 0x10
;;      2fb: pxor xmm15, xmm15
;;      300: pblendw xmm15, xmm0, 0x55
;;      307: psubd xmm0, xmm15
;;      30c: cvtdq2ps xmm15, xmm15
;;      310: psrld xmm0, 1
;;      315: cvtdq2ps xmm0, xmm0
;;      318: addps xmm0, xmm0
;;      31b: addps xmm0, xmm15
;;      31f: leave
;;      320: ret
;;      321: (15 bytes of padding)
;;
;; 00000330 <pseudo-minimum>: function 16, 32 bytes
;;      330: push rbp
;;      331: mov rbp, rsp
;;      334: sub rsp, 0x10
;;      33b: movaps xmm15, xmm0
;;      33f: movaps xmm0, xmm1
;;      342: minpd xmm0, xmm15
;;      347: leave
;;      348: ret
;;      349: (7 bytes of padding)
;;
;; 00000350 <truncate-to-half>: function 17, 64 bytes
;;      350: push rbp
;;      351: mov rbp, rsp
;;      354: sub rsp, 0x10
;;      35b: movaps xmm15, xmm0
;;      35f: cmpordpd xmm15, xmm0
;;      365: pand xmm15, xmmword ptr [rip + 0x12]
;;      36e: minpd xmm0, xmm15
;;      373: cvttpd2dq xmm0, xmm0
;;      377: leave
;;      378: ret
;;      379: int3
;;      37a: int3
;;      37b: int3
;;      37c: int3
;;      37d: int3
;;      37e: int3
;;      37f: int3
;;      380: add byte ptr [rax], al
;;      382: sar bh, 0xff
;;      385: .byte 0xff
;;      386: fild word ptr [rcx]
;;      389: add al, al
;;      38b: .byte 0xff
;;      38c: .byte 0xff
;;      38d: .byte 0xff
;;      38e: .byte 0xdf
;;      38f: .byte 0x41
;;
;; 00000390 <convert-low>: function 18, 64 bytes
;;      390: push rbp
;;      391: mov rbp, rsp
;;      394: sub rsp, 0x10
;;      39b: unpcklps xmm0, xmmword ptr [rip + 0xe]
;;      3a2: subpd xmm0, xmmword ptr [rip + 0x16]
;;      3aa: leave
;;      3ab: ret
;;      3ac: int3
;;      3ad: int3
;;      3ae: int3
;;      3af: int3
;;      3b0: add byte ptr [rax], al
;;      3b2: xor byte ptr [rbx], al
;;      3b5: add byte ptr [rax], dh
;;      3b7: add byte ptr [r8], al
;;      3ba: xor byte ptr [rbx], al
;;      3bd: add byte ptr [rax], dh
;;      3bf: add byte ptr [r8], al
;;      3c2: add byte ptr [rax], al
;;      3c4: add byte ptr [rax], al
;;      3c6: xor byte ptr [rbx], al
;;      3c9: add byte ptr [rax], al
;;      3cb: add byte ptr [rax], al
;;      3cd: add byte ptr [rax], dh
;;      3cf: .byte 0x43
;;
;; 000003d0 <select-bits>: function 19, 35 bytes
;;      3d0: push rbp
;;      3d1: mov rbp, rsp
;;      3d4: sub rsp, 0x10
;;      3db: movaps xmm15, xmm0
;;      3df: pxor xmm15, xmm1
;;      3e4: pand xmm15, xmm2
;;      3e9: movaps xmm0, xmm1
;;      3ec: pxor xmm0, xmm15
;;      3f1: leave
;;      3f2: ret
