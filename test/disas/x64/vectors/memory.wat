(module
  (memory 1)
  (func (export "load") (param i32) (result v128) (v128.load (local.get 0)))
  (func (export "load-offset") (param i32) (result v128) (v128.load offset=32 (local.get 0)))
  (func (export "load-constant-address") (result v128) (v128.load offset=16 (i32.const 64)))
  ;; An offset that no displacement holds.
  (func (export "load-far") (param i32) (result v128)
    (v128.load offset=0x80000000 (local.get 0)))
  (func (export "extend") (param i32) (result v128) (v128.load16x4_u (local.get 0)))
  (func (export "splat") (param i32) (result v128) (v128.load8_splat offset=1 (local.get 0)))
  (func (export "zero") (param i32) (result v128) (v128.load32_zero (local.get 0)))
  (func (export "lane") (param i32 v128) (result v128)
    (v128.load16_lane offset=6 3 (local.get 0) (local.get 1)))
  ;; The source stays.
  (func (export "lane-into-other") (param i32 v128) (result v128)
    (v128.xor (v128.load8_lane 3 (local.get 0) (local.get 1)) (local.get 1)))
  (func (export "store") (param i32 v128) (v128.store offset=16 (local.get 0) (local.get 1)))
  (func (export "store-constant") (param i32)
    (v128.store (local.get 0) (v128.const i64x2 0 0)))
  (func (export "store-lowest") (param i32 v128) (v128.store64_lane 0 (local.get 0) (local.get 1)))
  (func (export "store-lane") (param i32 v128) (v128.store8_lane 9 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 32 bytes
;;        0: push rbp
;;        1: mov rbp, rsp
;;        4: sub rsp, 0x10
;;        b: mov esi, esi
;;        d: mov r15, qword ptr [r14 + 0x18]
;;       11: movups xmm0, xmmword ptr [r15 + rsi]                   ;; out of bounds memory access at wasm 0xe2
;;       16: leave
;;       17: ret
;;       18: (8 bytes of padding)
;;
;; 00000020 <load-offset>: function 1, 32 bytes
;;       20: push rbp
;;       21: mov rbp, rsp
;;       24: sub rsp, 0x10
;;       2b: mov esi, esi
;;       2d: mov r15, qword ptr [r14 + 0x18]
;;       31: movups xmm0, xmmword ptr [r15 + rsi + 0x20]            ;; out of bounds memory access at wasm 0xeb
;;       37: leave
;;       38: ret
;;       39: (7 bytes of padding)
;;
;; 00000040 <load-constant-address>: function 2, 32 bytes
;;       40: push rbp
;;       41: mov rbp, rsp
;;       44: sub rsp, 0x10
;;       4b: mov r15, qword ptr [r14 + 0x18]
;;       4f: movups xmm0, xmmword ptr [r15 + 0x50]                  ;; out of bounds memory access at wasm 0xf5
;;       54: leave
;;       55: ret
;;       56: (10 bytes of padding)
;;
;; 00000060 <load-far>: function 3, 48 bytes
;;       60: push rbp
;;       61: mov rbp, rsp
;;       64: sub rsp, 0x10
;;       6b: mov esi, esi
;;       6d: mov r15, qword ptr [r14 + 0x18]
;;       71: mov r11d, 0x80000000
;;       77: add r11, rsi
;;       7a: movups xmm0, xmmword ptr [r15 + r11]                   ;; out of bounds memory access at wasm 0xfe
;;       7f: leave
;;       80: ret
;;       81: (15 bytes of padding)
;;
;; 00000090 <extend>: function 4, 32 bytes
;;       90: push rbp
;;       91: mov rbp, rsp
;;       94: sub rsp, 0x10
;;       9b: mov esi, esi
;;       9d: mov r15, qword ptr [r14 + 0x18]
;;       a1: pmovzxwd xmm0, qword ptr [r15 + rsi]                   ;; out of bounds memory access at wasm 0x10b
;;       a8: leave
;;       a9: ret
;;       aa: (6 bytes of padding)
;;
;; 000000b0 <splat>: function 5, 48 bytes
;;       b0: push rbp
;;       b1: mov rbp, rsp
;;       b4: sub rsp, 0x10
;;       bb: mov esi, esi
;;       bd: mov r15, qword ptr [r14 + 0x18]
;;       c1: movzx r11d, byte ptr [r15 + rsi + 1]                   ;; out of bounds memory access at wasm 0x114
;;       c7: movd xmm0, r11d
;;       cc: pxor xmm15, xmm15
;;       d1: pshufb xmm0, xmm15
;;       d7: leave
;;       d8: ret
;;       d9: (7 bytes of padding)
;;
;; 000000e0 <zero>: function 6, 32 bytes
;;       e0: push rbp
;;       e1: mov rbp, rsp
;;       e4: sub rsp, 0x10
;;       eb: mov esi, esi
;;       ed: mov r15, qword ptr [r14 + 0x18]
;;       f1: movss xmm0, dword ptr [r15 + rsi]                      ;; out of bounds memory access at wasm 0x11d
;;       f7: leave
;;       f8: ret
;;       f9: (7 bytes of padding)
;;
;; 00000100 <lane>: function 7, 32 bytes
;;      100: push rbp
;;      101: mov rbp, rsp
;;      104: sub rsp, 0x10
;;      10b: mov esi, esi
;;      10d: mov r15, qword ptr [r14 + 0x18]
;;      111: pinsrw xmm0, word ptr [r15 + rsi + 6], 3               ;; out of bounds memory access at wasm 0x128
;;      119: leave
;;      11a: ret
;;      11b: (5 bytes of padding)
;;
;; 00000120 <lane-into-other>: function 8, 48 bytes
;;      120: push rbp
;;      121: mov rbp, rsp
;;      124: sub rsp, 0x10
;;      12b: mov esi, esi
;;      12d: mov r15, qword ptr [r14 + 0x18]
;;      131: movaps xmm1, xmm0
;;      134: pinsrb xmm1, byte ptr [r15 + rsi], 3                   ;; out of bounds memory access at wasm 0x134
;;      13c: pxor xmm1, xmm0
;;      140: movaps xmm0, xmm1
;;      143: leave
;;      144: ret
;;      145: (11 bytes of padding)
;;
;; 00000150 <store>: function 9, 32 bytes
;;      150: push rbp
;;      151: mov rbp, rsp
;;      154: sub rsp, 0x10
;;      15b: mov esi, esi
;;      15d: mov r15, qword ptr [r14 + 0x18]
;;      161: movups xmmword ptr [r15 + rsi + 0x10], xmm0            ;; out of bounds memory access at wasm 0x144
;;      167: leave
;;      168: ret
;;      169: (7 bytes of padding)
;;
;; 00000170 <store-constant>: function 10, 32 bytes
;;      170: push rbp
;;      171: mov rbp, rsp
;;      174: sub rsp, 0x10
;;      17b: pxor xmm0, xmm0
;;      17f: mov esi, esi
;;      181: mov r15, qword ptr [r14 + 0x18]
;;      185: movups xmmword ptr [r15 + rsi], xmm0                   ;; out of bounds memory access at wasm 0x15f
;;      18a: leave
;;      18b: ret
;;      18c: (4 bytes of padding)
;;
;; 00000190 <store-lowest>: function 11, 32 bytes
;;      190: push rbp
;;      191: mov rbp, rsp
;;      194: sub rsp, 0x10
;;      19b: mov esi, esi
;;      19d: mov r15, qword ptr [r14 + 0x18]
;;      1a1: pextrq qword ptr [r15 + rsi], xmm0, 0                  ;; out of bounds memory access at wasm 0x16a
;;      1a9: leave
;;      1aa: ret
;;      1ab: (5 bytes of padding)
;;
;; 000001b0 <store-lane>: function 12, 27 bytes
;;      1b0: push rbp
;;      1b1: mov rbp, rsp
;;      1b4: sub rsp, 0x10
;;      1bb: mov esi, esi
;;      1bd: mov r15, qword ptr [r14 + 0x18]
;;      1c1: pextrb byte ptr [r15 + rsi], xmm0, 9                   ;; out of bounds memory access at wasm 0x176
;;      1c9: leave
;;      1ca: ret
