;;! features = lse
(module
  (memory 1 2 shared)
  (func (export "load") (param i32) (result i64) (i64.atomic.load32_u (local.get 0)))
  (func (export "load byte") (param i32) (result i32) (i32.atomic.load8_u offset=5 (local.get 0)))
  (func (export "store") (param i32 i64) (i64.atomic.store offset=4 (local.get 0) (local.get 1)))
  (func (export "add") (param i32 i32) (result i32)
    (i32.atomic.rmw16.add_u (local.get 0) (local.get 1)))
  (func (export "sub, keeping the operand") (param i32 i64) (result i64 i64)
    (i64.atomic.rmw.sub (i32.const 64) (local.get 1)) (local.get 1))
  (func (export "or") (param i32 i32) (result i32)
    (i32.atomic.rmw.or (local.get 0) (local.get 1)))
  (func (export "and, far away") (param i32 i64) (result i64)
    (i64.atomic.rmw.and offset=0x90000000 (local.get 0) (local.get 1)))
  (func (export "exchange") (param i32 i32) (result i32)
    (i32.atomic.rmw8.xchg_u (local.get 0) (local.get 1)))
  (func (export "compare and exchange") (param i32 i64 i64) (result i64)
    (i64.atomic.rmw32.cmpxchg_u (local.get 0) (local.get 1) (local.get 2)))
  (func (export "never aligned") (drop (i32.atomic.load (i32.const 6))))
  (func (export "wait") (param i32 i32) (result i32)
    (memory.atomic.wait32 offset=8 (local.get 0) (local.get 1) (i64.const -1)))
  (func (export "fence") (atomic.fence)))

;; 00000000 <load>: function 0, 64 bytes
;;        0: stp x29, x30, [sp, #-0x10]!
;;        4: mov x29, sp
;;        8: sub sp, sp, #0x10
;;        c: ldr x27, [x28, #0x18]
;;       10: add x16, x27, w1, uxtw
;;       14: tst x16, #3
;;       18: b.eq #0x24
;;       1c: ldrb w17, [x16, #3]                                    ;; out of bounds memory access at wasm 0xea
;;       20: udf #0                                                 ;; unaligned atomic at wasm 0xea
;;       24: ldar w1, [x16]                                         ;; out of bounds memory access at wasm 0xea
;;       28: mov x0, x1
;;       2c: mov sp, x29
;;       30: ldp x29, x30, [sp], #0x10
;;       34: ret
;;       38: udf #0
;;       3c: udf #0
;;
;; 00000040 <load byte>: function 1, 48 bytes
;;       40: stp x29, x30, [sp, #-0x10]!
;;       44: mov x29, sp
;;       48: sub sp, sp, #0x10
;;       4c: ldr x27, [x28, #0x18]
;;       50: add x16, x27, w1, uxtw
;;       54: add x16, x16, #5
;;       58: ldarb w1, [x16]                                        ;; out of bounds memory access at wasm 0xf3
;;       5c: mov w0, w1
;;       60: mov sp, x29
;;       64: ldp x29, x30, [sp], #0x10
;;       68: ret
;;       6c: udf #0
;;
;; 00000070 <store>: function 2, 64 bytes
;;       70: stp x29, x30, [sp, #-0x10]!
;;       74: mov x29, sp
;;       78: sub sp, sp, #0x10
;;       7c: ldr x27, [x28, #0x18]
;;       80: add x16, x27, w1, uxtw
;;       84: add x16, x16, #4
;;       88: tst x16, #7
;;       8c: b.eq #0x98
;;       90: ldrb w17, [x16, #7]                                    ;; out of bounds memory access at wasm 0xfe
;;       94: udf #0                                                 ;; unaligned atomic at wasm 0xfe
;;       98: stlr x2, [x16]                                         ;; out of bounds memory access at wasm 0xfe
;;       9c: mov sp, x29
;;       a0: ldp x29, x30, [sp], #0x10
;;       a4: ret
;;       a8: udf #0
;;       ac: udf #0
;;
;; 000000b0 <add>: function 3, 64 bytes
;;       b0: stp x29, x30, [sp, #-0x10]!
;;       b4: mov x29, sp
;;       b8: sub sp, sp, #0x10
;;       bc: ldr x27, [x28, #0x18]
;;       c0: add x16, x27, w1, uxtw
;;       c4: tst x16, #1
;;       c8: b.eq #0xd4
;;       cc: ldrb w17, [x16, #1]                                    ;; out of bounds memory access at wasm 0x109
;;       d0: udf #0                                                 ;; unaligned atomic at wasm 0x109
;;       d4: ldaddalh w2, w0, [x16]                                 ;; out of bounds memory access at wasm 0x109
;;       d8: mov sp, x29
;;       dc: ldp x29, x30, [sp], #0x10
;;       e0: ret
;;       e4: udf #0
;;       e8: udf #0
;;       ec: udf #0
;;
;; 000000f0 <sub, keeping the operand>: function 4, 64 bytes
;;       f0: stp x29, x30, [sp, #-0x10]!
;;       f4: mov x29, sp
;;       f8: sub sp, sp, #0x10
;;       fc: stp x0, x28, [x29, #-0x10]
;;      100: ldr x27, [x28, #0x18]
;;      104: add x16, x27, #0x40
;;      108: neg x17, x3
;;      10c: ldaddal x17, x0, [x16]                                 ;; out of bounds memory access at wasm 0x115
;;      110: ldur x1, [x29, #-0x10]
;;      114: str x0, [x1]
;;      118: str x3, [x1, #8]
;;      11c: mov sp, x29
;;      120: ldp x29, x30, [sp], #0x10
;;      124: ret
;;      128: udf #0
;;      12c: udf #0
;;
;; 00000130 <or>: function 5, 64 bytes
;;      130: stp x29, x30, [sp, #-0x10]!
;;      134: mov x29, sp
;;      138: sub sp, sp, #0x10
;;      13c: ldr x27, [x28, #0x18]
;;      140: add x16, x27, w1, uxtw
;;      144: tst x16, #3
;;      148: b.eq #0x154
;;      14c: ldrb w17, [x16, #3]                                    ;; out of bounds memory access at wasm 0x122
;;      150: udf #0                                                 ;; unaligned atomic at wasm 0x122
;;      154: ldsetal w2, w0, [x16]                                  ;; out of bounds memory access at wasm 0x122
;;      158: mov sp, x29
;;      15c: ldp x29, x30, [sp], #0x10
;;      160: ret
;;      164: udf #0
;;      168: udf #0
;;      16c: udf #0
;;
;; 00000170 <and, far away>: function 6, 64 bytes
;;      170: stp x29, x30, [sp, #-0x10]!
;;      174: mov x29, sp
;;      178: sub sp, sp, #0x10
;;      17c: ldr x27, [x28, #0x18]
;;      180: add x16, x27, w1, uxtw
;;      184: mov w17, #-0x70000000
;;      188: add x16, x16, x17
;;      18c: tst x16, #7
;;      190: b.eq #0x19c
;;      194: ldrb w17, [x16, #7]                                    ;; out of bounds memory access at wasm 0x12d
;;      198: udf #0                                                 ;; unaligned atomic at wasm 0x12d
;;      19c: mvn x17, x2
;;      1a0: ldclral x17, x0, [x16]                                 ;; out of bounds memory access at wasm 0x12d
;;      1a4: mov sp, x29
;;      1a8: ldp x29, x30, [sp], #0x10
;;      1ac: ret
;;
;; 000001b0 <exchange>: function 7, 48 bytes
;;      1b0: stp x29, x30, [sp, #-0x10]!
;;      1b4: mov x29, sp
;;      1b8: sub sp, sp, #0x10
;;      1bc: ldr x27, [x28, #0x18]
;;      1c0: add x16, x27, w1, uxtw
;;      1c4: swpalb w2, w0, [x16]                                   ;; out of bounds memory access at wasm 0x13c
;;      1c8: mov sp, x29
;;      1cc: ldp x29, x30, [sp], #0x10
;;      1d0: ret
;;      1d4: udf #0
;;      1d8: udf #0
;;      1dc: udf #0
;;
;; 000001e0 <compare and exchange>: function 8, 64 bytes
;;      1e0: stp x29, x30, [sp, #-0x10]!
;;      1e4: mov x29, sp
;;      1e8: sub sp, sp, #0x10
;;      1ec: ldr x27, [x28, #0x18]
;;      1f0: add x16, x27, w1, uxtw
;;      1f4: tst x16, #3
;;      1f8: b.eq #0x204
;;      1fc: ldrb w17, [x16, #3]                                    ;; out of bounds memory access at wasm 0x149
;;      200: udf #0                                                 ;; unaligned atomic at wasm 0x149
;;      204: mov w0, w2
;;      208: casal w0, w3, [x16]                                    ;; out of bounds memory access at wasm 0x149
;;      20c: mov sp, x29
;;      210: ldp x29, x30, [sp], #0x10
;;      214: ret
;;      218: udf #0
;;      21c: udf #0
;;
;; 00000220 <never aligned>: function 9, 48 bytes
;;      220: stp x29, x30, [sp, #-0x10]!
;;      224: mov x29, sp
;;      228: sub sp, sp, #0x10
;;      22c: ldr x27, [x28, #0x18]
;;      230: add x16, x27, #6
;;      234: ldrb w17, [x16, #3]                                    ;; out of bounds memory access at wasm 0x152
;;      238: udf #0                                                 ;; unaligned atomic at wasm 0x152
;;      23c: ldar w0, [x16]                                         ;; out of bounds memory access at wasm 0x152
;;      240: mov sp, x29
;;      244: ldp x29, x30, [sp], #0x10
;;      248: ret
;;      24c: udf #0
;;
;; 00000250 <wait>: function 10, 96 bytes
;;      250: stp x29, x30, [sp, #-0x10]!
;;      254: mov x29, sp
;;      258: sub sp, sp, #0x10
;;      25c: ldr x16, [x28, #0x10]
;;      260: cmp sp, x16
;;      264: b.lo #0x2a0
;;      268: stur x28, [x29, #-8]
;;      26c: mov w3, w1
;;      270: mov w4, w2
;;      274: mov x5, #-1
;;      278: mov w1, #0
;;      27c: mov w2, #8
;;      280: mov x0, x28
;;      284: ldr x9, [x28, #8]
;;      288: ldr x16, [x9, #0xb8]
;;      28c: blr x16                                                ;; call at wasm 0x160
;;      290: ldur x28, [x29, #-8]
;;      294: mov sp, x29
;;      298: ldp x29, x30, [sp], #0x10
;;      29c: ret
;;      2a0: udf #0                                                 ;; call stack exhausted at wasm 0x159
;;      2a4: udf #0
;;      2a8: udf #0
;;      2ac: udf #0
;;
;; 000002b0 <fence>: function 11, 28 bytes
;;      2b0: stp x29, x30, [sp, #-0x10]!
;;      2b4: mov x29, sp
;;      2b8: sub sp, sp, #0x10
;;      2bc: dmb ish
;;      2c0: mov sp, x29
;;      2c4: ldp x29, x30, [sp], #0x10
;;      2c8: ret
