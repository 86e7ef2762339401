(module
  (memory 1)
  (func (export "load") (param i32) (result v128) (v128.load (local.get 0)))
  (func (export "load-offset") (param i32) (result v128) (v128.load offset=32 (local.get 0)))
  ;; No multiple of the width.
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

;; 00000000 <load>: function 0, 32 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x27, [x28, #0x18]
;;       10: ldr q0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0xb6
;;       14: mov sp, x29
;;       18: ldp x29, x30, [sp], #0x10
;;       1c: ret
;;
;; 00000020 <load-offset>: function 1, 48 bytes
;;       20: stp x29, x30, [sp, #-0x10]!
;;       24: mov x29, sp
;;       28: sub sp, sp, #0x10
;;       2c: ldr x27, [x28, #0x18]
;;       30: add x16, x27, w1, uxtw
;;       34: ldr q0, [x16, #0x20]                                   ;; out of bounds memory access at wasm 0xbf
;;       38: mov sp, x29
;;       3c: ldp x29, x30, [sp], #0x10
;;       40: ret
;;       44: udf #0
;;       48: udf #0
;;       4c: udf #0
;;
;; 00000050 <load-unscaled>: function 2, 48 bytes
;;       50: stp x29, x30, [sp, #-0x10]!
;;       54: mov x29, sp
;;       58: sub sp, sp, #0x10
;;       5c: ldr x27, [x28, #0x18]
;;       60: mov w16, #0x1001
;;       64: add x16, x16, w1, uxtw
;;       68: ldr q0, [x27, x16]                                     ;; out of bounds memory access at wasm 0xc8
;;       6c: mov sp, x29
;;       70: ldp x29, x30, [sp], #0x10
;;       74: ret
;;       78: udf #0
;;       7c: udf #0
;;
;; 00000080 <extend>: function 3, 48 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x27, [x28, #0x18]
;;       90: ldr d0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0xd2
;;       94: ushll v0.4s, v0.4h, #0
;;       98: mov sp, x29
;;       9c: ldp x29, x30, [sp], #0x10
;;       a0: ret
;;       a4: udf #0
;;       a8: udf #0
;;       ac: udf #0
;;
;; 000000b0 <splat>: function 4, 48 bytes
;;       b0: stp x29, x30, [sp, #-0x10]!
;;       b4: mov x29, sp
;;       b8: sub sp, sp, #0x10
;;       bc: ldr x27, [x28, #0x18]
;;       c0: add x16, x27, w1, uxtw
;;       c4: ldr b0, [x16, #1]                                      ;; out of bounds memory access at wasm 0xdb
;;       c8: dup v0.16b, v0.b[0]
;;       cc: mov sp, x29
;;       d0: ldp x29, x30, [sp], #0x10
;;       d4: ret
;;       d8: udf #0
;;       dc: udf #0
;;
;; 000000e0 <zero>: function 5, 32 bytes
;;       e0: stp x29, x30, [sp, #-0x10]!
;;       e4: mov x29, sp
;;       e8: sub sp, sp, #0x10
;;       ec: ldr x27, [x28, #0x18]
;;       f0: ldr s0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0xe4
;;       f4: mov sp, x29
;;       f8: ldp x29, x30, [sp], #0x10
;;       fc: ret
;;
;; 00000100 <lane>: function 6, 48 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: ldr x27, [x28, #0x18]
;;      110: add x16, x27, w1, uxtw
;;      114: ldr h31, [x16, #6]                                     ;; out of bounds memory access at wasm 0xef
;;      118: mov v0.h[3], v31.h[0]
;;      11c: mov sp, x29
;;      120: ldp x29, x30, [sp], #0x10
;;      124: ret
;;      128: udf #0
;;      12c: udf #0
;;
;; 00000130 <store>: function 7, 48 bytes
;;      130: stp x29, x30, [sp, #-0x10]!
;;      134: mov x29, sp
;;      138: sub sp, sp, #0x10
;;      13c: ldr x27, [x28, #0x18]
;;      140: add x16, x27, w1, uxtw
;;      144: str q0, [x16, #0x10]                                   ;; out of bounds memory access at wasm 0xfb
;;      148: mov sp, x29
;;      14c: ldp x29, x30, [sp], #0x10
;;      150: ret
;;      154: udf #0
;;      158: udf #0
;;      15c: udf #0
;;
;; 00000160 <store-constant>: function 8, 48 bytes
;;      160: stp x29, x30, [sp, #-0x10]!
;;      164: mov x29, sp
;;      168: sub sp, sp, #0x10
;;      16c: movi v0.2d, #0000000000000000
;;      170: ldr x27, [x28, #0x18]
;;      174: str q0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x116
;;      178: mov sp, x29
;;      17c: ldp x29, x30, [sp], #0x10
;;      180: ret
;;      184: udf #0
;;      188: udf #0
;;      18c: udf #0
;;
;; 00000190 <store-lowest>: function 9, 32 bytes
;;      190: stp x29, x30, [sp, #-0x10]!
;;      194: mov x29, sp
;;      198: sub sp, sp, #0x10
;;      19c: ldr x27, [x28, #0x18]
;;      1a0: str d0, [x27, w1, uxtw]                                ;; out of bounds memory access at wasm 0x121
;;      1a4: mov sp, x29
;;      1a8: ldp x29, x30, [sp], #0x10
;;      1ac: ret
;;
;; 000001b0 <store-lane>: function 10, 36 bytes
;;      1b0: stp x29, x30, [sp, #-0x10]!
;;      1b4: mov x29, sp
;;      1b8: sub sp, sp, #0x10
;;      1bc: ldr x27, [x28, #0x18]
;;      1c0: mov b31, v0.b[9]
;;      1c4: str b31, [x27, w1, uxtw]                               ;; out of bounds memory access at wasm 0x12d
;;      1c8: mov sp, x29
;;      1cc: ldp x29, x30, [sp], #0x10
;;      1d0: ret
