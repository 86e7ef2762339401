(module
  (func (export "add") (param i64 i64 i64 i64) (result i64 i64)
    (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "sub") (param i64 i64 i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "mul-s") (param i64 i64) (result i64 i64)
    (i64.mul_wide_s (local.get 0) (local.get 1)))
  (func (export "mul-u") (param i64 i64) (result i64 i64)
    (i64.mul_wide_u (local.get 0) (local.get 1)))
  ;; Zero-extended operands: a zero high half needs no register.
  (func (export "overflowing-add") (param i64 i64) (result i64 i64)
    (i64.add128 (local.get 0) (i64.const 0) (local.get 1) (i64.const 0)))
  (func (export "borrow-of-zero") (param i64 i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (i64.const 0) (local.get 1) (local.get 2)))
  (func (export "constants") (param i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (local.get 1) (i64.const 1) (i64.const 2)))
  (func (export "constant-factor") (param i64) (result i64 i64)
    (i64.mul_wide_u (local.get 0) (i64.const 10)))
  ;; The same registers, dead behind the operator and not.
  (func (export "shared") (param i64) (result i64 i64)
    (i64.add128 (local.get 0) (local.get 0) (local.get 0) (local.get 0)))
  (func (export "crossed") (param i64 i64) (result i64 i64)
    (i64.sub128 (local.get 0) (local.get 1) (local.get 1) (local.get 0)))
  (func (export "square") (param i64) (result i64 i64)
    (i64.mul_wide_s (local.get 0) (local.get 0)))
  (func (export "kept") (param i64 i64) (result i64 i64 i64 i64)
    (i64.mul_wide_u (local.get 0) (local.get 1)) (local.get 0) (local.get 1))
  ;; A multiplication with a carry, in place.
  (func (export "accumulate") (param $x i64) (param $y i64) (param $carry i64) (result i64 i64)
    (i64.mul_wide_u (local.get $x) (local.get $y))
    (i64.add128 (local.get $carry) (i64.const 0))
    (local.set $carry)
    (local.get $carry)))

;; 00000000 <add>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x16, [x28, #0x10]
;;       10: cmp sp, x16
;;       14: b.lo #0x3c
;;       18: stp x0, x28, [x29, #-0x10]
;;       1c: adds x2, x2, x4
;;       20: adc x3, x3, x5
;;       24: ldur x0, [x29, #-0x10]
;;       28: str x2, [x0]
;;       2c: str x3, [x0, #8]
;;       30: mov sp, x29
;;       34: ldp x29, x30, [sp], #0x10
;;       38: ret
;;       3c: udf #0                                                 ;; call stack exhausted at wasm 0xd8
;;
;; 00000040 <sub>: function 1, 64 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x16, [x28, #0x10]
;;       50: cmp sp, x16
;;       54: b.lo #0x7c
;;       58: stp x0, x28, [x29, #-0x10]
;;       5c: subs x2, x2, x4
;;       60: sbc x3, x3, x5
;;       64: ldur x0, [x29, #-0x10]
;;       68: str x2, [x0]
;;       6c: str x3, [x0, #8]
;;       70: mov sp, x29
;;       74: ldp x29, x30, [sp], #0x10
;;       78: ret
;;       7c: udf #0                                                 ;; call stack exhausted at wasm 0xe5
;;
;; 00000080 <mul-s>: function 2, 64 bytes
;;       80: stp x29, x30, [sp, #-0x10]!
;;       84: mov x29, sp
;;       88: sub sp, sp, #0x10
;;       8c: ldr x16, [x28, #0x10]
;;       90: cmp sp, x16
;;       94: b.lo #0xbc
;;       98: stp x0, x28, [x29, #-0x10]
;;       9c: mul x0, x2, x3
;;       a0: smulh x2, x2, x3
;;       a4: ldur x1, [x29, #-0x10]
;;       a8: str x0, [x1]
;;       ac: str x2, [x1, #8]
;;       b0: mov sp, x29
;;       b4: ldp x29, x30, [sp], #0x10
;;       b8: ret
;;       bc: udf #0                                                 ;; call stack exhausted at wasm 0xf2
;;
;; 000000c0 <mul-u>: function 3, 64 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: ldr x16, [x28, #0x10]
;;       d0: cmp sp, x16
;;       d4: b.lo #0xfc
;;       d8: stp x0, x28, [x29, #-0x10]
;;       dc: mul x0, x2, x3
;;       e0: umulh x2, x2, x3
;;       e4: ldur x1, [x29, #-0x10]
;;       e8: str x0, [x1]
;;       ec: str x2, [x1, #8]
;;       f0: mov sp, x29
;;       f4: ldp x29, x30, [sp], #0x10
;;       f8: ret
;;       fc: udf #0                                                 ;; call stack exhausted at wasm 0xfb
;;
;; 00000100 <overflowing-add>: function 4, 64 bytes
;;      100: stp x29, x30, [sp, #-0x10]!
;;      104: mov x29, sp
;;      108: sub sp, sp, #0x10
;;      10c: ldr x16, [x28, #0x10]
;;      110: cmp sp, x16
;;      114: b.lo #0x13c
;;      118: stp x0, x28, [x29, #-0x10]
;;      11c: adds x2, x2, x3
;;      120: adc x0, xzr, xzr
;;      124: ldur x1, [x29, #-0x10]
;;      128: str x2, [x1]
;;      12c: str x0, [x1, #8]
;;      130: mov sp, x29
;;      134: ldp x29, x30, [sp], #0x10
;;      138: ret
;;      13c: udf #0                                                 ;; call stack exhausted at wasm 0x104
;;
;; 00000140 <borrow-of-zero>: function 5, 64 bytes
;;      140: stp x29, x30, [sp, #-0x10]!
;;      144: mov x29, sp
;;      148: sub sp, sp, #0x10
;;      14c: ldr x16, [x28, #0x10]
;;      150: cmp sp, x16
;;      154: b.lo #0x17c
;;      158: stp x0, x28, [x29, #-0x10]
;;      15c: subs x2, x2, x3
;;      160: ngc x0, x4
;;      164: ldur x1, [x29, #-0x10]
;;      168: str x2, [x1]
;;      16c: str x0, [x1, #8]
;;      170: mov sp, x29
;;      174: ldp x29, x30, [sp], #0x10
;;      178: ret
;;      17c: udf #0                                                 ;; call stack exhausted at wasm 0x111
;;
;; 00000180 <constants>: function 6, 80 bytes
;;      180: stp x29, x30, [sp, #-0x10]!
;;      184: mov x29, sp
;;      188: sub sp, sp, #0x10
;;      18c: ldr x16, [x28, #0x10]
;;      190: cmp sp, x16
;;      194: b.lo #0x1c4
;;      198: stp x0, x28, [x29, #-0x10]
;;      19c: mov w0, #2
;;      1a0: mov w1, #1
;;      1a4: subs x2, x2, x1
;;      1a8: sbc x3, x3, x0
;;      1ac: ldur x0, [x29, #-0x10]
;;      1b0: str x2, [x0]
;;      1b4: str x3, [x0, #8]
;;      1b8: mov sp, x29
;;      1bc: ldp x29, x30, [sp], #0x10
;;      1c0: ret
;;      1c4: udf #0                                                 ;; call stack exhausted at wasm 0x11e
;;      1c8: udf #0
;;      1cc: udf #0
;;
;; 000001d0 <constant-factor>: function 7, 80 bytes
;;      1d0: stp x29, x30, [sp, #-0x10]!
;;      1d4: mov x29, sp
;;      1d8: sub sp, sp, #0x10
;;      1dc: ldr x16, [x28, #0x10]
;;      1e0: cmp sp, x16
;;      1e4: b.lo #0x210
;;      1e8: stp x0, x28, [x29, #-0x10]
;;      1ec: mov w0, #0xa
;;      1f0: mul x1, x2, x0
;;      1f4: umulh x2, x2, x0
;;      1f8: ldur x0, [x29, #-0x10]
;;      1fc: str x1, [x0]
;;      200: str x2, [x0, #8]
;;      204: mov sp, x29
;;      208: ldp x29, x30, [sp], #0x10
;;      20c: ret
;;      210: udf #0                                                 ;; call stack exhausted at wasm 0x12b
;;      214: udf #0
;;      218: udf #0
;;      21c: udf #0
;;
;; 00000220 <shared>: function 8, 64 bytes
;;      220: stp x29, x30, [sp, #-0x10]!
;;      224: mov x29, sp
;;      228: sub sp, sp, #0x10
;;      22c: ldr x16, [x28, #0x10]
;;      230: cmp sp, x16
;;      234: b.lo #0x25c
;;      238: stp x0, x28, [x29, #-0x10]
;;      23c: adds x0, x2, x2
;;      240: adc x2, x2, x2
;;      244: ldur x1, [x29, #-0x10]
;;      248: str x0, [x1]
;;      24c: str x2, [x1, #8]
;;      250: mov sp, x29
;;      254: ldp x29, x30, [sp], #0x10
;;      258: ret
;;      25c: udf #0                                                 ;; call stack exhausted at wasm 0x134
;;
;; 00000260 <crossed>: function 9, 64 bytes
;;      260: stp x29, x30, [sp, #-0x10]!
;;      264: mov x29, sp
;;      268: sub sp, sp, #0x10
;;      26c: ldr x16, [x28, #0x10]
;;      270: cmp sp, x16
;;      274: b.lo #0x29c
;;      278: stp x0, x28, [x29, #-0x10]
;;      27c: subs x0, x2, x3
;;      280: sbc x3, x3, x2
;;      284: ldur x1, [x29, #-0x10]
;;      288: str x0, [x1]
;;      28c: str x3, [x1, #8]
;;      290: mov sp, x29
;;      294: ldp x29, x30, [sp], #0x10
;;      298: ret
;;      29c: udf #0                                                 ;; call stack exhausted at wasm 0x141
;;
;; 000002a0 <square>: function 10, 64 bytes
;;      2a0: stp x29, x30, [sp, #-0x10]!
;;      2a4: mov x29, sp
;;      2a8: sub sp, sp, #0x10
;;      2ac: ldr x16, [x28, #0x10]
;;      2b0: cmp sp, x16
;;      2b4: b.lo #0x2dc
;;      2b8: stp x0, x28, [x29, #-0x10]
;;      2bc: mul x0, x2, x2
;;      2c0: smulh x2, x2, x2
;;      2c4: ldur x1, [x29, #-0x10]
;;      2c8: str x0, [x1]
;;      2cc: str x2, [x1, #8]
;;      2d0: mov sp, x29
;;      2d4: ldp x29, x30, [sp], #0x10
;;      2d8: ret
;;      2dc: udf #0                                                 ;; call stack exhausted at wasm 0x14e
;;
;; 000002e0 <kept>: function 11, 80 bytes
;;      2e0: stp x29, x30, [sp, #-0x10]!
;;      2e4: mov x29, sp
;;      2e8: sub sp, sp, #0x10
;;      2ec: ldr x16, [x28, #0x10]
;;      2f0: cmp sp, x16
;;      2f4: b.lo #0x324
;;      2f8: stp x0, x28, [x29, #-0x10]
;;      2fc: mul x0, x2, x3
;;      300: umulh x1, x2, x3
;;      304: ldur x4, [x29, #-0x10]
;;      308: str x0, [x4]
;;      30c: str x1, [x4, #8]
;;      310: str x2, [x4, #0x10]
;;      314: str x3, [x4, #0x18]
;;      318: mov sp, x29
;;      31c: ldp x29, x30, [sp], #0x10
;;      320: ret
;;      324: udf #0                                                 ;; call stack exhausted at wasm 0x157
;;      328: udf #0
;;      32c: udf #0
;;
;; 00000330 <accumulate>: function 12, 72 bytes
;;      330: stp x29, x30, [sp, #-0x10]!
;;      334: mov x29, sp
;;      338: sub sp, sp, #0x10
;;      33c: ldr x16, [x28, #0x10]
;;      340: cmp sp, x16
;;      344: b.lo #0x374
;;      348: stp x0, x28, [x29, #-0x10]
;;      34c: mul x0, x2, x3
;;      350: umulh x2, x2, x3
;;      354: adds x0, x0, x4
;;      358: adc x2, x2, xzr
;;      35c: ldur x1, [x29, #-0x10]
;;      360: str x0, [x1]
;;      364: str x2, [x1, #8]
;;      368: mov sp, x29
;;      36c: ldp x29, x30, [sp], #0x10
;;      370: ret
;;      374: udf #0                                                 ;; call stack exhausted at wasm 0x164
