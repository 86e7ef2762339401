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

;; 00000000 <load>: function 0, 48 bytes
;;        0: Enter 4                                                ;; call stack exhausted at wasm 0xe7
;;        8: AtomicLoad r1, r1, mem+0, 2                            ;; out of bounds memory access at wasm 0xea
;;       1c: Move64 r0, r1
;;       28: Return 0
;;
;; 00000030 <load byte>: function 1, 48 bytes
;;       30: Enter 4                                                ;; call stack exhausted at wasm 0xf0
;;       38: AtomicLoad r1, r1, mem+5, 0                            ;; out of bounds memory access at wasm 0xf3
;;       4c: Move32 r0, r1
;;       58: Return 0
;;
;; 00000060 <store>: function 2, 48 bytes
;;       60: Enter 4                                                ;; call stack exhausted at wasm 0xf9
;;       68: AtomicStore r2, r1, mem+4, 3                           ;; out of bounds memory access at wasm 0xfe
;;       7c: Return 0
;;       84: (12 bytes of padding)
;;
;; 00000090 <add>: function 3, 48 bytes
;;       90: Enter 4                                                ;; call stack exhausted at wasm 0x104
;;       98: AtomicRmw r0, r1, r2, mem+0, 1                         ;; out of bounds memory access at wasm 0x109
;;       b0: Return 0
;;       b8: (8 bytes of padding)
;;
;; 000000c0 <sub, keeping the operand>: function 4, 96 bytes
;;       c0: Enter 4                                                ;; call stack exhausted at wasm 0x10f
;;       c8: StoreArg64 [fp-4], r0
;;       d4: AtomicRmw r0, r30, r3, mem+64, 7                       ;; out of bounds memory access at wasm 0x115
;;       ec: LoadArg64 r1, [fp-4]
;;       f8: StoreField64 r0, r1, 0
;;      108: StoreField64 r3, r1, 8
;;      118: Return 0
;;
;; 00000120 <or>: function 5, 48 bytes
;;      120: Enter 4                                                ;; call stack exhausted at wasm 0x11d
;;      128: AtomicRmw r0, r1, r2, mem+0, 18                        ;; out of bounds memory access at wasm 0x122
;;      140: Return 0
;;      148: (8 bytes of padding)
;;
;; 00000150 <and, far away>: function 6, 48 bytes
;;      150: Enter 4                                                ;; call stack exhausted at wasm 0x128
;;      158: AtomicRmw r0, r1, r2, mem+2415919104, 15               ;; out of bounds memory access at wasm 0x12d
;;      170: Return 0
;;      178: (8 bytes of padding)
;;
;; 00000180 <exchange>: function 7, 48 bytes
;;      180: Enter 4                                                ;; call stack exhausted at wasm 0x137
;;      188: AtomicRmw r0, r1, r2, mem+0, 8                         ;; out of bounds memory access at wasm 0x13c
;;      1a0: Return 0
;;      1a8: (8 bytes of padding)
;;
;; 000001b0 <compare and exchange>: function 8, 48 bytes
;;      1b0: Enter 4                                                ;; call stack exhausted at wasm 0x142
;;      1b8: AtomicCompareExchange r0, r1, r2, r3, mem+0, 2         ;; out of bounds memory access at wasm 0x149
;;      1d4: Return 0
;;      1dc: (4 bytes of padding)
;;
;; 000001e0 <never aligned>: function 9, 48 bytes
;;      1e0: Enter 4                                                ;; call stack exhausted at wasm 0x14f
;;      1e8: AtomicLoad r0, r30, mem+6, 2                           ;; out of bounds memory access at wasm 0x152
;;      1fc: Return 0
;;      204: (12 bytes of padding)
;;
;; 00000210 <wait>: function 10, 96 bytes
;;      210: Enter 4                                                ;; call stack exhausted at wasm 0x159
;;      218: Move32 r3, r1
;;      224: Move32 r4, r2
;;      230: Const64 r5, -1, -1
;;      240: Const32 r1, 0
;;      24c: Const32 r2, 8
;;      258: CallBuiltin builtin 11, 0, 0                           ;; call at wasm 0x160
;;      268: Return 0
;;
;; 00000270 <fence>: function 11, 20 bytes
;;      270: Enter 4                                                ;; call stack exhausted at wasm 0x166
;;      278: Fence
;;      27c: Return 0
