(module
  (func (export "by-register") (param v128 i32) (result v128)
    (i16x8.shl (local.get 0) (local.get 1)))
  (func (export "right-by-register") (param v128 i32) (result v128)
    (i64x2.shr_s (local.get 0) (local.get 1)))
  (func (export "by-constant") (param v128) (result v128)
    (i8x16.shr_u (local.get 0) (i32.const 3)))
  (func (export "by-width") (param v128) (result v128)
    (i32x4.shl (local.get 0) (i32.const 64)))
  (func (export "any") (param v128) (result i32)
    (v128.any_true (local.get 0)))
  (func (export "all") (param v128) (result i32)
    (i64x2.all_true (local.get 0)))
  (func (export "signs") (param v128) (result i32)
    (i8x16.bitmask (local.get 0)))
  (func (export "two-signs") (param v128) (result i32)
    (i64x2.bitmask (local.get 0))))

;; 00000000 <by-register>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x88
;;        8: VectorShift I16x8.Shl, v0, v0, r1
;;       1c: Return 0
;;       24: (12 bytes of padding)
;;
;; 00000030 <right-by-register>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x92
;;       38: VectorShift I64x2.ShrS, v0, v0, r1
;;       4c: Return 0
;;       54: (12 bytes of padding)
;;
;; 00000060 <by-constant>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0x9c
;;       68: VectorShiftC I8x16.ShrU, v0, v0, 3
;;       7c: Return 0
;;       84: (12 bytes of padding)
;;
;; 00000090 <by-width>: function 3, 48 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0xa5
;;       98: VectorShiftC I32x4.Shl, v0, v0, 64
;;       ac: Return 0
;;       b4: (12 bytes of padding)
;;
;; 000000c0 <any>: function 4, 32 bytes
;;       c0: Enter 4                                                ;; call stack exhausted at wasm 0xb0
;;       c8: VectorTest AnyTrue, r0, v0
;;       d8: Return 0
;;
;; 000000e0 <all>: function 5, 32 bytes
;;       e0: Enter 4                                                ;; call stack exhausted at wasm 0xb7
;;       e8: VectorTest I64x2.AllTrue, r0, v0
;;       f8: Return 0
;;
;; 00000100 <signs>: function 6, 32 bytes
;;      100: Enter 4                                                ;; call stack exhausted at wasm 0xbf
;;      108: VectorTest I8x16.Bitmask, r0, v0
;;      118: Return 0
;;
;; 00000120 <two-signs>: function 7, 32 bytes
;;      120: Enter 4                                                ;; call stack exhausted at wasm 0xc6
;;      128: VectorTest I64x2.Bitmask, r0, v0
;;      138: Return 0
