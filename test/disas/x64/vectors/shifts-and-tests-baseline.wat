;;! features = sse4.1
(module
  (func (export "by-register") (param v128 i32) (result v128)
    (i16x8.shl (local.get 0) (local.get 1)))
  ;; There is no such instruction.
  (func (export "right-by-register") (param v128 i32) (result v128)
    (i64x2.shr_s (local.get 0) (local.get 1)))
  (func (export "by-constant") (param v128) (result v128)
    (i8x16.shr_u (local.get 0) (i32.const 3)))
  ;; Modulo the width: nothing to do.
  (func (export "signed-by-constant") (param v128) (result v128)
    (i64x2.shr_s (local.get 0) (i32.const 40)))
  ;; The source stays.
  (func (export "into-other") (param v128) (result v128)
    (v128.xor (i32x4.shl (local.get 0) (i32.const 3)) (local.get 0)))
  (func (export "bytes-by-register") (param v128 i32) (result v128)
    (i8x16.shr_s (local.get 0) (local.get 1)))
  (func (export "by-width") (param v128) (result v128)
    (i32x4.shl (local.get 0) (i32.const 64)))
  (func (export "any") (param v128) (result i32)
    (v128.any_true (local.get 0)))
  (func (export "all") (param v128) (result i32)
    (i64x2.all_true (local.get 0)))
  (func (export "signs") (param v128) (result i32)
    (i8x16.bitmask (local.get 0)))
  (func (export "eight-signs") (param v128) (result i32)
    (i16x8.bitmask (local.get 0)))
  (func (export "two-signs") (param v128) (result i32)
    (i64x2.bitmask (local.get 0))))

;; 00000000 <by-register>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov r11d, esi
;;        e: and r11d, 0xf
;;       12: movd xmm15, r11d
;;       17: psllw xmm0, xmm15
;;       1c: leave
;;       1d: ret
;;       1e: (2 bytes of padding)
;;
;; 00000020 <right-by-register>: function 1, 80 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: mov r11d, esi
;;       2e: and r11d, 0x3f
;;       32: movd xmm15, r11d
;;       37: movaps xmm14, xmmword ptr [rip + 0x21]
;;       3f: psrlq xmm14, xmm15
;;       44: psrlq xmm0, xmm15
;;       49: pxor xmm0, xmm14
;;       4e: psubq xmm0, xmm14
;;       53: leave
;;       54: ret
;;       55: int3
;;       56: int3
;;       57: int3
;;       58: int3
;;       59: int3
;;       5a: int3
;;       5b: int3
;;       5c: int3
;;       5d: int3
;;       5e: int3
;;       5f: int3
;;       60: add byte ptr [rax], al
;;       62: add byte ptr [rax], al
;;       64: add byte ptr [rax], al
;;       66: add byte ptr [rax], al
;;       6c: add byte ptr [rax], al
;;       6e: .byte 0x00
;;       6f: .byte 0x80
;;
;; 00000070 <by-constant>: function 2, 48 bytes
;;       70: push rbp
;;       71: mov rbp, rsp
;;       74: sub rsp, 0x10
;;       7b: psrlw xmm0, 3
;;       80: pand xmm0, xmmword ptr [rip + 8]
;;       88: leave
;;       89: ret
;;       8a: int3
;;       8b: int3
;;       8c: int3
;;       8d: int3
;;       8e: int3
;;       8f: int3
;;       90: .byte 0x1f
;;       91: .byte 0x1f
;;       92: .byte 0x1f
;;       93: .byte 0x1f
;;       94: .byte 0x1f
;;       95: .byte 0x1f
;;       96: .byte 0x1f
;;       97: .byte 0x1f
;;       98: .byte 0x1f
;;       99: .byte 0x1f
;;       9a: .byte 0x1f
;;       9b: .byte 0x1f
;;       9c: .byte 0x1f
;;       9d: .byte 0x1f
;;       9e: .byte 0x1f
;;       9f: .byte 0x1f
;;
;; 000000a0 <signed-by-constant>: function 3, 64 bytes
;;       a0: push rbp
;;       a1: mov rbp, rsp
;;       a4: sub rsp, 0x10
;;       ab: psrlq xmm0, 0x28
;;       b0: pxor xmm0, xmmword ptr [rip + 0x18]
;;       b8: psubq xmm0, xmmword ptr [rip + 0x10]
;;       c0: leave
;;       c1: ret
;;       c2: int3
;;       c3: int3
;;       c4: int3
;;       c5: int3
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
;;       d0: add byte ptr [rax], al
;;       d2: add byte ptr [rax], 0
;;       d5: add byte ptr [rax], al
;;       d7: add byte ptr [rax], al
;;       d9: add byte ptr [rax], al
;;       df: .byte 0x00
;;
;; 000000e0 <into-other>: function 4, 32 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: movaps xmm1, xmm0
;;       ee: pslld xmm1, 3
;;       f3: pxor xmm1, xmm0
;;       f7: movaps xmm0, xmm1
;;       fa: leave
;;       fb: ret
;;       fc: (4 bytes of padding)
;;
;; 00000100 <bytes-by-register>: function 5, 64 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: mov r11d, esi
;;      10e: and r11d, 7
;;      112: add r11d, 8
;;      116: movd xmm15, r11d
;;      11b: movaps xmm14, xmm0
;;      11f: punpckhbw xmm14, xmm0
;;      124: punpcklbw xmm0, xmm0
;;      128: psraw xmm14, xmm15
;;      12d: psraw xmm0, xmm15
;;      132: packsswb xmm0, xmm14
;;      137: leave
;;      138: ret
;;      139: (7 bytes of padding)
;;
;; 00000140 <by-width>: function 6, 16 bytes
;;      140: push rbp
;;      141: mov rbp, rsp
;;      144: sub rsp, 0x10
;;      14b: leave
;;      14c: ret
;;      14d: (3 bytes of padding)
;;
;; 00000150 <any>: function 7, 32 bytes
;;      150: push rbp
;;      151: mov rbp, rsp
;;      154: sub rsp, 0x10
;;      15b: xor eax, eax
;;      15d: ptest xmm0, xmm0
;;      162: setne al
;;      165: leave
;;      166: ret
;;      167: (9 bytes of padding)
;;
;; 00000170 <all>: function 8, 48 bytes
;;      170: push rbp
;;      171: mov rbp, rsp
;;      174: sub rsp, 0x10
;;      17b: xor eax, eax
;;      17d: pxor xmm15, xmm15
;;      182: pcmpeqq xmm15, xmm0
;;      188: ptest xmm15, xmm15
;;      18e: sete al
;;      191: leave
;;      192: ret
;;      193: (13 bytes of padding)
;;
;; 000001a0 <signs>: function 9, 32 bytes
;;      1a0: push rbp
;;      1a1: mov rbp, rsp
;;      1a4: sub rsp, 0x10
;;      1ab: pmovmskb eax, xmm0
;;      1af: leave
;;      1b0: ret
;;      1b1: (15 bytes of padding)
;;
;; 000001c0 <eight-signs>: function 10, 32 bytes
;;      1c0: push rbp
;;      1c1: mov rbp, rsp
;;      1c4: sub rsp, 0x10
;;      1cb: pxor xmm15, xmm15
;;      1d0: movaps xmm14, xmm0
;;      1d4: packsswb xmm14, xmm15
;;      1d9: pmovmskb eax, xmm14
;;      1de: leave
;;      1df: ret
;;
;; 000001e0 <two-signs>: function 11, 17 bytes
;;      1e0: push rbp
;;      1e1: mov rbp, rsp
;;      1e4: sub rsp, 0x10
;;      1eb: movmskpd eax, xmm0
;;      1ef: leave
;;      1f0: ret
