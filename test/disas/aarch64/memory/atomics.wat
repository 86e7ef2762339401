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
;;       d4: ldaxrh w0, [x16]                                       ;; out of bounds memory access at wasm 0x109
;;       d8: add w17, w0, w2
;;       dc: stlxrh w30, w17, [x16]
;;       e0: cbnz w30, #0xd4
;;       e4: mov sp, x29
;;       e8: ldp x29, x30, [sp], #0x10
;;       ec: ret
;;
;; 000000f0 <sub, keeping the operand>: function 4, 64 bytes
;;       f0: stp x29, x30, [sp, #-0x10]!
;;       f4: mov x29, sp
;;       f8: sub sp, sp, #0x10
;;       fc: stp x0, x28, [x29, #-0x10]
;;      100: ldr x27, [x28, #0x18]
;;      104: add x16, x27, #0x40
;;      108: ldaxr x0, [x16]                                        ;; out of bounds memory access at wasm 0x115
;;      10c: sub x17, x0, x3
;;      110: stlxr w30, x17, [x16]
;;      114: cbnz w30, #0x108
;;      118: ldur x1, [x29, #-0x10]
;;      11c: str x0, [x1]
;;      120: str x3, [x1, #8]
;;      124: mov sp, x29
;;      128: ldp x29, x30, [sp], #0x10
;;      12c: ret
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
;;      154: ldaxr w0, [x16]                                        ;; out of bounds memory access at wasm 0x122
;;      158: orr w17, w0, w2
;;      15c: stlxr w30, w17, [x16]
;;      160: cbnz w30, #0x154
;;      164: mov sp, x29
;;      168: ldp x29, x30, [sp], #0x10
;;      16c: ret
;;
;; 00000170 <and, far away>: function 6, 80 bytes
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
;;      19c: ldaxr x0, [x16]                                        ;; out of bounds memory access at wasm 0x12d
;;      1a0: and x17, x0, x2
;;      1a4: stlxr w30, x17, [x16]
;;      1a8: cbnz w30, #0x19c
;;      1ac: mov sp, x29
;;      1b0: ldp x29, x30, [sp], #0x10
;;      1b4: ret
;;      1b8: udf #0
;;      1bc: udf #0
;;
;; 000001c0 <exchange>: function 7, 48 bytes
;;      1c0: stp x29, x30, [sp, #-0x10]!
;;      1c4: mov x29, sp
;;      1c8: sub sp, sp, #0x10
;;      1cc: ldr x27, [x28, #0x18]
;;      1d0: add x16, x27, w1, uxtw
;;      1d4: ldaxrb w0, [x16]                                       ;; out of bounds memory access at wasm 0x13c
;;      1d8: stlxrb w30, w2, [x16]
;;      1dc: cbnz w30, #0x1d4
;;      1e0: mov sp, x29
;;      1e4: ldp x29, x30, [sp], #0x10
;;      1e8: ret
;;      1ec: udf #0
;;
;; 000001f0 <compare and exchange>: function 8, 80 bytes
;;      1f0: stp x29, x30, [sp, #-0x10]!
;;      1f4: mov x29, sp
;;      1f8: sub sp, sp, #0x10
;;      1fc: ldr x27, [x28, #0x18]
;;      200: add x16, x27, w1, uxtw
;;      204: tst x16, #3
;;      208: b.eq #0x214
;;      20c: ldrb w17, [x16, #3]                                    ;; out of bounds memory access at wasm 0x149
;;      210: udf #0                                                 ;; unaligned atomic at wasm 0x149
;;      214: ldaxr w0, [x16]                                        ;; out of bounds memory access at wasm 0x149
;;      218: cmp w0, w2
;;      21c: b.ne #0x228
;;      220: stlxr w30, w3, [x16]
;;      224: cbnz w30, #0x214
;;      228: mov sp, x29
;;      22c: ldp x29, x30, [sp], #0x10
;;      230: ret
;;      234: udf #0
;;      238: udf #0
;;      23c: udf #0
;;
;; 00000240 <never aligned>: function 9, 48 bytes
;;      240: stp x29, x30, [sp, #-0x10]!
;;      244: mov x29, sp
;;      248: sub sp, sp, #0x10
;;      24c: ldr x27, [x28, #0x18]
;;      250: add x16, x27, #6
;;      254: ldrb w17, [x16, #3]                                    ;; out of bounds memory access at wasm 0x152
;;      258: udf #0                                                 ;; unaligned atomic at wasm 0x152
;;      25c: ldar w0, [x16]                                         ;; out of bounds memory access at wasm 0x152
;;      260: mov sp, x29
;;      264: ldp x29, x30, [sp], #0x10
;;      268: ret
;;      26c: udf #0
;;
;; 00000270 <wait>: function 10, 96 bytes
;;      270: stp x29, x30, [sp, #-0x10]!
;;      274: mov x29, sp
;;      278: sub sp, sp, #0x10
;;      27c: ldr x16, [x28, #0x10]
;;      280: cmp sp, x16
;;      284: b.lo #0x2c0
;;      288: stur x28, [x29, #-8]
;;      28c: mov w3, w1
;;      290: mov w4, w2
;;      294: mov x5, #-1
;;      298: mov w1, #0
;;      29c: mov w2, #8
;;      2a0: mov x0, x28
;;      2a4: ldr x9, [x28, #8]
;;      2a8: ldr x16, [x9, #0xb8]
;;      2ac: blr x16                                                ;; call at wasm 0x160
;;      2b0: ldur x28, [x29, #-8]
;;      2b4: mov sp, x29
;;      2b8: ldp x29, x30, [sp], #0x10
;;      2bc: ret
;;      2c0: udf #0                                                 ;; call stack exhausted at wasm 0x159
;;      2c4: udf #0
;;      2c8: udf #0
;;      2cc: udf #0
;;
;; 000002d0 <fence>: function 11, 28 bytes
;;      2d0: stp x29, x30, [sp, #-0x10]!
;;      2d4: mov x29, sp
;;      2d8: sub sp, sp, #0x10
;;      2dc: dmb ish
;;      2e0: mov sp, x29
;;      2e4: ldp x29, x30, [sp], #0x10
;;      2e8: ret
