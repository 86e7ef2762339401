;;! features = sse4.1
;; Patterns that an instruction does, and those that take PSHUFB.
(module
  ;; It is there already.
  (func (export "same") (param v128) (result v128)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (local.get 0) (local.get 0)))
  (func (export "dwords") (param v128) (result v128)
    (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get 0) (local.get 0)))
  (func (export "low-words") (param v128) (result v128)
    (i8x16.shuffle 2 3 0 1 6 7 4 5 8 9 10 11 12 13 14 15 (local.get 0) (local.get 0)))
  (func (export "high-words") (param v128) (result v128)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 14 15 12 13 10 11 8 9 (local.get 0) (local.get 0)))
  (func (export "rotate") (param v128) (result v128)
    (i8x16.shuffle 3 4 5 6 7 8 9 10 11 12 13 14 15 0 1 2 (local.get 0) (local.get 0)))
  (func (export "double-bytes") (param v128) (result v128)
    (i8x16.shuffle 0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 (local.get 0) (local.get 0)))
  (func (export "any-of-one") (param v128) (result v128)
    (i8x16.shuffle 5 1 3 2 9 8 7 7 0 0 0 1 2 3 4 15 (local.get 0) (local.get 0)))
  (func (export "window") (param v128 v128) (result v128)
    (i8x16.shuffle 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 (local.get 0) (local.get 1)))
  (func (export "window-of-right-first") (param v128 v128) (result v128)
    (i8x16.shuffle 19 20 21 22 23 24 25 26 27 28 29 30 31 0 1 2 (local.get 0) (local.get 1)))
  (func (export "zip-low") (param v128 v128) (result v128)
    (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get 0) (local.get 1)))
  (func (export "zip-high-of-right-first") (param v128 v128) (result v128)
    (i8x16.shuffle 24 25 8 9 26 27 10 11 28 29 12 13 30 31 14 15 (local.get 0) (local.get 1)))
  (func (export "halves") (param v128 v128) (result v128)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get 0) (local.get 1)))
  (func (export "blend") (param v128 v128) (result v128)
    (i8x16.shuffle 0 1 18 19 4 5 22 23 8 9 26 27 12 13 30 31 (local.get 0) (local.get 1)))
  ;; The operands the other way round.
  (func (export "two-and-two") (param v128 v128) (result v128)
    (i8x16.shuffle 20 21 22 23 28 29 30 31 4 5 6 7 12 13 14 15 (local.get 0) (local.get 1)))
  (func (export "any-of-two") (param v128 v128) (result v128)
    (i8x16.shuffle 5 17 3 18 9 8 7 23 0 16 0 17 2 3 4 31 (local.get 0) (local.get 1)))
  ;; Its second operand is where the result goes.
  (func (export "window-over-left") (param v128 v128) (result v128)
    (local.set 0 (i8x16.shuffle 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 (local.get 0) (local.get 1)))
    (v128.xor (local.get 0) (local.get 1))))

;; 00000000 <same>: function 0, 16 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: leave
;;        c: ret
;;        d: (3 bytes of padding)
;;
;; 00000010 <dwords>: function 1, 32 bytes
;;       10: push rbp
;;       11: mov rbp, rsp
;;       14: sub rsp, 0x10
;;       1b: pshufd xmm0, xmm0, 0xb1
;;       20: leave
;;       21: ret
;;       22: (14 bytes of padding)
;;
;; 00000030 <low-words>: function 2, 32 bytes
;;       30: push rbp
;;       31: mov rbp, rsp
;;       34: sub rsp, 0x10
;;       3b: pshuflw xmm0, xmm0, 0xb1
;;       40: leave
;;       41: ret
;;       42: (14 bytes of padding)
;;
;; 00000050 <high-words>: function 3, 32 bytes
;;       50: push rbp
;;       51: mov rbp, rsp
;;       54: sub rsp, 0x10
;;       5b: pshufhw xmm0, xmm0, 0x1b
;;       60: leave
;;       61: ret
;;       62: (14 bytes of padding)
;;
;; 00000070 <rotate>: function 4, 32 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: palignr xmm0, xmm0, 3
;;       81: leave
;;       82: ret
;;       83: (13 bytes of padding)
;;
;; 00000090 <double-bytes>: function 5, 32 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: punpcklbw xmm0, xmm0
;;       9f: leave
;;       a0: ret
;;       a1: (15 bytes of padding)
;;
;; 000000b0 <any-of-one>: function 6, 48 bytes
;;       b0: push rbp
;;       b1: mov rbp, rsp
;;       b4: sub rsp, 0x10
;;       bb: pshufb xmm0, xmmword ptr [rip + 0xc]
;;       c4: leave
;;       c5: ret
;;       c6: int3
;;       c7: int3
;;       c8: int3
;;       c9: int3
;;       ca: int3
;;       cb: int3
;;       cc: int3
;;       cd: int3
;;       ce: int3
;;       cf: int3
;;       d0: add eax, 0x9020301
;;       d5: or byte ptr [rdi], al
;;       d7: .byte 0x07
;;       d8: add byte ptr [rax], al
;;       da: add byte ptr [rcx], al
;;       dc: add al, byte ptr [rbx]
;;       de: add al, 0xf
;;
;; 000000e0 <window>: function 7, 32 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: movaps xmm15, xmm0
;;       ef: movaps xmm0, xmm1
;;       f2: palignr xmm0, xmm15, 3
;;       f9: leave
;;       fa: ret
;;       fb: (5 bytes of padding)
;;
;; 00000100 <window-of-right-first>: function 8, 32 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: palignr xmm0, xmm1, 3
;;      111: leave
;;      112: ret
;;      113: (13 bytes of padding)
;;
;; 00000120 <zip-low>: function 9, 32 bytes
;;      120: push rbp
;;      121: mov rbp, rsp
;;      124: sub rsp, 0x10
;;      12b: punpcklwd xmm0, xmm1
;;      12f: leave
;;      130: ret
;;      131: (15 bytes of padding)
;;
;; 00000140 <zip-high-of-right-first>: function 10, 32 bytes
;;      140: push rbp
;;      141: mov rbp, rsp
;;      144: sub rsp, 0x10
;;      14b: movaps xmm15, xmm0
;;      14f: movaps xmm0, xmm1
;;      152: punpckhwd xmm0, xmm15
;;      157: leave
;;      158: ret
;;      159: (7 bytes of padding)
;;
;; 00000160 <halves>: function 11, 32 bytes
;;      160: push rbp
;;      161: mov rbp, rsp
;;      164: sub rsp, 0x10
;;      16b: punpcklqdq xmm0, xmm1
;;      16f: leave
;;      170: ret
;;      171: (15 bytes of padding)
;;
;; 00000180 <blend>: function 12, 32 bytes
;;      180: push rbp
;;      181: mov rbp, rsp
;;      184: sub rsp, 0x10
;;      18b: pblendw xmm0, xmm1, 0xaa
;;      191: leave
;;      192: ret
;;      193: (13 bytes of padding)
;;
;; 000001a0 <two-and-two>: function 13, 32 bytes
;;      1a0: push rbp
;;      1a1: mov rbp, rsp
;;      1a4: sub rsp, 0x10
;;      1ab: movaps xmm15, xmm0
;;      1af: movaps xmm0, xmm1
;;      1b2: shufps xmm0, xmm15, 0xdd
;;      1b7: leave
;;      1b8: ret
;;      1b9: (7 bytes of padding)
;;
;; 000001c0 <any-of-two>: function 14, 80 bytes
;;      1c0: push rbp
;;      1c1: mov rbp, rsp
;;      1c4: sub rsp, 0x10
;;      1cb: movaps xmm15, xmm0
;;      1cf: pshufb xmm15, xmmword ptr [rip + 0x17]
;;      1d9: movaps xmm0, xmm1
;;      1dc: pshufb xmm0, xmmword ptr [rip + 0x1b]
;;      1e5: por xmm0, xmm15
;;      1ea: leave
;;      1eb: ret
;;      1ec: int3
;;      1ed: int3
;;      1ee: int3
;;      1ef: int3
;;      1f0: add eax, 0x9800380
;;      1f5: or byte ptr [rdi], al
;;      1f7: add byte ptr [rax], 0x80
;;      1fa: add byte ptr [rax - 0x7ffbfcfe], al
;;      200: add byte ptr [rcx], 0x80
;;      203: add al, byte ptr [rax - 0x7ff87f80]
;;      209: add byte ptr [rax - 0x7f7f7fff], al
;;      20f: .byte 0x0f
;;
;; 00000210 <window-over-left>: function 15, 31 bytes
;;      210: push rbp
;;      211: mov rbp, rsp
;;      214: sub rsp, 0x10
;;      21b: movaps xmm15, xmm0
;;      21f: movaps xmm0, xmm1
;;      222: palignr xmm0, xmm15, 3
;;      229: pxor xmm0, xmm1
;;      22d: leave
;;      22e: ret
