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

;; 00000000 <fused>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x75
;;        8: VectorTernary F32x4.RelaxedMadd, v0, v0, v1, v2
;;       20: Return 0
;;       28: (8 bytes of padding)
;;
;; 00000030 <sum>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x81
;;       38: VectorTernary F64x2.RelaxedNmadd, v0, v0, v1, v2
;;       50: Return 0
;;       58: (8 bytes of padding)
;;
;; 00000060 <select>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x91
;;       68: VectorTernary I32x4.RelaxedLaneselect, v0, v0, v1, v2
;;       80: Return 0
;;       88: (8 bytes of padding)
;;
;; 00000090 <minimum>: function 3, 48 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0x9d
;;       98: VectorBinary F32x4.RelaxedMin, v0, v0, v1
;;       ac: Return 0
;;       b4: (12 bytes of padding)
;;
;; 000000c0 <swizzle>: function 4, 48 bytes
;;       c0: Enter 4                                                ;; call stack exhausted at wasm 0xa7
;;       c8: VectorBinary I8x16.RelaxedSwizzle, v0, v0, v1
;;       dc: Return 0
;;       e4: (12 bytes of padding)
;;
;; 000000f0 <truncate>: function 5, 32 bytes
;;       f0: Enter 4                                                ;; call stack exhausted at wasm 0xb1
;;       f8: VectorUnary I32x4.RelaxedTruncU, v0, v0
;;      108: Return 0
;;
;; 00000110 <dot>: function 6, 48 bytes
;;      110: Enter 4                                                ;; call stack exhausted at wasm 0xb9
;;      118: VectorBinary I16x8.RelaxedDotS, v0, v0, v1
;;      12c: Return 0
;;      134: (12 bytes of padding)
;;
;; 00000140 <dot-add>: function 7, 40 bytes
;;      140: Enter 4                                                ;; call stack exhausted at wasm 0xc3
;;      148: VectorTernary I32x4.RelaxedDotAddS, v0, v0, v1, v2
;;      160: Return 0
