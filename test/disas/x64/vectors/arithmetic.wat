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
;;      10b: vpackssdw xmm1, xmm0, xmm1
;;      10f: pxor xmm0, xmm1
;;      113: leave
;;      114: ret
;;      115: (11 bytes of padding)
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
;; 00000140 <greater-64>: function 9, 32 bytes
;;      140: push rbp
;;      141: mov rbp, rsp
;;      144: sub rsp, 0x10
;;      14b: pcmpgtq xmm0, xmm1
;;      150: leave
;;      151: ret
;;      152: (14 bytes of padding)
;;
;; 00000160 <minimum>: function 10, 48 bytes
;;      160: push rbp
;;      161: mov rbp, rsp
;;      164: sub rsp, 0x10
;;      16b: vminps xmm15, xmm1, xmm0
;;      16f: minps xmm0, xmm1
;;      172: por xmm15, xmm0
;;      177: cmpunordps xmm0, xmm15
;;      17c: por xmm15, xmm0
;;      181: psrld xmm0, 0xa
;;      186: pandn xmm0, xmm15
;;      18b: leave
;;      18c: ret
;;      18d: (3 bytes of padding)
;;
;; 00000190 <negate>: function 11, 32 bytes
;;      190: push rbp
;;      191: mov rbp, rsp
;;      194: sub rsp, 0x10
;;      19b: pcmpeqd xmm15, xmm15
;;      1a0: psllq xmm15, 0x3f
;;      1a6: pxor xmm0, xmm15
;;      1ab: leave
;;      1ac: ret
;;      1ad: (3 bytes of padding)
;;
;; 000001b0 <negate-into-other>: function 12, 32 bytes
;;      1b0: push rbp
;;      1b1: mov rbp, rsp
;;      1b4: sub rsp, 0x10
;;      1bb: pxor xmm1, xmm1
;;      1bf: psubw xmm1, xmm0
;;      1c3: pxor xmm1, xmm0
;;      1c7: movaps xmm0, xmm1
;;      1ca: leave
;;      1cb: ret
;;      1cc: (4 bytes of padding)
;;
;; 000001d0 <count-bits>: function 13, 128 bytes
;;      1d0: push rbp
;;      1d1: mov rbp, rsp
;;      1d4: sub rsp, 0x10
;;      1db: vpsrlw xmm15, xmm0, 1
;;      1e0: pand xmm15, xmmword ptr [rip + 0x37]
;;      1e9: psubb xmm0, xmm15
;;      1ee: vpsrlw xmm15, xmm0, 2
;;      1f3: pand xmm15, xmmword ptr [rip + 0x34]
;;      1fc: pand xmm0, xmmword ptr [rip + 0x2c]
;;      204: paddb xmm0, xmm15
;;      209: vpsrlw xmm15, xmm0, 4
;;      20e: paddb xmm0, xmm15
;;      213: pand xmm0, xmmword ptr [rip + 0x25]
;;      21b: leave
;;      21c: ret
;;      21d: int3
;;      21e: int3
;;      21f: int3
;;      220: push rbp
;;      221: push rbp
;;      222: push rbp
;;      223: push rbp
;;      224: push rbp
;;      225: push rbp
;;      226: push rbp
;;      227: push rbp
;;      228: push rbp
;;      229: push rbp
;;      22a: push rbp
;;      22b: push rbp
;;      22c: push rbp
;;      22d: push rbp
;;      22e: push rbp
;;      22f: push rbp
;;      230: xor esi, dword ptr [rbx]
;;      232: xor esi, dword ptr [rbx]
;;      234: xor esi, dword ptr [rbx]
;;      236: xor esi, dword ptr [rbx]
;;      238: xor esi, dword ptr [rbx]
;;      23a: xor esi, dword ptr [rbx]
;;      23c: xor esi, dword ptr [rbx]
;;      23e: xor esi, dword ptr [rbx]
;;      240: .byte 0x0f
;;      241: .byte 0x0f
;;      242: .byte 0x0f
;;      243: .byte 0x0f
;;      244: .byte 0x0f
;;      245: .byte 0x0f
;;      246: .byte 0x0f
;;      247: .byte 0x0f
;;      248: .byte 0x0f
;;      249: .byte 0x0f
;;      24a: .byte 0x0f
;;      24b: .byte 0x0f
;;      24c: .byte 0x0f
;;      24d: .byte 0x0f
;;      24e: .byte 0x0f
;;      24f: .byte 0x0f
;;
;; 00000250 <truncate-unsigned>: function 14, 96 bytes
;;      250: push rbp
;;      251: mov rbp, rsp
;;      254: sub rsp, 0x10
;;      25b: pxor xmm15, xmm15
;;      260: maxps xmm0, xmm15
;;      264: movaps xmm15, xmmword ptr [rip + 0x34]
;;      26c: vsubps xmm14, xmm0, xmm15
;;      271: cmpleps xmm15, xmm14
;;      276: cvttps2dq xmm14, xmm14
;;      27b: pxor xmm14, xmm15
;;      280: pxor xmm15, xmm15
;;      285: pmaxsd xmm14, xmm15
;;      28b: cvttps2dq xmm0, xmm0
;;      28f: paddd xmm0, xmm14
;;      294: leave
;;      295: ret
;;      296: int3
;;      297: int3
;;      298: int3
;;      299: int3
;;      29a: int3
;;      29b: int3
;;      29c: int3
;;      29d: int3
;;      29e: int3
;;      29f: int3
;;      2a0: add byte ptr [rax], al
;;      2a2: add byte ptr [rdi], cl
;;      2a5: add byte ptr [rax], al
;;      2a7: add byte ptr [r8], r8b
;;      2aa: add byte ptr [rdi], cl
;;      2ad: add byte ptr [rax], al
;;      2af: .byte 0x4f
;;
;; 000002b0 <convert-unsigned>: function 15, 64 bytes
;;      2b0: push rbp
;;      2b1: mov rbp, rsp
;;      2b4: sub rsp, 0x10
;;      2bb: pxor xmm15, xmm15
;;      2c0: pblendw xmm15, xmm0, 0x55
;;      2c7: psubd xmm0, xmm15
;;      2cc: cvtdq2ps xmm15, xmm15
;;      2d0: psrld xmm0, 1
;;      2d5: cvtdq2ps xmm0, xmm0
;;      2d8: addps xmm0, xmm0
;;      2db: addps xmm0, xmm15
;;      2df: leave
;;      2e0: ret
;;      2e1: (15 bytes of padding)
;;
;; 000002f0 <pseudo-minimum>: function 16, 32 bytes
;;      2f0: push rbp
;;      2f1: mov rbp, rsp
;;      2f4: sub rsp, 0x10
;;      2fb: vminpd xmm0, xmm1, xmm0
;;      2ff: leave
;;      300: ret
;;      301: (15 bytes of padding)
;;
;; 00000310 <truncate-to-half>: function 17, 64 bytes
;;      310: push rbp
;;      311: mov rbp, rsp
;;      314: sub rsp, 0x10
;;      31b: vcmpordpd xmm15, xmm0, xmm0
;;      320: pand xmm15, xmmword ptr [rip + 0x17]
;;      329: minpd xmm0, xmm15
;;      32e: cvttpd2dq xmm0, xmm0
;;      332: leave
;;      333: ret
;;      334: int3
;;      335: int3
;;      336: int3
;;      337: int3
;;      338: int3
;;      339: int3
;;      33a: int3
;;      33b: int3
;;      33c: int3
;;      33d: int3
;;      33e: int3
;;      33f: int3
;;      340: add byte ptr [rax], al
;;      342: sar bh, 0xff
;;      345: .byte 0xff
;;      346: fild word ptr [rcx]
;;      349: add al, al
;;      34b: .byte 0xff
;;      34c: .byte 0xff
;;      34d: .byte 0xff
;;      34e: .byte 0xdf
;;      34f: .byte 0x41
;;
;; 00000350 <convert-low>: function 18, 64 bytes
;;      350: push rbp
;;      351: mov rbp, rsp
;;      354: sub rsp, 0x10
;;      35b: unpcklps xmm0, xmmword ptr [rip + 0xe]
;;      362: subpd xmm0, xmmword ptr [rip + 0x16]
;;      36a: leave
;;      36b: ret
;;      36c: int3
;;      36d: int3
;;      36e: int3
;;      36f: int3
;;      370: add byte ptr [rax], al
;;      372: xor byte ptr [rbx], al
;;      375: add byte ptr [rax], dh
;;      377: add byte ptr [r8], al
;;      37a: xor byte ptr [rbx], al
;;      37d: add byte ptr [rax], dh
;;      37f: add byte ptr [r8], al
;;      382: add byte ptr [rax], al
;;      384: add byte ptr [rax], al
;;      386: xor byte ptr [rbx], al
;;      389: add byte ptr [rax], al
;;      38b: add byte ptr [rax], al
;;      38d: add byte ptr [rax], dh
;;      38f: .byte 0x43
;;
;; 00000390 <select-bits>: function 19, 27 bytes
;;      390: push rbp
;;      391: mov rbp, rsp
;;      394: sub rsp, 0x10
;;      39b: vpxor xmm15, xmm0, xmm1
;;      39f: pand xmm15, xmm2
;;      3a4: vpxor xmm0, xmm1, xmm15
;;      3a9: leave
;;      3aa: ret
