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

;; 00000000 <add>: function 0, 48 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: stp x0, x28, [x29, #-0x10]
;;       10: adds x2, x2, x4
;;       14: adc x3, x3, x5
;;       18: ldur x0, [x29, #-0x10]
;;       1c: str x2, [x0]
;;       20: str x3, [x0, #8]
;;       24: mov sp, x29
;;       28: ldp x29, x30, [sp], #0x10
;;       2c: ret
;;
;; 00000030 <sub>: function 1, 48 bytes
;;       30: stp x29, x30, [sp, #-0x10]!
;;       34: mov x29, sp
;;       38: sub sp, sp, #0x10
;;       3c: stp x0, x28, [x29, #-0x10]
;;       40: subs x2, x2, x4
;;       44: sbc x3, x3, x5
;;       48: ldur x0, [x29, #-0x10]
;;       4c: str x2, [x0]
;;       50: str x3, [x0, #8]
;;       54: mov sp, x29
;;       58: ldp x29, x30, [sp], #0x10
;;       5c: ret
;;
;; 00000060 <mul-s>: function 2, 48 bytes
;;       60: stp x29, x30, [sp, #-0x10]!
;;       64: mov x29, sp
;;       68: sub sp, sp, #0x10
;;       6c: stp x0, x28, [x29, #-0x10]
;;       70: mul x0, x2, x3
;;       74: smulh x2, x2, x3
;;       78: ldur x1, [x29, #-0x10]
;;       7c: str x0, [x1]
;;       80: str x2, [x1, #8]
;;       84: mov sp, x29
;;       88: ldp x29, x30, [sp], #0x10
;;       8c: ret
;;
;; 00000090 <mul-u>: function 3, 48 bytes
;;       90: stp x29, x30, [sp, #-0x10]!
;;       94: mov x29, sp
;;       98: sub sp, sp, #0x10
;;       9c: stp x0, x28, [x29, #-0x10]
;;       a0: mul x0, x2, x3
;;       a4: umulh x2, x2, x3
;;       a8: ldur x1, [x29, #-0x10]
;;       ac: str x0, [x1]
;;       b0: str x2, [x1, #8]
;;       b4: mov sp, x29
;;       b8: ldp x29, x30, [sp], #0x10
;;       bc: ret
;;
;; 000000c0 <overflowing-add>: function 4, 48 bytes
;;       c0: stp x29, x30, [sp, #-0x10]!
;;       c4: mov x29, sp
;;       c8: sub sp, sp, #0x10
;;       cc: stp x0, x28, [x29, #-0x10]
;;       d0: adds x2, x2, x3
;;       d4: adc x0, xzr, xzr
;;       d8: ldur x1, [x29, #-0x10]
;;       dc: str x2, [x1]
;;       e0: str x0, [x1, #8]
;;       e4: mov sp, x29
;;       e8: ldp x29, x30, [sp], #0x10
;;       ec: ret
;;
;; 000000f0 <borrow-of-zero>: function 5, 48 bytes
;;       f0: stp x29, x30, [sp, #-0x10]!
;;       f4: mov x29, sp
;;       f8: sub sp, sp, #0x10
;;       fc: stp x0, x28, [x29, #-0x10]
;;      100: subs x2, x2, x3
;;      104: ngc x0, x4
;;      108: ldur x1, [x29, #-0x10]
;;      10c: str x2, [x1]
;;      110: str x0, [x1, #8]
;;      114: mov sp, x29
;;      118: ldp x29, x30, [sp], #0x10
;;      11c: ret
;;
;; 00000120 <constants>: function 6, 64 bytes
;;      120: stp x29, x30, [sp, #-0x10]!
;;      124: mov x29, sp
;;      128: sub sp, sp, #0x10
;;      12c: stp x0, x28, [x29, #-0x10]
;;      130: mov w0, #2
;;      134: mov w1, #1
;;      138: subs x2, x2, x1
;;      13c: sbc x3, x3, x0
;;      140: ldur x0, [x29, #-0x10]
;;      144: str x2, [x0]
;;      148: str x3, [x0, #8]
;;      14c: mov sp, x29
;;      150: ldp x29, x30, [sp], #0x10
;;      154: ret
;;      158: udf #0
;;      15c: udf #0
;;
;; 00000160 <constant-factor>: function 7, 64 bytes
;;      160: stp x29, x30, [sp, #-0x10]!
;;      164: mov x29, sp
;;      168: sub sp, sp, #0x10
;;      16c: stp x0, x28, [x29, #-0x10]
;;      170: mov w0, #0xa
;;      174: mul x1, x2, x0
;;      178: umulh x2, x2, x0
;;      17c: ldur x0, [x29, #-0x10]
;;      180: str x1, [x0]
;;      184: str x2, [x0, #8]
;;      188: mov sp, x29
;;      18c: ldp x29, x30, [sp], #0x10
;;      190: ret
;;      194: udf #0
;;      198: udf #0
;;      19c: udf #0
;;
;; 000001a0 <shared>: function 8, 48 bytes
;;      1a0: stp x29, x30, [sp, #-0x10]!
;;      1a4: mov x29, sp
;;      1a8: sub sp, sp, #0x10
;;      1ac: stp x0, x28, [x29, #-0x10]
;;      1b0: adds x0, x2, x2
;;      1b4: adc x2, x2, x2
;;      1b8: ldur x1, [x29, #-0x10]
;;      1bc: str x0, [x1]
;;      1c0: str x2, [x1, #8]
;;      1c4: mov sp, x29
;;      1c8: ldp x29, x30, [sp], #0x10
;;      1cc: ret
;;
;; 000001d0 <crossed>: function 9, 48 bytes
;;      1d0: stp x29, x30, [sp, #-0x10]!
;;      1d4: mov x29, sp
;;      1d8: sub sp, sp, #0x10
;;      1dc: stp x0, x28, [x29, #-0x10]
;;      1e0: subs x0, x2, x3
;;      1e4: sbc x3, x3, x2
;;      1e8: ldur x1, [x29, #-0x10]
;;      1ec: str x0, [x1]
;;      1f0: str x3, [x1, #8]
;;      1f4: mov sp, x29
;;      1f8: ldp x29, x30, [sp], #0x10
;;      1fc: ret
;;
;; 00000200 <square>: function 10, 48 bytes
;;      200: stp x29, x30, [sp, #-0x10]!
;;      204: mov x29, sp
;;      208: sub sp, sp, #0x10
;;      20c: stp x0, x28, [x29, #-0x10]
;;      210: mul x0, x2, x2
;;      214: smulh x2, x2, x2
;;      218: ldur x1, [x29, #-0x10]
;;      21c: str x0, [x1]
;;      220: str x2, [x1, #8]
;;      224: mov sp, x29
;;      228: ldp x29, x30, [sp], #0x10
;;      22c: ret
;;
;; 00000230 <kept>: function 11, 64 bytes
;;      230: stp x29, x30, [sp, #-0x10]!
;;      234: mov x29, sp
;;      238: sub sp, sp, #0x10
;;      23c: stp x0, x28, [x29, #-0x10]
;;      240: mul x0, x2, x3
;;      244: umulh x1, x2, x3
;;      248: ldur x4, [x29, #-0x10]
;;      24c: str x0, [x4]
;;      250: str x1, [x4, #8]
;;      254: str x2, [x4, #0x10]
;;      258: str x3, [x4, #0x18]
;;      25c: mov sp, x29
;;      260: ldp x29, x30, [sp], #0x10
;;      264: ret
;;      268: udf #0
;;      26c: udf #0
;;
;; 00000270 <accumulate>: function 12, 56 bytes
;;      270: stp x29, x30, [sp, #-0x10]!
;;      274: mov x29, sp
;;      278: sub sp, sp, #0x10
;;      27c: stp x0, x28, [x29, #-0x10]
;;      280: mul x0, x2, x3
;;      284: umulh x2, x2, x3
;;      288: adds x0, x0, x4
;;      28c: adc x2, x2, xzr
;;      290: ldur x1, [x29, #-0x10]
;;      294: str x0, [x1]
;;      298: str x2, [x1, #8]
;;      29c: mov sp, x29
;;      2a0: ldp x29, x30, [sp], #0x10
;;      2a4: ret
