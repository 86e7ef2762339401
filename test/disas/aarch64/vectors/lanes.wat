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
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.swizzle (local.get 0) (local.get 1)))
  (func (export "window") (param v128 v128) (result v128)
    (i8x16.shuffle 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 (local.get 0) (local.get 1)))
  (func (export "zip") (param v128 v128) (result v128)
    (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get 0) (local.get 1)))
  ;; The operands the other way round.
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
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: dup v0.16b, w1
;;       10: mov sp, x29
;;       14: ldp x29, x30, [sp], #0x10
;;       18: ret
;;       1c: udf #0
;;
;; 00000020 <splat-double>: function 1, 32 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: dup v0.2d, v0.d[0]
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0
;;
;; 00000040 <extract>: function 2, 32 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: smov w0, v0.h[5]
;;       50: mov sp, x29
;;       54: ldp x29, x30, [sp], #0x10
;;       58: ret
;;       5c: udf #0
;;
;; 00000060 <extract-wide>: function 3, 32 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: mov x0, v0.d[1]
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0
;;
;; 00000080 <extract-single>: function 4, 32 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: mov s0, v0.s[3]
;;       90: mov sp, x29
;;       94: ldp x29, x30, [sp], #0x10
;;       98: ret
;;       9c: udf #0
;;
;; 000000a0 <extract-lowest>: function 5, 32 bytes
;;       a0: stp x29, x30, [sp, #-0x10]!
;;       a4: mov x29, sp
;;       a8: sub sp, sp, #0x10
;;       ac: mov sp, x29
;;       b0: ldp x29, x30, [sp], #0x10
;;       b4: ret
;;       b8: udf #0
;;       bc: udf #0
;;
;; 000000c0 <replace>: function 6, 32 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: mov v0.s[2], w1
;;       d0: mov sp, x29
;;       d4: ldp x29, x30, [sp], #0x10
;;       d8: ret
;;       dc: udf #0
;;
;; 000000e0 <replace-single>: function 7, 32 bytes
;;       e0: stp x29, x30, [sp, #-0x10]!
;;       e4: mov x29, sp
;;       e8: sub sp, sp, #0x10
;;       ec: mov v0.s[1], v1.s[0]
;;       f0: mov sp, x29
;;       f4: ldp x29, x30, [sp], #0x10
;;       f8: ret
;;       fc: udf #0
;;
;; 00000100 <swizzle>: function 8, 32 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: tbl v0.16b, {v0.16b}, v1.16b
;;      110: mov sp, x29
;;      114: ldp x29, x30, [sp], #0x10
;;      118: ret
;;      11c: udf #0
;;
;; 00000120 <window>: function 9, 32 bytes
;;      120: stp x29, x30, [sp, #-0x10]!
;;      124: mov x29, sp
;;      128: sub sp, sp, #0x10
;;      12c: ext v0.16b, v0.16b, v1.16b, #3
;;      130: mov sp, x29
;;      134: ldp x29, x30, [sp], #0x10
;;      138: ret
;;      13c: udf #0
;;
;; 00000140 <zip>: function 10, 32 bytes
;;      140: stp x29, x30, [sp, #-0x10]!
;;      144: mov x29, sp
;;      148: sub sp, sp, #0x10
;;      14c: zip1 v0.8h, v0.8h, v1.8h
;;      150: mov sp, x29
;;      154: ldp x29, x30, [sp], #0x10
;;      158: ret
;;      15c: udf #0
;;
;; 00000160 <unzip>: function 11, 32 bytes
;;      160: stp x29, x30, [sp, #-0x10]!
;;      164: mov x29, sp
;;      168: sub sp, sp, #0x10
;;      16c: uzp2 v0.4s, v1.4s, v0.4s
;;      170: mov sp, x29
;;      174: ldp x29, x30, [sp], #0x10
;;      178: ret
;;      17c: udf #0
;;
;; 00000180 <reverse>: function 12, 32 bytes
;;      180: stp x29, x30, [sp, #-0x10]!
;;      184: mov x29, sp
;;      188: sub sp, sp, #0x10
;;      18c: rev32 v0.16b, v0.16b
;;      190: mov sp, x29
;;      194: ldp x29, x30, [sp], #0x10
;;      198: ret
;;      19c: udf #0
;;
;; 000001a0 <duplicate>: function 13, 32 bytes
;;      1a0: stp x29, x30, [sp, #-0x10]!
;;      1a4: mov x29, sp
;;      1a8: sub sp, sp, #0x10
;;      1ac: dup v1.4s, v1.s[1]
;;      1b0: mov v0.16b, v1.16b
;;      1b4: mov sp, x29
;;      1b8: ldp x29, x30, [sp], #0x10
;;      1bc: ret
;;
;; 000001c0 <any-of-one>: function 14, 48 bytes
;;      1c0: stp x29, x30, [sp, #-0x10]!
;;      1c4: mov x29, sp
;;      1c8: sub sp, sp, #0x10
;;      1cc: ldr q31, #0x1e0
;;      1d0: tbl v0.16b, {v0.16b}, v31.16b
;;      1d4: mov sp, x29
;;      1d8: ldp x29, x30, [sp], #0x10
;;      1dc: ret
;;      1e0: .byte 0x05, 0x01, 0x03, 0x02
;;      1e4: .byte 0x09, 0x08, 0x07, 0x07
;;      1e8: .byte 0x00, 0x00, 0x00, 0x01
;;      1ec: .byte 0x02, 0x03, 0x04, 0x0f
;;
;; 000001f0 <any-of-two>: function 15, 64 bytes
;;      1f0: stp x29, x30, [sp, #-0x10]!
;;      1f4: mov x29, sp
;;      1f8: sub sp, sp, #0x10
;;      1fc: mov v30.16b, v0.16b
;;      200: mov v31.16b, v1.16b
;;      204: ldr q0, #0x220
;;      208: tbl v0.16b, {v30.16b, v31.16b}, v0.16b
;;      20c: mov sp, x29
;;      210: ldp x29, x30, [sp], #0x10
;;      214: ret
;;      218: udf #0
;;      21c: udf #0
;;      220: and w5, w8, #0xe0000003
;;      224: b #0xfffffffffc1c2248
;;      228: add w0, w0, #4
;;      22c: fmadd s2, s24, s4, s0
