(module
  (func (export "zero") (result v128) (v128.const i64x2 0 0))
  (func (export "bytes") (result v128) (v128.const i8x16 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7))
  (func (export "halfwords") (result v128) (v128.const i16x8 0x1200 0x1200 0x1200 0x1200 0x1200 0x1200 0x1200 0x1200))
  (func (export "words") (result v128) (v128.const i32x4 0xa50000 0xa50000 0xa50000 0xa50000))
  (func (export "inverted") (result v128) (v128.const i32x4 -6 -6 -6 -6))
  (func (export "masks") (result v128) (v128.const i32x4 0xff00ff 0 0xff00ff 0))
  (func (export "singles") (result v128) (v128.const f32x4 1.5 1.5 1.5 1.5))
  (func (export "doubles") (result v128) (v128.const f64x2 -2 -2))
  (func (export "others") (param v128) (result v128)
    (i32x4.add (local.get 0) (v128.const i32x4 1 2 3 4))
    (f32x4.mul (v128.const f32x4 0.1 0.1 0.1 0.1))
    (i32x4.sub (v128.const i32x4 1 2 3 4))))

;; 00000000 <zero>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x7b
;;        8: VectorConst v0, 0, 0, 0, 0
;;       20: Return 0
;;       28: (8 bytes of padding)
;;
;; 00000030 <bytes>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0x90
;;       38: VectorConst v0, 117901063, 117901063, 117901063, 117901063
;;       50: Return 0
;;       58: (8 bytes of padding)
;;
;; 00000060 <halfwords>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0xa5
;;       68: VectorConst v0, 301994496, 301994496, 301994496, 301994496
;;       80: Return 0
;;       88: (8 bytes of padding)
;;
;; 00000090 <words>: function 3, 48 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0xba
;;       98: VectorConst v0, 10813440, 10813440, 10813440, 10813440
;;       b0: Return 0
;;       b8: (8 bytes of padding)
;;
;; 000000c0 <inverted>: function 4, 48 bytes
;;       c0: Enter 4                                                ;; call stack exhausted at wasm 0xcf
;;       c8: VectorConst v0, -6, -6, -6, -6
;;       e0: Return 0
;;       e8: (8 bytes of padding)
;;
;; 000000f0 <masks>: function 5, 48 bytes
;;       f0: Enter 4                                                ;; call stack exhausted at wasm 0xe4
;;       f8: VectorConst v0, 16711935, 0, 16711935, 0
;;      110: Return 0
;;      118: (8 bytes of padding)
;;
;; 00000120 <singles>: function 6, 48 bytes
;;      120: Enter 4                                                ;; call stack exhausted at wasm 0xf9
;;      128: VectorConst v0, 1069547520, 1069547520, 1069547520, 1069547520
;;      140: Return 0
;;      148: (8 bytes of padding)
;;
;; 00000150 <doubles>: function 7, 48 bytes
;;      150: Enter 4                                                ;; call stack exhausted at wasm 0x10e
;;      158: VectorConst v0, 0, -1073741824, 0, -1073741824
;;      170: Return 0
;;      178: (8 bytes of padding)
;;
;; 00000180 <others>: function 8, 148 bytes
;;      180: Enter 4                                                ;; call stack exhausted at wasm 0x123
;;      188: VectorConst v1, 1, 2, 3, 4
;;      1a0: VectorBinary I32x4.Add, v0, v0, v1
;;      1b4: VectorConst v1, 1036831949, 1036831949, 1036831949, 1036831949
;;      1cc: VectorBinary F32x4.Mul, v0, v0, v1
;;      1e0: VectorConst v1, 1, 2, 3, 4
;;      1f8: VectorBinary I32x4.Sub, v0, v0, v1
;;      20c: Return 0
