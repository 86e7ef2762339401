(module
  (func (export "splat-byte") (param i32) (result v128) (i8x16.splat (local.get 0)))
  (func (export "splat-double") (param f64) (result v128) (f64x2.splat (local.get 0)))
  (func (export "extract") (param v128) (result i32) (i16x8.extract_lane_s 5 (local.get 0)))
  (func (export "extract-wide") (param v128) (result i64) (i64x2.extract_lane 1 (local.get 0)))
  (func (export "extract-single") (param v128) (result f32) (f32x4.extract_lane 3 (local.get 0)))
  (func (export "extract-lowest") (param v128) (result f64) (f64x2.extract_lane 0 (local.get 0)))
  (func (export "replace") (param v128 i32) (result v128)
    (i32x4.replace_lane 2 (local.get 0) (local.get 1)))
  (func (export "replace-single") (param v128 f32) (result v128)
    (f32x4.replace_lane 1 (local.get 0) (local.get 1)))
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.swizzle (local.get 0) (local.get 1)))
  (func (export "window") (param v128 v128) (result v128)
    (i8x16.shuffle 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 (local.get 0) (local.get 1)))
  (func (export "zip") (param v128 v128) (result v128)
    (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get 0) (local.get 1)))
  (func (export "unzip") (param v128 v128) (result v128)
    (i8x16.shuffle 20 21 22 23 28 29 30 31 4 5 6 7 12 13 14 15 (local.get 0) (local.get 1)))
  (func (export "reverse") (param v128) (result v128)
    (i8x16.shuffle 3 2 1 0 7 6 5 4 11 10 9 8 15 14 13 12 (local.get 0) (local.get 0)))
  (func (export "duplicate") (param v128 v128) (result v128)
    (i8x16.shuffle 20 21 22 23 20 21 22 23 20 21 22 23 20 21 22 23 (local.get 0) (local.get 1)))
  (func (export "any-of-one") (param v128) (result v128)
    (i8x16.shuffle 5 1 3 2 9 8 7 7 0 0 0 1 2 3 4 15 (local.get 0) (local.get 0)))
  (func (export "any-of-two") (param v128 v128) (result v128)
    (i8x16.shuffle 5 17 3 18 9 8 7 23 0 16 0 17 2 3 4 31 (local.get 0) (local.get 1))))

;; 00000000 <splat-byte>: function 0, 32 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0x11f
;;        8: VectorSplat I8x16.Splat, v0, r1
;;       18: Return 0
;;
;; 00000020 <splat-double>: function 1, 32 bytes
;;       20: Enter 4                                                ;; call stack exhausted at wasm 0x126
;;       28: VectorSplat F64x2.Splat, v0, f0
;;       38: Return 0
;;
;; 00000040 <extract>: function 2, 48 bytes
;;       40: Enter 4                                                ;; call stack exhausted at wasm 0x12d
;;       48: VectorExtract I16x8.ExtractS, r0, v0, 5
;;       5c: Return 0
;;       64: (12 bytes of padding)
;;
;; 00000070 <extract-wide>: function 3, 48 bytes
;;       70: Enter 4                                                ;; call stack exhausted at wasm 0x135
;;       78: VectorExtract I64x2.Extract, r0, v0, 1
;;       8c: Return 0
;;       94: (12 bytes of padding)
;;
;; 000000a0 <extract-single>: function 4, 48 bytes
;;       a0: Enter 4                                                ;; call stack exhausted at wasm 0x13d
;;       a8: VectorExtract F32x4.Extract, f0, v0, 3
;;       bc: Return 0
;;       c4: (12 bytes of padding)
;;
;; 000000d0 <extract-lowest>: function 5, 48 bytes
;;       d0: Enter 4                                                ;; call stack exhausted at wasm 0x145
;;       d8: VectorExtract F64x2.Extract, f0, v0, 0
;;       ec: Return 0
;;       f4: (12 bytes of padding)
;;
;; 00000100 <replace>: function 6, 48 bytes
;;      100: Enter 4                                                ;; call stack exhausted at wasm 0x14d
;;      108: VectorReplace I32x4.Replace, v0, v0, r1, 2
;;      120: Return 0
;;      128: (8 bytes of padding)
;;
;; 00000130 <replace-single>: function 7, 48 bytes
;;      130: Enter 4                                                ;; call stack exhausted at wasm 0x157
;;      138: VectorReplace F32x4.Replace, v0, v0, f1, 1
;;      150: Return 0
;;      158: (8 bytes of padding)
;;
;; 00000160 <swizzle>: function 8, 48 bytes
;;      160: Enter 4                                                ;; call stack exhausted at wasm 0x161
;;      168: VectorBinary I8x16.Swizzle, v0, v0, v1
;;      17c: Return 0
;;      184: (12 bytes of padding)
;;
;; 00000190 <window>: function 9, 48 bytes
;;      190: Enter 4                                                ;; call stack exhausted at wasm 0x16a
;;      198: VectorShuffle v0, v0, v1, 100992003, 168364039, 235736075, 303108111
;;      1b8: Return 0
;;
;; 000001c0 <zip>: function 10, 48 bytes
;;      1c0: Enter 4                                                ;; call stack exhausted at wasm 0x183
;;      1c8: VectorShuffle v0, v0, v1, 286261504, 319947522, 353633540, 387319558
;;      1e8: Return 0
;;
;; 000001f0 <unzip>: function 11, 48 bytes
;;      1f0: Enter 4                                                ;; call stack exhausted at wasm 0x19c
;;      1f8: VectorShuffle v0, v0, v1, 387323156, 522067228, 117835012, 252579084
;;      218: Return 0
;;
;; 00000220 <reverse>: function 12, 48 bytes
;;      220: Enter 4                                                ;; call stack exhausted at wasm 0x1b5
;;      228: VectorShuffle v0, v0, v0, 66051, 67438087, 134810123, 202182159
;;      248: Return 0
;;
;; 00000250 <duplicate>: function 13, 64 bytes
;;      250: Enter 4                                                ;; call stack exhausted at wasm 0x1ce
;;      258: VectorShuffle v1, v1, v1, 387323156, 387323156, 387323156, 387323156
;;      278: VectorMove v0, v1
;;      284: Return 0
;;      28c: (4 bytes of padding)
;;
;; 00000290 <any-of-one>: function 14, 48 bytes
;;      290: Enter 4                                                ;; call stack exhausted at wasm 0x1e7
;;      298: VectorShuffle v0, v0, v0, 33751301, 117901321, 16777216, 251921154
;;      2b8: Return 0
;;
;; 000002c0 <any-of-two>: function 15, 48 bytes
;;      2c0: Enter 4                                                ;; call stack exhausted at wasm 0x200
;;      2c8: VectorShuffle v0, v0, v1, 302190853, 386336777, 285216768, 520356610
;;      2e8: Return 0
