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

;; 00000000 <add>: function 0, 112 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0xd8
;;        8: StoreArg64 [fp-4], r0
;;       14: Wide 0, r2, r3, r2, r3, r4, r5
;;       34: LoadArg64 r0, [fp-4]
;;       40: StoreField64 r2, r0, 0
;;       50: StoreField64 r3, r0, 8
;;       60: Return 0
;;       68: (8 bytes of padding)
;;
;; 00000070 <sub>: function 1, 112 bytes
;;       70: Enter 4                                                ;; call stack exhausted at wasm 0xe5
;;       78: StoreArg64 [fp-4], r0
;;       84: Wide 1, r2, r3, r2, r3, r4, r5
;;       a4: LoadArg64 r0, [fp-4]
;;       b0: StoreField64 r2, r0, 0
;;       c0: StoreField64 r3, r0, 8
;;       d0: Return 0
;;       d8: (8 bytes of padding)
;;
;; 000000e0 <mul-s>: function 2, 112 bytes
;;       e0: Enter 4                                                ;; call stack exhausted at wasm 0xf2
;;       e8: StoreArg64 [fp-4], r0
;;       f4: Wide 2, r0, r2, r2, r30, r3, r30
;;      114: LoadArg64 r1, [fp-4]
;;      120: StoreField64 r0, r1, 0
;;      130: StoreField64 r2, r1, 8
;;      140: Return 0
;;      148: (8 bytes of padding)
;;
;; 00000150 <mul-u>: function 3, 112 bytes
;;      150: Enter 4                                                ;; call stack exhausted at wasm 0xfb
;;      158: StoreArg64 [fp-4], r0
;;      164: Wide 3, r0, r2, r2, r30, r3, r30
;;      184: LoadArg64 r1, [fp-4]
;;      190: StoreField64 r0, r1, 0
;;      1a0: StoreField64 r2, r1, 8
;;      1b0: Return 0
;;      1b8: (8 bytes of padding)
;;
;; 000001c0 <overflowing-add>: function 4, 112 bytes
;;      1c0: Enter 4                                                ;; call stack exhausted at wasm 0x104
;;      1c8: StoreArg64 [fp-4], r0
;;      1d4: Wide 0, r2, r0, r2, r30, r3, r30
;;      1f4: LoadArg64 r1, [fp-4]
;;      200: StoreField64 r2, r1, 0
;;      210: StoreField64 r0, r1, 8
;;      220: Return 0
;;      228: (8 bytes of padding)
;;
;; 00000230 <borrow-of-zero>: function 5, 112 bytes
;;      230: Enter 4                                                ;; call stack exhausted at wasm 0x111
;;      238: StoreArg64 [fp-4], r0
;;      244: Wide 1, r2, r0, r2, r30, r3, r4
;;      264: LoadArg64 r1, [fp-4]
;;      270: StoreField64 r2, r1, 0
;;      280: StoreField64 r0, r1, 8
;;      290: Return 0
;;      298: (8 bytes of padding)
;;
;; 000002a0 <constants>: function 6, 144 bytes
;;      2a0: Enter 4                                                ;; call stack exhausted at wasm 0x11e
;;      2a8: StoreArg64 [fp-4], r0
;;      2b4: Const64 r0, 2, 0
;;      2c4: Const64 r1, 1, 0
;;      2d4: Wide 1, r2, r3, r2, r3, r1, r0
;;      2f4: LoadArg64 r0, [fp-4]
;;      300: StoreField64 r2, r0, 0
;;      310: StoreField64 r3, r0, 8
;;      320: Return 0
;;      328: (8 bytes of padding)
;;
;; 00000330 <constant-factor>: function 7, 128 bytes
;;      330: Enter 4                                                ;; call stack exhausted at wasm 0x12b
;;      338: StoreArg64 [fp-4], r0
;;      344: Const64 r0, 10, 0
;;      354: Wide 3, r1, r2, r2, r30, r0, r30
;;      374: LoadArg64 r0, [fp-4]
;;      380: StoreField64 r1, r0, 0
;;      390: StoreField64 r2, r0, 8
;;      3a0: Return 0
;;      3a8: (8 bytes of padding)
;;
;; 000003b0 <shared>: function 8, 112 bytes
;;      3b0: Enter 4                                                ;; call stack exhausted at wasm 0x134
;;      3b8: StoreArg64 [fp-4], r0
;;      3c4: Wide 0, r0, r2, r2, r2, r2, r2
;;      3e4: LoadArg64 r1, [fp-4]
;;      3f0: StoreField64 r0, r1, 0
;;      400: StoreField64 r2, r1, 8
;;      410: Return 0
;;      418: (8 bytes of padding)
;;
;; 00000420 <crossed>: function 9, 112 bytes
;;      420: Enter 4                                                ;; call stack exhausted at wasm 0x141
;;      428: StoreArg64 [fp-4], r0
;;      434: Wide 1, r0, r3, r2, r3, r3, r2
;;      454: LoadArg64 r1, [fp-4]
;;      460: StoreField64 r0, r1, 0
;;      470: StoreField64 r3, r1, 8
;;      480: Return 0
;;      488: (8 bytes of padding)
;;
;; 00000490 <square>: function 10, 112 bytes
;;      490: Enter 4                                                ;; call stack exhausted at wasm 0x14e
;;      498: StoreArg64 [fp-4], r0
;;      4a4: Wide 2, r0, r2, r2, r30, r2, r30
;;      4c4: LoadArg64 r1, [fp-4]
;;      4d0: StoreField64 r0, r1, 0
;;      4e0: StoreField64 r2, r1, 8
;;      4f0: Return 0
;;      4f8: (8 bytes of padding)
;;
;; 00000500 <kept>: function 11, 144 bytes
;;      500: Enter 4                                                ;; call stack exhausted at wasm 0x157
;;      508: StoreArg64 [fp-4], r0
;;      514: Wide 3, r0, r1, r2, r30, r3, r30
;;      534: LoadArg64 r4, [fp-4]
;;      540: StoreField64 r0, r4, 0
;;      550: StoreField64 r1, r4, 8
;;      560: StoreField64 r2, r4, 16
;;      570: StoreField64 r3, r4, 24
;;      580: Return 0
;;      588: (8 bytes of padding)
;;
;; 00000590 <accumulate>: function 12, 136 bytes
;;      590: Enter 4                                                ;; call stack exhausted at wasm 0x164
;;      598: StoreArg64 [fp-4], r0
;;      5a4: Wide 3, r0, r2, r2, r30, r3, r30
;;      5c4: Wide 0, r0, r2, r0, r2, r4, r30
;;      5e4: LoadArg64 r1, [fp-4]
;;      5f0: StoreField64 r0, r1, 0
;;      600: StoreField64 r2, r1, 8
;;      610: Return 0
