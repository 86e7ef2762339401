(module
  (func (export "splat-byte") (param i32) (result v128) (i8x16.splat (local.get 0)))
  (func (export "splat-double") (param f64) (result v128) (f64x2.splat (local.get 0)))
  (func (export "extract") (param v128) (result i32) (i16x8.extract_lane_s 5 (local.get 0)))
  (func (export "extract-wide") (param v128) (result i64) (i64x2.extract_lane 1 (local.get 0)))
  (func (export "extract-single") (param v128) (result f32) (f32x4.extract_lane 3 (local.get 0)))
  ;; It is there already.
  (func (export "extract-lowest") (param v128) (result f64) (f64x2.extract_lane 0 (local.get 0)))
  (func (export "replace") (param v128 i32) (result v128)
    (i32x4.replace_lane 2 (local.get 0) (local.get 1)))
  (func (export "replace-single") (param v128 f32) (result v128)
    (f32x4.replace_lane 1 (local.get 0) (local.get 1)))
  ;; The source stays.
  (func (export "replace-into-other") (param v128 i32) (result v128)
    (v128.xor (i16x8.replace_lane 3 (local.get 0) (local.get 1)) (local.get 0)))
  (func (export "replace-lowest") (param v128 f64) (result v128)
    (f64x2.replace_lane 0 (local.get 0) (local.get 1)))
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.swizzle (local.get 0) (local.get 1))))

;; 00000000 <splat-byte>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: movd xmm0, esi
;;        f: pxor xmm15, xmm15
;;       14: pshufb xmm0, xmm15
;;       1a: leave
;;       1b: ret
;;       1c: (4 bytes of padding)
;;
;; 00000020 <splat-double>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: movddup xmm0, xmm0
;;       2f: leave
;;       30: ret
;;       31: (15 bytes of padding)
;;
;; 00000040 <extract>: function 2, 32 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: pextrw eax, xmm0, 5
;;       50: movsx eax, ax
;;       53: leave
;;       54: ret
;;       55: (11 bytes of padding)
;;
;; 00000060 <extract-wide>: function 3, 32 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: pextrq rax, xmm0, 1
;;       72: leave
;;       73: ret
;;       74: (12 bytes of padding)
;;
;; 00000080 <extract-single>: function 4, 32 bytes
;;       80: push rbp
;;       81: mov rbp, rsp
;;       84: sub rsp, 0x10
;;       8b: pshufd xmm0, xmm0, 3
;;       90: leave
;;       91: ret
;;       92: (14 bytes of padding)
;;
;; 000000a0 <extract-lowest>: function 5, 16 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: leave
;;       ac: ret
;;       ad: (3 bytes of padding)
;;
;; 000000b0 <replace>: function 6, 32 bytes
;;       b0: push rbp
;;       b1: mov rbp, rsp
;;       b4: sub rsp, 0x10
;;       bb: pinsrd xmm0, esi, 2
;;       c1: leave
;;       c2: ret
;;       c3: (13 bytes of padding)
;;
;; 000000d0 <replace-single>: function 7, 32 bytes
;;       d0: push rbp
;;       d1: mov rbp, rsp
;;       d4: sub rsp, 0x10
;;       db: insertps xmm0, xmm1, 0x10
;;       e1: leave
;;       e2: ret
;;       e3: (13 bytes of padding)
;;
;; 000000f0 <replace-into-other>: function 8, 32 bytes
;;       f0: push rbp
;;       f1: mov rbp, rsp
;;       f4: sub rsp, 0x10
;;       fb: vpinsrw xmm1, xmm0, esi, 3
;;      100: pxor xmm1, xmm0
;;      104: movaps xmm0, xmm1
;;      107: leave
;;      108: ret
;;      109: (7 bytes of padding)
;;
;; 00000110 <replace-lowest>: function 9, 32 bytes
;;      110: push rbp
;;      111: mov rbp, rsp
;;      114: sub rsp, 0x10
;;      11b: movsd xmm0, xmm1
;;      11f: leave
;;      120: ret
;;      121: (15 bytes of padding)
;;
;; 00000130 <swizzle>: function 10, 48 bytes
;;      130: push rbp
;;      131: mov rbp, rsp
;;      134: sub rsp, 0x10
;;      13b: vpaddusb xmm15, xmm1, xmmword ptr [rip + 0xd]
;;      143: pshufb xmm0, xmm15
;;      149: leave
;;      14a: ret
;;      14b: int3
;;      14c: int3
;;      14d: int3
;;      14e: int3
;;      14f: int3
;;      150: jo 0x1c2
;;      152: jo 0x1c4
;;      154: jo 0x1c6
;;      156: jo 0x1c8
;;      158: jo 0x1ca
;;      15a: jo 0x1cc
;;      15c: jo 0x1ce
;;      15e: jo 0x1d0
