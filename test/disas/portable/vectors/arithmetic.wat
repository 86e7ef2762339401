;; Each is one instruction.
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
  (func (export "narrow-over-right") (param v128 v128) (result v128)
    (local.set 1 (i16x8.narrow_i32x4_s (local.get 0) (local.get 1)))
    (v128.xor (local.get 0) (local.get 1)))
  (func (export "pseudo-minimum") (param v128 v128) (result v128)
    (f64x2.pmin (local.get 0) (local.get 1)))
  (func (export "truncate-to-half") (param v128) (result v128)
    (i32x4.trunc_sat_f64x2_s_zero (local.get 0)))
  (func (export "convert-low") (param v128) (result v128)
    (f64x2.convert_low_i32x4_u (local.get 0)))
  (func (export "select-bits") (param v128 v128 v128) (result v128)
    (v128.bitselect (local.get 0) (local.get 1) (local.get 2))))

;; 00000000 <add>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0xd6
;;        8: VectorBinary I32x4.Add, v0, v0, v1
;;       1c: Return 0
;;       24: (12 bytes of padding)
;;
;; 00000030 <less-is-greater>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0xe0
;;       38: VectorBinary I16x8.LtU, v0, v0, v1
;;       4c: Return 0
;;       54: (12 bytes of padding)
;;
;; 00000060 <not-equal>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0xe9
;;       68: VectorBinary F32x4.Ne, v0, v0, v1
;;       7c: Return 0
;;       84: (12 bytes of padding)
;;
;; 00000090 <extend-high>: function 3, 32 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0xf2
;;       98: VectorUnary I32x4.ExtendHighS, v0, v0
;;       a8: Return 0
;;
;; 000000b0 <product-64>: function 4, 48 bytes
;;       b0: Enter 4                                                ;; call stack exhausted at wasm 0xfa
;;       b8: VectorBinary I64x2.Mul, v0, v0, v1
;;       cc: Return 0
;;       d4: (12 bytes of padding)
;;
;; 000000e0 <dot>: function 5, 48 bytes
;;       e0: Enter 4                                                ;; call stack exhausted at wasm 0x104
;;       e8: VectorBinary I32x4.DotS, v0, v0, v1
;;       fc: Return 0
;;      104: (12 bytes of padding)
;;
;; 00000110 <narrow>: function 6, 48 bytes
;;      110: Enter 4                                                ;; call stack exhausted at wasm 0x10e
;;      118: VectorBinary I8x16.NarrowU, v0, v0, v1
;;      12c: Return 0
;;      134: (12 bytes of padding)
;;
;; 00000140 <narrow-over-right>: function 7, 64 bytes
;;      140: Enter 4                                                ;; call stack exhausted at wasm 0x117
;;      148: VectorBinary I16x8.NarrowS, v2, v0, v1
;;      15c: VectorBinary Xor, v0, v0, v2
;;      170: Return 0
;;      178: (8 bytes of padding)
;;
;; 00000180 <pseudo-minimum>: function 8, 48 bytes
;;      180: Enter 4                                                ;; call stack exhausted at wasm 0x129
;;      188: VectorBinary F64x2.Pmin, v0, v0, v1
;;      19c: Return 0
;;      1a4: (12 bytes of padding)
;;
;; 000001b0 <truncate-to-half>: function 9, 32 bytes
;;      1b0: Enter 4                                                ;; call stack exhausted at wasm 0x133
;;      1b8: VectorUnary I32x4.TruncSatZeroS, v0, v0
;;      1c8: Return 0
;;
;; 000001d0 <convert-low>: function 10, 32 bytes
;;      1d0: Enter 4                                                ;; call stack exhausted at wasm 0x13b
;;      1d8: VectorUnary F64x2.ConvertLowU, v0, v0
;;      1e8: Return 0
;;
;; 000001f0 <select-bits>: function 11, 40 bytes
;;      1f0: Enter 4                                                ;; call stack exhausted at wasm 0x143
;;      1f8: VectorTernary Bitselect, v0, v0, v1, v2
;;      210: Return 0
