(module
  (memory 1)
  (func (export "load") (param i32) (result v128) (v128.load (local.get 0)))
  (func (export "load-offset") (param i32) (result v128) (v128.load offset=32 (local.get 0)))
  (func (export "load-unscaled") (param i32) (result v128) (v128.load offset=4097 (local.get 0)))
  (func (export "extend") (param i32) (result v128) (v128.load16x4_u (local.get 0)))
  (func (export "splat") (param i32) (result v128) (v128.load8_splat offset=1 (local.get 0)))
  (func (export "zero") (param i32) (result v128) (v128.load32_zero (local.get 0)))
  (func (export "lane") (param i32 v128) (result v128)
    (v128.load16_lane offset=6 3 (local.get 0) (local.get 1)))
  (func (export "store") (param i32 v128) (v128.store offset=16 (local.get 0) (local.get 1)))
  (func (export "store-constant") (param i32)
    (v128.store (local.get 0) (v128.const i64x2 0 0)))
  (func (export "store-lowest") (param i32 v128) (v128.store64_lane 0 (local.get 0) (local.get 1)))
  (func (export "store-lane") (param i32 v128) (v128.store8_lane 9 (local.get 0) (local.get 1))))

;; 00000000 <load>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0xb3
;;        8: VectorLoad Load, v0, r1, mem+0                         ;; out of bounds memory access at wasm 0xb6
;;       1c: Return 0
;;       24: (12 bytes of padding)
;;
;; 00000030 <load-offset>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0xbc
;;       38: VectorLoad Load, v0, r1, mem+32                        ;; out of bounds memory access at wasm 0xbf
;;       4c: Return 0
;;       54: (12 bytes of padding)
;;
;; 00000060 <load-unscaled>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0xc5
;;       68: VectorLoad Load, v0, r1, mem+4097                      ;; out of bounds memory access at wasm 0xc8
;;       7c: Return 0
;;       84: (12 bytes of padding)
;;
;; 00000090 <extend>: function 3, 48 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0xcf
;;       98: VectorLoad Load16x4U, v0, r1, mem+0                    ;; out of bounds memory access at wasm 0xd2
;;       ac: Return 0
;;       b4: (12 bytes of padding)
;;
;; 000000c0 <splat>: function 4, 48 bytes
;;       c0: Enter 4                                                ;; call stack exhausted at wasm 0xd8
;;       c8: VectorLoad Splat8, v0, r1, mem+1                       ;; out of bounds memory access at wasm 0xdb
;;       dc: Return 0
;;       e4: (12 bytes of padding)
;;
;; 000000f0 <zero>: function 5, 48 bytes
;;       f0: Enter 4                                                ;; call stack exhausted at wasm 0xe1
;;       f8: VectorLoad Zero32, v0, r1, mem+0                       ;; out of bounds memory access at wasm 0xe4
;;      10c: Return 0
;;      114: (12 bytes of padding)
;;
;; 00000120 <lane>: function 6, 48 bytes
;;      120: Enter 4                                                ;; call stack exhausted at wasm 0xea
;;      128: VectorLoadLane I16x8.LoadLane, v0, v0, 3, r1, mem+6    ;; out of bounds memory access at wasm 0xef
;;      144: Return 0
;;      14c: (4 bytes of padding)
;;
;; 00000150 <store>: function 7, 32 bytes
;;      150: Enter 4                                                ;; call stack exhausted at wasm 0xf6
;;      158: VectorStore v0, r1, mem+16                             ;; out of bounds memory access at wasm 0xfb
;;      168: Return 0
;;
;; 00000170 <store-constant>: function 8, 64 bytes
;;      170: Enter 4                                                ;; call stack exhausted at wasm 0x101
;;      178: VectorConst v0, 0, 0, 0, 0
;;      190: VectorStore v0, r1, mem+0                              ;; out of bounds memory access at wasm 0x116
;;      1a0: Return 0
;;      1a8: (8 bytes of padding)
;;
;; 000001b0 <store-lowest>: function 9, 48 bytes
;;      1b0: Enter 4                                                ;; call stack exhausted at wasm 0x11c
;;      1b8: VectorStoreLane I64x2.StoreLane, v0, 0, r1, mem+0      ;; out of bounds memory access at wasm 0x121
;;      1d0: Return 0
;;      1d8: (8 bytes of padding)
;;
;; 000001e0 <store-lane>: function 10, 40 bytes
;;      1e0: Enter 4                                                ;; call stack exhausted at wasm 0x128
;;      1e8: VectorStoreLane I8x16.StoreLane, v0, 9, r1, mem+0      ;; out of bounds memory access at wasm 0x12d
;;      200: Return 0
